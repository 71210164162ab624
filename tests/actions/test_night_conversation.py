"""At night nobody is in: rescue and danger hear so, and who comes instead; the promise says the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.services.conftest import MONDAY, Clock

Rows = Callable[..., list[Any]]
MORNING = (MONDAY + timedelta(days=1)).replace(hour=9, minute=0)


@pytest.fixture
def night(clock: Clock) -> None:
    clock.now = MONDAY.replace(hour=23, minute=10)


def call_for_rescue(talk: Conversation) -> str:
    asked = talk.say("车趴窝了，要救援", "request_rescue")
    talk.say("望京桥东边", "inform")
    return f"{asked}\n{talk.say('13800138000', phone='13800138000')}"


@pytest.mark.usefixtures("night")
def test_a_rescue_at_night_is_not_said_to_be_on_its_way(visitor: Conversation, rows: Rows) -> None:
    answer = call_for_rescue(visitor)
    assert "马上联系您" not in answer and answer.count("保险公司的救援电话") == 2
    assert "明天（周二）9:00" in answer.replace("09:00", "9:00")
    (promise,) = rows(tables.Promise, subject_type="lead")
    assert promise.due_at == MORNING


def test_a_rescue_by_day_is(visitor: Conversation, rows: Rows) -> None:
    answer = call_for_rescue(visitor)
    assert "马上联系您" in answer and "保险公司" not in answer
    (promise,) = rows(tables.Promise, subject_type="lead")
    assert promise.due_at == MONDAY + timedelta(minutes=30)


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize("intent", ["ask_warranty", "file_complaint"])
def test_danger_at_night_names_who_helps_now(
    owner: Callable[[str], Conversation], rows: Rows, intent: str
) -> None:
    answer = owner("孙丽").say("高速上刹车突然失灵了，能换车吗", intent)
    assert "119" in answer and "120" in answer and "下班了" in answer
    (asked,) = rows(tables.Handover, reason="safety")
    assert asked.call_back_by == MORNING


CLOSING = MONDAY.replace(hour=18, minute=0)


def test_who_is_in_answers_rescue_and_danger_before_going_home(
    visitor: Conversation, owner: Callable[[str], Conversation], rows: Rows, clock: Clock
) -> None:
    clock.now = CLOSING - timedelta(minutes=10)
    assert "马上联系您" in call_for_rescue(visitor)
    (promise,) = rows(tables.Promise, subject_type="lead")
    assert promise.due_at == CLOSING
    assert "店长" in owner("孙丽").say("高速上刹车突然失灵了", "file_complaint")
    (asked,) = rows(tables.Handover, reason="safety")
    assert asked.call_back_by == CLOSING
