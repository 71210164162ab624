"""Which car, which series, which of two readings."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

MINE = {"云电": "2029年3月23日", "晨风": "2025年9月23日"}


@pytest.mark.parametrize("button", ["星驰云电 京AD12345", "星驰晨风 京N8H312"])
def test_a_button_chooses_the_car(li_qiang: Conversation, button: str) -> None:
    answer = li_qiang.say("我车过保没")
    assert answer.buttons == ["星驰云电 京AD12345", "星驰晨风 京N8H312"]
    answer = li_qiang.press(button)
    series, plate = button.removeprefix("星驰").split()
    assert plate in answer and MINE[series] in answer
    assert li_qiang.rows("handover") == []


@twins("云电", "嗯云电那台吧")
def test_the_series_chooses_the_car(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我车过保没")
    assert MINE["云电"] in li_qiang.say(said)
    assert li_qiang.written() == {}


@twins("京N8H312", "京恩八H三幺二")
def test_the_plate_chooses_the_car(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我车过保没")
    assert MINE["晨风"] in li_qiang.say(said)
    assert li_qiang.written() == {}


@twins("驱动电机还保不保", "那个趋动电机还保不保啊")
def test_a_part_that_only_one_car_has_chooses_it(li_qiang: Conversation, said: str) -> None:
    answer = li_qiang.say(said)
    assert "京AD12345" in answer and "8年或16万公里" in answer and "哪一台" not in answer
    assert li_qiang.written() == {}


@twins("火花塞保不保", "那个火花赛保不保啊")
def test_a_petrol_part_chooses_the_petrol_car(li_qiang: Conversation, said: str) -> None:
    answer = li_qiang.say(said)
    assert "京N8H312" in answer and "6个月或1万公里" in answer
    assert li_qiang.written() == {}


@twins("京AD12345过保没有", "京A D幺二三四五过宝没有")
def test_who_names_the_car_is_not_asked(li_qiang: Conversation, said: str) -> None:
    answer = li_qiang.say(said)
    assert MINE["云电"] in answer and "哪一台" not in answer
    assert li_qiang.written() == {}


def test_a_series_by_button_for_a_car_that_is_told_of(customer: Conversation) -> None:
    customer.say("我的车还保不保")
    answer = customer.say("不方便说")
    assert answer.buttons == ["星驰晨风", "星驰远航", "星驰云途", "星驰云电", "其他品牌"]
    customer.press("其他品牌")
    customer.say("2023年3月")
    answer = customer.say("五万公里")
    assert "3年或6万公里" in answer and "2026年3月1日到期" in answer and "最低期限" in answer
    assert customer.written() == {}
