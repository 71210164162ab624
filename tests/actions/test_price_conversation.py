"""What something costs, and what follows from the answer."""

from __future__ import annotations

from collections.abc import Callable

from tests.actions.conftest import Conversation
from tests.actions.test_booking_conversation import asks


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


def test_what_is_not_on_the_list_is_not_guessed(visitor: Conversation) -> None:
    assert "看过车才报得准" in visitor.say("改个尾翼多少钱", "ask_price")


def test_give_me_one_is_a_yes_to_the_loaner(owner: Callable[[str], Conversation]) -> None:
    talk = owner("吴磊")
    talk.say("代步车呢", "request_loaner")
    talk.say("给我安排", "book_service")
    assert talk.form != "booking_form"
    assert talk.slots.get("booking_jobs") is None
