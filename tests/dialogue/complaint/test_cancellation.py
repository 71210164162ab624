"""The customer leaves the complaint: nothing is written down."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

MATTER = "你们海淀店把我车刮了一道，我要投诉"


@twins("算了", "哎算了算了")
def test_before_anything_was_told(customer: Conversation, said: str) -> None:
    customer.say("我要投诉")
    assert "先放下" in customer.say(said)
    assert customer.rows("complaint", conversation_id=customer.id) == []
    assert customer.written() == {}


@twins("算了不投诉了", "嗯算了我不投诉了")
def test_while_the_wish_is_asked(customer: Conversation, said: str) -> None:
    customer.say(MATTER)
    assert "先放下" in customer.say(said)
    assert customer.rows("complaint", conversation_id=customer.id) == []
    assert customer.written() == {}


@twins("算了", "哎呀算了算了我不留了")
def test_while_the_telephone_is_asked(customer: Conversation, said: str) -> None:
    customer.say(MATTER)
    customer.press("给我个说法")
    assert "先放下" in customer.say(said)
    customer.say("13912345678")
    assert customer.rows("complaint", conversation_id=customer.id) == []
    assert customer.written() == {}


def test_what_was_told_is_forgotten_for_the_next_complaint(customer: Conversation) -> None:
    customer.say(MATTER)
    customer.say("算了")
    assert "经过" in customer.say("我要投诉")
    customer.say("你们朝阳店前台态度太差，爱答不理的")
    customer.press("赔礼道歉")
    customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.topic, row.store_code) == ("attitude", "CY") and "刮" not in row.description


@twins(
    ["我要投诉，上次你们多收了我两百块", "算了"],
    ["那个我要投述啊上次你们多收了我两百块", "哎算了算了"],
)
def test_the_booking_it_interrupted_is_taken_up_again(
    sun_li: Conversation, said: list[str]
) -> None:
    asked = sun_li.say("我要约保养")[-1]
    sun_li.say(said[0])
    answer = sun_li.say(said[1])
    assert answer[-1].text == asked.text
    assert sun_li.rows("complaint", plate="京J7B053") == []


def test_a_wish_that_sounds_like_leaving_is_a_wish(sun_li: Conversation) -> None:
    sun_li.say("你们上次把我车门刮了一道，我要投诉")
    sun_li.say("重新弄好")
    assert sun_li.row("complaint", plate="京J7B053").wish == "重新弄好"


def test_an_open_complaint_is_not_withdrawn_by_leaving_the_talk(customer: Conversation) -> None:
    talk = customer.prove("陈静")
    talk.say("我投诉的事怎么样了")
    talk.say("算了")
    assert talk.row("complaint").status == "investigating"
