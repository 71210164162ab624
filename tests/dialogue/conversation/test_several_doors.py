"""The same customer in another conversation: greeted with what is open; nobody else hears of it."""

from __future__ import annotations

import pytest

from bot.services import desk_conversations
from bot.services.desk_access import list_colleagues
from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation


def take(talk: Conversation) -> str:
    """顾晓 takes what is open here."""
    shop = talk.system.workshop
    gu = next(each for each in list_colleagues(shop, None) if each.login == "cy.gu")
    number = talk.row("handover", conversation_id=talk.id, status="waiting").number
    desk_conversations.take(shop, gu, number, "您好")
    return str(number)


def prove_by_words(talk: Conversation) -> None:
    talk.say("车修好没")
    talk.say("京N3K587")
    talk.say("8001")


def test_the_request_comes_along_with_its_place(wang_fang: Conversation, begin: Begin) -> None:
    wang_fang.say("转人工")
    there = begin()
    prove_by_words(there)
    assert "下一位就是您" in there.last and "正在星驰朝阳店维修" in there.last
    handed = there.row("handover")
    assert (handed.conversation_id, handed.status) == (there.id, "waiting")
    assert "下一位就是您" in there.say("还要等多久")
    assert there.say("转人工") and len(there.rows("handover")) == 1
    there.say("不等了")
    assert there.row("handover").status == "cancelled"


def test_the_person_comes_along_and_the_bot_keeps_still(
    wang_fang: Conversation, begin: Begin
) -> None:
    wang_fang.say("转人工")
    number = take(wang_fang)
    there = begin()
    prove_by_words(there)
    assert "顾晓已经在帮您了" in there.last
    assert there.say("四轮定位多少钱") == []
    assert there.row("message", conversation_id=there.id).answer == "to_staff"
    assert there.row("handover", number=number).conversation_id == there.id


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("王芳", ("王女士", "星驰朝阳店", "今天（周一）17:00")),
        ("李强", ("李先生", "亦庄", "11月26日（周四）10:00")),
        ("陈静", ("陈女士", "CP")),
        ("孙丽", ("孙女士", "今天想办点什么")),
    ],
)
def test_each_is_greeted_with_what_is_open(begin: Begin, name: str, words: tuple) -> None:
    greeting = begin().prove(name).say("你好")
    assert all(word in greeting for word in words)


def test_the_button_beside_the_greeting_leads_there(wang_fang: Conversation) -> None:
    wang_fang.say("你好")
    assert "正在星驰朝阳店维修" in wang_fang.press("查维修进度")


@pytest.mark.parametrize(
    "asked", ["人工还要等多久", "你好", "前面还有几个", "不用人工了", "再说一遍"]
)
@pytest.mark.parametrize("who", [None, "张伟"])
def test_nobody_else_hears_of_it(
    wang_fang: Conversation, begin: Begin, asked: str, who: str | None
) -> None:
    wang_fang.say("转人工")
    other = begin().prove(who) if who else begin()
    answer = other.say(asked)
    for secret in ("王", "京N3K587", "下一位", "今天（周一）17:00", "空调"):
        assert secret not in answer
    assert wang_fang.row("handover").conversation_id == wang_fang.id
    assert wang_fang.row("handover").status == "waiting"


def test_a_proof_that_has_run_out_brings_nothing_along(
    wang_fang: Conversation, begin: Begin
) -> None:
    there = begin().prove("王芳")
    wang_fang.say("转人工")
    assert wang_fang.row("handover").conversation_id == wang_fang.id
    there.let_pass(minutes=61)
    assert "没有在等人工" in there.say("人工还要等多久")
    assert wang_fang.row("handover").conversation_id == wang_fang.id
