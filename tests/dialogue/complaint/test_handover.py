"""A person at any moment of a complaint."""

from __future__ import annotations

from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins
from tests.dialogue.written import HANDED_OVER

MATTER = "你们海淀店把我车刮了一道，我要投诉"


@twins("叫你们经理来", "把你们经理给我叫来")
def test_before_anything_was_told(customer: Conversation, said: str) -> None:
    customer.say("我要投诉")
    answer = customer.say(said)
    handover = customer.row("handover", conversation_id=customer.id)
    assert handover.reason == "customer_asked"
    assert f"{handover.call_back_by:%H:%M}" in answer
    assert customer.written() == HANDED_OVER


@twins("转人工", "哎呀给我转人工")
def test_while_the_wish_is_asked_and_the_complaint_can_go_on(
    customer: Conversation, said: str
) -> None:
    customer.say(MATTER)
    assert "先留着" in customer.say(said)
    customer.say("给我补漆")
    customer.say("13912345678")
    assert customer.row("complaint", conversation_id=customer.id).topic == "damage"
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"


def test_in_a_safety_matter_the_person_is_there_already(customer: Conversation) -> None:
    first = customer.say("你们修完刹车失灵了差点出人命")
    handover = customer.row("handover", conversation_id=customer.id)
    answer = customer.press("转人工")
    assert f"{handover.call_back_by:%H:%M}" in answer and f"{handover.call_back_by:%H:%M}" in first
    assert len(customer.rows("handover", conversation_id=customer.id)) == 1


def test_where_no_complaint_is_on_record(wang_fang: Conversation) -> None:
    answer = wang_fang.say("我投诉的事怎么样了")
    assert answer.buttons == ["投诉反馈", "转人工"]
    wang_fang.press("转人工")
    owner = wang_fang.row("customer", name="王芳")
    assert wang_fang.row("handover", conversation_id=wang_fang.id).customer_id == owner.id
    assert len(wang_fang.rows("complaint")) == 1  # nothing was taken down unasked


def test_after_the_complaint_is_taken(begin: Begin) -> None:
    talk = begin().prove("孙丽")
    talk.say("你们上次把我车门刮了一道，我要投诉")
    talk.press("给我个说法")
    talk.say("我现在就要跟人说，转人工")
    assert talk.row("handover", conversation_id=talk.id).status == "waiting"
    assert talk.row("complaint", plate="京J7B053").status == "accepted"


def test_after_asking_how_it_stands(begin: Begin) -> None:
    talk = begin().prove("陈静")
    talk.say("我投诉的事怎么样了")
    answer = talk.say("转人工")
    handover = talk.row("handover", conversation_id=talk.id)
    assert f"{handover.call_back_by:%H:%M}" in answer
    assert handover.customer_id == talk.row("customer", name="陈静").id
