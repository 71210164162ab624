"""An answer that is no plate and no digits: explained, and in the end a person."""

from __future__ import annotations

import pytest

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

STATE = "正在星驰朝阳店维修"


@pytest.mark.parametrize("wrong", ["白色的那辆", "N3K587", "嗯", "😀", "京N3K58"])
def test_what_is_no_plate_is_asked_again_and_the_right_one_taken(
    customer: Conversation, wrong: str
) -> None:
    customer.say("车修好没")
    answer = customer.say(wrong)
    assert "车牌" in answer[-1].text and STATE not in answer
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []
    customer.say("京N3K587")
    assert STATE in customer.say("8001")
    assert customer.row("proof_attempt", conversation_id=customer.id).succeeded is True


@twins("80", "八零吧")
def test_too_few_digits_are_asked_again_and_count_as_no_try(
    customer: Conversation, said: str
) -> None:
    customer.say("车修好没")
    customer.say("京N3K587")
    assert "后四位" in customer.say(said)[-1].text
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []
    assert STATE in customer.say("8001")
    assert customer.row("proof_attempt", conversation_id=customer.id).succeeded is True


def test_too_many_digits_are_asked_again_and_count_as_no_try(customer: Conversation) -> None:
    customer.say("车修好没")
    customer.say("京N3K587")
    assert "后四位" in customer.say("80011")[-1].text
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []


@twins(
    ["就那辆白的", "白的那个啊", "就是白色的"], ["嗯就那辆白的", "就白的那个嘛", "哎呀就是白色的"]
)
def test_three_answers_that_do_not_fit_offer_a_person(
    customer: Conversation, said: list[str]
) -> None:
    customer.say("车修好没")
    for line in said:
        customer.say(line)
    assert "转人工" in customer.last.buttons
    customer.press("转人工")
    handover = customer.row("handover", conversation_id=customer.id)
    assert handover.status == "waiting"


def test_an_order_number_instead_of_a_plate_proves_nobody(customer: Conversation) -> None:
    number = customer.row("repair_order", plate="京N3K587").number
    assert "车牌" in customer.say(f"{number}修好没")
    answer = customer.say(number)
    assert "车牌" in answer[-1].text and STATE not in answer
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []


def test_a_name_instead_of_a_plate_proves_nobody(customer: Conversation) -> None:
    customer.say("车修好没")
    answer = customer.say("我叫王芳")
    assert "车牌" in answer[-1].text and "王女士" not in answer
    assert customer.rows("proof", conversation_id=customer.id) == []
