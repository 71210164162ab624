"""What a customer hears whose proofs failed too often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.services.conftest import Clock

KNOWN, UNKNOWN = "京N3K587", "京X99999"
PAUSE = "先停一停"


def fail_five_times(talk: Conversation, plate: str) -> str:
    talk.say("车修好了没", "check_progress")
    talk.say(plate, plate=plate)
    return [talk.say(f"000{count}") for count in range(5)][-1]


@pytest.fixture(params=[KNOWN, UNKNOWN])
def plate(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_pause_says_until_when_and_what_can_be_done_meanwhile(
    visitor: Conversation, plate: str
) -> None:
    answer = fail_five_times(visitor, plate)
    assert PAUSE in answer and "10:00" in answer
    assert visitor.buttons == ["转人工", "预约到店"]


def test_a_pause_of_a_day_names_the_day(visitor: Conversation, clock: Clock, plate: str) -> None:
    fail_five_times(visitor, plate)
    clock.let_pass(minutes=31)
    assert f"{PAUSE}，明天（周二）09:30以后" in fail_five_times(visitor, plate)


@pytest.mark.parametrize("words", ["8001", "尾号8001", KNOWN, UNKNOWN, f"{KNOWN} 8001"])
def test_further_tries_hear_the_same_words_again(
    visitor: Conversation, clock: Clock, plate: str, words: str
) -> None:
    first = fail_five_times(visitor, plate)
    clock.let_pass(minutes=20)
    entities = {"plate": words.split()[0]} if words.startswith("京") else {}
    assert visitor.say(words, **entities) == first


def test_words_that_are_not_understood_are_no_try(visitor: Conversation) -> None:
    fail_five_times(visitor, KNOWN)
    assert PAUSE not in visitor.say("哦", "affirm")
    assert PAUSE not in visitor.say("乱七八糟", "nothing_known")


def test_who_asks_again_during_the_pause_is_not_asked_for_a_plate(
    visitor: Conversation, clock: Clock
) -> None:
    fail_five_times(visitor, KNOWN)
    answer = visitor.say("车修好了没", "check_progress")
    assert PAUSE in answer
    assert visitor.form is None
    clock.let_pass(minutes=30)
    visitor.say("车修好了没", "check_progress")
    visitor.say(KNOWN, plate=KNOWN)
    assert "空调不制冷" in visitor.say("8001")


def test_a_visit_can_be_booked_during_the_pause(
    visitor: Conversation, visit_of: Callable[[str], Any], rows: Callable[..., list[Any]]
) -> None:
    fail_five_times(visitor, KNOWN)
    visitor.press("预约到店")
    visitor.say("洗车，海淀，尽快", service_item="car_wash", store="HD")
    visitor.press(visitor.buttons[0])
    visitor.say(KNOWN, plate=KNOWN)
    visitor.say("13011112222", phone="13011112222")
    visitor.say("可以", "affirm")
    assert visit_of(KNOWN).customer_id is None
    assert rows(tables.Proof) == []
