"""A question of another kind between the questions about the car."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

CASES = [
    ("你们几点下班", "18:00"),
    ("小保养多少钱", "380元"),
    ("你是机器人吗", "不是真人"),
    ("你好", "您好"),
    ("帮我订张机票", "帮不上忙"),
    ("洗车多少钱", "40元"),
]


@pytest.mark.parametrize(("aside", "told"), CASES)
def test_asked_which_car_an_aside_is_answered_and_the_question_put_again(
    li_qiang: Conversation, aside: str, told: str
) -> None:
    li_qiang.say("我车过保没")
    answer = li_qiang.say(aside)
    assert told in answer and "哪一台" in answer[-1].text
    assert "2029年3月23日" in li_qiang.say("云电")
    assert li_qiang.rows("handover") == []


@twins(["你们几点下班", "三万公里"], ["那个你们几点钟下班啊", "三万来公里吧"])
def test_asked_for_the_kilometres_an_aside_is_answered_and_nothing_lost(
    customer: Conversation, said: list[str]
) -> None:
    customer.say("晨风2025年3月买的还在保吗")
    aside, km = said
    answer = customer.say(aside)
    assert "18:00" in answer and "公里" in answer[-1].text
    answer = customer.say(km)
    assert "2028年3月1日" in answer and "3万公里" in answer
    assert customer.written() == {}


@twins("洗车多少钱", "那个洗车是多少钱啊")
def test_after_the_answer_a_price_is_told_and_a_part_still_goes_on(
    sun_li: Conversation, said: str
) -> None:
    sun_li.say("我的车还在保吗")
    assert "40元" in sun_li.say(said)
    assert "2028年12月23日" in sun_li.say("那发动机还保吗")
    assert sun_li.rows("claim", plate="京J7B053") == []


def test_two_asides_one_after_the_other_do_not_lose_the_car(li_qiang: Conversation) -> None:
    li_qiang.say("我车过保没")
    assert "哪一台" in li_qiang.say("洗车多少钱")[-1].text
    assert "哪一台" in li_qiang.say("你们几点下班")[-1].text
    assert "2029年3月23日" in li_qiang.say("云电")
    assert li_qiang.rows("claim") == []


def test_asked_which_car_thanks_and_anger_are_met_and_the_question_stays(
    li_qiang: Conversation,
) -> None:
    li_qiang.say("我车过保没")
    assert "哪一台" in li_qiang.say("气死我了")[-1].text
    assert "2029年3月23日" in li_qiang.say("云电")
    assert li_qiang.rows("complaint", conversation_id=li_qiang.id) == []


def test_a_booking_in_the_middle_is_made_and_the_warranty_asked_about_after(
    li_qiang: Conversation,
) -> None:
    li_qiang.say("我车过保没")
    li_qiang.say("我想周六上午十点去海淀店给云电洗个车")
    answer = li_qiang.press("可以")
    assert "哪一台" in answer[-1].text
    assert "2029年3月23日" in li_qiang.say("云电")
    assert li_qiang.row("appointment", plate="京AD12345", store_code="HD").status == "booked"
