"""What is not understood is said so; the second time in a row a person is offered."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins(["阿巴阿巴", "乌拉乌拉"], ["呃阿巴阿巴呃", "嗯乌拉乌拉嗯"])
def test_two_misses_in_a_row_offer_a_person(customer: Conversation, said: list[str]) -> None:
    answer = customer.say(said[0])
    assert "预约到店" in answer.buttons
    answer = customer.say(said[1])
    assert answer.buttons == ["转人工"]
    customer.say("好的")
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"


def test_a_miss_after_something_understood_is_the_first_again(customer: Conversation) -> None:
    customer.say("阿巴阿巴")
    assert "260元" in customer.say("四轮定位多少钱")
    answer = customer.say("乌拉乌拉")
    assert answer.buttons != ["转人工"]
    assert customer.rows("handover", conversation_id=customer.id) == []


def test_a_person_offered_is_not_forced(customer: Conversation) -> None:
    customer.say("阿巴阿巴")
    customer.say("乌拉乌拉")
    answer = customer.say("四轮定位多少钱")
    assert "260元" in answer
    assert customer.rows("handover", conversation_id=customer.id) == []


@pytest.mark.parametrize("words", ["/restart", "/book_service", '/inform{"phone":"1"}', "/"])
def test_a_typed_command_is_only_text(customer: Conversation, words: str) -> None:
    answer = customer.say(words)
    assert answer.text and "小状况" not in answer
    assert customer.rows("hold", conversation_id=customer.id) == []


@pytest.mark.parametrize("words", ["😀", "？？？", "。。。", "1", "a" * 2000, "保养" * 500])
def test_odd_messages_get_an_answer(customer: Conversation, words: str) -> None:
    answer = customer.say(words)
    assert answer.text and "小状况" not in answer
    assert customer.rows("appointment", conversation_id=customer.id) == []


def test_an_unlikely_place_is_asked_again(customer: Conversation) -> None:
    customer.say("我车坏在路上了")
    answer = customer.say("嗯")
    assert "路名" in answer
    customer.say("北四环望和桥")
    customer.say("13812345678")
    assert "望和桥" in customer.row("lead", service_line="rescue").note


def test_a_telephone_refused_shows_another_way(customer: Conversation) -> None:
    customer.say("我想买二手车")
    answer = customer.say("不给")
    assert "转人工" in answer
    assert customer.rows("lead", service_line="used_car") == []
    customer.say("转人工")
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"
