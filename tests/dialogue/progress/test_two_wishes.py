"""Two wishes in one message are served in order."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

STATE = "正在星驰朝阳店维修"


def in_order(text: str, *words: str) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


@twins("车修好没有，顺便问下小保养多少钱", "那个车修好没有啊顺便问一下小保养多少钱")
def test_state_then_price(wang_fang: Conversation, said: str) -> None:
    answer = wang_fang.say(said)
    assert in_order(answer.text, STATE, "380元")
    assert wang_fang.written() == {}


@twins("我的车修好了吗，另外你们几点下班", "嗯我的车修好了吗另外你们几点下班呢")
def test_state_then_opening_hours(wang_fang: Conversation, said: str) -> None:
    answer = wang_fang.say(said)
    assert in_order(answer.text, STATE, "08:30到18:00")
    assert wang_fang.written() == {}


def test_price_then_state(wang_fang: Conversation) -> None:
    answer = wang_fang.say("洗车多少钱，还有我的车修好没有")
    assert in_order(answer.text, "40元", STATE)
    assert wang_fang.written() == {}


def test_state_then_a_booking_that_is_gone_on_with(wang_fang: Conversation) -> None:
    answer = wang_fang.say("我的车修好没有，顺便帮我约个洗车")
    assert STATE in answer and "星驰朝阳店" in answer[-1].buttons
    answer = wang_fang.say("朝阳店明天下午三点")
    assert "明天（周二）15:00" in answer
    assert wang_fang.rows("appointment", plate="京N3K587") == []  # not before the yes
    wang_fang.say("可以")
    visit = wang_fang.row("appointment", plate="京N3K587")
    assert visit.starts_at.isoformat() == "2026-11-24T15:00:00+08:00"


def test_somebody_unknown_hears_the_price_and_proves_for_the_state(customer: Conversation) -> None:
    answer = customer.say("我的车修好没有，顺便问下小保养多少钱")
    assert STATE not in answer
    customer.say("京N3K587")
    customer.say("8001")
    assert STATE in customer.last
    assert "380元" in customer.transcript
    owner = customer.row("customer", name="王芳")
    assert customer.row("proof", conversation_id=customer.id).customer_id == owner.id
    assert customer.written() == {}


def test_state_then_warranty(wang_fang: Conversation) -> None:
    answer = wang_fang.say("车修好没有，另外我这车还在保吗")
    assert in_order(answer.text, STATE, "2028年9月23日")
    assert wang_fang.written() == {}
