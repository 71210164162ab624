"""Waiting for a person: the place, the honest time, waiting no more; on SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.services.desk_access import read_colleague
from bot.services.desk_conversations import list_conversations, take
from bot.services.errors import NotAllowed
from bot.services.handover import request_person
from bot.services.speaking import find_speaker
from bot.services.waiting import find_wait, stop_waiting
from bot.storage import tables


@pytest.fixture
def gu(database):
    with database.reading() as session:
        query = select(tables.Staff).where(tables.Staff.login == "cy.gu")
        return read_colleague(session.scalars(query).one())


@pytest.fixture
def serve(workshop, clock, gu):
    """Somebody asks and is taken on after so many minutes."""

    def once(name, minutes):
        number = request_person(workshop, name, "customer_asked").number
        clock.let_pass(minutes=minutes)
        take(workshop, gu, number, "您好")

    return once


def test_who_asked_nobody_waits_for_nobody(workshop):
    assert find_wait(workshop, "web-a") is None
    assert stop_waiting(workshop, "web-a") is None


def test_the_place_counts_who_comes_first_for_the_same_people(workshop, clock):
    for name, store in (("web-a", "CY"), ("web-b", None), ("web-c", "HD"), ("web-d", "CY")):
        request_person(workshop, name, "customer_asked", store_code=store)
        clock.let_pass(seconds=20)
    ahead = {name: find_wait(workshop, f"web-{name}").ahead for name in "abcd"}
    assert ahead == {"a": 0, "b": 1, "c": 1, "d": 2}, "HD's customer is in nobody's way at CY"
    request_person(workshop, "web-e", "safety", store_code="CY")
    assert find_wait(workshop, "web-e").ahead == 0
    assert find_wait(workshop, "web-a").ahead == 1


def test_nothing_is_said_about_the_time_until_something_is_known(workshop, serve):
    request_person(workshop, "web-a", "customer_asked")
    assert find_wait(workshop, "web-a").expected is None
    for count in range(2):
        serve(f"web-{count}", 4)
    assert find_wait(workshop, "web-a").expected is None


def test_the_time_is_what_colleagues_really_took(workshop, clock, serve):
    for count in range(3):
        serve(f"web-{count}", 7)
    request_person(workshop, "web-a", "customer_asked")
    assert find_wait(workshop, "web-a").expected == timedelta(minutes=10)
    request_person(workshop, "web-b", "customer_asked")
    assert find_wait(workshop, "web-b").expected == timedelta(minutes=15)
    clock.let_pass(days=8)
    request_person(workshop, "web-c", "customer_asked")
    assert find_wait(workshop, "web-c").expected is None, "last week says nothing about today"


def test_at_night_a_call_is_promised_and_no_place(workshop, clock, rows):
    clock.let_pass(hours=12)
    request_person(workshop, "web-a", "customer_asked")
    wait = find_wait(workshop, "web-a")
    assert (wait.is_call_back, wait.expected) == (True, None)
    assert wait.call_back_by.isoformat() == "2026-11-24T09:00:00+08:00"
    assert rows(tables.Handover)[0].step == "call_back"


def test_a_night_says_nothing_about_how_long_the_day_takes(workshop, clock, gu):
    clock.let_pass(hours=12)
    for count in range(3):
        request_person(workshop, f"web-{count}", "customer_asked")
    clock.let_pass(hours=12)
    for each in list_conversations(workshop, gu):
        take(workshop, gu, each.number, "您好")
    request_person(workshop, "web-a", "customer_asked")
    assert find_wait(workshop, "web-a").expected is None


def test_who_waits_no_longer_is_cancelled_and_its_promise_withdrawn(workshop, gu, rows):
    number = request_person(workshop, "web-a", "customer_asked").number
    assert stop_waiting(workshop, "web-a") == number
    assert stop_waiting(workshop, "web-a") is None
    (row,) = rows(tables.Handover)
    assert (row.status, row.done_reason) == ("cancelled", "stopped_waiting")
    assert [promise.status for promise in rows(tables.Promise, subject_type="handover")] == [
        "withdrawn"
    ]
    assert find_speaker(workshop, "web-a").kind == "bot"
    assert list_conversations(workshop, gu) == ()
    with pytest.raises(NotAllowed, match="over"):
        take(workshop, gu, number, "您好")
    assert request_person(workshop, "web-a", "customer_asked").is_new


def test_what_a_colleague_has_taken_is_not_cancelled(workshop, gu):
    number = request_person(workshop, "web-a", "customer_asked").number
    take(workshop, gu, number, "您好")
    assert find_wait(workshop, "web-a").taken_by == "顾晓"
    assert stop_waiting(workshop, "web-a") is None
    assert find_speaker(workshop, "web-a").is_person


def test_of_taking_and_leaving_at_the_same_moment_one_happens(workshop, gu):
    for round_ in range(8):
        name = f"web-{round_}"
        number = request_person(workshop, name, "customer_asked").number

        def take_it(number=number):
            try:
                take(workshop, gu, number, "您好")
            except NotAllowed:
                return False
            return True

        def leave_it(name=name):
            return stop_waiting(workshop, name) is not None

        with ThreadPoolExecutor(2) as pool:
            outcomes = [pool.submit(each) for each in (take_it, leave_it)]
        taken, left = (each.result() for each in outcomes)
        assert taken != left
        assert find_speaker(workshop, name).is_person is taken
