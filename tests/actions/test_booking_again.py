"""A second visit for the same work on the same car: asked about, never made by mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.clock import parse_moment
from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.actions.test_booking_conversation import asks, point
from tests.services.conftest import Clock

Rows = Callable[..., list[Any]]
FIRST = "2026-11-24T15:00"
OTHER = "2026-11-27T10:00"


@pytest.fixture
def sun_li(owner: Callable[[str], Conversation]) -> Conversation:
    """孙丽, with a small service booked for tomorrow."""
    talk = owner("孙丽")
    wish(talk, FIRST)
    talk.say("可以", "affirm")
    return talk


def wish(talk: Conversation, start: str | None, job: str = "minor_service") -> str:
    """「给我约周五上午十点朝阳店小保养」."""
    when = {"time": point(start)} if start else {}
    return talk.say("给我约个这个", "book_service", service_item=job, store="CY", **when)


def booked(rows: Rows) -> list[Any]:
    """When the car is expected."""
    return [r.starts_at for r in rows(tables.Appointment, plate="京J7B053", status="booked")]


def test_the_same_work_is_not_booked_twice_without_asking(sun_li: Conversation, rows: Rows) -> None:
    answer = wish(sun_li, OTHER)
    assert asks(sun_li) == "booking_again"
    for told in ("京J7B053", "小保养", "星驰朝阳店", "明天（周二）15:00"):
        assert told in answer
    assert sun_li.buttons == ["改那一次", "再约一次"]
    sun_li.say("好的", "affirm")  # to which of the two?
    assert asks(sun_li) == "booking_again"
    assert booked(rows) == [parse_moment(FIRST)]


def test_who_meant_that_visit_moves_it_to_the_time_just_told(
    sun_li: Conversation, rows: Rows
) -> None:
    wish(sun_li, OTHER)
    answer = sun_li.press("改那一次")
    assert asks(sun_li) == "change_sure"
    assert "11月27日（周五）10:00" in answer
    sun_li.say("可以", "affirm")
    assert booked(rows) == [parse_moment(OTHER)]
    assert rows(tables.Hold) == []


def test_a_time_told_instead_of_an_answer_moves_the_visit(sun_li: Conversation, rows: Rows) -> None:
    wish(sun_li, None)
    answer = sun_li.say("周五上午十点", time=point(OTHER))
    assert asks(sun_li) == "change_sure"
    assert "再约一次" in answer and "11月27日（周五）10:00" in answer
    sun_li.say("可以", "affirm")
    assert booked(rows) == [parse_moment(OTHER)]


def test_which_may_still_be_made_one_more(sun_li: Conversation, rows: Rows) -> None:
    wish(sun_li, None)
    sun_li.say("周五上午十点", time=point(OTHER))
    sun_li.press("再约一次", "book_service")
    assert asks(sun_li) == "booking_confirmed"
    sun_li.say("可以", "affirm")
    assert sorted(booked(rows)) == [parse_moment(FIRST), parse_moment(OTHER)]


@pytest.mark.parametrize("words", ["约吧周五十点", "再约一次，周五十点"])
def test_the_word_for_booking_makes_one_more(sun_li: Conversation, rows: Rows, words: str) -> None:
    wish(sun_li, None)
    answer = sun_li.say(words, time=point(OTHER))
    assert "另外再约一次" in answer
    sun_li.say("可以", "affirm")
    assert len(booked(rows)) == 2


def test_a_second_yes_is_taken_for_the_move(sun_li: Conversation, rows: Rows) -> None:
    wish(sun_li, None)
    sun_li.say("好的", "affirm")
    sun_li.say("好的", "affirm")
    assert asks(sun_li) == "change_start"
    assert booked(rows) == [parse_moment(FIRST)]


def test_what_is_booked_already_just_so_is_only_told(sun_li: Conversation, rows: Rows) -> None:
    wish(sun_li, FIRST)
    answer = sun_li.press("改那一次")
    assert sun_li.form is None and "您约的是明天（周二）15:00" in answer
    assert booked(rows) == [parse_moment(FIRST)]


def test_who_told_no_time_is_asked_when(sun_li: Conversation, rows: Rows) -> None:
    wish(sun_li, None)
    answer = sun_li.say("改那次吧", "change_booking")
    assert asks(sun_li) == "change_start"
    assert "15:00" in answer
    assert sun_li.slots["booking_jobs"] is None


def test_more_work_goes_to_the_visit_that_is_moved(sun_li: Conversation, rows: Rows) -> None:
    sun_li.say("约小保养和洗车", "book_service", service_item=["minor_service", "car_wash"])
    sun_li.press("改那一次")
    sun_li.say("可以", "affirm")
    (visit,) = rows(tables.Appointment, plate="京J7B053")
    jobs = rows(tables.AppointmentJob, appointment_id=visit.id)
    assert {job.job_code for job in jobs} == {"minor_service", "car_wash"}
    assert visit.starts_at == parse_moment(FIRST)


def test_who_wants_one_more_has_two(sun_li: Conversation, rows: Rows) -> None:
    wish(sun_li, OTHER)
    sun_li.press("再约一次")
    assert asks(sun_li) == "booking_confirmed"
    sun_li.say("可以", "affirm")
    assert sorted(booked(rows)) == [parse_moment(FIRST), parse_moment(OTHER)]


def test_who_wants_neither_hears_what_is_booked(sun_li: Conversation, rows: Rows) -> None:
    wish(sun_li, OTHER)
    answer = sun_li.say("不用了", "deny")
    assert "15:00" in answer
    assert sun_li.form is None
    assert booked(rows) == [parse_moment(FIRST)]


def test_both_sizes_of_service_are_the_same_work(sun_li: Conversation) -> None:
    wish(sun_li, OTHER, "major_service")
    assert asks(sun_li) == "booking_again"
    answer = sun_li.press("改那一次")
    assert "大保养" in answer


def test_other_work_is_booked_without_a_question(sun_li: Conversation) -> None:
    wish(sun_li, OTHER, "car_wash")
    assert asks(sun_li) == "booking_confirmed"


def test_a_visit_that_is_over_is_no_reason_to_ask(sun_li: Conversation, clock: Clock) -> None:
    clock.now = parse_moment("2026-11-25T09:00")
    sun_li.slots = {}
    wish(sun_li, OTHER)
    assert asks(sun_li) != "booking_again"


@pytest.fixture
def newcomer(visitor: Conversation) -> Conversation:
    """Somebody unknown, with a small service booked for tomorrow."""
    wish(visitor, FIRST)
    visitor.say("京A12345", plate="京A12345")
    visitor.say("13011112222", phone="13011112222")
    visitor.say("可以", "affirm")
    return visitor


def test_a_newcomers_car_is_known_from_the_first_visit(newcomer: Conversation, rows: Rows) -> None:
    answer = wish(newcomer, OTHER)
    assert asks(newcomer) == "booking_again"
    assert "京A12345" in answer
    newcomer.press("改那一次")
    newcomer.say("可以", "affirm")
    (visit,) = rows(tables.Appointment, plate="京A12345")
    assert visit.starts_at == parse_moment(OTHER)


def test_other_work_for_a_newcomers_car_needs_no_plate_and_no_telephone(
    newcomer: Conversation, rows: Rows
) -> None:
    answer = wish(newcomer, OTHER, "car_wash")
    assert asks(newcomer) == "booking_confirmed" and "京A12345" in answer
    newcomer.say("可以", "affirm")
    assert [r.phone for r in rows(tables.Appointment, plate="京A12345")] == ["13011112222"] * 2


def test_a_newcomer_who_brings_another_car_says_so(newcomer: Conversation) -> None:
    wish(newcomer, OTHER)
    newcomer.say("不对，是京B54321", "correct", plate="京B54321")
    assert asks(newcomer) != "booking_again"
    assert newcomer.slots["booking_plate"] == "京B54321"


def test_another_conversation_is_not_told_of_a_newcomers_visit(
    newcomer: Conversation, workshop: Any
) -> None:
    stranger = Conversation(workshop, "web-stranger")
    wish(stranger, OTHER)
    stranger.say("京A12345", plate="京A12345")
    assert asks(stranger) == "booking_phone"
