"""From a part of the day and the clock to minutes of the day.

Conventions: a bare hour falls between 08:00 and 20:00; 下午, 晚上 … say which half of the day it is; what
has passed already moves on; a minute or an hour ends one grain later.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from bot.nlu.chinese_time.meanings import Bound, Clock, Part
from bot.nlu.chinese_time.window import ONE_DAY, Days, moment

_FIRST_HOUR, _LAST_HOUR = 8, 20
_HALF = 12
_MOVES = {"day": ONE_DAY, "week": 7 * ONE_DAY}


class Hours(NamedTuple):
    """Minutes after midnight, the grain, and whether another reading is likely."""

    start: int
    end: int
    grain: str
    ambiguous: bool = False


class Stretch(NamedTuple):
    """A resolved stretch of time."""

    start: datetime
    end: datetime
    grain: str
    ambiguous: bool


def hours_of(part: Part | None, clock: Clock | None, bound: Bound | None = None) -> Hours | None:
    """The minutes that are said; None when nothing within a day is."""
    if clock is None:
        return _part_of_day(part, bound) if part else None
    by_the_dial = part is not None or not clock.exact
    hour, ambiguous = _on_the_dial(clock.hour, part) if by_the_dial else (clock.hour, False)
    start = hour * 60 + (clock.minute or 0)
    grain, length = ("hour", 60) if clock.minute is None else ("minute", 1)
    if clock.until is not None:
        length = (clock.until - clock.hour) * 60
    if bound is None:
        return Hours(start, start + length, grain, ambiguous)
    if bound.after:
        evening = (part.end if part else _LAST_HOUR) * 60
        return Hours(start, evening if evening > start else 24 * 60, "hour", ambiguous)
    morning = (part.start if part else _FIRST_HOUR) * 60
    return Hours(min(morning, start - 60), start, "hour", ambiguous)


def _part_of_day(part: Part, bound: Bound | None) -> Hours:
    """The part itself; 傍晚前 is all before it, 中午以后 all after."""
    start, end = part.start, part.end
    if bound and bound.after:
        start, end = part.end, max(_LAST_HOUR, part.end + 1)
    elif bound:
        start, end = min(_FIRST_HOUR, part.start - 1), part.start
    return Hours(start * 60, end * 60, "part_of_day")


def _on_the_dial(hour: int, part: Part | None) -> tuple[int, bool]:
    """Which hour of the day is meant, and whether that is unsure."""
    if hour > _HALF or hour == 0:
        return hour, False
    readings = [hour % _HALF + turn for turn in (0, _HALF, 2 * _HALF)]
    if part is None:
        fitting = [reading for reading in readings if _FIRST_HOUR <= reading <= _LAST_HOUR]
        return fitting[0], len(fitting) > 1
    fitting = [reading for reading in readings if part.first_hour <= reading <= part.last_hour]
    return (fitting[0], fitting[0] > 2 * _HALF) if fitting else (readings[1], True)


def place(days: Days | None, hours: Hours | None, now: datetime) -> Stretch:
    """Days and hours together, seen from `now`; at least one of the two is given."""
    named = days or Days.one(now.date(), moves_by="day")
    if hours is None:
        return Stretch(moment(named.first), moment(named.until), named.grain, named.ambiguous)
    placed = _at(named, hours)
    if not _is_past(placed, now):
        return placed
    if named.moves_by:
        moved = _at(named.moved(_MOVES[named.moves_by]), hours)
        return moved._replace(ambiguous=moved.ambiguous or named.moves_by == "week")
    later = placed.start + timedelta(hours=_HALF)
    if (
        hours.ambiguous and placed.start.date() == now.date() and later > now
    ):  # 今天八点, said at ten
        return placed._replace(start=later, end=placed.end + timedelta(hours=_HALF))
    return placed._replace(ambiguous=placed.ambiguous or _is_today(placed, now))


def _at(days: Days, hours: Hours) -> Stretch:
    last = days.until - ONE_DAY
    start, end = moment(days.first, hours.start), moment(last, hours.end)
    return Stretch(start, end, hours.grain, days.ambiguous or hours.ambiguous)


def _is_past(placed: Stretch, now: datetime) -> bool:
    """A part of the day is past when it is over, a point of the clock when it has struck."""
    is_point = placed.end - placed.start <= timedelta(hours=1)
    return placed.end <= now or (is_point and placed.start < now)


def _is_today(placed: Stretch, now: datetime) -> bool:
    return placed.start.date() == now.date()
