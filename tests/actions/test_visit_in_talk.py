"""The visit spoken of a moment ago is the one that short words mean; nobody else's plate means it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import parse_moment
from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.actions.test_booking_conversation import asks, point, span
from tests.services.conftest import Clock

Owner = Callable[[str], Conversation]
Rows = Callable[..., list[Any]]
FIRST = "2026-11-24T15:00"


@pytest.fixture
def li_qiang(owner: Owner) -> Conversation:
    """李强, whose 云电 is booked at YZ; a small service for his other car has just been booked."""
    talk = owner("李强")
    wish = {"service_item": "minor_service", "store": "CY", "plate": "京N8H312"}
    talk.say("给京N8H312约小保养", "book_service", time=point(FIRST), **wish)
    talk.say("可以", "affirm")
    return talk


def start(rows: Rows, plate: str = "京N8H312") -> Any:
    (row,) = rows(tables.Appointment, plate=plate, status="booked")
    return row.starts_at


# somebody else's plate


@pytest.mark.parametrize("intent", ["check_booking", "cancel_booking", "change_booking"])
def test_a_plate_of_somebody_else_means_no_visit_of_ones_own(
    owner: Owner, rows: Rows, intent: str
) -> None:
    talk = owner("李强")
    answer = talk.say("京N3K587那个", intent, plate="京N3K587")
    assert "不在您名下" in answer and "10:00" not in answer
    assert talk.form is None
    talk.say("好", "affirm")
    assert start(rows, "京AD12345")


def test_a_number_that_is_none_of_theirs_means_no_visit(owner: Owner, rows: Rows) -> None:
    talk = owner("李强")
    answer = talk.say("取消AP26119999", "cancel_booking", order_no="AP26119999")
    assert "AP26119999" in answer and "10:00" not in answer
    assert talk.form is None
    assert start(rows, "京AD12345")


def test_of_a_car_without_a_visit_that_is_said(owner: Owner) -> None:
    answer = owner("李强").say("京N8H312约的几点", "check_booking", plate="京N8H312")
    assert "京N8H312）现在没有约" in answer
    assert "电池健康检测" in answer


def test_another_plate_than_the_one_booked_here_is_proven_first(visitor: Conversation) -> None:
    wish = {"service_item": "car_wash", "store": "CY", "time": point(FIRST)}
    visitor.say("洗车", "book_service", plate="京A12345", phone="13011112222", **wish)
    visitor.say("可以", "affirm")
    visitor.say("取消京N3K587的预约", "cancel_booking", plate="京N3K587")
    assert visitor.form == "identity_form"


# the one in talk


def test_an_earlier_time_is_looked_for_the_same_day(li_qiang: Conversation, rows: Rows) -> None:
    answer = li_qiang.say("能早点不", "deny")
    assert asks(li_qiang) == "change_start" and "明天（周二）" in answer
    li_qiang.say("九点", time=point("2026-11-24T09:00"))
    li_qiang.say("可以", "affirm")
    assert start(rows) == parse_moment("2026-11-24T09:00")


@pytest.mark.parametrize(
    ("words", "intent"),
    [("改成后天", "correct"), ("后天", "inform"), ("改成后天", "change_booking")],
)
def test_a_day_moves_the_visit_in_talk(
    li_qiang: Conversation, rows: Rows, words: str, intent: str
) -> None:
    whole_day = span("2026-11-25T00:00", "2026-11-26T00:00", "day")
    li_qiang.say(words, intent, time=whole_day)
    li_qiang.say("可以", "affirm")
    assert start(rows) == parse_moment("2026-11-25T15:00")


def test_small_talk_does_not_end_it(li_qiang: Conversation) -> None:
    li_qiang.say("谢谢", "thank")
    li_qiang.say("十一点吧", time=point("2026-11-24T11:00"))
    assert asks(li_qiang) == "change_sure"


def test_the_target_of_a_move_names_no_other_visit(li_qiang: Conversation) -> None:
    """Thursday is the day of the other car's visit, but it is where this one goes."""
    thursday = span("2026-11-26T00:00", "2026-11-27T00:00", "day")
    assert "小保养" in li_qiang.say("改到周四", "change_booking", time=thursday)


def test_a_visit_that_is_pointed_at_is_that_one(li_qiang: Conversation) -> None:
    thursday = span("2026-11-26T00:00", "2026-11-27T00:00", "day")
    answer = li_qiang.say("周四那个取消", "cancel_booking", time=thursday)
    assert "电池健康检测" in answer


def test_more_work_is_added_to_it(li_qiang: Conversation, rows: Rows) -> None:
    answer = li_qiang.say("加个换机油", "book_service", service_item="oil_change")
    assert asks(li_qiang) == "change_sure" and "小保养和换机油" in answer
    assert len(rows(tables.Appointment, plate="京N8H312")) == 1


def test_what_was_moved_goes_back(li_qiang: Conversation, rows: Rows) -> None:
    li_qiang.say("后天", time=span("2026-11-25T00:00", "2026-11-26T00:00", "day"))
    li_qiang.say("可以", "affirm")
    li_qiang.say("算了还是别改了", "stop")
    li_qiang.say("可以", "affirm")
    assert start(rows) == parse_moment(FIRST)


def test_a_wrong_telephone_is_a_colleagues_matter(li_qiang: Conversation, rows: Rows) -> None:
    li_qiang.say("电话也错了", "correct")
    (lead,) = rows(tables.Lead)
    assert lead.note == "电话也错了"


def test_after_half_an_hour_it_is_asked_which(li_qiang: Conversation, clock: Clock) -> None:
    clock.now += timedelta(minutes=31)
    li_qiang.say("我要改时间", "change_booking")
    assert asks(li_qiang) == "change_visit"


def test_another_wish_while_a_visit_is_moved_is_a_booking(li_qiang: Conversation) -> None:
    li_qiang.say("改一下时间", "change_booking")
    li_qiang.say("我想给京AD12345约个洗车", "book_service", service_item="car_wash")
    assert li_qiang.form == "booking_form"


def test_what_is_priced_afterwards_is_added_to_it(li_qiang: Conversation, rows: Rows) -> None:
    li_qiang.say("洗车多少钱", "ask_price", service_item="car_wash")
    assert "小保养和洗车" in li_qiang.say("那也加上", "affirm")
    li_qiang.say("可以", "affirm")
    (visit,) = rows(tables.Appointment, plate="京N8H312")
    assert len(rows(tables.AppointmentJob, appointment_id=visit.id)) == 2


@pytest.mark.parametrize(("words", "hour"), [("太早了", 17), ("太晚了", 8)])
def test_too_early_means_later(li_qiang: Conversation, words: str, hour: int) -> None:
    li_qiang.say(words, "deny")
    assert asks(li_qiang) == "change_start"
    assert any(f"{hour:02}:" in button for button in li_qiang.buttons)
