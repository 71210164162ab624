"""Festivals and workdays: the table data/dictionaries/holidays.tsv over the library's calendar.

The library (chinesecalendar) knows official days off up to its last year and raises beyond; there the
plain week and the table count. Lunar dates and solar terms are computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from bot.nlu.chinese_time.window import ONE_DAY
from bot.nlu.words import read_rows
from bot.shop.holidays import days_of_line

SATURDAY = 5


@dataclass(frozen=True)
class Festival:
    """A yearly day: `on(year)` is its date, or None in years that cannot be computed."""

    name: str
    on: Callable[[int], date | None]
    days_before: int  # usual days off before the festival itself
    days_off: int  # usual days off in all


@dataclass
class HolidayTable:
    """What the shop and the state say about festivals and days off."""

    festivals: dict[str, Festival] = field(default_factory=dict)
    days_off: set[date] = field(default_factory=set)
    workdays: set[date] = field(default_factory=set)

    def is_workday(self, day: date) -> bool | None:
        """Whether people work on `day`; None where no calendar says so and it is near a festival."""
        if day in self.workdays or day in self.days_off:
            return day in self.workdays
        official = _official_workday(day)
        if official is not None:
            return official
        return None if self._may_be_moved(day) else day.weekday() < SATURDAY

    def days_of(self, festival: Festival, year: int) -> tuple[date, date, bool] | None:
        """First day off, first day after, and whether that is known rather than usual."""
        day = festival.on(year)
        if day is None:
            return None
        if festival.days_off <= 1 or self.is_workday(day) is not False:
            return (*_usual(festival, day), festival.days_off <= 1)
        first = last = day
        while self.is_workday(first - ONE_DAY) is False:
            first -= ONE_DAY
        while self.is_workday(last + ONE_DAY) is False:
            last += ONE_DAY
        return first, last + ONE_DAY, True

    def _may_be_moved(self, day: date) -> bool:
        for festival in set(self.festivals.values()):
            on = festival.on(day.year)
            if on and festival.days_off > 1:
                first, until = _usual(festival, on)
                if first - timedelta(days=7) <= day < until + timedelta(days=7):
                    return True
        return False


def _usual(festival: Festival, day: date) -> tuple[date, date]:
    first = day - timedelta(days=festival.days_before)
    return first, first + timedelta(days=festival.days_off)


@lru_cache(maxsize=1)
def holiday_table() -> HolidayTable:
    """The table as it is on disk, read once."""
    return read_table(read_rows("holidays.tsv"))


def read_table(rows: Iterable[list[str]]) -> HolidayTable:
    """The table out of its lines. Raises ValueError for a line that says nothing known."""
    table = HolidayTable()
    for kind, *fields in rows:
        if kind == "festival":
            festival, names = _festival(*fields)
            table.festivals |= dict.fromkeys(names, festival)
        elif kind in ("off", "work"):
            days = table.days_off if kind == "off" else table.workdays
            days.update(days_of_line(kind, *fields))
        else:
            raise ValueError(
                f"holidays.tsv: a line begins with festival, off or work, not {kind!r}"
            )
    return table


def _festival(name: str, rule: str, days: str, others: str = "") -> tuple[Festival, list[str]]:
    before, off = (int(number) for number in days.split("/"))
    return Festival(name, _rule(rule), before, off), [name, *others.split()]


def _rule(rule: str) -> Callable[[int], date | None]:
    kind, _, rest = rule.partition(" ")
    if kind == "lunar":
        month, day = (int(number) for number in rest.split("-"))
        return lambda year: lunar_date(year, month, day)
    if kind == "lunar-eve":
        return _new_year_eve
    if kind == "term":
        return lambda year: _solar_term(year, rest)
    if kind == "nth":
        month, number, weekday = (int(part) for part in rest.split())
        return lambda year: nth_weekday(date(year, month, 1), number, weekday - 1)
    month, day = (int(number) for number in kind.split("-"))
    return lambda year: date(year, month, day)


def nth_weekday(first: date, number: int, weekday: int) -> date:
    """The `number`th `weekday` (Monday 0) on or after `first`."""
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


@lru_cache(maxsize=512)
def lunar_date(year: int, month: int, day: int) -> date | None:
    """The day of the lunar `month`-`day` that falls into the solar `year`; None if there is none."""
    from lunardate import LunarDate

    for lunar_year in (year, year - 1):
        try:
            found: date = LunarDate(lunar_year, month, day).to_solar_date()
        except ValueError:
            continue
        if found.year == year:
            return found
    return None


def _new_year_eve(year: int) -> date | None:
    new_year = lunar_date(year, 1, 1)
    return new_year - ONE_DAY if new_year else None


@lru_cache(maxsize=256)
def _solar_term(year: int, name: str) -> date | None:
    from chinese_calendar import get_solar_terms

    try:
        terms = get_solar_terms(date(year, 1, 1), date(year, 12, 31))
    except (NotImplementedError, ValueError):
        return None
    return next((day for day, term in terms if term == name), None)


@lru_cache(maxsize=2048)
def _official_workday(day: date) -> bool | None:
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:  # beyond the last year that the state has announced
        return None
