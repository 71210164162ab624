"""Danger is heard in every turn, whatever is open; a warning holds; a rescue can be chased and called off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.services import leads
from bot.storage import tables
from tests.actions.conftest import Conversation

Rows = Callable[..., list[Any]]
PHONE = "13800138000"


def call_rescue(talk: Conversation, place: str = "国贸桥东边") -> str:
    talk.say("叫拖车", "request_rescue")
    talk.say(place)
    return talk.say(PHONE, phone=PHONE)


def test_the_rescue_form_is_not_deaf(visitor: Conversation, rows: Rows) -> None:
    assert "119" in visitor.say("车冒黑烟了", "request_rescue")
    answer = visitor.say("有火苗了", "out_of_scope")
    assert answer.startswith("现在就打119") and "在哪儿" in answer and "记下" not in answer
    assert "别拿水浇" in visitor.say("要不要拿水浇", "ask_maintenance")
    assert "孩子" in visitor.say("我孩子还在后座", "inform")
    visitor.say("国贸桥东边")
    visitor.say(PHONE, phone=PHONE)
    (lead,) = rows(tables.Lead)
    assert "有火苗了" in lead.note and "后座" in lead.note and "位置：国贸桥东边" in lead.note


def test_a_warning_is_said_once_in_a_form(visitor: Conversation) -> None:
    assert "护栏" in visitor.say("车在京沪高速上抛锚了", "request_rescue")
    assert "护栏" not in visitor.say("京沪高速廊坊段", "inform")


@pytest.mark.parametrize("intent", ["out_of_scope", "chitchat", "describe_fault", "affirm"])
def test_without_a_form_a_rescue_is_offered(visitor: Conversation, intent: str) -> None:
    assert "119" in visitor.say("车冒烟了 在城里", intent)
    assert visitor.buttons == ["安排救援", "转人工"]
    assert "在哪儿" in visitor.say("那咋整啊", "ask_capability")
    assert visitor.form == "lead_form" and visitor.slots["lead_note"] == "车冒烟了 在城里"


def test_another_form_waits(visitor: Conversation, rows: Rows) -> None:
    visitor.say("我想约个小保养", "book_service", service_item="minor_maintenance")
    answer = visitor.say("车冒烟了", "describe_fault")
    assert "119" in answer and "在哪儿" in answer and "哪家店" not in answer
    visitor.say("国贸桥东边")
    assert "哪家店" in visitor.say(PHONE, phone=PHONE)
    assert rows(tables.Lead)[0].service_line == "rescue"


def test_a_colleagues_wish_becomes_a_rescue(visitor: Conversation, rows: Rows) -> None:
    visitor.say("想买二手车", "ask_other_service", service_line="used_car")
    assert "119" in visitor.say("哎呀车着火了", "out_of_scope")
    visitor.say("国贸桥东边")
    visitor.say(PHONE, phone=PHONE)
    assert [lead.service_line for lead in rows(tables.Lead)] == ["rescue"]


def test_a_story_gets_no_instructions(visitor: Conversation) -> None:
    answer = visitor.say("上周高速上刹车失灵，差点出事", "file_complaint")
    assert "护栏" not in answer and "手刹" not in answer


@pytest.mark.parametrize("intent", ["request_rescue", "describe_fault", "out_of_scope"])
def test_who_is_hurt_comes_before_the_car(visitor: Conversation, intent: str) -> None:
    visitor.say("刚才撞到一个骑车的", "ask_insurance_claim")
    assert visitor.say("我不敢动他", intent).startswith("先别动他")
    assert visitor.form is None
    assert "别挪车" in visitor.say("要不要先挪车", intent)


@pytest.mark.parametrize(
    "text", ["开回家就五公里", "能上高速不", "能打着火不", "我还在开呢", "停哪"]
)
@pytest.mark.parametrize("intent", ["ask_store", "describe_fault", "out_of_scope"])
def test_the_warning_holds(visitor: Conversation, text: str, intent: str) -> None:
    visitor.say("机油灯亮了", "describe_fault", warning_light="oil_pressure")
    assert "别再开" in visitor.say(text, intent)
    assert visitor.buttons == ["安排救援", "转人工"]


@pytest.mark.parametrize("fault", ["机油灯亮了", "胎压报警"])
@pytest.mark.parametrize(
    "text", ["行 那你们来拖", "我停这儿了你们来拖吧", "那你们来人吧", "能派人来吗"]
)
def test_help_taken_in_other_words_is_a_rescue(
    visitor: Conversation, fault: str, text: str
) -> None:
    visitor.say(fault, "describe_fault")
    assert "在哪儿" in visitor.say(text, "request_pickup")
    assert visitor.slots["lead_kind"] == "rescue" and visitor.slots["lead_note"] == fault


def test_come_quickly_stops_nothing(visitor: Conversation) -> None:
    visitor.say("叫拖车", "request_rescue")
    answer = visitor.say("你别问了快派人来", "stop")
    assert "地址" in answer and visitor.form == "lead_form"


@pytest.mark.parametrize("text", ["备胎没有", "没电了吧", "停路边了", "孩子在车上"])
def test_how_things_stand_is_noted_and_no_place(visitor: Conversation, text: str) -> None:
    visitor.say("叫拖车", "request_rescue")
    assert "在哪儿" in visitor.say(text, "out_of_scope")
    assert not visitor.slots.get("lead_place") and text in visitor.slots["lead_note"]


def test_a_place_is_heard_while_the_telephone_is_asked(visitor: Conversation) -> None:
    visitor.say("叫拖车", "request_rescue")
    visitor.say("望京", "inform")
    visitor.say("大广高速固安段", "out_of_scope")
    assert visitor.slots["lead_place"] == "望京，大广高速固安段"
    visitor.say("不对，是机场高速", "correct")
    assert visitor.slots["lead_place"] == "不对，是机场高速"


@pytest.mark.parametrize("text", ["快点", "到哪了", "还要等多久"])
def test_the_rescue_taken_owns_when(visitor: Conversation, rows: Rows, text: str) -> None:
    call_rescue(visitor)
    visitor.say("谢谢", "thank")
    assert "最晚今天" in visitor.say(text, "check_progress")
    (lead,) = rows(tables.Lead)
    assert ("快点" in lead.note) == (text == "快点")
    assert "说清楚" in visitor.say("收费吗", "ask_price")


@pytest.mark.parametrize("text", ["取消拖车", "不用了又好了", "算了不等了我自己走了"])
def test_it_can_be_called_off(visitor: Conversation, rows: Rows, text: str) -> None:
    call_rescue(visitor)
    assert "取消了" in visitor.say(text, "request_rescue")
    (lead,) = rows(tables.Lead)
    (promise,) = rows(tables.Promise, subject_type="lead")
    assert lead.status == "lost" and text in lead.note and promise.status == "withdrawn"
    visitor.say("到哪了", "check_progress")
    assert visitor.form == "identity_form"  # the car in the workshop again


def test_danger_after_it_is_told_to_the_rescue(visitor: Conversation, rows: Rows) -> None:
    call_rescue(visitor)
    assert "119" in visitor.say("着火了", "out_of_scope")
    assert visitor.buttons == [] and "着火了" in rows(tables.Lead)[0].note


def test_one_that_a_colleague_has_taken_on_stands_before_staff_again(
    visitor: Conversation, rows: Rows
) -> None:
    call_rescue(visitor)
    workshop = visitor.workshop
    with workshop.database.transaction() as session:
        session.get(tables.Lead, rows(tables.Lead)[0].id).status = "taken"
    assert leads.cancel_rescue(workshop, visitor.id, "不用了")
    (lead,) = rows(tables.Lead)
    assert lead.status == "open" and "取消了救援" in lead.note


def test_a_ring_road_is_a_place_to_fetch_a_car_from(visitor: Conversation) -> None:
    visitor.say("能上门取车吗", "request_pickup")
    assert "护栏" not in visitor.say("北四环望和桥", "inform")


@pytest.mark.parametrize("text", ["国贸桥东边", "我在国贸桥，你们快来"])
def test_a_place_said_to_the_offer_is_kept(visitor: Conversation, text: str) -> None:
    visitor.say("车冒烟了", "describe_fault")
    assert "手机号" in visitor.say(text, "request_rescue" if "来" in text else "out_of_scope")
    assert visitor.slots["lead_place"] == text


def test_a_telephone_said_to_the_offer_is_kept(visitor: Conversation, rows: Rows) -> None:
    visitor.say("刹车失灵了", "describe_fault")
    assert "在哪儿" in visitor.say(PHONE, phone=PHONE)
    visitor.say("国贸桥东边")
    assert rows(tables.Lead)[0].phone == PHONE


def test_who_needs_no_help_any_more_stops_the_taking_down(
    visitor: Conversation, rows: Rows
) -> None:
    visitor.say("叫拖车", "request_rescue")
    visitor.say("谢谢，没事了", "thank")
    assert visitor.form is None and rows(tables.Lead) == []
