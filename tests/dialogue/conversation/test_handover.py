"""A person at any moment: a row, a promise with a time, never refused, never looped."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("转人工", "喂那个给我转人工吧")
def test_the_time_promised_is_a_row(customer: Conversation, said: str) -> None:
    answer = customer.say(said)
    handed = customer.row("handover", conversation_id=customer.id)
    assert (handed.status, handed.reason) == ("waiting", "customer_asked")
    promise = customer.row("promise", kind="call_back", subject_id=handed.id)
    assert promise.due_at == handed.call_back_by
    assert promise.due_at.strftime("%H:%M") in answer


@pytest.mark.parametrize(
    "words", ["找个活人来", "我要人工客服", "叫你们经理来", "别跟机器说了给我接人工"]
)
def test_in_other_words(customer: Conversation, words: str) -> None:
    customer.say(words)
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"


def test_twice_is_one_wish_and_one_promise(customer: Conversation) -> None:
    first = customer.say("转人工")
    assert customer.say("转人工").text == first.text
    handed = customer.row("handover", conversation_id=customer.id)
    assert customer.row("promise", kind="call_back", subject_id=handed.id)


def test_at_night_it_is_promised_for_the_morning(customer: Conversation) -> None:
    customer.set_clock("2026-11-23T23:30")
    answer = customer.say("转人工")
    handed = customer.row("handover", conversation_id=customer.id)
    assert handed.call_back_by.date().isoformat() == "2026-11-24"
    assert "明天（周二）" in answer


@twins("转人工", "哎呀给我转人工")
def test_while_help_is_being_called(customer: Conversation, said: str) -> None:
    customer.say("我车坏在路上了")
    customer.say(said)
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"
    customer.say("北四环望和桥")
    customer.say("13812345678")
    assert customer.row("lead", service_line="rescue").phone == "13812345678"


def test_staff_see_who_it_is(wang_fang: Conversation) -> None:
    wang_fang.say("转人工")
    handed = wang_fang.row("handover", conversation_id=wang_fang.id)
    assert handed.customer_id == wang_fang.row("customer", name="王芳").id


def test_staff_see_what_was_understood(customer: Conversation) -> None:
    customer.say("我想周六上午在朝阳店做个小保养")
    customer.say("转人工")
    understood = customer.row("handover", conversation_id=customer.id).understood_json
    assert understood["wishes"] == ["预约到店"]
    slots = understood["slots"]
    assert (slots["booking_jobs"], slots["booking_store"]) == (["minor_service"], "CY")
    assert "agenda" not in slots


def test_the_bot_still_answers_while_somebody_is_on_the_way(customer: Conversation) -> None:
    customer.say("转人工")
    assert "260元" in customer.say("四轮定位多少钱")
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"


@twins("转人工，我要约保养", "转人工吧我要约保养")
def test_a_person_and_another_wish_are_both_served(customer: Conversation, said: str) -> None:
    answer = customer.say(said)
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"
    assert "小保养" in answer.buttons
