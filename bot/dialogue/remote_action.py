"""The one patch of Rasa: check an action server's answer with a validator that is compiled once.

Rasa 3.6 builds its JSON-schema validator anew for every action call, and walks the schema of each kind
of event for each event: ten times the cost of the call itself. The same schema, compiled, gives the
same verdicts (tests/unit/dialogue/test_remote_action.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import fastjsonschema
from rasa.core.actions.action import RemoteAction

DRAFT = "http://json-schema.org/draft-07/schema#"


@lru_cache(maxsize=1)
def answer_check() -> Callable[[Any], Any]:
    """A check by Rasa's own schema of an answer; raises fastjsonschema.JsonSchemaException."""
    schema = {"$schema": DRAFT, **RemoteAction.action_response_format_spec()}
    check: Callable[[Any], Any] = fastjsonschema.compile(schema, use_default=False)
    return check


def use_compiled_check() -> None:
    """Let every RemoteAction of this process use `answer_check`. Doing it twice changes nothing."""

    def check(self: RemoteAction, result: dict[str, Any]) -> bool:
        answer_check()(result)
        return True

    RemoteAction._validate_action_result = check
