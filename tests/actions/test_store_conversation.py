"""Stores: one day, one hour, one telephone; what the shop has not told is not made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.actions.conftest import Conversation
from tests.services.conftest import MONDAY


def at(hour: int, minute: int = 0, days: int = 0, grain: str = "minute") -> dict[str, Any]:
    start = MONDAY.replace(hour=hour, minute=minute, second=0) + timedelta(days=days)
    end = start + (timedelta(days=1) if grain == "day" else timedelta(minutes=1))
    return {"start": start.isoformat(), "end": end.isoformat(), "grain": grain}


def test_one_day_of_one_store(visitor: Conversation) -> None:
    answer = visitor.say("亦庄周一开吗", "ask_store", store="YZ", time=at(0, grain="day"))
    assert "周一）休息" in answer and "荣华中路" not in answer
    tuesday = at(0, days=1, grain="day")
    assert "开门" in visitor.say("那周二开吗", "ask_store", store="YZ", time=tuesday)


def test_one_hour_at_the_store_that_has_the_car(owner: Callable[[str], Conversation]) -> None:
    talk = owner("王芳")
    answer = talk.say("我六点半才下班 能提吗", "ask_store", time=at(18, 30))
    assert answer.startswith("星驰朝阳店") and "关着门" in answer and "建国路" not in answer
    assert "17:00交" in answer and "海淀" not in answer
    assert "还开着" in talk.say("五点能提吗", "ask_store", time=at(17))


def test_the_hours_or_the_telephone_alone(visitor: Conversation) -> None:
    answer = visitor.say("你们几点关门", "ask_store")
    assert "20:00" in answer and "建国路" not in answer and "010-" not in answer
    visitor.say("HD几点开门", "ask_store", store="HD")
    assert visitor.say("电话多少", "ask_store") == "星驰海淀快修010-55508802。"
    assert "中关村" in visitor.say("怎么走", "ask_store", store="HD")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("有wifi不", "ask_store"),
        ("有饭吃吗", "chitchat"),
        ("你们开票吗", "ask_store"),
        ("能刷卡吗", "ask_store"),
        ("能停车不", "ask_other_service"),
        ("修车师傅叫啥", "ask_store"),
        ("林可电话多少", "ask_store"),
        ("堵车，晚到半小时，到了找谁", "inform"),
    ],
)
def test_what_is_not_known_is_said_with_one_telephone(
    visitor: Conversation, text: str, intent: str
) -> None:
    answer = visitor.say(text, intent)
    assert answer.count("010-") == 1 and "010-55508801" in answer and "建国路" not in answer
    assert visitor.form is None


def test_the_adviser_of_the_own_car_is_known(owner: Callable[[str], Conversation]) -> None:
    assert "顾晓" in owner("王芳").say("修车师傅叫啥", "ask_store")


def test_in_a_form_it_is_an_aside(visitor: Conversation) -> None:
    visitor.say("约个洗车", "book_service", service_item="car_wash")
    assert "没有准信" in visitor.say("能停车不", "ask_other_service")
    assert visitor.form == "booking_form"
