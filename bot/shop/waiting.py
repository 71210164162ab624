"""Waiting for a person: how long it will take by what it took lately, and what comes next if nobody is free.

The rules, in words:

* A request takes as long as its place in the queue times the pace. The pace is the median of what
  each place took in the newest ten requests that colleagues took on. Fewer than three say nothing.
* Nobody takes a request on for ten minutes: it is opened to the people of all stores. Ten more: the
  manager. A step that has nobody to turn to is left out. Ten more, or when the shop closes: a call
  back by the time that was promised.
* A call back is promised within half an hour of open time. If nobody makes it, it is promised anew:
  within half an hour, then four hours, then a day's opening hours each. The customer hears of every
  step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from statistics import median

from bot.shop.promises import CALL_BACK_WITHIN

NEWEST_COUNTED = 10
LATELY = timedelta(days=7)
"""Older requests say nothing about today's people."""
FEWEST_COUNTED = 3
PATIENCE = timedelta(minutes=10)
CALL_BACKS_WITHIN = (CALL_BACK_WITHIN, CALL_BACK_WITHIN, timedelta(hours=4), timedelta(hours=9))
"""Open time of the first promised call back and of those that follow it, the last for all further."""
_ROUNDED_TO = timedelta(minutes=5)


class WaitingStep(str, Enum):
    """How far the shop has gone to find somebody for a request."""

    ASKED = "asked"  # its own store's people, or everybody's when it belongs to none
    ALL_STORES = "all_stores"
    MANAGER = "manager"
    CALL_BACK = "call_back"  # no place in the queue: somebody calls by a promised time


@dataclass(frozen=True)
class Served:
    """A request that a colleague took on."""

    asked_at: datetime
    taken_at: datetime


@dataclass(frozen=True)
class Nearby:
    """Who could be turned to now."""

    is_open: bool
    """The request's store is open: there can be somebody."""
    other_stores: bool
    """Somebody of another store is at the desk, and the request is not theirs already."""
    manager: bool


def expected_wait(ahead: int, lately: Sequence[Served]) -> timedelta | None:
    """How long a request with `ahead` before it will wait, in steps of five minutes.

    `lately` are all requests of the last days; None when they are too few to say.
    """
    newest = sorted(lately, key=lambda each: each.taken_at)[-NEWEST_COUNTED:]
    if len(newest) < FEWEST_COUNTED:
        return None
    paces = [(each.taken_at - each.asked_at) / _place_of(each, lately) for each in newest]
    pace = timedelta(seconds=median(each.total_seconds() for each in paces))
    return max(_ROUNDED_TO, -(-pace * (ahead + 1) // _ROUNDED_TO) * _ROUNDED_TO)


def next_step(
    step: WaitingStep, since: datetime, now: datetime, due_at: datetime | None, nearby: Nearby
) -> WaitingStep | None:
    """The step that is due for a request that stands at `step` since then; None while it is early.

    `due_at` is the promised call back: once it has passed, only a new one helps.
    """
    is_overdue = due_at is not None and now > due_at
    if step is WaitingStep.CALL_BACK:
        return WaitingStep.CALL_BACK if is_overdue else None
    if is_overdue or not nearby.is_open:
        return WaitingStep.CALL_BACK
    if now - since < PATIENCE:
        return None
    if step is WaitingStep.ASKED and nearby.other_stores:
        return WaitingStep.ALL_STORES
    if step is not WaitingStep.MANAGER and nearby.manager:
        return WaitingStep.MANAGER
    return WaitingStep.CALL_BACK


def call_back_within(promised_before: int) -> timedelta:
    """Open time for the next promised call back, after so many that were promised before."""
    return CALL_BACKS_WITHIN[min(promised_before, len(CALL_BACKS_WITHIN) - 1)]


def _place_of(served: Served, others: Sequence[Served]) -> int:
    """The place it had when it was asked for: one more than those that waited already."""
    waited = (each.asked_at < served.asked_at < each.taken_at for each in others)
    return 1 + sum(waited)
