"""The compiled check of an action server's answer gives the same verdicts as Rasa's own."""

from __future__ import annotations

from typing import Any

import pytest
from fastjsonschema import JsonSchemaException
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction

from bot.dialogue.remote_action import check_answer

ANSWERS: list[Any] = [
    {"events": [], "responses": []},
    {
        "events": [{"event": "slot", "name": "a", "value": {"b": [1]}}],
        "responses": [{"text": "好"}],
    },
    {"events": [{"event": "followup", "name": "action_listen"}]},
    {"events": [{"event": "slot"}], "responses": []},
    {"events": [{"event": "no such event"}], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": None, "timestamp": 1.0}]},
    {"events": [{"event": "active_loop", "name": None}]},
    {"events": [{"event": "reminder", "name": "r"}]},
    {"events": [{"event": "bot", "text": "好", "data": {"buttons": []}}]},
    {"events": [{"event": "user", "text": "好", "parse_data": {}}]},
    {"events": [{"event": "action", "name": "a"}, {"event": "rewind"}, {"event": "undo"}]},
    {"events": [{"event": "slot", "name": 3, "value": 1}]},
    {"events": "none", "responses": []},
    {"events": [], "responses": ["text"]},
    {"events": ["slot"]},
    {"events": [{"name": "a", "value": 1}]},
    {"events": [{"event": ["slot"], "name": "a", "value": 1}]},
    {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": "now"}]},
    {"events": [{"event": "user", "parse_data": {"intent": {"name": 3}}}]},
    {"events": [{"event": "user", "parse_data": {"entities": [{"entity": "plate"}]}}]},
    {},
    [],
    "text",
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_same_verdict(answer: Any) -> None:
    try:
        validate(answer, RemoteAction.action_response_format_spec())
    except ValidationError:
        with pytest.raises(JsonSchemaException):
            check_answer(answer)
    else:
        check_answer(answer)
