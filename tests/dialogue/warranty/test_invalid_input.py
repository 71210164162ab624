"""Answers that do not fit a question about the car."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@pytest.fixture
def telling(customer: Conversation) -> Conversation:
    """Somebody who would rather tell of the car than prove, asked for the series."""
    customer.say("我的车还保不保")
    customer.say("不方便说")
    return customer


@pytest.mark.parametrize("wrong", ["白色的", "😀", "京"])
def test_what_is_no_series_is_explained(telling: Conversation, wrong: str) -> None:
    answer = telling.say(wrong)
    assert "哪个车系" in answer[-1].text and "星驰晨风" in answer.buttons
    telling.say("晨风")
    telling.say("2024年3月")
    assert "2027年3月1日" in telling.say("五万公里")
    assert telling.written() == {}


@twins("是的", "嗯对的呀")
def test_no_day_is_explained_and_an_old_one_taken(telling: Conversation, said: str) -> None:
    telling.say("晨风")
    answer = telling.say(said)
    assert "开发票" in answer and "2024年3月" in answer  # an example helps
    assert "公里" in telling.say("2023年3月")
    assert telling.written() == {}


def test_a_day_to_come_is_not_taken(telling: Conversation) -> None:
    telling.say("晨风")
    assert "开" in telling.say("明年三月")[-1].text
    assert "记不清了" in telling.last.buttons
    assert telling.written() == {}


@twins("记不清了", "哎呀记不清了都")
def test_who_does_not_know_the_day_hears_what_it_hangs_on(telling: Conversation, said: str) -> None:
    telling.say("晨风")
    telling.say(said)
    answer = telling.say("五万公里")
    assert "3年或10万公里" in answer and "只要时间还没到" in answer
    assert telling.written() == {}


def test_who_does_not_know_the_kilometres_hears_what_it_hangs_on(telling: Conversation) -> None:
    telling.say("晨风")
    telling.say("2024年3月")
    answer = telling.press("不清楚")
    assert "2027年3月1日" in answer and "只要里程没超过10万公里" in answer
    assert telling.written() == {}


@twins(["嗯", "对", "是的"], ["嗯嗯", "对对对", "是的呀"])
def test_three_answers_that_do_not_fit_offer_a_person(
    telling: Conversation, said: list[str]
) -> None:
    telling.say("晨风")
    telling.say("2024年3月")
    for line in said:
        telling.say(line)
    assert "转人工" in telling.last.buttons
    telling.press("转人工")
    assert telling.row("handover", conversation_id=telling.id).status == "waiting"
