"""Festivals and workdays: what the shop writes wins, and no year is beyond the table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.nlu.chinese_time.holidays import holiday_table, nth_weekday, read_table


def test_the_official_calendar_knows_make_up_workdays() -> None:
    table = holiday_table()
    assert table.is_workday(date(2026, 10, 5)) is False  # a Monday off
    assert table.is_workday(date(2026, 10, 10)) is True  # a Saturday worked
    assert table.days_of(table.festivals["国庆"], 2026) == (
        date(2026, 10, 1),
        date(2026, 10, 8),
        True,
    )


def test_a_year_that_nobody_has_announced_is_unsure_only_near_festivals() -> None:
    table = holiday_table()
    assert table.is_workday(date(2031, 3, 12)) is True
    assert table.is_workday(date(2031, 3, 15)) is False
    assert table.is_workday(date(2031, 10, 4)) is None
    first, until, known = table.days_of(table.festivals["国庆节"], 2031) or (None, None, None)
    assert (first, until, known) == (date(2031, 10, 1), date(2031, 10, 8), False)


def test_what_the_shop_writes_wins() -> None:
    table = read_table(
        [
            ["festival", "春节", "lunar 1-1", "1/8", "过年"],
            ["festival", "店庆", "06-18", "0/1"],
            ["off", "2027-02-04", "2027-02-11"],
            ["work", "2027-02-14"],
        ]
    )
    assert table.festivals["店庆"].on(2030) == date(2030, 6, 18)
    assert table.festivals["过年"] is table.festivals["春节"]
    assert table.days_of(table.festivals["春节"], 2027) == (
        date(2027, 2, 4),
        date(2027, 2, 12),
        True,
    )
    assert table.is_workday(date(2027, 2, 14)) is True  # a Sunday


def test_a_line_that_says_nothing_known_is_refused() -> None:
    with pytest.raises(ValueError, match="festival, off or work"):
        read_table([["holiday", "2027-01-01"]])


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("除夕", date(2027, 2, 5)),
        ("中秋", date(2027, 9, 15)),
        ("清明", date(2028, 4, 4)),
        ("母亲节", date(2027, 5, 9)),
        ("冬至", date(2026, 12, 22)),
        ("腊八节", date(2027, 1, 15)),
    ],
)
def test_movable_days_are_computed(name: str, day: date) -> None:
    assert holiday_table().festivals[name].on(day.year) == day


@pytest.mark.parametrize("year", [1850, 2150, 9998])
def test_a_year_without_a_lunar_calendar_has_no_such_day(year: int) -> None:
    festivals = holiday_table().festivals
    assert festivals["春节"].on(year) is None
    assert festivals["清明"].on(year) is None
    assert holiday_table().days_of(festivals["春节"], year) is None


def test_counting_weekdays_begins_with_the_day_itself() -> None:
    monday = date(2026, 11, 23)
    assert nth_weekday(monday, 1, 0) == monday
    assert nth_weekday(monday, 2, 6) == monday + timedelta(days=13)
