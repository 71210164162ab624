"""From the date pieces of a phrase to days of the calendar.

Conventions: a bare weekday is the current week's or, when past, the next; 下周X is the week after the
current; a bare day, month or festival is the next to come, unless the words behind it (买的, 提车) tell
of the past; 月底 is the last five days; a week begins on Monday.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bot.nlu.chinese_time import meanings as m
from bot.nlu.chinese_time.holidays import Festival, holiday_table, lunar_date, nth_weekday
from bot.nlu.chinese_time.window import ONE_DAY, Days, month_start, one_month

FAR = timedelta(days=183)  # an open date further ahead may just as well be the one that has been
WEEK = timedelta(days=7)
_LONGEST_SEARCH = 30  # days behind a festival in which its first workday must lie


def days_of(pieces: tuple[m.DateMeaning, ...], today: date, past: bool) -> Days | None:
    """The days that `pieces` say together, seen from `today`; None when they fit no calendar.

    `past` tells that the words around speak of what has been.
    """
    *outer, last = pieces
    if isinstance(last, m.Nth):
        return _nth(tuple(outer), last, today, past)
    weekdays = [piece for piece in pieces if isinstance(piece, m.Weekday)]
    dated = tuple(piece for piece in pieces if not isinstance(piece, m.Weekday))
    if weekdays and dated and not isinstance(dated[-1], m.Week):
        return _said_twice(dated, weekdays[-1], today, past)
    frame = _frame(tuple(outer), today, past)
    reader = _READERS.get(type(last))
    return reader(last, today, past, frame) if reader else None


def _said_twice(
    dated: tuple[m.DateMeaning, ...], weekday: m.Weekday, today: date, past: bool
) -> Days | None:
    """12月5号星期六: the date counts; one that is no Saturday is asked."""
    days = days_of(dated, today, past)
    if days is None or days.first.weekday() == weekday.day:
        return days
    return days._replace(ambiguous=True)


def _frame(outer: tuple[m.DateMeaning, ...], today: date, past: bool) -> Any:
    """What stands before the last piece: a year number, or the days of a month or week."""
    if not outer:
        return None
    if isinstance(outer[-1], m.Year):
        return _year_number(outer[-1], today)
    return days_of(outer, today, past)


def _year_number(year: m.Year, today: date) -> int:
    return year.number if year.number is not None else today.year + (year.shift or 0)


def _relative_day(said: m.RelativeDay, today: date, past: bool, frame: Any) -> Days:
    return Days.one(today + ONE_DAY * said.shift)


def _some_days(said: m.SomeDays, today: date, past: bool, frame: Any) -> Days:
    return Days(today + ONE_DAY * said.first, today + ONE_DAY * said.until, "day", said.ambiguous)


def _weekday(said: m.Weekday, today: date, past: bool, frame: Any) -> Days:
    monday = today - ONE_DAY * today.weekday()
    if isinstance(frame, Days):  # 下周 的 周三
        day = frame.first + ONE_DAY * said.day
    else:
        day = monday + WEEK * (said.weeks or 0) + ONE_DAY * said.day
    if said.weeks is not None or frame is not None:
        return Days(day, day + ONE_DAY * said.days)
    first = day if day >= today else day + WEEK
    return Days(first, first + ONE_DAY * said.days, moves_by="week")


def _weekend(said: m.Weekend, today: date, past: bool, frame: Any) -> Days:
    """Both days; on a Sunday a bare 周末 may be this one or the next."""
    monday = frame.first if isinstance(frame, Days) else today - ONE_DAY * today.weekday()
    saturday = monday + WEEK * (said.weeks or 0) + ONE_DAY * 5
    return Days(
        saturday, saturday + 2 * ONE_DAY, "day", said.weeks is None and today.weekday() == 6
    )


def _week(said: m.Week, today: date, past: bool, frame: Any) -> Days:
    monday = today - ONE_DAY * today.weekday() + WEEK * said.weeks
    return Days(monday, monday + WEEK, "week")


def _year(said: m.Year, today: date, past: bool, frame: Any) -> Days:
    number = _year_number(said, today)
    return Days(date(number, 1, 1), date(number + 1, 1, 1), "year")


def _month(said: m.Month, today: date, past: bool, frame: Any) -> Days:
    if said.shift is not None:
        return Days(*one_month(month_start(today, said.shift)), "month")
    number = said.number or today.month
    if isinstance(frame, int):
        return Days(*one_month(date(frame, number, 1)), "month")
    first, until = one_month(date(today.year, number, 1))
    if past and first > today:
        first, until = one_month(date(today.year - 1, number, 1))
    elif not past and until <= today:
        first, until = one_month(date(today.year + 1, number, 1))
    return Days(first, until, "month", ambiguous=first - today > FAR)


def _month_day(said: m.MonthDay, today: date, past: bool, frame: Any) -> Days:
    year = said.year or (frame if isinstance(frame, int) else None)
    return _yearly(lambda number: date(number, said.month, said.day), year, today, past)


def _lunar_day(said: m.LunarDay, today: date, past: bool, frame: Any) -> Days | None:
    year = frame if isinstance(frame, int) else None
    return _yearly(lambda number: lunar_date(number, said.month, said.day), year, today, past)


def _yearly(on: Callable[[int], date | None], year: int | None, today: date, past: bool) -> Days:
    """A day that comes every year: in `year` if said, else the next, or the last when it is past.

    Raises ValueError when that year has no such day (2月30号).
    """
    if year is not None:
        return Days.one(_must(on(year)))
    years = (today.year, today.year - 1) if past else (today.year, today.year + 1)
    for number in years:
        day = _must(on(number))
        if (day <= today) if past else (day >= today):
            return Days.one(day, ambiguous=not past and day - today > FAR)
    return Days.one(day, ambiguous=True)


def _must(day: date | None) -> date:
    if day is None:
        raise ValueError("no calendar for that year")
    return day


def _day_of_month(said: m.DayOfMonth, today: date, past: bool, frame: Any) -> Days:
    """Within the month said before it; else this month's, or the next month that has one to come."""
    if isinstance(frame, Days) and frame.grain == "month":
        return Days.one(frame.first.replace(day=said.day), ambiguous=frame.ambiguous)
    first = today.replace(day=1)
    months = (0, -1, -2) if past else (0, 1, 2)
    for number, shift in enumerate(months):
        start, until = one_month(month_start(first, shift))
        day = start + ONE_DAY * (said.day - 1)
        if day < until and ((day <= today) if past else (day >= today)):
            return Days.one(day, ambiguous=number > 1)
    raise ValueError(f"no {said.day}th near {today}")


