"""When a store is open: weekdays, exceptions, holidays and years without a published table."""

from __future__ import annotations

from datetime import date, datetime, time, timezone

import pytest

from bot.shop.calendar import SHANGHAI, Calendar, Holiday, Hours, add_months, is_holiday

DAY = Hours(time(9), time(18))
TUESDAY_TO_SUNDAY = Calendar(dict.fromkeys(range(1, 7), DAY))
EVERY_DAY = dict.fromkeys(range(7), DAY)


def test_a_weekday_without_hours_is_closed():
    assert TUESDAY_TO_SUNDAY.hours_on(date(2026, 11, 23)) is None
    assert TUESDAY_TO_SUNDAY.hours_on(date(2026, 11, 24)) == DAY


def test_opening_is_open_and_closing_is_closed():
    calendar = Calendar(EVERY_DAY)
    day = date(2026, 11, 23)
    assert calendar.is_open_at(datetime.combine(day, time(9), SHANGHAI))
    assert not calendar.is_open_at(datetime.combine(day, time(18), SHANGHAI))
    assert not calendar.is_open_at(datetime.combine(day, time(8, 59), SHANGHAI))


def test_a_moment_in_another_zone_is_judged_by_shanghai_time():
    assert Calendar(EVERY_DAY).is_open_at(datetime(2026, 11, 23, 1, 0, tzinfo=timezone.utc))
    assert not Calendar(EVERY_DAY).is_open_at(datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc))


def test_an_exception_outranks_weekday_and_holiday():
    day = date(2026, 10, 1)
    short = Hours(time(10), time(12))
    calendar = Calendar(EVERY_DAY, {day: short}, open_on_holidays=False)
    assert calendar.hours_on(day) == short
    assert Calendar(EVERY_DAY, {day: None}).hours_on(day) is None


def test_holidays_close_only_a_store_that_keeps_them():
    spring_festival = date(2026, 2, 17)
    assert Calendar(EVERY_DAY).hours_on(spring_festival) == DAY
    assert Calendar(EVERY_DAY, open_on_holidays=False).hours_on(spring_festival) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 1), True),  # National Day
        (date(2026, 10, 10), False),  # a Saturday that is worked instead
        (date(2026, 11, 21), False),  # a plain Saturday is no holiday
        (date(2026, 11, 23), False),
        (date(2031, 10, 1), False),  # no table yet: nothing is invented
    ],
)
def test_the_national_table_knows_holidays_and_ends_quietly(day, expected):
    assert is_holiday(day) is expected


def test_the_shops_own_table_adds_and_takes_away():
    added = {
        date(2031, 10, 1): Holiday("国庆节"),
        date(2026, 10, 1): Holiday("国庆加班", is_working=True),
    }
    assert is_holiday(date(2031, 10, 1), added)
    assert not is_holiday(date(2026, 10, 1), added)


def test_the_next_open_day_skips_what_is_closed():
    monday = date(2026, 11, 23)
    assert TUESDAY_TO_SUNDAY.next_open_day(monday) == date(2026, 11, 24)
    assert TUESDAY_TO_SUNDAY.next_open_day(date(2026, 11, 25)) == date(2026, 11, 25)
    assert Calendar({}).next_open_day(monday) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 23), -14, date(2025, 9, 23)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_months_end_where_the_calendar_month_ends(day, months, expected):
    assert add_months(day, months) == expected
