"""Danger is heard in every turn of the running system; the rescue called here is chased and called off."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

PHONE = "13812345678"


def test_fire_is_heard_while_a_rescue_is_taken_down(customer: Conversation) -> None:
    assert "119" in customer.say("车冒黑烟了,在三环上")
    assert "现在就打119" in customer.say("有火苗了")
    assert "别拿水浇" in customer.say("要不要拿水浇")
    assert "下来" in customer.say("我孩子还在后座")
    customer.say("三环国贸桥下")
    customer.say(PHONE)
    lead = customer.row("lead", conversation_id=customer.id)
    assert lead.service_line == "rescue" and "后座" in lead.note and "国贸桥" in lead.note


@twins("车在京藏高速上抛锚了", "喂那个我车在京藏高速上抛锚了")
def test_nobody_stays_in_a_car_on_a_motorway(customer: Conversation, said: str) -> None:
    assert "护栏" in customer.say(said)
    assert "护栏" in customer.say("外头太冷 我在车里头坐着")
    assert "别在这儿换胎" in customer.say("我自己下去换备胎行不")
    assert customer.written() == {}


def test_somebody_locked_in_is_not_put_aside(customer: Conversation) -> None:
    assert "119" in customer.say("孩子锁车里了钥匙也在里面")
    assert "先放下" not in customer.say("你别问了快派人来")
    customer.say("望京SOHO")
    customer.say(PHONE)
    assert customer.row("lead", conversation_id=customer.id).service_line == "rescue"


def test_brakes_that_fail_while_driving(customer: Conversation) -> None:
    assert "别再开" in customer.say("刹车踩不住了")
    assert "手刹" in customer.say("正在开,踩不住")
    assert customer.written() == {}


@pytest.mark.parametrize(
    ("fault", "asked", "answer"),
    [
        ("机油灯红了", "能上高速不", "别再开"),
        ("刹车失灵了", "就开到你们店行不", "别再开"),
        ("水温顶到红线冒白气", "能不能把水箱盖打开", "千万别开水箱盖"),
        ("车泡水了水到座垫", "还能再打一下试试不", "千万别再打火"),
        ("仪表亮了个红色的茶壶", "能开到家不", "别再开"),
    ],
)
def test_a_warning_holds_and_the_rescue_is_offered_again(
    customer: Conversation, fault: str, asked: str, answer: str
) -> None:
    assert "安排救援" in customer.say(fault).buttons
    assert answer in customer.say(asked)
    assert "安排救援" in customer.last.buttons
    assert "在哪儿" in customer.say("那咋弄啊")
    assert customer.written() == {}


@pytest.mark.parametrize("fault", ["机油灯亮了", "胎压灯亮了"])
def test_come_and_tow_me_is_a_rescue(customer: Conversation, fault: str) -> None:
    customer.say(fault)
    customer.say("行 那你们来拖")
    customer.say("大广高速固安段")
    customer.say(PHONE)
    assert customer.row("lead", conversation_id=customer.id).service_line == "rescue"


def test_a_rescue_is_chased_and_called_off(customer: Conversation) -> None:
    customer.say("叫拖车")
    customer.say("国贸桥")
    customer.say(PHONE)
    assert "最晚" in customer.say("快点")
    assert "最晚" in customer.say("到哪了")
    assert "说清楚" in customer.say("收费吗")
    assert "取消了" in customer.say("不用了又好了")
    lead = customer.row("lead", conversation_id=customer.id)
    assert lead.status == "lost" and "取消了救援" in lead.note


@pytest.mark.parametrize("said", ["没冒烟就是有点响", "上周高速上刹车失灵，差点出事"])
def test_what_is_denied_or_over_is_no_danger(customer: Conversation, said: str) -> None:
    answer = customer.say(said)
    assert "119" not in answer and "护栏" not in answer
    assert customer.rows("lead", conversation_id=customer.id) == []
