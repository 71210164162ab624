"""Nothing about a car before its owner is known."""

from __future__ import annotations

from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

STATE = "正在星驰朝阳店维修"


@twins(["车修好了吗", "京N3K587", "8001"], ["问哈车修好没得", "京恩三K五八七", "八零零幺"])
def test_plate_and_last_four_digits_open_the_answer(
    customer: Conversation, said: list[str]
) -> None:
    question, plate, digits = said
    assert "车牌" in customer.say(question)
    assert "后四位" in customer.say(plate)
    assert "王" not in customer.last and STATE not in customer.last
    answer = customer.say(digits)
    assert STATE in answer and "17:00" in answer
    owner = customer.row("customer", name="王芳")
    assert customer.row("proof", conversation_id=customer.id).customer_id == owner.id


@twins("京N3K587，尾号8001，车修好没", "车牌是京恩三K五八七尾号是八零零幺车修好没有")
def test_all_in_one_message_is_asked_for_nothing(customer: Conversation, said: str) -> None:
    assert STATE in customer.say(said)
    assert len(customer.rows("proof", conversation_id=customer.id)) == 1


@twins(["京N3K587", "13800138001"], ["京恩三K五八七", "幺三八零零幺三八零零幺"])
def test_the_whole_telephone_number_does_as_well(customer: Conversation, said: list[str]) -> None:
    customer.say("车修好了吗")
    customer.say(said[0])
    assert STATE in customer.say(said[1])
    owner = customer.row("customer", name="王芳")
    assert customer.row("proof", conversation_id=customer.id).customer_id == owner.id


def test_the_telephone_may_come_before_the_plate(customer: Conversation) -> None:
    customer.say("车修好了吗")
    assert "车牌" in customer.say("13800138001")
    assert STATE in customer.say("京N3K587")
    owner = customer.row("customer", name="王芳")
    assert customer.row("proof", conversation_id=customer.id).customer_id == owner.id


def test_a_plate_of_another_owner_is_not_opened_by_my_digits(customer: Conversation) -> None:
    customer.say("车修好了吗")
    customer.say("京P9Q662")
    answer = customer.say("8001")
    assert "没对上" in answer and "变速箱" not in answer
    assert customer.rows("proof", conversation_id=customer.id) == []
    attempt = customer.row("proof_attempt", conversation_id=customer.id)
    assert attempt.succeeded is False


@twins("不方便报", "嗯那个不太方便报呢")
def test_who_would_rather_not_say_hears_nothing_of_a_car(customer: Conversation, said: str) -> None:
    customer.say("车修好了吗")
    answer = customer.say(said)
    assert "车主" in answer and answer.buttons == ["转人工"]
    assert customer.rows("proof", conversation_id=customer.id) == []


def test_after_an_hour_the_proof_is_asked_for_again(wang_fang: Conversation) -> None:
    assert STATE in wang_fang.say("车修好没")
    wang_fang.let_pass(minutes=61)
    answer = wang_fang.say("车修好没")
    assert "车牌" in answer and STATE not in answer
    assert len(wang_fang.rows("proof", conversation_id=wang_fang.id)) == 1  # the old one


def test_who_is_known_is_not_asked_again_within_the_hour(wang_fang: Conversation) -> None:
    wang_fang.say("车修好没")
    wang_fang.let_pass(minutes=50)
    assert STATE in wang_fang.say("现在呢，车修好没")
    assert len(wang_fang.rows("proof", conversation_id=wang_fang.id)) == 1


def test_another_conversation_proves_for_itself(begin: Begin) -> None:
    assert STATE in begin().prove("王芳").say("车修好没")
    other = begin()
    answer = other.say("车修好没")
    assert "车牌" in answer and STATE not in answer
    assert other.rows("proof", conversation_id=other.id) == [] and other.written() == {}


@twins(["修好了吗我的车", "8001", "京N3K587"], ["修好了吗我那个车", "八零零幺", "京恩三K五八七"])
def test_digits_before_the_plate_are_kept(customer: Conversation, said: list[str]) -> None:
    for line in said:
        assert STATE not in customer.last
        customer.say(line)
    assert STATE in customer.last
    owner = customer.row("customer", name="王芳")
    assert customer.row("proof", conversation_id=customer.id).customer_id == owner.id


def test_digits_alone_after_a_mismatch_are_tried_and_five_failures_pause(
    customer: Conversation,
) -> None:
    customer.say("修到哪一步了")
    customer.say("京N3K587 尾号8002")
    for digits in ("8003", "8004", "8005", "8006"):
        customer.say(digits)
    assert "先停一停" in customer.last
    paused = customer.last.text.splitlines()[0]
    for further in ("8001", "尾号8001", "京N3K587", "京X99999", "车牌京N3K587，尾号8001"):
        assert paused in customer.say(further) and STATE not in customer.last
        assert customer.last.buttons == ["转人工", "预约到店"]
    assert customer.rows("proof", conversation_id=customer.id) == []
