"""What the pieces of a time phrase mean: the small vocabulary that the grammar is written in."""

from __future__ import annotations

from dataclasses import dataclass


class Meaning:
    """Anything that a piece of a time phrase can mean."""


class DateMeaning(Meaning):
    """A piece that says which day or days."""


@dataclass(frozen=True)
class RelativeDay(DateMeaning):
    """今天 is 0, 明天 1, 前天 -2."""

    shift: int


@dataclass(frozen=True)
class SomeDays(DateMeaning):
    """A vague handful of days: 这两天, 过几天, 前几天. From and until, in days from today."""

    first: int
    until: int
    ambiguous: bool = True


@dataclass(frozen=True)
class Weekday(DateMeaning):
    """Monday is 0; `weeks` is None for a bare weekday, 0 for 这周三, 1 for 下周三; `days` 2 for 周三四."""

    day: int
    weeks: int | None
    days: int = 1


@dataclass(frozen=True)
class Weekend(DateMeaning):
    weeks: int | None


@dataclass(frozen=True)
class Week(DateMeaning):
    weeks: int


@dataclass(frozen=True)
class Year(DateMeaning):
    """A year by its number, or by its distance from this one."""

    number: int | None = None
    shift: int | None = None


@dataclass(frozen=True)
class Month(DateMeaning):
    number: int | None = None
    shift: int | None = None


@dataclass(frozen=True)
class MonthDay(DateMeaning):
    """12月8号; the year is open unless a Year stands before it or `year` is said (2026-12-08)."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True)
class DayOfMonth(DateMeaning):
    day: int


@dataclass(frozen=True)
class LunarDay(DateMeaning):
    month: int
    day: int


@dataclass(frozen=True)
class FestivalDay(DateMeaning):
    """A festival by name; `whole` for its days off (假期), `exact` for the day itself (当天)."""

    name: str
    whole: bool = False
    exact: bool = False


@dataclass(frozen=True)
class Edge(DateMeaning):
    """A stretch of a month (first and last day; -1 is its last day): 月底, 上旬, 中旬."""

    first: int
    last: int
    ambiguous: bool = False


@dataclass(frozen=True)
class YearEdge(DateMeaning):
    """A stretch of the year that people name loosely: 年底, 年前, 年后."""

    word: str


@dataclass(frozen=True)
class Distance(DateMeaning):
    """三天后, 两小时后, 半年前: minutes, or days, or months; negative is past."""

    minutes: int = 0
    days: int = 0
    months: int = 0
    vague: bool = False


@dataclass(frozen=True)
class Nth(DateMeaning):
    """第一个周六, 第一个工作日: counted from what stands before it. `weekday` None is a workday."""

    number: int
    weekday: int | None


@dataclass(frozen=True)
class Part(Meaning):
    """A part of the day in hours from midnight, and the hours of the clock that go with its name."""

    start: int
    end: int
    first_hour: int
    last_hour: int


@dataclass(frozen=True)
class Clock(Meaning):
    """A point of the clock; `minute` None when only the hour was said. `until` for 三四点.

    `exact` is an hour of twenty-four (07:30), not of the dial.
    """

    hour: int
    minute: int | None = None
    until: int | None = None
    exact: bool = False


@dataclass(frozen=True)
class Bound(Meaning):
    """以后, 之前: everything after or before what stands in front of it."""

    after: bool
