"""The customer leaves it: nothing is shown, nothing is kept."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

STATE = "正在星驰朝阳店维修"


@twins("算了", "嗯算了算了吧")
def test_leaving_it_at_the_plate_shows_nothing(customer: Conversation, said: str) -> None:
    customer.say("车修好没")
    answer = customer.say(said)
    assert "先放下" in answer and "车牌" not in answer
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []


@twins("不查了", "那个我不查了啊")
def test_leaving_it_at_the_digits_forgets_the_plate(customer: Conversation, said: str) -> None:
    customer.say("车修好没")
    customer.say("京N3K587")
    assert "先放下" in customer.say(said)
    customer.say("车修好没")
    assert "车牌" in customer.last  # asked anew: the plate was forgotten
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []


def test_digits_after_leaving_it_prove_nobody(customer: Conversation) -> None:
    customer.say("车修好没")
    customer.say("京N3K587")
    customer.say("算了不弄了")
    answer = customer.say("8001")
    assert STATE not in answer
    assert customer.rows("proof", conversation_id=customer.id) == []


def test_leaving_it_in_the_middle_of_a_booking_goes_back_to_the_booking(
    customer: Conversation,
) -> None:
    asked = customer.say("想约个洗车")[-1]
    assert "车牌" in customer.say("我的车修好没有")
    answer = customer.say("算了")
    assert answer[-1].text == asked.text
    assert customer.rows("appointment", source="chat") == []


def test_after_leaving_it_another_matter_starts_clean(customer: Conversation) -> None:
    customer.say("车修好没")
    customer.say("算了")
    answer = customer.say("小保养多少钱")
    assert "380元" in answer and "核对" not in answer
    assert customer.written() == {}


def test_leaving_it_after_the_answer_is_taken_kindly(wang_fang: Conversation) -> None:
    wang_fang.say("车修好没")
    answer = wang_fang.say("行了没事了")
    assert len(answer) == 1 and STATE not in answer
    assert wang_fang.rows("handover") == []


@twins("我不修了，把车还我", "那个我不修了你把车还我吧")
def test_who_wants_the_car_back_is_not_argued_with(zhang_wei: Conversation, said: str) -> None:
    zhang_wei.say("车修好没")
    assert "不勉强您" in zhang_wei.say(said)
    assert "京P9Q662" in zhang_wei.row("handover", conversation_id=zhang_wei.id).summary


def test_said_before_the_proof_it_counts_too(customer: Conversation) -> None:
    customer.say("车修好没")
    customer.say("我不修了，把车还我")
    customer.say("京P9Q662")
    assert "不勉强您" in customer.say("7003")
    assert "京P9Q662" in customer.row("handover", conversation_id=customer.id).summary
