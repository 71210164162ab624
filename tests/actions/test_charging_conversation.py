"""Charging that does not work, and what it costs: help, not how to install a pile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.storage import tables
from tests.actions.conftest import Conversation, responses

INSTALL = responses()["utter_ev_home"]


@pytest.mark.parametrize("text", ["充电桩坏了", "家里充电桩跳闸"])
def test_a_private_pile_is_the_makers_and_a_colleague_may_call(
    visitor: Conversation, rows: Callable[..., list[Any]], text: str
) -> None:
    answer = visitor.say(text, "ask_ev")
    assert INSTALL not in answer and "别自己拆" in answer and rows(tables.Lead) == []
    visitor.press("请同事联系我")
    visitor.say("13800138000", phone="13800138000")
    (lead,) = rows(tables.Lead)
    assert text in lead.note


@pytest.mark.parametrize(
    ("text", "intent", "words"),
    [
        ("你们亦庄店的快充没电出", "ask_ev", "不好意思"),
        ("枪拔不下来", "describe_fault", "别硬拔"),
        ("车只剩8个电了", "out_of_scope", "亦庄新能源中心有4个充电位"),
        ("冬天才跑两百多，电池是不是坏了", "describe_fault", "多半不是坏了"),
        ("电费多少钱一度", "ask_ev", "不敢乱报"),
    ],
)
def test_each_trouble_has_its_own_help(
    visitor: Conversation, text: str, intent: str, words: str
) -> None:
    assert words in visitor.say(text, intent)
    assert visitor.form is None


def test_who_is_stuck_at_the_pile_may_have_a_rescue(visitor: Conversation) -> None:
    visitor.say("充电枪卡死了", "describe_fault")
    visitor.say("好的", "affirm")
    assert visitor.form == "lead_form" and visitor.slots["lead_kind"] == "rescue"


def test_a_telephone_alone_takes_the_offered_call(
    visitor: Conversation, rows: Callable[..., list[Any]]
) -> None:
    visitor.say("充电桩坏了", "ask_ev")
    visitor.say("13800138000", "inform", phone="13800138000")
    (lead,) = rows(tables.Lead)
    assert lead.phone == "13800138000" and "充电桩坏了" in lead.note
