"""Doors by which a notice leaves the shop, and what a door can say of it.

- Sent: the door has taken it.
- Refused: it never will, the row is a dead letter.
- NotNow: it has not taken it, another try may succeed.
- Unclear: nobody knows; it is repeated only at a door that honours keys.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.services import transcript
from bot.services.outbox import Parcel
from bot.services.workshop import Workshop
from bot.shop.notices import SMS, WEB

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    receipt: str | None = None
    """What the door calls it."""


@dataclass(frozen=True)
class Refused:
    reason: str


@dataclass(frozen=True)
class NotNow:
    reason: str
    after: timedelta = timedelta(0)
    """The door asks not to be tried before."""


@dataclass(frozen=True)
class Unclear:
    reason: str


Outcome = Sent | Refused | NotNow | Unclear


class Door(Protocol):
    """One way to reach a customer, or the staff."""

    @property
    def name(self) -> str: ...

    @property
    def honours_keys(self) -> bool:
        """Whether the same key twice reaches who it is for once, or twice does no harm."""
        ...

    def send(self, parcel: Parcel, text: str) -> Outcome:
        """Hands the text over; says what came of it instead of raising."""
        ...


class WebChat:
    """The customer's chat: a line of the conversation, which open windows show at once."""

    name = WEB
    honours_keys = True

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop

    def send(self, parcel: Parcel, text: str) -> Outcome:
        line = transcript.record_notice(self._workshop, parcel.address, parcel.id, text)
        return Sent(f"message:{line.id}")


class LogSms:
    """Where no gateway is set: the log says what would have been sent, not its words."""

    name = SMS
    honours_keys = True  # a line too many in a log harms nobody

    def send(self, parcel: Parcel, text: str) -> Outcome:
        logger.info(
            *("No gateway: notice %s (%s), %s characters, goes to nobody", parcel.id, parcel.kind),
            len(text),
        )
        return Sent("log")
