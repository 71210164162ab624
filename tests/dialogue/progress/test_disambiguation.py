"""Which car, when both are here."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.progress.two_cars import hand_in_both
from tests.dialogue.twins import twins


@pytest.fixture(autouse=True)
def both_here(li_qiang: Conversation) -> None:
    hand_in_both(li_qiang)


def test_both_are_named_and_a_button_chooses(li_qiang: Conversation) -> None:
    answer = li_qiang.say("我的车修好没有")
    assert "哪一台" in answer
    assert answer.buttons == ["星驰云电 京AD12345", "星驰晨风 京N8H312"]
    answer = li_qiang.press("星驰晨风 京N8H312")
    assert "京N8H312" in answer and "底盘异响" in answer and "京AD12345" not in answer
    assert len(li_qiang.rows("repair_order", status="inspecting", fault="底盘异响")) == 2


@twins("云电", "嗯那个云电那台")
def test_the_series_chooses(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我的车修好没有")
    answer = li_qiang.say(said)
    assert "京AD12345" in answer and "京N8H312" not in answer
    assert li_qiang.written() == {}


@twins("京N8H312", "京恩八H三幺二")
def test_the_plate_chooses(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我的车修好没有")
    answer = li_qiang.say(said)
    assert "京N8H312" in answer and "京AD12345" not in answer
    assert li_qiang.written() == {}


@twins("我那台晨风修得怎么样了", "那个我那台晨峰修得咋样了")
def test_who_names_the_car_at_once_is_not_asked(li_qiang: Conversation, said: str) -> None:
    answer = li_qiang.say(said)
    assert "京N8H312" in answer and "哪一台" not in answer
    assert li_qiang.written() == {}


def test_who_gives_the_number_at_once_is_not_asked(li_qiang: Conversation) -> None:
    number = li_qiang.row("repair_order", plate="京AD12345").number
    answer = li_qiang.say(f"{number}修到哪一步了")
    assert "京AD12345" in answer and "哪一台" not in answer
    assert li_qiang.written() == {}


@twins("那晨风呢", "那个那晨峰那台呢")
def test_one_after_the_other_is_answered(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我的车修好没有")
    assert "京AD12345" in li_qiang.say("云电")
    answer = li_qiang.say(said)
    assert "京N8H312" in answer and "京AD12345" not in answer
    assert li_qiang.written() == {}


@twins("京N3K587", "京恩三K五八七")
def test_a_car_that_is_not_theirs_is_no_choice(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我的车修好没有")
    answer = li_qiang.say(said)
    assert "不在您名下" in answer and "空调" not in answer
    assert answer.buttons == ["星驰云电 京AD12345", "星驰晨风 京N8H312"]
    assert li_qiang.written() == {}
