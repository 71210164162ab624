"""A question of another kind in the middle of a complaint is answered, and the complaint goes on."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

MATTER = "你们海淀店把我车刮了一道，我要投诉"


@pytest.mark.parametrize(
    ("aside", "told"),
    [
        ("你们几点下班", "20:00"),
        ("小保养多少钱", "380元"),
        ("你是机器人吗", "不是真人"),
        ("质保从哪天开始算", "开发票那天"),
    ],
)
def test_while_the_wish_is_asked(customer: Conversation, aside: str, told: str) -> None:
    asked = customer.say(MATTER)[-1]
    answer = customer.say(aside)
    assert told in answer and answer[-1].text == asked.text
    customer.press("重新修好")
    customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.wish, row.description) == ("重新修好", MATTER)


@twins(["你们几点下班", "13912345678"], ["那个你们几点钟下班啊", "幺三九幺二三四五六七八"])
def test_while_the_telephone_is_asked(customer: Conversation, said: list[str]) -> None:
    customer.say(MATTER)
    asked = customer.press("给我个说法")[-1]
    answer = customer.say(said[0])
    assert "20:00" in answer and answer[-1].text == asked.text
    customer.say(said[1])
    assert customer.row("complaint", conversation_id=customer.id).phone == "13912345678"


@twins("你们海淀店在哪", "那个你们海淀店在哪来着")
def test_while_what_happened_is_asked(customer: Conversation, said: str) -> None:
    asked = customer.say("我要投诉")[-1]
    answer = customer.say(said)
    assert "中关村大街27号" in answer and answer[-1].text == asked.text
    customer.say("昨天在海淀店洗车把后视镜弄坏了")
    customer.press("重新修好")
    customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert row.topic == "damage" and "在哪" not in row.description


def test_anger_is_met_and_the_question_put_again(customer: Conversation) -> None:
    asked = customer.say(MATTER)[-1]
    answer = customer.say("气死我了")
    assert answer[-1].text == asked.text and "真抱歉" in answer
    assert customer.written() == {}


@twins("我的车还在保吗", "那个我的车还在不在保啊")
def test_a_warranty_answer_between_is_no_part_of_the_complaint(
    sun_li: Conversation, said: str
) -> None:
    asked = sun_li.say(MATTER)[-1]
    answer = sun_li.say(said)
    assert "2028年12月23日" in answer and answer[-1].text == asked.text
    sun_li.press("重新修好")
    row = sun_li.row("complaint", plate="京J7B053")
    assert (row.wish, row.description) == ("重新修好", MATTER)


def test_two_asides_one_after_the_other_lose_nothing(customer: Conversation) -> None:
    customer.say(MATTER)
    customer.press("给我个说法")
    customer.say("洗车多少钱")
    assert "中关村大街27号" in customer.say("海淀店在哪")
    customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.phone, row.wish) == ("13912345678", "给我个说法")
