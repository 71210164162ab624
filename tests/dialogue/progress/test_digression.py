"""A question of another kind while the owner is being asked who they are; then the thread again."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.progress.two_cars import hand_in_both
from tests.dialogue.twins import twins

STATE = "正在星驰朝阳店维修"


@twins("你们几点下班", "那个你们那几点钟下班啊")
def test_opening_hours_are_told_and_the_plate_asked_again(
    customer: Conversation, said: str
) -> None:
    customer.say("车修好没")
    answer = customer.say(said)
    assert "18:00" in answer and "车牌" in answer[-1].text
    customer.say("京N3K587")
    assert STATE in customer.say("8001")
    owner = customer.row("customer", name="王芳")
    assert customer.row("proof", conversation_id=customer.id).customer_id == owner.id
    assert customer.written() == {}


@twins("小保养多少钱", "诶小保样多少钱啊")
def test_a_price_is_told_and_the_digits_asked_again(customer: Conversation, said: str) -> None:
    customer.say("车修好没")
    customer.say("京N3K587")
    answer = customer.say(said)
    assert "380元" in answer and "后四位" in answer[-1].text
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []
    assert STATE in customer.say("8001")
    assert customer.row("proof_attempt", conversation_id=customer.id).succeeded is True
    assert customer.written() == {}


@pytest.mark.parametrize(
    ("aside", "told"),
    [
        ("你是机器人吗", "不是真人"),
        ("你好", "您好"),
        ("帮我订张机票", "帮不上忙"),
        ("你能干嘛", "质保"),
    ],
    ids=["a machine?", "hello", "a flight", "what can you do"],
)
def test_small_talk_is_answered_and_the_plate_asked_again(
    customer: Conversation, aside: str, told: str
) -> None:
    customer.say("车修好没")
    answer = customer.say(aside)
    assert told in answer and "车牌" in answer[-1].text
    customer.say("京N3K587")
    assert STATE in customer.say("8001")
    assert len(customer.rows("proof", conversation_id=customer.id)) == 1


def test_two_asides_one_after_the_other_do_not_lose_the_question(customer: Conversation) -> None:
    customer.say("我的车好了没有")
    customer.say("京P9Q662")
    assert "后四位" in customer.say("洗车多少钱")
    assert "后四位" in customer.say("朝阳店在哪儿")
    assert "11月27日（周五）17:00" in customer.say("7003")
    owner = customer.row("customer", name="张伟")
    assert customer.row("proof", conversation_id=customer.id).customer_id == owner.id
    assert customer.written() == {}


@twins("洗车多少钱", "那个洗车是多少钱啊")
def test_a_price_between_two_questions_about_the_car_starts_nothing(
    wang_fang: Conversation, said: str
) -> None:
    assert STATE in wang_fang.say("车修好没")
    assert "40元" in wang_fang.say(said)
    assert STATE in wang_fang.say("那我车修好没")
    owner = wang_fang.row("customer", name="王芳")
    assert wang_fang.rows("appointment", customer_id=owner.id) == []
    assert wang_fang.rows("handover", conversation_id=wang_fang.id) == []


def test_asked_which_of_two_cars_an_aside_is_answered_and_the_car_may_still_be_named(
    li_qiang: Conversation,
) -> None:
    hand_in_both(li_qiang)
    li_qiang.say("车修好没")
    assert "18:00" in li_qiang.say("你们几点下班")
    assert "京N8H312" in li_qiang.say("京N8H312修好没") and "京AD12345" not in li_qiang.last
    assert li_qiang.rows("handover", conversation_id=li_qiang.id) == []
