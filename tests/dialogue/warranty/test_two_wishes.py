"""A warranty question and something else in one message."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("我车还在保吗，顺便问下小保养多少钱", "我车还在保吗顺便问一下小保养多少钱啊")
def test_cover_then_price(sun_li: Conversation, said: str) -> None:
    answer = sun_li.say(said)
    assert "2028年12月23日" in answer and "380元" in answer
    assert sun_li.written() == {}


@twins("我车还在保吗，另外你们几点下班", "我车还在保吗另外你们几点钟下班")
def test_cover_then_opening_hours(sun_li: Conversation, said: str) -> None:
    answer = sun_li.say(said)
    assert "2028年12月23日" in answer and "08:30到18:00" in answer
    assert sun_li.rows("handover") == []


def test_cover_then_a_booking_that_is_gone_on_with(sun_li: Conversation) -> None:
    answer = sun_li.say("我车还在保吗，顺便帮我约个洗车")
    assert "2028年12月23日" in answer and "星驰朝阳店" in answer[-1].buttons
    sun_li.say("朝阳店明天下午三点")
    sun_li.say("可以")
    visit = sun_li.row("appointment", plate="京J7B053")
    assert visit.starts_at.isoformat() == "2026-11-24T15:00:00+08:00"


def test_a_booking_is_finished_and_then_the_cover_told(sun_li: Conversation) -> None:
    sun_li.say("想约明天洗车，顺便问下变速箱还保不保")
    sun_li.say("朝阳店下午三点")
    answer = sun_li.say("可以")
    assert sun_li.row("appointment", plate="京J7B053").number in answer
    assert "变速箱还在保" in answer and "2028年12月23日" in answer


def test_state_and_loaner(customer: Conversation) -> None:
    talk = customer.prove("吴磊")
    answer = talk.say("我的车修好没有，另外有代步车吗")
    first, second = answer.text.find("空调压缩机"), answer.text.find("第二十一条")
    assert 0 <= first < second
    assert talk.written() == {}


def test_two_questions_of_principle(customer: Conversation) -> None:
    answer = customer.say("质保从哪天开始算，还有你们几点下班")
    assert "开发票那天" in answer and "18:00" in answer
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []
