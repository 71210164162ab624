"""The prebuilt check of an action server's answer gives the same verdicts as Rasa's own."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction

from bot.dialogue.remote_action import answer_validator

ANSWERS: list[dict[str, Any]] = [
    {"events": [], "responses": []},
    {
        "events": [{"event": "slot", "name": "a", "value": {"b": [1]}}],
        "responses": [{"text": "好"}],
    },
    {"events": [{"event": "followup", "name": "action_listen"}]},
    {"events": [{"event": "slot"}], "responses": []},
    {"events": [{"event": "no such event"}], "responses": []},
    {"events": "none", "responses": []},
    {"events": [], "responses": ["text"]},
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_same_verdict(answer: dict[str, Any]) -> None:
    try:
        validate(answer, RemoteAction.action_response_format_spec())
    except ValidationError:
        with pytest.raises(ValidationError):
            answer_validator().validate(answer)
    else:
        answer_validator().validate(answer)


def test_the_schema_is_rasas_own() -> None:
    assert answer_validator().schema == RemoteAction.action_response_format_spec()
