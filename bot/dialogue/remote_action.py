"""A patch of Rasa: check an action server's answer with a validator that is compiled once.

Rasa 3.6 builds its JSON-schema validator anew for every action call, and tries the schema of every kind
of event on each event: ten times the cost of the call itself. Here each event meets the schema of its
own kind alone, with the same verdicts (tests/unit/dialogue/test_remote_action.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import fastjsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.utils.schemas.events import EVENT_SCHEMA

DRAFT = "http://json-schema.org/draft-07/schema#"
Check = Callable[[Any], Any]


def check_answer(answer: Any) -> None:
    """Checks an answer by Rasa's own schema of it; raises fastjsonschema.JsonSchemaException."""
    check_frame, check_event = _checks()
    check_frame(answer)
    for event in answer.get("events", ()) if isinstance(answer, dict) else ():
        check_event[event["event"]](event)


@lru_cache(maxsize=1)
def _checks() -> tuple[Check, dict[str, Check]]:
    """The check of all but the events' own keys, and the check of each kind of event."""
    kinds = {kind["properties"]["event"]["const"]: kind for kind in EVENT_SCHEMA["oneOf"]}
    each = {key: value for key, value in EVENT_SCHEMA.items() if key != "oneOf"}
    known = {"properties": {"event": {"enum": list(kinds)}}}
    frame = RemoteAction.action_response_format_spec()
    frame["properties"]["events"] = {"type": "array", "items": {"allOf": [each, known]}}
    return _compile(frame), {name: _compile(kind) for name, kind in kinds.items()}


def _compile(schema: dict[str, Any]) -> Check:
    check: Check = fastjsonschema.compile({"$schema": DRAFT, **schema}, use_default=False)
    return check


def use_compiled_check() -> None:
    """Let every RemoteAction of this process use `check_answer`. Doing it twice changes nothing."""

    def check(self: RemoteAction, result: dict[str, Any]) -> bool:
        check_answer(result)
        return True

    RemoteAction._validate_action_result = check
