"""Unsure between two readings: asked, with the two as buttons; bare words are kept."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation


def test_two_readings_are_two_buttons_and_the_chosen_one_is_served(
    li_qiang: Conversation,
) -> None:
    answer = li_qiang.say("取消约的改一下")
    assert answer.buttons == ["取消预约", "改预约时间"]
    answer = li_qiang.press("取消预约")
    assert "确定取消" in answer.buttons
    li_qiang.press("确定取消")
    assert li_qiang.row("appointment", plate="京AD12345").status == "cancelled"


def test_the_other_reading_is_served_as_well(li_qiang: Conversation) -> None:
    li_qiang.say("取消约的改一下")
    answer = li_qiang.press("改预约时间")
    assert "周四" in answer and "改到什么时候" in answer
    assert li_qiang.row("appointment", plate="京AD12345").status == "booked"


@pytest.mark.parametrize(
    ("words", "button"),
    [("刹车片", "问质保三包"), ("明天下午三点", "预约到店"), ("四轮定位", "预约到店")],
)
def test_bare_words_are_asked_what_for(customer: Conversation, words: str, button: str) -> None:
    answer = customer.say(words)
    assert button in answer.buttons
    assert customer.rows("hold", conversation_id=customer.id) == []


def test_bare_words_are_served_with_the_choice(sun_li: Conversation) -> None:
    sun_li.say("四轮定位")
    answer = sun_li.press("问项目价格")
    assert "260元" in answer
    assert sun_li.rows("appointment", plate="京J7B053") == []


def test_a_job_with_a_day_is_a_booking(sun_li: Conversation) -> None:
    answer = sun_li.say("明天上午十点海淀洗车")
    assert "可以" in answer.buttons and "洗车" in answer
    sun_li.press("可以")
    assert sun_li.row("appointment", plate="京J7B053").store_code == "HD"


def test_a_bare_plate_leads_to_the_proof(customer: Conversation) -> None:
    answer = customer.say("京J7B053")
    assert "后四位" in answer and "孙" not in answer
    answer = customer.say("2008")
    assert "孙女士" in answer
    assert customer.row("proof", conversation_id=customer.id)
