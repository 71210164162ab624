"""Promises: what kinds there are, when each is due, when it counts as broken.

A promise with a time is only made for a time at which somebody is there to keep it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from bot.shop.working_time import OpenOn, after_open_time

CALL_BACK_WITHIN = timedelta(minutes=30)
"""Open time until a colleague calls who asked for a person or left a wish."""
FIRST_ANSWER_WITHIN = timedelta(hours=4)
"""Open time until a claim has its first answer."""
_ROUNDED_TO = timedelta(minutes=5)


class PromiseKind(str, Enum):
    """What is promised."""

    APPOINTMENT = "appointment"  # the bay is free at the agreed time
    REPAIR_DONE = "repair_done"  # the car is ready by then
    CALL_BACK = "call_back"  # somebody calls by then
    FIRST_REPLY = "first_reply"  # a complaint or a claim has its first answer by then


DEADLINES = (PromiseKind.REPAIR_DONE, PromiseKind.CALL_BACK, PromiseKind.FIRST_REPLY)
"""What time alone breaks. That a bay is free waits for the customer, who may be late."""


class PromiseStatus(str, Enum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


def due_after(now: datetime, within: timedelta, open_on: OpenOn) -> datetime:
    """When a promise is due that may take `within` of open time.

    Rounded up to five minutes, as people name times. Raises NeverOpenError.
    """
    return _round_up(after_open_time(now, within, open_on))


def call_back_by(now: datetime, open_on: OpenOn) -> datetime:
    """Until when a colleague calls back; inside opening hours. Raises NeverOpenError."""
    return due_after(now, CALL_BACK_WITHIN, open_on)


def before_closing(now: datetime, within: timedelta, open_on: OpenOn) -> timedelta:
    """Open time for what cannot wait overnight: who is in acts before going home.

    Never more than `within`, which stands while the shop is closed.
    """
    hours = open_on(now.date())
    if hours is None or not hours[0] <= now < hours[1]:
        return within
    return min(within, hours[1] - now)


def is_broken(due_at: datetime, now: datetime) -> bool:
    """Whether a promise that is still open has been broken: its time has passed."""
    return now > due_at


def _round_up(moment: datetime) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    steps = -((midnight - moment) // _ROUNDED_TO)
    return midnight + steps * _ROUNDED_TO
