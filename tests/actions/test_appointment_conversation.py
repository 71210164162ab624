"""Moving and calling off a visit, as conversations with a seeded shop; understanding is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.clock import parse_moment
from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.actions.test_booking_conversation import asks, point

Owner = Callable[[str], Conversation]
Rows = Callable[..., list[Any]]
TOMORROW_3PM = "2026-11-24T15:00"


def test_li_qiang_moves_his_visit(owner: Owner, rows: Rows, visit_of: Callable[[str], Any]) -> None:
    talk = owner("李强")
    answer = talk.say("我约的改到下周三上午十点", "change_booking", time=point("2026-12-02T10:00"))
    assert asks(talk) == "change_sure"
    assert "12月2日（周三）10:00" in answer
    answer = talk.say("可以", "affirm")
    row = visit_of("京AD12345")
    assert row.starts_at == parse_moment("2026-12-02T10:00")
    assert row.number in answer
    steps = [log.step for log in rows(tables.AppointmentLog, appointment_id=row.id)]
    assert steps == ["booked", "moved"]


def test_a_visit_stays_when_the_customer_thinks_better_of_it(
    owner: Owner, visit_of: Callable[[str], Any]
) -> None:
    talk = owner("李强")
    before = visit_of("京AD12345").starts_at
    talk.say("改到下周三上午十点", "change_booking", time=point("2026-12-02T10:00"))
    talk.say("不改了", "deny")
    assert visit_of("京AD12345").starts_at == before


def test_a_move_to_a_closed_day_offers_other_times(owner: Owner) -> None:
    talk = owner("李强")
    answer = talk.say("改到下周一上午", "change_booking", time=point("2026-11-30T10:00"))
    assert "不营业" in answer
    assert asks(talk) == "change_start"
    assert talk.buttons


def test_jobs_named_after_gai_cheng_take_the_place_of_what_was_booked(
    owner: Owner, rows: Rows, visit_of: Callable[[str], Any]
) -> None:
    talk = owner("孙丽")
    booked = {"service_item": "fault_diagnosis", "store": "CY", "time": point(TOMORROW_3PM)}
    talk.say("明天下午三点朝阳店检查一下", "book_service", **booked)
    talk.say("可以", "affirm")
    wanted = ["minor_service", "car_wash"]
    talk.say("改成小保养加洗车", "change_booking", service_item=wanted)
    talk.say("可以", "affirm")
    lines = rows(tables.AppointmentJob, appointment_id=visit_of("京J7B053").id)
    assert {line.job_code for line in lines} == set(wanted)


# cancel and check


def test_a_visit_is_called_off_after_a_yes(owner: Owner, visit_of: Callable[[str], Any]) -> None:
    talk = owner("李强")
    answer = talk.say("帮我取消预约", "cancel_booking")
    assert "电池健康检测" in answer
    assert visit_of("京AD12345").status == "booked"
    talk.say("取消", "affirm")
    assert visit_of("京AD12345").status == "cancelled"


def test_of_several_visits_only_the_one_that_is_meant_is_called_off(
    owner: Owner, visit_of: Callable[[str], Any]
) -> None:
    talk = owner("李强")
    talk.say(
        "明天下午三点晨风去朝阳做小保养",
        "book_service",
        service_item="minor_service",
        vehicle_model="chenfeng",
        store="CY",
        time=point(TOMORROW_3PM),
    )
    talk.say("可以", "affirm")
    talk.say("取消一个预约", "cancel_booking")
    assert asks(talk) == "cancel_visit"
    assert len(talk.buttons) == 2
    talk.say("小保养那个", service_item="minor_service")
    talk.say("取消", "affirm")
    assert visit_of("京N8H312").status == "cancelled"
    assert visit_of("京AD12345").status == "booked"


@pytest.mark.parametrize(
    ("words", "intent"),
    [("我约的几点", "check_booking"), ("改到周五", "change_booking"), ("取消", "cancel_booking")],
)
def test_nothing_of_an_owner_is_said_moved_or_cancelled_without_proof(
    visitor: Conversation, visit_of: Callable[[str], Any], words: str, intent: str
) -> None:
    answer = visitor.say(words, intent, plate="京AD12345", order_no="AP26110001")
    assert visitor.form == "identity_form"
    assert "10:00" not in answer and "亦庄" not in answer and "电池" not in answer
    answer = visitor.say("不想说", "deny")
    assert "10:00" not in answer and "亦庄" not in answer and "电池" not in answer
    assert visit_of("京AD12345").status == "booked"


def test_a_newcomer_hears_and_cancels_what_this_conversation_booked(
    visitor: Conversation, visit_of: Callable[[str], Any]
) -> None:
    visitor.say(
        "明天下午三点朝阳洗车",
        "book_service",
        service_item="car_wash",
        store="CY",
        time=point(TOMORROW_3PM),
        plate="京A12345",
        phone="13011112222",
    )
    visitor.say("可以", "affirm")
    answer = visitor.say("我约的几点", "check_booking")
    assert "15:00" in answer
    visitor.say("不去了，取消", "cancel_booking")
    visitor.say("取消", "affirm")
    assert visit_of("京A12345").status == "cancelled"


def test_a_visit_moved_twice_in_a_minute_sends_two_notices(
    owner: Owner, rows: Rows, visit_of: Callable[[str], Any]
) -> None:
    talk = owner("李强")
    for moment in ("2026-12-02T10:00", "2026-12-02T14:00"):
        talk.say("改一下时间", "change_booking", time=point(moment))
        talk.say("可以", "affirm")
    assert visit_of("京AD12345").starts_at == parse_moment("2026-12-02T14:00")
    assert len(rows(tables.Outbox, kind="appointment_moved")) == 2


def test_who_wants_another_store_is_asked_which(
    owner: Owner, visit_of: Callable[[str], Any]
) -> None:
    talk = owner("李强")
    talk.say("想换个门店", "change_booking")
    assert asks(talk) == "change_store"
    assert talk.buttons == ["星驰朝阳店", "星驰亦庄新能源中心"]
    answer = talk.say("朝阳", store="CY")
    assert "亦庄" in answer and "朝阳店" in answer
    talk.say("可以", "affirm")
    assert visit_of("京AD12345").store_code == "CY"


@pytest.mark.parametrize("words", ["不取消了", "不用取消", "先留着吧"])
def test_not_cancelling_is_not_cancelling(
    owner: Owner, visit_of: Callable[[str], Any], words: str
) -> None:
    talk = owner("李强")
    talk.say("取消预约", "cancel_booking")
    talk.say(words, "stop")
    assert visit_of("京AD12345").status == "booked"


def test_which_day_is_asked_of_the_car_that_is_here_when_nothing_is_booked(owner: Owner) -> None:
    talk = owner("张伟")
    assert "11月27日（周五）17:00" in talk.say("那你说到底哪天", "check_booking")
    assert "没有查到您待到店的预约" in talk.say("我约的几点", "check_booking")
