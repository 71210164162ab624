"""What follows an answer on warranty: circumstances that may exclude cover, and the car's other parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.actions.test_warranty_conversation import ask

Owner = Callable[[str], Conversation]
Rows = Callable[..., list[Any]]


def test_a_supposed_accident_is_a_circumstance_of_cover(owner: Owner, rows: Rows) -> None:
    talk = owner("王芳")
    ask(talk, "我的车还保修吗")
    assert "不能替您下结论" in talk.say("要是我追尾过还算数吗", "chitchat")
    assert rows(tables.Handover)[0].reason == "warranty_unclear"


def test_an_excluding_circumstance_holds_for_the_next_part_and_the_next_circumstance(
    owner: Owner, rows: Rows
) -> None:
    talk = owner("王芳")
    ask(talk, "我的车还保修吗")
    talk.say("那发动机呢", part="engine")
    assert "不能替您下结论" in talk.say("跑滴滴的", "out_of_scope")
    assert "不能替您下结论" in talk.say("泡过水呢", "vent")
    assert len(rows(tables.Handover)) == 1


def test_an_accident_that_has_just_happened_is_no_circumstance_of_cover(
    owner: Owner, rows: Rows
) -> None:
    talk = owner("王芳")
    ask(talk, "我的车还保修吗")
    answer = talk.say("我刚刚追尾了，快派人来", "request_rescue")
    assert "下结论" not in answer
    assert [row.reason for row in rows(tables.Handover)] != ["warranty_unclear"]


def test_who_says_it_while_the_car_is_asked_for_is_not_asked_on(
    visitor: Conversation, rows: Rows
) -> None:
    ask(visitor, "我的车还在保吗")
    visitor.say("不方便说", "deny")
    assert "不能替您下结论" in visitor.say("我这是网约车", "inform")
    (handover,) = rows(tables.Handover)
    assert "网约车" in handover.summary


def test_a_petrol_car_s_battery_is_the_12v_one(owner: Owner, rows: Rows) -> None:
    talk = owner("孙丽")
    ask(talk, "我车过保了吗")
    answer = talk.say("电池呢", part="traction_battery")
    assert "蓄电池" in answer and "易损件" in answer
    assert "蓄电池" in ask(owner("周涛"), "电池还保吗", part="traction_battery")
    assert rows(tables.Handover) == []


def test_of_two_cars_the_battery_is_that_of_the_one_in_talk(owner: Owner, rows: Rows) -> None:
    talk = owner("李强")
    ask(talk, "京N8H312还在保吗", plate="京N8H312")
    answer = talk.say("电池呢", part="traction_battery")
    assert "京N8H312" in answer and "蓄电池" in answer
    assert "京AD12345" in talk.say("动力电池呢", part="traction_battery")
    ask(talk, "晨风还在保吗", vehicle_model="chenfeng")
    answer = talk.say("云电的电池呢", part="traction_battery", vehicle_model="yundian")
    assert "京AD12345" in answer and "动力电池" in answer
    assert rows(tables.Handover) == []


def test_a_part_that_the_car_has_not_needs_no_person(
    owner: Owner, visitor: Conversation, rows: Rows
) -> None:
    answer = ask(owner("王芳"), "驱动电机还保吗", part="drive_motor")
    assert "没有驱动电机" in answer
    told = {"vehicle_model": "chenfeng", "mileage": 30_000, "part": "traction_battery"}
    assert "蓄电池" in ask(visitor, "晨风去年3月买的跑了三万公里电池还保吗", **told)
    assert rows(tables.Handover) == []


def test_an_excluding_circumstance_said_after_an_answer_on_rights_goes_to_a_person(
    owner: Owner, rows: Rows
) -> None:
    talk = owner("赵敏")
    assert "由您来选" in ask(talk, "同一个毛病修了五次了，能退车吗")
    answer = talk.say("跑滴滴的", "out_of_scope")
    assert "不能替您下结论" in answer and "由您来选" not in answer
    assert [row.reason for row in rows(tables.Handover)] == ["warranty_unclear"]
    assert rows(tables.Claim) == []


def test_plate_and_digits_given_in_the_middle_prove_and_nothing_is_asked_again(
    visitor: Conversation,
) -> None:
    visitor.say("空调压缩机保修吗", "ask_warranty", part="ac_compressor")
    visitor.say("晨风", vehicle_model="chenfeng")
    assert "后四位" in visitor.say("京E2F481", plate="京E2F481")
    answer = visitor.say("3007")
    assert "周先生" in answer and "空调压缩机已经过保" in answer and "64,200公里" in answer
    assert visitor.form is None


def test_plate_and_digits_in_the_question_itself_prove(visitor: Conversation) -> None:
    text = "轮胎鼓包保不保 京J7B053 2008"
    answer = visitor.say(text, "ask_warranty", part="tyre", plate="京J7B053")
    assert "孙女士" in answer and "轮胎" in answer and "9,700公里" in answer


def test_another_part_is_meant_while_the_car_is_asked_about(visitor: Conversation) -> None:
    visitor.say("空调压缩机还保吗", "ask_warranty", part="ac_compressor", vehicle_model="yundian")
    visitor.say("那电机呢", "ask_part", part="drive_motor")
    assert visitor.slots["warranty_part"] == "drive_motor" and visitor.form == "warranty_form"


def test_the_term_of_a_series_is_nobodys_secret(visitor: Conversation) -> None:
    visitor.say("云电续航多少", "ask_ev", vehicle_model="yundian")
    answer = visitor.say("电池保几年来着", "ask_warranty", part="traction_battery")
    assert "8年或16万公里" in answer and "按您说的" not in answer and visitor.form is None


def test_what_comes_back_is_counted_out(owner: Callable[[str], Conversation]) -> None:
    talk = owner("赵敏")
    talk.say("修了五回能不能退", "ask_warranty")
    for text in ("那我退能拿回多少钱", "怎么算的", "换新车还要贴钱不", "我要掏多少使用费"):
        answer = talk.say(text, "check_progress")
        assert "102,996.30元" in answer and "26,803.70元" in answer, text
    assert "退车申请已经受理" in talk.say("那我换成退吧", "change_booking")


def test_the_rule_of_the_money_is_told_without_a_proof(visitor: Conversation) -> None:
    visitor.say("退车能退多少钱", "ask_warranty")
    answer = visitor.say("不想说", "deny")
    assert "0.5%" in answer and "转人工" in visitor.buttons