def _distance(said: m.Distance, today: date, past: bool, frame: Any) -> Days:
    """三天后 is that day; months and years ahead are meant loosely, behind us the month or year."""
    if not said.months:
        return Days.one(today + ONE_DAY * said.days, ambiguous=said.vague)
    month = month_start(today, said.months)
    if said.months < 0:
        if said.months % 12 == 0:
            return Days(date(month.year, 1, 1), date(month.year + 1, 1, 1), "year")
        return Days(*one_month(month), "month")
    _, until = one_month(month)
    return Days.one(min(month + ONE_DAY * (today.day - 1), until - ONE_DAY), ambiguous=said.vague)


def _edge(said: m.Edge, today: date, past: bool, frame: Any) -> Days:
    if isinstance(frame, Days) and frame.grain == "month":
        return _edge_of(said, frame.first)
    found = _edge_of(said, today.replace(day=1))
    return found if found.until > today else _edge_of(said, month_start(today, 1))


def _edge_of(said: m.Edge, first: date) -> Days:
    _, until = one_month(first)
    start = first + ONE_DAY * (said.first - 1) if said.first > 0 else until + ONE_DAY * said.first
    end = first + ONE_DAY * said.last if said.last > 0 else until
    return Days(start, end, "day", said.ambiguous)


def _year_edge(said: m.YearEdge, today: date, past: bool, frame: Any) -> Days:
    """Loose words: December, January, or the weeks before and after the Spring Festival."""
    year = frame if isinstance(frame, int) else today.year
    if said.word in ("年前", "年后"):
        festival = holiday_table().festivals["春节"]
        found = _next_days_off(festival, today, None, False)
        return _before(found, today) if said.word == "年前" else _after(found)
    if said.word == "年初":
        year += 0 if isinstance(frame, int) or today.month == 1 else 1
        return Days(date(year, 1, 1), date(year, 2, 1), "month", ambiguous=True)
    return Days(date(year, 12, 1), date(year + 1, 1, 1), "month", ambiguous=True)


