"""Without proof a complaint is taken; what stands in one is for who made it."""

from __future__ import annotations

from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins
from tests.dialogue.written import COMPLAINED

SECRETS = ("异味", "林可", "CP2611", "调查")


@twins(
    ["我投诉的事怎么样了", "京AF67890", "5005"],
    ["我投诉那事怎么样了啊", "京AF六七八九零", "五零零五"],
)
def test_how_it_stands_is_told_after_the_proof(customer: Conversation, said: list[str]) -> None:
    for line in said[:-1]:
        answer = customer.say(line)
        assert not any(secret in answer for secret in SECRETS)
    answer = customer.say(said[-1])
    assert customer.row("complaint").number in answer and "正在调查" in answer


@twins(
    ["我投诉的事怎么样了", "京AF67890", "1234"],
    ["我头诉那个事怎么样了", "京A F六七八九零", "幺二三四"],
)
def test_wrong_digits_tell_nothing(customer: Conversation, said: list[str]) -> None:
    customer.say(said[0])
    customer.say(said[1])
    answer = customer.say(said[2])
    assert "没对上" in answer and not any(secret in answer for secret in SECRETS)
    assert customer.row("proof_attempt", conversation_id=customer.id).succeeded is False
    assert customer.written() == {}


@twins("不方便报", "嗯不太方便报")
def test_who_would_rather_not_say_hears_of_nothing(customer: Conversation, said: str) -> None:
    customer.say("我投诉的事怎么样了")
    answer = customer.say(said)
    assert not any(secret in answer for secret in SECRETS)
    assert "转人工" in answer.buttons
    assert customer.written() == {}


def test_a_stranger_asks_after_their_own_in_the_same_conversation(customer: Conversation) -> None:
    customer.say("你们海淀店把我车刮了一道，我要投诉")
    customer.press("给我个说法")
    customer.say("13912345678")
    number = customer.row("complaint", conversation_id=customer.id).number
    answer = customer.say("我投诉的事怎么样了")
    assert number in answer and "车牌" not in answer
    assert customer.written() == COMPLAINED


def test_another_conversation_does_not_hear_of_it(begin: Begin) -> None:
    first, other = begin(), begin()
    first.say("你们海淀店把我车刮了一道，我要投诉")
    first.press("给我个说法")
    first.say("13912345678")
    number = first.row("complaint", conversation_id=first.id).number
    answer = other.say(f"我的投诉{number}怎么样了")
    assert "车牌" in answer and "刮" not in answer
    assert other.written() == {}


def test_the_number_of_another_owners_complaint_opens_nothing(wang_fang: Conversation) -> None:
    number = wang_fang.row("complaint").number
    answer = wang_fang.say(f"{number}处理得怎么样了")
    assert "异味" not in answer and "林可" not in answer and "还没看到登记好的投诉" in answer
    assert wang_fang.rows("promise", kind="call_back") == []


def test_proving_half_way_binds_the_complaint_to_the_owner(customer: Conversation) -> None:
    customer.say("你们海淀店把我车刮了一道，我要投诉")
    assert "车牌" in customer.say("先看看我的车修好没有")
    customer.say("京N3K587")
    assert "希望我们怎么做" in customer.say("8001")[-1].text
    answer = customer.press("给我个说法")
    row = customer.row("complaint", conversation_id=customer.id)
    assert row.customer_id == customer.row("customer", name="王芳").id
    assert row.number in answer


@twins(
    ["刹车失灵了我要投诉", "京L6M739", "4006"],
    ["刹车突然失灵了，我要投诉啊", "京L六M七三九", "四零零六"],
)
def test_a_plate_in_place_of_the_telephone_binds_the_complaint_too(
    customer: Conversation, said: list[str]
) -> None:
    customer.say(said[0])
    assert "后四位" in customer.say(said[1])
    answer = customer.say(said[2])
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.customer_id, row.plate) == (customer.row("customer", name="刘洋").id, "京L6M739")
    assert row.number in answer and "京" not in row.description
