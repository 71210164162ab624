"""Chit-chat inside a form is answered, and the form's question comes again."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@pytest.mark.parametrize(
    "words", ["你好", "在吗", "谢谢", "给我讲个笑话", "今天天气不错啊", "你能干啥", "你是机器人吗"]
)
def test_small_talk_while_a_store_is_asked(sun_li: Conversation, words: str) -> None:
    sun_li.say("我想约个小保养")
    answer = sun_li.say(words)
    assert len(answer) == 2
    assert answer[-1].buttons == ("星驰朝阳店", "星驰海淀快修")
    assert sun_li.rows("appointment", plate="京J7B053") == []


@twins("烦死了，你们怎么这么慢", "哎呀烦死了你们咋这么慢啊")
def test_anger_is_met_before_the_question_comes_again(sun_li: Conversation, said: str) -> None:
    sun_li.say("我想约个小保养")
    answer = sun_li.say(said)
    assert "糟心" in answer
    assert answer[-1].buttons == ("星驰朝阳店", "星驰海淀快修")
    assert sun_li.rows("complaint", customer_id=sun_li.row("customer", name="孙丽").id) == []


def test_a_price_is_told_while_help_is_on_its_way(customer: Conversation) -> None:
    customer.say("我车坏在路上了")
    answer = customer.say("洗车多少钱")
    assert "40元" in answer and "在哪" in answer
    customer.say("国贸桥下面")
    customer.say("13812345678")
    assert "国贸桥" in customer.row("lead", service_line="rescue").note


def test_a_foreign_matter_is_declined_briefly(sun_li: Conversation) -> None:
    sun_li.say("我想约个小保养")
    answer = sun_li.say("帮我写一首关于春天的诗")
    assert answer[-1].buttons == ("星驰朝阳店", "星驰海淀快修")
    assert sun_li.rows("lead", customer_id=sun_li.row("customer", name="孙丽").id) == []


@twins("海淀店在哪", "那个海淀店在哪儿啊")
def test_an_address_is_told_while_a_pick_up_is_arranged(customer: Conversation, said: str) -> None:
    customer.say("能上门取车吗")
    answer = customer.say(said)
    assert "中关村大街27号" in answer
    customer.say("望京花园3号楼")
    customer.say("13812345678")
    lead = customer.row("lead", service_line="pickup")
    assert "望京花园" in lead.note and "中关村" not in lead.note


def test_goodbye_in_the_middle_books_nothing(sun_li: Conversation) -> None:
    sun_li.say("明天上午九点朝阳店做小保养")
    answer = sun_li.say("再见")
    assert "一路平安" in answer
    assert sun_li.rows("appointment", plate="京J7B053") == []
