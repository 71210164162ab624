"""Free capacity: bays and technicians are counted at every moment; visits stay within open hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.shop.calendar import SHANGHAI, Calendar, Hours, moment
from bot.shop.capacity import (
    Capacity,
    Stretch,
    Work,
    fits,
    is_too_far_ahead,
    is_too_soon,
    lay_out,
    starts_on,
)

MONDAY = date(2026, 11, 23)
CALENDAR = Calendar(dict.fromkeys(range(7), Hours(time(8, 30), time(18))))
WEEKDAYS_ONLY = Calendar(dict.fromkeys(range(5), Hours(time(8, 30), time(18))))
GENERAL: frozenset[str] = frozenset()
EV = frozenset({"ev"})
CY = Capacity(CALENDAR, {"general": 4, "ev": 1, "beauty": 1}, [EV, GENERAL, GENERAL])


def at(clock: str, days: int = 0) -> datetime:
    return moment(MONDAY + timedelta(days=days), time.fromisoformat(clock))


def work(minutes: int, bay: str = "general", certificate: str | None = None) -> Work:
    return Work(timedelta(minutes=minutes), bay, certificate)


def stretch(start: str, end: str, bay: str = "general", certificate: str | None = None) -> Stretch:
    return Stretch(at(start), at(end), bay, certificate)


def test_jobs_of_one_visit_follow_one_another_each_in_its_own_bay():
    laid = lay_out([work(60), work(30, "beauty")], at("16:00"), CALENDAR)
    assert laid == (stretch("16:00", "17:00"), stretch("17:00", "17:30", "beauty"))


@pytest.mark.parametrize(
    ("minutes", "start", "possible"),
    [
        (60, "17:00", True),
        (60, "17:30", False),
        (480, "10:00", True),
        (480, "10:30", False),
        (60, "08:00", False),
        (60, "18:00", False),
    ],
)
def test_a_visit_of_up_to_a_day_ends_before_closing(minutes, start, possible):
    assert (lay_out([work(minutes)], at(start), CALENDAR) is not None) is possible


def test_a_longer_job_keeps_its_bay_on_each_open_day():
    friday = at("15:00", days=4)
    laid = lay_out([work(960)], friday, WEEKDAYS_ONLY)
    assert [(each.starts_at, each.ends_at) for each in laid] == [
        (friday, at("18:00", days=4)),
        (at("08:30", days=7), at("18:00", days=7)),
        (at("08:30", days=8), at("12:00", days=8)),
    ]
    assert sum((each.ends_at - each.starts_at for each in laid), timedelta()) == timedelta(hours=16)


def test_in_a_visit_of_several_days_a_short_job_is_not_torn_apart():
    laid = lay_out([work(480), work(120)], at("09:00"), CALENDAR)
    assert [(each.starts_at, each.ends_at) for each in laid] == [
        (at("09:00"), at("17:00")),
        (at("08:30", days=1), at("10:30", days=1)),
    ]


def test_work_that_no_open_day_can_hold_cannot_begin():
    short_days = Calendar(dict.fromkeys(range(7), Hours(time(9), time(10))))
    assert lay_out([work(90)], at("09:00"), short_days) is None


def test_starts_are_on_the_half_hour_even_when_the_store_opens_at_a_quarter():
    quarter = Calendar({0: Hours(time(9, 15), time(11))})
    assert [f"{start:%H:%M}" for start in starts_on(MONDAY, quarter)] == ["09:30", "10:00", "10:30"]
    assert list(starts_on(MONDAY + timedelta(days=1), quarter)) == []


def test_each_kind_of_bay_is_counted_for_itself():
    wash = stretch("10:00", "10:30", "beauty")
    assert not fits([wash], [wash], CY)
    assert fits([stretch("10:30", "11:00", "beauty")], [wash], CY)
    assert fits([stretch("10:00", "11:00")], [wash], CY)


def test_there_are_no_more_visits_than_technicians():
    busy = [stretch("10:00", "11:00")] * 3
    assert not fits([stretch("10:30", "11:30")], busy, CY)
    assert fits([stretch("11:00", "12:00")], busy, CY)


def test_general_work_leaves_the_certified_technician_to_ev_work_where_it_can():
    ev_work = stretch("10:00", "11:00", "ev", "ev")
    assert fits([ev_work], [stretch("10:00", "11:00")] * 2, CY)
    assert not fits([ev_work], [stretch("10:00", "11:00")] * 3, CY)


def test_a_technician_without_the_certificate_cannot_do_certified_work():
    nobody = Capacity(CALENDAR, {"ev": 2}, [GENERAL, GENERAL])
    assert not nobody.can_staff("ev")
    assert nobody.can_staff(None)
    assert not fits([stretch("10:00", "11:00", "ev", "ev")], [], nobody)


def test_the_busiest_moment_within_a_visit_decides():
    taken = [stretch("09:00", "10:00"), stretch("10:30", "12:00")] * 2 + [stretch("11:00", "12:00")]
    assert fits([stretch("09:30", "11:00")], taken, CY)
    assert not fits([stretch("09:30", "11:30")], taken, CY)


def test_an_hours_notice_and_sixty_days():
    now = at("09:30")
    assert is_too_soon(now + timedelta(minutes=59), now)
    assert not is_too_soon(now + timedelta(minutes=60), now)
    assert not is_too_far_ahead(at("17:00", days=60), now)
    assert is_too_far_ahead(at("08:30", days=61), now)


half_hours = st.integers(0, 16).map(lambda count: at("08:30") + timedelta(minutes=30 * count))


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    start = draw(half_hours)
    length = timedelta(minutes=draw(st.sampled_from([30, 45, 60, 90, 120])))
    certificate = draw(st.sampled_from([None, None, "ev", "paint"]))
    return Stretch(start, start + length, draw(st.sampled_from(["general", "ev"])), certificate)


def can_be_staffed(asked: list[str | None], technicians: list[frozenset[str]]) -> bool:
    """By trying every assignment."""
    return len(asked) <= len(technicians) and any(
        all(kind is None or kind in held for kind, held in zip(asked, order, strict=False))
        for order in permutations(technicians)
    )


@settings(max_examples=200, deadline=None)
@given(
    st.lists(stretches(), max_size=6),
    stretches(),
    st.lists(st.sets(st.sampled_from(["ev", "paint"])).map(frozenset), min_size=1, max_size=4),
)
def test_counting_agrees_with_trying_every_assignment_at_every_minute(taken, wanted, technicians):
    capacity = Capacity(CALENDAR, {"general": 2, "ev": 2}, technicians)
    possible = True
    now = wanted.starts_at
    while now < wanted.ends_at:
        busy = [each for each in [*taken, wanted] if each.starts_at <= now < each.ends_at]
        bays = sum(each.bay_kind == wanted.bay_kind for each in busy)
        staffed = can_be_staffed([each.certificate for each in busy], technicians)
        possible = possible and bays <= 2 and staffed
        now += timedelta(minutes=15)
    assert fits([wanted], taken, capacity) is possible


@given(st.lists(st.integers(15, 1200), min_size=1, max_size=4), half_hours)
def test_what_is_laid_out_is_as_long_as_the_work_and_only_in_open_hours(minutes, start):
    laid = lay_out([work(each) for each in minutes], start, CALENDAR)
    if laid is None:
        return
    assert sum((each.ends_at - each.starts_at for each in laid), timedelta()) == timedelta(
        minutes=sum(minutes)
    )
    for each in laid:
        opens, closes = CALENDAR.open_between(each.starts_at.astimezone(SHANGHAI).date())
        assert opens <= each.starts_at < each.ends_at <= closes
    for before, after in pairwise(laid):
        assert before.ends_at <= after.starts_at
