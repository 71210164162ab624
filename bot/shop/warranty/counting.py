"""How days, months and repair time are counted (rule `counting`, articles 18 and 21)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

_ONE_DAY = timedelta(days=1)


def last_day_of_months(starts_on: date, months: int) -> date:
    """The last day of a period of months: the day of the same number, or the month's last day."""
    year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + months, 12)
    return date(year, month + 1, min(starts_on.day, monthrange(year, month + 1)[1]))


def last_day_of_days(starts_on: date, days: int) -> date:
    """The last day of a period of days; the first day is not counted."""
    return starts_on + timedelta(days=days)


def begun_days(from_at: datetime, until_at: datetime) -> int:
    """Days of 24 hours between two aware moments, a begun one as a whole, at least one."""
    return max(1, -((from_at - until_at) // _ONE_DAY))
