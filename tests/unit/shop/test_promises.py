"""Promises are due when somebody is there to keep them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.calendar import SHANGHAI, Calendar, Hours, moment
from bot.shop.promises import CALL_BACK_WITHIN, before_closing, call_back_by, due_after, is_broken
from bot.shop.working_time import NeverOpenError, after_open_time, open_time_between

DAILY = Calendar({weekday: Hours(time(8, 30), time(18, 0)) for weekday in range(7)})
NOT_MONDAYS = Calendar({weekday: Hours(time(9, 0), time(18, 0)) for weekday in range(1, 7)})
MONDAY = date(2026, 11, 23)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(SHANGHAI))
lengths = st.integers(0, 3_000).map(lambda minutes: timedelta(minutes=minutes))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:30"),
        ("2026-11-23 10:02", "2026-11-23 10:35"),  # people name times in fives
        ("2026-11-23 17:30", "2026-11-23 18:00"),
        ("2026-11-23 17:50", "2026-11-24 08:50"),  # the rest of it tomorrow
        ("2026-11-23 22:00", "2026-11-24 09:00"),
        ("2026-11-23 05:00", "2026-11-23 09:00"),
    ],
)
def test_a_call_back_falls_into_opening_hours(now: str, due: str) -> None:
    assert call_back_by(at(now), DAILY.open_between) == at(due)


@pytest.mark.parametrize(
    ("now", "minutes"),
    [
        ("2026-11-23 10:00", 30),
        ("2026-11-23 17:50", 10),  # who is in acts before going home
        ("2026-11-23 18:00", 30),  # nobody is in: the first half hour of tomorrow
        ("2026-11-23 05:00", 30),
    ],
)
def test_what_cannot_wait_is_done_before_closing(now: str, minutes: int) -> None:
    within = before_closing(at(now), CALL_BACK_WITHIN, DAILY.open_between)
    assert within == timedelta(minutes=minutes)


def test_a_day_off_is_passed_over() -> None:
    due = call_back_by(moment(MONDAY, time(10, 0)), NOT_MONDAYS.open_between)
    assert due == at("2026-11-24 09:30")


def test_a_shop_that_never_opens_can_promise_nothing() -> None:
    with pytest.raises(NeverOpenError):
        call_back_by(moment(MONDAY, time(10, 0)), Calendar({}).open_between)


@given(moments, lengths)
def test_open_time_between_now_and_the_promise_is_what_was_asked_for(
    now: datetime, wanted: timedelta
) -> None:
    for calendar in (DAILY, NOT_MONDAYS):
        due = after_open_time(now, wanted, calendar.open_between)
        assert open_time_between(now, due, calendar.open_between) == wanted
        hours = calendar.open_between(due.date())
        assert hours is not None and hours[0] <= due <= hours[1]


@given(moments, lengths)
def test_a_promise_is_rounded_up_to_five_minutes_within_opening_hours(
    now: datetime, wanted: timedelta
) -> None:
    exact = after_open_time(now, wanted, DAILY.open_between)
    due = due_after(now, wanted, DAILY.open_between)
    assert timedelta() <= due - exact < timedelta(minutes=5)
    assert due.minute % 5 == due.second == due.microsecond == 0
    assert due.time() <= time(18, 0)


def test_no_open_time_lies_in_the_past() -> None:
    now = moment(MONDAY, time(12, 0))
    assert open_time_between(now, now - timedelta(hours=2), DAILY.open_between) == timedelta()


def test_a_promise_is_broken_once_its_time_has_passed() -> None:
    due = moment(MONDAY, time(12, 0))
    assert not is_broken(due, due)
    assert is_broken(due, due + timedelta(seconds=1))
