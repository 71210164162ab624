"""Any figure can be put right, before the answer and after it."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@pytest.fixture
def telling(customer: Conversation) -> Conversation:
    """Somebody who would rather tell of the car than prove."""
    customer.say("我的车还保不保")
    customer.say("不方便说")
    return customer


@twins("不对，是2024年5月买的", "哦不对不对是二零二四年五月买的")
def test_the_day_is_put_right_after_the_answer(customer: Conversation, said: str) -> None:
    answer = customer.say("我晨风2023年5月买的跑了5万公里还在保吗")
    assert "过保" in answer and "2026年5月1日" in answer
    answer = customer.say(said)
    assert "2027年5月1日" in answer and "还在保" in answer and "5万公里" in answer
    assert customer.written() == {}


@twins("说错了，是十一万公里", "那个说错了是十一万公里")
def test_the_kilometres_are_put_right_after_the_answer(customer: Conversation, said: str) -> None:
    assert "还在保" in customer.say("晨风2025年5月买的跑了1万公里还在保吗")
    answer = customer.say(said)
    assert "里程先到" in answer and "11万公里" in answer
    assert customer.written() == {}


def test_the_series_is_put_right_before_the_answer(telling: Conversation) -> None:
    telling.say("晨风")
    telling.say("不对，是云电")
    telling.say("2024年3月")
    answer = telling.say("五万公里")
    assert "星驰云电" in answer and "4年或12万公里" in answer and "2028年3月1日" in answer
    assert telling.written() == {}


def test_the_day_is_put_right_before_the_answer(telling: Conversation) -> None:
    telling.say("晨风")
    telling.say("2022年3月")
    assert "公里" in telling.say("不对，是2024年3月")
    answer = telling.say("五万公里")
    assert "2027年3月1日" in answer and "还在保" in answer
    assert telling.written() == {}


@twins("不是这台，是晨风", "哦不是这台是那个晨风")
def test_the_other_car_was_meant(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我车过保没")
    assert "京AD12345" in li_qiang.say("云电")
    answer = li_qiang.say(said)
    assert "京N8H312" in answer and "2025年9月23日" in answer and "过保" in answer
    assert li_qiang.written() == {}


def test_the_other_part_was_meant(li_qiang: Conversation) -> None:
    assert "8年或16万公里" in li_qiang.say("动力电池质保多少年")
    answer = li_qiang.say("那发动机呢")
    assert "京N8H312" in answer and "发动机已经过保" in answer
    assert li_qiang.written() == {}


def test_the_odometer_is_newer_than_the_records(wang_fang: Conversation) -> None:
    assert "18,600公里" in wang_fang.say("我的车还在保吗")
    answer = wang_fang.say("不对，现在已经跑了十一万公里")
    assert "里程先到" in answer and "按您说的" in answer
    assert wang_fang.row("car", plate="京N3K587").mileage_km == 18_600  # told is not proven