def _festival(said: m.FestivalDay, today: date, past: bool, frame: Any) -> Days:
    festival = holiday_table().festivals[said.name]
    year = frame if isinstance(frame, int) else None
    if said.whole:
        return _next_days_off(festival, today, year, past)
    days = _yearly(festival.on, year, today, past)
    several = festival.days_off > 3 and not said.exact
    return days._replace(ambiguous=several, grain="day")


def _next_days_off(festival: Festival, today: date, year: int | None, past: bool) -> Days:
    """The festival's days off; ambiguous where no calendar has them yet."""
    years = (
        (year,) if year is not None else (today.year, today.year - 1 if past else today.year + 1)
    )
    for number in years:
        found = holiday_table().days_of(festival, number)
        if found and (year is not None or (found[0] <= today if past else found[1] > today)):
            return Days(found[0], found[1], "day", ambiguous=not found[2])
    raise ValueError(f"no days off known for {festival.name}")


def _before(days: Days, today: date) -> Days:
    return Days(min(today, days.first - ONE_DAY), days.first, "day", ambiguous=True)


def _after(days: Days) -> Days:
    return Days(days.until, days.until + WEEK, "day", ambiguous=True)


def bounded(days: Days, bound: m.Bound, today: date) -> Days:
    """周三以后, 国庆前: open on one side, so it is asked."""
    return _after(days) if bound.after else _before(days, today)


def _nth(outer: tuple[m.DateMeaning, ...], said: m.Nth, today: date, past: bool) -> Days | None:
    """第一个周六 of a month, or behind a festival and its days off."""
    if not outer:
        return None
    last = outer[-1]
    if isinstance(last, m.FestivalDay):
        base = days_of((*outer[:-1], m.FestivalDay(last.name, whole=True)), today, past)
        start = base.until if base else None
    else:
        base = days_of(outer, today, past)
        start = base.first if base and base.grain == "month" else None
    if base is None or start is None:
        return None
    if said.weekday is not None:
        return Days.one(nth_weekday(start, said.number, said.weekday))
    return _nth_workday(start, said.number)


def _nth_workday(start: date, number: int) -> Days | None:
    day, sure = start, True
    for _ in range(_LONGEST_SEARCH):
        works = holiday_table().is_workday(day)
        sure = sure and works is not None
        if works or (works is None and day.weekday() < 5):
            number -= 1
            if number <= 0:
                return Days.one(day, ambiguous=not sure)
        day += ONE_DAY
    return None


_Reader = Callable[[Any, date, bool, Any], "Days | None"]
_READERS: dict[type[m.DateMeaning], _Reader] = {
    m.RelativeDay: _relative_day,
    m.SomeDays: _some_days,
    m.Weekday: _weekday,
    m.Weekend: _weekend,
    m.Week: _week,
    m.Year: _year,
    m.Month: _month,
    m.MonthDay: _month_day,
    m.LunarDay: _lunar_day,
    m.DayOfMonth: _day_of_month,
    m.Distance: _distance,
    m.Edge: _edge,
    m.YearEdge: _year_edge,
    m.FestivalDay: _festival,
}
