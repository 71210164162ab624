"""Days and hours: months that end where a calendar month ends, and when a store is open."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import chinese_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Hours:
    """Opening hours of one day, Shanghai wall time."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Holiday:
    """A day that the shop adds to the national calendar: a holiday, or a make-up working day."""

    name: str
    is_working: bool = False


@dataclass(frozen=True)
class Calendar:
    """When one store is open."""

    weekly: Mapping[int, Hours]
    """Hours by weekday, 0 is Monday; a missing weekday is closed."""
    exceptions: Mapping[date, Hours | None] = field(default_factory=dict)
    """Days with other hours; None is closed. They outrank everything else."""
    holidays: Mapping[date, Holiday] = field(default_factory=dict)
    """The shop's own additions to the national holidays."""
    open_on_holidays: bool = True

    def hours_on(self, day: date) -> Hours | None:
        """The store's hours on a day; None when it is closed."""
        if day in self.exceptions:
            return self.exceptions[day]
        if not self.open_on_holidays and is_holiday(day, self.holidays):
            return None
        return self.weekly.get(day.weekday())

    def open_between(self, day: date) -> tuple[datetime, datetime] | None:
        """The same as two moments in Asia/Shanghai."""
        hours = self.hours_on(day)
        if hours is None:
            return None
        return moment(day, hours.opens), moment(day, hours.closes)

    def is_open_at(self, when: datetime) -> bool:
        """Whether the store is open at a moment."""
        local = when.astimezone(SHANGHAI)
        span = self.open_between(local.date())
        return span is not None and span[0] <= local < span[1]

    def next_open_day(self, day: date, *, within: int = 60) -> date | None:
        """`day` or the first open day after it, at most `within` days on."""
        days = (day + timedelta(days=count) for count in range(within + 1))
        return next((each for each in days if self.hours_on(each)), None)


def moment(day: date, at: time) -> datetime:
    """A day and a wall-clock time as a moment in Asia/Shanghai."""
    return datetime.combine(day, at, SHANGHAI)


_DAY_SAID = re.compile(r"([\d一二三四五六七八九十]{1,3})月份?([\d一二三四五六七八九十]{1,3})[号日]")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", start=1)}


def find_no_day(text: str) -> str | None:
    """A day in the words that no calendar has.

    >>> find_no_day("约二月三十号"), find_no_day("11月31日上午"), find_no_day("2月29号")
    ('二月三十号', '11月31日', None)
    """
    for said in _DAY_SAID.finditer(text):
        month, day = _number(said[1]), _number(said[2])
        if not 1 <= month <= len(_LONGEST) or not 1 <= day <= _LONGEST[month - 1]:
            return said[0]
    return None


def _number(text: str) -> int:
    """「三十一」 is 31, as far as months and days go."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return 10 * (_DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or the last of a month that has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_holiday(day: date, additions: Mapping[date, Holiday] | None = None) -> bool:
    """Whether people are off work for a public holiday; a plain weekend is none.

    The national table ends with the last year that was published (chinesecalendar raises beyond
    it); from there on only `additions` count (bot/shop/holidays.py and the shop's own).
    """
    added = (additions or {}).get(day)
    if added is not None:
        return not added.is_working
    return _national_name(day) is not None


@lru_cache(maxsize=4096)
def _national_name(day: date) -> str | None:
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return name if is_off else None
