"""What the tests of booking look up in the shop's rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.clock import parse_moment
from tests.dialogue.harness import Answer, Conversation


def play(talk: Conversation, lines: Iterable[str]) -> Answer:
    """Says one line after another; the answer to the last."""
    for line in lines:
        talk.say(line)
    return talk.last


def visit(talk: Conversation, plate: str) -> Any:
    """The only visit of this car that stands."""
    return talk.row("appointment", plate=plate, status="booked")


def visits(talk: Conversation, plate: str) -> list[Any]:
    """All visits of this car that stand."""
    return talk.rows("appointment", plate=plate, status="booked")


def jobs(talk: Conversation, plate: str) -> set[str]:
    """The jobs of this car's only visit."""
    number = visit(talk, plate).id
    return {row.job_code for row in talk.rows("appointment_job", appointment_id=number)}


def at(moment: str) -> datetime:
    """`at("2026-11-24T15:00")` in Shanghai."""
    return parse_moment(moment)
