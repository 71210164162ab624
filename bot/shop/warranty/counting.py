"""How days, months and repair time are counted (rule `counting`, articles 18 and 21)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

_ONE_DAY = timedelta(days=1)


def last_day_of_days(starts_on: date, days: int) -> date:
    """The last day of a period of days; the first day is not counted."""
    return starts_on + timedelta(days=days)


def begun_days(from_at: datetime, until_at: datetime) -> int:
    """Days of 24 hours between two aware moments, a begun one as a whole, at least one."""
    return max(1, -((from_at - until_at) // _ONE_DAY))
