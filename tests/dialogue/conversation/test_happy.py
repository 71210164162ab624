"""The front desk's small talk, and wishes that a colleague carries out."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("你好", "喂你好啊")
def test_somebody_unknown_is_shown_what_can_be_done(customer: Conversation, said: str) -> None:
    answer = customer.say(said)
    assert "星驰" in answer
    assert {"预约到店", "查维修进度", "转人工"} <= set(answer.buttons)
    assert customer.rows("handover", conversation_id=customer.id) == []


@twins("你好", "喂你好啊")
def test_a_proven_owner_is_greeted_by_name(wang_fang: Conversation, said: str) -> None:
    answer = wang_fang.say(said)
    assert "王女士" in answer
    assert "芳" not in answer and "京N3K587" not in answer


@pytest.mark.parametrize(
    ("words", "fact"),
    [("你是真人吗", "不是真人"), ("你能干啥", "救援"), ("谢谢啊师傅", ""), ("拜拜", "一路平安")],
)
def test_small_talk_is_answered_in_kind(customer: Conversation, words: str, fact: str) -> None:
    answer = customer.say(words)
    assert fact in answer and answer.text
    assert "没听明白" not in answer
    assert customer.rows("handover", conversation_id=customer.id) == []


@twins(
    ["我车坏在路上了", "北四环望和桥", "13812345678"],
    ["哎我那个车坏在路上了", "呃就北四环望和桥这儿", "幺三八幺二三四五六七八"],
)
def test_a_rescue_is_taken_down_with_place_and_telephone(
    customer: Conversation, said: list[str]
) -> None:
    answer = customer.say(said[0])
    assert "安全的地方" in answer and "在哪" in answer
    customer.say(said[1])
    answer = customer.say(said[2])
    lead = customer.row("lead", service_line="rescue")
    assert lead.number in answer
    assert lead.phone == "13812345678" and "望和桥" in lead.note
    promise = customer.row("promise", kind="call_back", subject_id=lead.id)
    assert promise.due_at.strftime("%H:%M") in answer


def test_a_proven_owner_in_need_is_asked_for_the_place_only(sun_li: Conversation) -> None:
    sun_li.say("帮我叫个救援")
    answer = sun_li.say("东三环国贸桥")
    lead = sun_li.row("lead", service_line="rescue")
    assert lead.number in answer
    assert lead.customer_id == sun_li.row("customer", name="孙丽").id


@twins(
    ["能上门取车吗", "朝阳区望京花园3号楼", "13812345678"],
    ["那个你们能上门来取车吗", "嗯朝阳区望京花园三号楼", "幺三八幺二三四五六七八"],
)
def test_a_car_is_to_be_picked_up(customer: Conversation, said: list[str]) -> None:
    for line in said:
        answer = customer.say(line)
    lead = customer.row("lead", service_line="pickup")
    assert lead.number in answer and "望京花园" in lead.note


def test_a_used_car_is_a_lead_for_a_colleague(customer: Conversation) -> None:
    customer.say("我想买二手车")
    answer = customer.say("13812345678")
    lead = customer.row("lead", service_line="used_car")
    assert lead.number in answer and lead.phone == "13812345678"


def test_a_price_that_is_taken_up_begins_the_booking(sun_li: Conversation) -> None:
    answer = sun_li.say("四轮定位多少钱")
    assert "260元" in answer
    answer = sun_li.say("好的")
    assert "星驰朝阳店" in answer.buttons
    assert sun_li.rows("appointment", plate="京J7B053") == []


def test_a_call_is_offered_to_who_only_asks(sun_li: Conversation) -> None:
    sun_li.say("二手车收不收")
    assert sun_li.rows("lead") == []
    sun_li.press("好的")
    assert sun_li.row("lead").service_line == "used_car"


def test_who_greets_again_is_answered_and_not_greeted_anew(customer: Conversation) -> None:
    first = customer.say("你好")
    again = customer.say("有人吗")
    assert "我在呢" in again and first.text not in again
    assert again.buttons == first.buttons


@twins("有人受伤", "那个有人受伤了啊")
def test_after_the_accident_steps_the_hurt_and_the_insurer_are_heard(
    customer: Conversation, said: str
) -> None:
    assert "护栏外面" in customer.say("我刚才追尾了怎么办")
    answer = customer.say(said)
    assert "先救人" in answer and "护栏外面" not in answer
    answer = customer.say("保险公司电话多少")
    assert "保单" in answer and "护栏外面" not in answer
    assert customer.rows("lead", service_line="accident") == []
    customer.say("好的")
    customer.say("13812345678")
    assert customer.row("lead", service_line="accident").phone == "13812345678"


@twins("你们价格太贵了", "哎你们这价格太贵了吧")
def test_who_finds_it_dear_may_have_a_call(customer: Conversation, said: str) -> None:
    assert "花得值" in customer.say(said)
    assert customer.rows("lead", service_line="quote") == []
    customer.say("好的")
    customer.say("13812345678")
    assert customer.row("lead", service_line="quote").phone == "13812345678"
