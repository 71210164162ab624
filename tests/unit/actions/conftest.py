"""Actions without a model: a tracker is made by hand, what an action says and sets is looked at."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SkillAction


@dataclass
class Outcome:
    """What one run of an action said and set."""

    responses: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    slots: dict[str, Any] = field(default_factory=dict)


class Stage:
    """Runs actions on a tracker made by hand."""

    def run(
        self,
        action: SkillAction,
        text: str = "",
        intent: str = "inform",
        entities: dict[str, Any] | None = None,
        **slots: Any,
    ) -> Outcome:
        found = [
            {"entity": name, "value": value, "text": str(value)}
            for name, value in (entities or {}).items()
        ]
        message = {"text": text, "intent": {"name": intent}, "entities": found}
        tracker = Tracker("c1", slots, message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = asyncio.run(action.run(dispatcher, tracker, {}))
        return Outcome(
            [message["response"] or message["text"] for message in dispatcher.messages],
            [button["title"] for said in dispatcher.messages for button in said["buttons"]],
            {key: value for said in dispatcher.messages for key, value in said.items()},
            {event["name"]: event["value"] for event in events},
        )


@pytest.fixture()
def stage() -> Stage:
    return Stage()
