"""An owner who wants the car back unrepaired gets no argument: a person settles costs and handing out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.base import Talk
from actions.understood import ask_person
from actions.waiting import say_if_waiting
from bot.shop.taking_back import PATTERN


def expect_taking_back(talk: Talk) -> None:
    """After the car in the workshop was spoken of: 「那我不修了，把车还我」."""
    talk.expect({"takes_back": {"intent": "check_progress", "pattern": PATTERN}})


def give_back(talk: Talk, order: Mapping[str, Any]) -> None:
    """Puts the wish before staff, who have the bill and the key; `order` is told as in progress."""
    ask_person(talk, "customer_asked", f"{talk.said.text} {order['number']} {order['car']}")
    talk.say("utter_progress_takes_back", **order)
    say_if_waiting(talk)
    expect_taking_back(talk)
