"""The result of reading a time, and the little arithmetic that all parts of the reading share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.clock import SHANGHAI

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class TimeWindow:
    """A stretch of time that somebody named.

    `start` and `end` are aware moments in Asia/Shanghai, `end` is the first moment after it. `grain` is
    minute, hour, part_of_day, day, week, month or year. `ambiguous` says that more than one reading is
    likely and the customer should be asked; `replaced` that the speaker took it back (周二啊不对周四).
    `at` is where `text` stands in the text that was read.
    """

    text: str
    start: datetime
    end: datetime
    grain: str
    ambiguous: bool = False
    replaced: bool = False
    at: tuple[int, int] = (0, 0)


class Days(NamedTuple):
    """The days that a phrase names, `until` excluded, and how far they may move on when past."""

    first: date
    until: date
    grain: str = "day"
    ambiguous: bool = False
    moves_by: str = ""  # "day" or "week" when the phrase left it open, else nothing

    @classmethod
    def one(cls, day: date, **more: object) -> Days:
        return cls(day, day + ONE_DAY, **more)  # type: ignore[arg-type]

    def moved(self, by: timedelta) -> Days:
        return self._replace(first=self.first + by, until=self.until + by)


def moment(day: date, minutes: int = 0) -> datetime:
    """`minutes` after midnight of `day` in Shanghai; more than a day's worth is a later day."""
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minutes)


def month_start(day: date, months: int = 0) -> date:
    """The first of the month `months` after that of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def one_month(first: date) -> tuple[date, date]:
    """A month as first day and first day after it."""
    return first, month_start(first, 1)
