"""What was not heard is said again; an open matter outlives hours of silence."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("没听清", "呃没听清啊")
def test_the_last_words_come_again_with_their_buttons(sun_li: Conversation, said: str) -> None:
    first = sun_li.say("我想约个小保养")
    again = sun_li.say(said)
    assert (again.text, again.buttons) == (first.text, first.buttons)
    assert sun_li.rows("appointment", plate="京J7B053") == []


def test_twice_in_a_row(customer: Conversation) -> None:
    first = customer.say("四轮定位多少钱")
    customer.say("没听清")
    assert customer.say("再说一遍").text == first.text
    assert customer.rows("hold", conversation_id=customer.id) == []


def test_an_offer_repeated_can_still_be_taken_up(sun_li: Conversation) -> None:
    sun_li.say("四轮定位多少钱")
    sun_li.say("没听清")
    answer = sun_li.say("好的")
    assert "星驰朝阳店" in answer.buttons
    assert sun_li.rows("appointment", plate="京J7B053") == []


def test_the_first_words_of_all_cannot_be_repeated_so_one_is_greeted(
    customer: Conversation,
) -> None:
    answer = customer.say("没听清")
    assert "预约到店" in answer.buttons
    assert customer.rows("handover", conversation_id=customer.id) == []


@twins("北四环望和桥", "嗯在北四环望和桥")
def test_after_hours_of_silence_the_matter_is_named_and_goes_on(
    customer: Conversation, said: str
) -> None:
    customer.say("能上门取车吗")
    customer.let_pass(hours=3)
    answer = customer.say(said)
    assert "回来" in answer
    customer.say("13812345678")
    assert "望和桥" in customer.row("lead", service_line="pickup").note


def test_after_a_few_minutes_nothing_is_said_of_it(customer: Conversation) -> None:
    customer.say("能上门取车吗")
    customer.let_pass(minutes=20)
    answer = customer.say("北四环望和桥")
    assert "回来" not in answer
    assert customer.rows("lead") == []
