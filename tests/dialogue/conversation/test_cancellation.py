"""算了 stops whatever is open; what waited behind it is taken up."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


def test_with_nothing_open_it_is_taken_kindly(customer: Conversation) -> None:
    answer = customer.say("算了")
    assert "随时" in answer
    assert customer.rows("handover", conversation_id=customer.id) == []


@twins("算了，不用了", "呃算了算了不用了")
def test_a_rescue_no_longer_needed_is_not_sent(customer: Conversation, said: str) -> None:
    customer.say("我车坏在路上了")
    customer.say(said)
    assert customer.rows("lead") == []
    customer.say("北四环望和桥")
    assert customer.rows("lead") == []


def test_a_pick_up_given_up_before_the_telephone(customer: Conversation) -> None:
    customer.say("能上门取车吗")
    customer.say("望京花园3号楼")
    customer.say("算了不取了")
    customer.say("13812345678")
    assert customer.rows("lead") == []


def test_a_proof_given_up_gives_up_what_wanted_it(customer: Conversation) -> None:
    customer.say("我约的几点")
    answer = customer.say("算了")
    assert "车牌" not in answer
    assert customer.rows("proof", conversation_id=customer.id) == []


def test_an_inner_matter_given_up_returns_to_the_outer(sun_li: Conversation) -> None:
    sun_li.say("我想约个小保养")
    sun_li.say("我车坏在路上了，快叫救援")
    answer = sun_li.say("算了")
    assert answer[-1].buttons == ("星驰朝阳店", "星驰海淀快修")
    assert sun_li.rows("lead") == []


@pytest.mark.parametrize("words", ["算了", "不弄了", "先这样吧不约了"])
def test_in_other_words(sun_li: Conversation, words: str) -> None:
    sun_li.say("我想约个小保养")
    answer = sun_li.say(words)
    assert answer.buttons == []
    assert sun_li.rows("appointment", plate="京J7B053") == []
