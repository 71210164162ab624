"""Answers that do not fit a complaint's questions."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

MATTER = "你们海淀店把我车刮了一道，我要投诉"


@pytest.mark.parametrize("wrong", ["12345", "139123456789", "没有", "😀"])
def test_what_is_no_telephone_is_explained_and_the_right_one_taken(
    customer: Conversation, wrong: str
) -> None:
    customer.say(MATTER)
    customer.press("给我个说法")
    answer = customer.say(wrong)
    assert "手机号" in answer[-1].text
    assert customer.rows("complaint", conversation_id=customer.id) == []
    customer.say("13912345678")
    assert customer.row("complaint", conversation_id=customer.id).phone == "13912345678"


def test_a_telephone_is_never_taken_for_the_wish(customer: Conversation) -> None:
    customer.say(MATTER)
    assert "希望我们怎么做" in customer.say("13912345678")[-1].text
    customer.press("重新修好")
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.phone, row.wish) == ("13912345678", "重新修好")


@twins("没啥要求", "嗯没啥要求了")
def test_no_wish_at_all_is_an_answer(sun_li: Conversation, said: str) -> None:
    sun_li.say("你们上次把我车门刮了一道，我要投诉")
    answer = sun_li.say(said)
    assert sun_li.row("complaint", plate="京J7B053").number in answer


@twins(["嗯", "对", "是的"], ["嗯嗯", "对对对", "是的呀"])
def test_three_answers_that_do_not_fit_offer_a_person(
    customer: Conversation, said: list[str]
) -> None:
    customer.say(MATTER)
    customer.press("给我个说法")
    for line in said:
        customer.say(line)
    assert "转人工" in customer.last.buttons
    customer.press("转人工")
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"


def test_a_visit_nobody_can_place_is_taken_as_told(customer: Conversation) -> None:
    customer.say("你们把我的后视镜弄坏了，我要投诉")
    assert "哪家店" in customer.last[-1].text
    customer.say("记不清了")
    customer.press("给我个说法")
    customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert row.topic == "damage" and row.store_code is None


def test_a_plate_without_proof_binds_nothing(customer: Conversation) -> None:
    customer.say("京N3K587，你们海淀店把我车刮了一道，我要投诉")
    customer.press("给我个说法")
    customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert row.customer_id is None and row.repair_order_id is None
    assert "王" not in customer.transcript and "空调" not in customer.transcript
