"""What something costs, and what follows from the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.storage import tables
from tests.actions.conftest import Conversation, responses
from tests.actions.test_booking_conversation import asks
from tests.services.conftest import Clock


def test_a_fault_has_a_price_once_it_is_found_and_is_booked_as_a_diagnosis(
    visitor: Conversation,
) -> None:
    answer = visitor.say("空调不凉了，多少钱", "ask_price")
    assert "查清楚才有准价" in answer and "150元" in answer
    assert visitor.buttons == ["预约故障诊断"]
    visitor.say("那约一个", "book_service")
    assert visitor.slots["booking_jobs"] == ["fault_diagnosis"]
    assert asks(visitor) == "booking_store"


def test_a_rebate_is_not_for_the_bot_to_give(visitor: Conversation) -> None:
    assert "优惠" in visitor.say("便宜点呗", "ask_price")
    assert "请顾问报价" in visitor.buttons


@pytest.mark.parametrize("text", ["你们价格太贵了", "小保养贵了点", "怎么这么贵"])
@pytest.mark.parametrize("intent", ["deny", "ask_price"])
def test_who_finds_it_dear_is_understood_and_may_have_a_call(
    visitor: Conversation, rows: Callable[..., list[Any]], text: str, intent: str
) -> None:
    assert "花得值" in visitor.say(text, intent)
    assert rows(tables.Lead) == []
    visitor.press("请顾问报价")
    visitor.say("13800138000", phone="13800138000")
    (lead,) = rows(tables.Lead)
    assert (lead.service_line, lead.note) == ("quote", text)


@pytest.mark.parametrize("text", ["太贵了不要", "别，太贵了", "不贵", "没有了"])
def test_a_no_that_is_decided_is_left_in_peace(visitor: Conversation, text: str) -> None:
    assert visitor.say(text, "deny") == responses()["utter_ack"]
    assert visitor.buttons == []


def test_who_asks_a_colleagues_question_hears_why_before_giving_a_telephone(
    visitor: Conversation, rows: Callable[..., list[Any]]
) -> None:
    assert "优惠" in visitor.say("能便宜点吗", "ask_other_service")
    assert rows(tables.Lead) == []
    visitor.say("13800138000", phone="13800138000")
    (lead,) = rows(tables.Lead)
    assert lead.note == "能便宜点吗"


def test_who_only_asked_need_not_leave_a_telephone(
    visitor: Conversation, rows: Callable[..., list[Any]]
) -> None:
    visitor.say("能便宜点吗", "ask_other_service")
    assert "不打扰" in visitor.say("不用了", "deny")
    assert visitor.form is None and rows(tables.Lead) == []


def test_what_is_not_on_the_list_is_not_guessed(visitor: Conversation) -> None:
    assert "看过车才报得准" in visitor.say("改个尾翼多少钱", "ask_price")


def test_give_me_one_is_a_yes_to_the_loaner(owner: Callable[[str], Conversation]) -> None:
    talk = owner("吴磊")
    talk.say("代步车呢", "request_loaner")
    talk.say("给我安排", "book_service")
    assert talk.form != "booking_form"
    assert talk.slots.get("booking_jobs") is None


def test_a_visit_that_names_no_work_is_for_what_was_offered_a_moment_ago(
    visitor: Conversation, clock: Clock
) -> None:
    for minutes, recalled in ((20, True), (40, False)):
        visitor.say("洗车多少钱", "ask_price", service_item="car_wash")
        visitor.say("便宜点", "ask_price")
        clock.let_pass(minutes=minutes)
        answer = visitor.say("那约一个", "book_service")
        assert ("刚才说的洗车" in answer) is recalled
        assert asks(visitor) == ("booking_store" if recalled else "booking_jobs")
        visitor.say("算了", "stop")


def test_a_fault_that_was_told_is_what_the_visit_is_for(visitor: Conversation) -> None:
    visitor.say("刹车片又响", "describe_fault")
    visitor.say("你们几点关门", "ask_store")
    answer = visitor.say("给我约一下", "book_service")
    assert "能不换就不换" in answer and "更换前刹车片" in answer


def test_a_fault_without_a_job_of_its_own_is_for_diagnosis(visitor: Conversation) -> None:
    visitor.say("发动机抖得厉害", "describe_fault")
    visitor.say("你们几点关门", "ask_store")
    assert "刚才说的故障诊断" in visitor.say("给我约一下", "book_service")


def test_what_is_named_counts_more_than_what_was_offered(visitor: Conversation) -> None:
    visitor.say("洗车多少钱", "ask_price", service_item="car_wash")
    answer = visitor.say("约个小保养", "book_service", service_item="minor_service")
    assert "刚才说的" not in answer
    assert visitor.slots["booking_jobs"] == ["minor_service"]


def test_what_a_pick_up_costs_is_told_before_it_is_ordered(visitor: Conversation) -> None:
    visitor.say("你们能上门取车吗", "request_pickup")
    answer = visitor.say("收费吗", "ask_price")
    assert "先说清楚" in answer and "看过车" not in answer
    assert visitor.form == "lead_form"


@pytest.mark.parametrize("text", ["别家才三百", "外面修便宜一半", "人家才两百，你们凭啥三百八"])
@pytest.mark.parametrize("intent", ["inform", "file_complaint", "ask_price"])
def test_who_compares_hears_what_is_in_the_price_and_no_complaint_is_begun(
    visitor: Conversation, rows: Callable[..., list[Any]], text: str, intent: str
) -> None:
    seeded = len(rows(tables.Complaint))
    visitor.say("小保养多少钱", "ask_price", service_item="minor_service")
    answer = visitor.say(text, intent)
    assert "货比三家" in answer and "小保养380元，工时和标准配件都在里面" in answer
    assert visitor.form is None and len(rows(tables.Complaint)) == seeded


def test_whether_it_is_free_is_answered_with_yes_or_no(visitor: Conversation) -> None:
    assert "要收费" in visitor.say("洗车免费吗", "ask_price", service_item="car_wash")
    free = visitor.say("电池检测要钱吗", "ask_price", service_item="battery_health_check")
    assert "要收费" not in free and "免费" in free
    first = visitor.say("首保免费吗", "ask_price", service_item="minor_service")
    assert "保养手册" in first and "380元" in first


def test_who_gives_plate_and_digits_with_a_question_of_price_is_known(
    visitor: Conversation,
) -> None:
    said = {"plate": "京J7B053", "service_item": "minor_service"}
    assert "孙女士" in visitor.say("首保免费吗 京J7B053 2008", "inform", **said)


def test_a_parts_price_puts_no_late_order_before_staff(
    owner: Callable[[str], Conversation], rows: Callable[..., list[Any]], clock: Clock
) -> None:
    """Only who asks how far the car is sets a call going, and is told of it."""
    clock.let_pass(hours=8)  # 王芳's car was promised for 17:00
    wang = owner("王芳")
    wang.say("刹车片多少钱", "ask_part", part="front_brake_pads")
    assert rows(tables.StaffAlert) == []
    wang.say("我的车修好没", "check_progress")
    assert len(rows(tables.StaffAlert)) == 1
