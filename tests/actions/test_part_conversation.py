"""Parts: as much as is asked, also of what was spoken of a moment ago."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.storage import tables
from tests.actions.conftest import Conversation


def test_stock_is_told_for_the_store_that_is_asked_about(visitor: Conversation) -> None:
    assert "320元" in visitor.say("刹车片多少钱", "ask_part", part="front_brake_pads")
    answer = visitor.say("有货吗", "ask_part")
    assert "朝阳店6套" in answer and "海淀快修4套" in answer and "320元" not in answer
    assert visitor.say("HD有吗", "ask_store", store="HD").count("套") == 1
    assert "亦庄新能源中心这会儿没有" in visitor.say("YZ有吗", "ask_store", store="YZ")
    assert "210元" in visitor.say("副厂的多少", "ask_part")


def test_a_broken_lamp_has_a_price_and_a_time_and_no_emergency(visitor: Conversation) -> None:
    answer = visitor.say("大灯碎了", "ask_insurance_claim")
    assert "2,350元" in answer and "122" not in answer
    assert "2,350元" in visitor.say("多少钱", "ask_price")
    assert "5天" in visitor.say("有货吗", "ask_part")
    assert "5天" in visitor.say("要多久", "check_progress")


def test_half_of_a_jobs_name_was_said_before(visitor: Conversation) -> None:
    visitor.say("空调有异味", "describe_fault", part="air_conditioner")
    assert "150元" in visitor.say("多少钱", "ask_price")


def test_the_job_that_was_asked_about_has_the_price(visitor: Conversation) -> None:
    said = {"vehicle_model": "chenfeng", "service_item": "major_service"}
    visitor.say("晨风大保养都做啥", "ask_maintenance", **said)
    assert "980元" in visitor.say("一共多少", "ask_price")
    assert "120分钟" in visitor.say("那要多久", "inform")
    assert "海淀快修能做" in visitor.say("HD能做吗", "ask_store", store="HD")


def test_what_names_something_else_is_about_that(visitor: Conversation) -> None:
    visitor.say("雨刷多少钱", "ask_part", part="wipers")
    assert "120元" in visitor.say("换一对多少", "ask_price")
    assert "看过车才报得准" in visitor.say("打蜡多少钱", "ask_price")


def test_the_part_that_the_own_car_waits_for_is_meant(owner: Callable[[str], Conversation]) -> None:
    talk = owner("张伟")
    talk.say("车修好没", "check_progress")
    answer = talk.say("换个啥 多少钱", "ask_price")
    assert "9,800元" in answer and "11月26日" in answer and "10天" not in answer
    talk = owner("吴磊")
    assert "明天" in talk.say("到货了吗 配件", "ask_part")


@pytest.mark.parametrize("text", ["旧件还我吗", "换下来的零件能带走吗"])
def test_old_parts_are_handed_back_and_no_complaint_is_begun(
    visitor: Conversation, rows: Callable[..., list[Any]], text: str
) -> None:
    seeded = len(rows(tables.Complaint))
    assert "可以带走" in visitor.say(text, "file_complaint", complaint_topic="parts")
    assert visitor.form is None and len(rows(tables.Complaint)) == seeded
