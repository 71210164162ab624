"""After an accident: what is told and asked next is answered, not taken for something new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.storage import tables
from tests.actions.conftest import Conversation, responses

STEPS = responses()["utter_accident_steps"]


@pytest.mark.parametrize("text", ["有人受伤", "我朋友流血了", "撞到人了"])
@pytest.mark.parametrize("intent", ["out_of_scope", "ask_insurance_claim"])
def test_who_is_hurt_comes_first_and_the_steps_are_not_said_again(
    visitor: Conversation, rows: Callable[..., list[Any]], text: str, intent: str
) -> None:
    assert STEPS in visitor.say("刚才追尾了", "ask_insurance_claim")
    answer = visitor.say(text, intent)
    assert answer.startswith("先救人") and "120" in answer and STEPS not in answer
    assert rows(tables.Lead) == []
    visitor.press("请理赔顾问联系我")
    visitor.say("13800138000", phone="13800138000")
    (lead,) = rows(tables.Lead)
    assert lead.service_line == "accident" and text in lead.note


@pytest.mark.parametrize("text", ["保险公司电话多少", "报案电话是多少", "我该打哪个电话"])
def test_the_insurers_number_is_where_it_is_to_be_found(visitor: Conversation, text: str) -> None:
    visitor.say("刚才追尾了", "ask_insurance_claim")
    answer = visitor.say(text, "ask_store")
    assert "报案电话" in answer and "保单" in answer and STEPS not in answer
    assert visitor.buttons == ["请理赔顾问联系我"]


@pytest.mark.parametrize("text", ["没人受伤", "人都没事", "没有人员伤亡"])
def test_nobody_hurt_is_no_case_for_an_ambulance(visitor: Conversation, text: str) -> None:
    assert "先救人" not in visitor.say(f"追尾了，{text}", "ask_insurance_claim")
    answer = visitor.say(text, "inform")
    assert answer.startswith("人没事就好") and "先救人" not in answer


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("大灯碎了，保险给赔不", "保险公司看过再定"),
        ("车门被剐，对方全责，能走保险不", "对方的保险赔"),
        ("定损谁定", "定损员"),
        ("保险公司让去别的店", "车主自己选"),
        ("能赔我误工费不", "误工费"),
        ("私了两千行不", "协议"),
        ("没拍照就挪车了", "写下来"),
        ("我老婆还在医院呢，人都撞了", "先顾人"),
    ],
)
@pytest.mark.parametrize("intent", ["ask_insurance_claim", "inform"])
def test_a_question_of_insurance_is_answered_and_is_no_emergency(
    visitor: Conversation, text: str, words: str, intent: str
) -> None:
    answer = visitor.say(text, intent)
    assert words in answer and STEPS not in answer
    assert visitor.buttons == ["请理赔顾问联系我"]


def test_the_steps_are_said_once_in_a_conversation(visitor: Conversation) -> None:
    assert STEPS in visitor.say("刚撞车了", "vent")
    answer = visitor.say("追尾了怎么办", "ask_insurance_claim")
    assert STEPS not in answer and "记得三件事" in answer


def test_somebody_hurt_is_heard_whatever_it_was_read_as(visitor: Conversation) -> None:
    assert visitor.say("我老婆受伤了", "chitchat").startswith("先救人")
    assert visitor.say("我朋友撞了人，怎么办", "vent").startswith("先救人")


def test_an_accident_of_yesterday_is_no_emergency(visitor: Conversation) -> None:
    answer = visitor.say("我车昨天被人追尾了，现在咋整", "ask_insurance_claim")
    assert STEPS not in answer and "定完损再修" in answer
