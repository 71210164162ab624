"""A fault that gets worse, oil below the car, and the interval of a car that is not the owner's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.storage import tables
from tests.actions.conftest import Conversation

Owner = Callable[[str], Conversation]


@pytest.mark.parametrize("intent", ["out_of_scope", "chitchat", "describe_fault"])
def test_worse_after_an_answer_means_stop_and_rescue(
    visitor: Conversation, rows: Callable[..., list[Any]], intent: str
) -> None:
    visitor.say("发动机灯亮了", "describe_fault", warning_light="engine_fault")
    assert "预约检测" in visitor.buttons
    assert "别再开" in visitor.say("抖得厉害", intent)
    assert "在哪儿" in visitor.press("安排救援")
    visitor.say("望京桥东边")
    visitor.say("13800138000", phone="13800138000")
    (lead,) = rows(tables.Lead)
    assert lead.service_line == "rescue"


def test_leaking_oil_is_no_water(visitor: Conversation) -> None:
    answer = visitor.say("车漏油", "describe_fault")
    assert "空调水" not in answer and "别拖" in answer


def test_another_series_has_its_own_interval(owner: Owner) -> None:
    talk = owner("孙丽")
    answer = talk.say("星驰云途的保养周期", "ask_maintenance", vehicle_model="yuntu")
    assert "星驰云途" in answer and "京J7B053" not in answer
    own = talk.say("我的晨风什么时候保养", "ask_maintenance", vehicle_model="chenfeng")
    assert "京J7B053" in own


def test_of_two_cars_the_named_one_is_told_of(owner: Owner) -> None:
    answer = owner("李强").say("云电什么时候保养", "ask_maintenance", vehicle_model="yundian")
    assert "京AD12345" in answer and "京N8H312" not in answer


@pytest.mark.parametrize("text", ["你好厉害", "严重吗？", "不严重"])
def test_not_every_word_of_degree_is_worse(visitor: Conversation, text: str) -> None:
    visitor.say("发动机灯亮了", "describe_fault", warning_light="engine_fault")
    assert "别再开" not in visitor.say(text, "chitchat")


def test_a_place_said_to_the_offer_of_a_rescue_orders_it(visitor: Conversation) -> None:
    visitor.say("刹车失灵了", "describe_fault")
    visitor.say("在东三环国贸桥", "inform")
    assert visitor.form == "lead_form"
    assert visitor.slots["lead_place"] == "在东三环国贸桥"


@pytest.mark.parametrize("words", [["仪表盘上有个红灯"], ["仪表盘上有个灯亮了", "红色的"]])
def test_a_red_lamp_without_a_name_stops_the_car(visitor: Conversation, words: list[str]) -> None:
    for said in words:
        visitor.say(said, "describe_fault")
    assert "靠边停" in "".join(visitor.spoken)
    assert visitor.buttons == ["安排救援", "转人工"]
