"""Counting in open time: a promise made at closing time runs on when the shop opens again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

#: How far ahead an open hour is looked for before the shop counts as closed for good.
HORIZON_DAYS = 60

#: When the shop opens and closes on a day (aware, Asia/Shanghai); None when it is closed. One
#: store's is `Calendar.open_between`.
OpenOn = Callable[[date], "tuple[datetime, datetime] | None"]


class NeverOpenError(ValueError):
    """No open time within the horizon."""


def after_open_time(start: datetime, wanted: timedelta, open_on: OpenOn) -> datetime:
    """The moment at which `wanted` open time has passed since `start`; never outside opening hours.

    Raises NeverOpenError.
    """
    left = wanted
    for offset in range(HORIZON_DAYS + 1):
        hours = open_on(start.date() + timedelta(days=offset))
        if hours is None:
            continue
        begins_at = max(hours[0], start)
        if begins_at + left <= hours[1]:
            return begins_at + left
        left -= max(hours[1] - begins_at, timedelta())
    raise NeverOpenError(f"no open time within {HORIZON_DAYS} days of {start:%Y-%m-%d}")


def open_time_between(start: datetime, end: datetime, open_on: OpenOn) -> timedelta:
    """How much open time lies between two moments; nothing when `end` is before `start`."""
    passed = timedelta()
    for offset in range((end.date() - start.date()).days + 1):
        hours = open_on(start.date() + timedelta(days=offset))
        if hours is not None:
            passed += max(min(hours[1], end) - max(hours[0], start), timedelta())
    return passed
