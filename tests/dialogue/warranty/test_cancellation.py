"""The customer leaves the question."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("算了不问了", "嗯算了算了不问了")
def test_at_the_plate(customer: Conversation, said: str) -> None:
    customer.say("我车还在保吗")
    answer = customer.say(said)
    assert "先放下" in answer and "车牌" not in answer
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []


@twins("算了", "那个算了吧")
def test_at_which_car(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我车过保没")
    assert "先放下" in li_qiang.say(said)
    answer = li_qiang.say("云电")
    assert "2029年3月23日" not in answer
    assert li_qiang.written() == {}


def test_at_the_kilometres_and_what_was_told_is_forgotten(customer: Conversation) -> None:
    customer.say("晨风2025年3月买的还在保吗")
    assert "先放下" in customer.say("算了")
    answer = customer.say("三万公里")
    assert "2028年3月1日" not in answer
    assert customer.written() == {}


def test_in_the_middle_of_a_booking_the_booking_is_taken_up_again(li_qiang: Conversation) -> None:
    asked = li_qiang.say("我要约保养")[-1]
    li_qiang.say("我的车过保没有")
    answer = li_qiang.say("算了不问了")
    assert answer[-1].text == asked.text
    assert li_qiang.written() == {}


def test_an_offered_claim_is_left_with_a_no(customer: Conversation) -> None:
    talk = customer.prove("赵敏")
    talk.say("修了五次了能退车不")
    answer = talk.say("先不用了")
    assert len(answer) == 1
    assert talk.rows("lead") == [] and talk.rows("handover") == []


def test_an_offered_loaner_is_left_with_a_no(customer: Conversation) -> None:
    talk = customer.prove("吴磊")
    talk.say("有代步车吗")
    talk.say("不用了")
    assert talk.rows("lead") == []
