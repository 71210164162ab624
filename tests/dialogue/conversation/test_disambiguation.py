"""Unsure between two readings: asked, with the two as buttons; bare words are kept."""

from __future__ import annotations

import httpx
import pytest

from actions.understood import wish_names
from tests.dialogue.harness import Conversation

#: Each may be meant in two ways; which of them a model is unsure about changes with its training.
TWO_WAYS = (
    "修完还是老样子",
    "等配件等了半个月了",
    "你们答应送的保养呢",
    "修了三次了还没好",
    "上次你们修完空调还是不凉",
    "车漆没喷好",
    "换完轮胎跑偏了",
    "取消约的改一下",
    "约的那个我不想要了换一下也行",
    "不想去了要不改天",
)


@pytest.fixture
def two_ways(li_qiang: Conversation) -> tuple[str, list[str]]:
    """A message between two readings of the running model, and the readings' buttons."""
    settings = li_qiang.system.settings
    for words in TWO_WAYS:
        found = httpx.post(
            f"{settings.rasa_url}/model/parse",
            params={"token": settings.internal_token},
            json={"text": words},
        ).json()
        candidates = found.get("candidates", [])
        if found["decision"] == "unsure" and set(candidates) <= set(wish_names()):
            return words, [wish_names()[intent] for intent in candidates]
    raise AssertionError("the model is sure of every one of these; find more ambiguous words")


def test_two_readings_are_two_buttons_and_the_chosen_one_is_served(
    li_qiang: Conversation, two_ways: tuple[str, list[str]]
) -> None:
    words, names = two_ways
    answer = li_qiang.say(words)
    assert answer.buttons == names and len(names) == 2
    first = li_qiang.press(names[0])
    assert first.text and first.buttons != names
    assert li_qiang.row("appointment", plate="京AD12345").status == "booked"


def test_the_other_reading_is_served_as_well(
    li_qiang: Conversation, two_ways: tuple[str, list[str]]
) -> None:
    words, names = two_ways
    first = li_qiang.say(words) and li_qiang.press(names[0]).text
    li_qiang.say("算了")
    li_qiang.say(words)
    second = li_qiang.press(names[1]).text
    assert second and second != first
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


def test_who_is_asked_which_and_says_who_they_are_is_asked_once_more(
    customer: Conversation,
) -> None:
    which = customer.say("昨天刚修完又坏了").buttons
    customer.say("京E2F481")
    assert customer.say("3007").buttons == which
    customer.press("投诉反馈")
    customer.say("不是这几次")
    customer.say("给我个说法")
    row = customer.row("complaint", conversation_id=customer.id)
    assert "昨天刚修完又坏了" in row.description
