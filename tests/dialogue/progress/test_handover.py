"""A person, at any moment of asking how far the car is."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins
from tests.dialogue.written import HANDED_OVER


def test_zhang_wei_takes_the_person_he_is_offered(zhang_wei: Conversation) -> None:
    zhang_wei.say("车修好没")
    answer = zhang_wei.press("转人工")
    handover = zhang_wei.row("handover", conversation_id=zhang_wei.id)
    owner = zhang_wei.row("customer", name="张伟")
    assert (handover.status, handover.customer_id) == ("waiting", owner.id)
    assert f"{handover.call_back_by:%H:%M}" in answer
    promise = zhang_wei.row("promise", kind="call_back")
    assert promise.due_at == handover.call_back_by and promise.status == "open"
    assert zhang_wei.written() == HANDED_OVER


@twins("好的", "嗯好的好的")
def test_a_plain_yes_to_the_offer_is_enough(zhang_wei: Conversation, said: str) -> None:
    zhang_wei.say("车修好没")
    zhang_wei.say(said)
    assert zhang_wei.row("handover", conversation_id=zhang_wei.id).reason == "customer_asked"


@twins("转人工", "哎呀你给我转人工吧")
def test_at_the_plate_a_person_is_never_refused(customer: Conversation, said: str) -> None:
    customer.say("车修好没")
    answer = customer.say(said)
    handover = customer.row("handover", conversation_id=customer.id)
    assert f"{handover.call_back_by:%H:%M}" in answer
    assert handover.customer_id is None


@twins("叫你们经理来", "那个叫你们经理来接一下")
def test_at_the_digits_a_person_is_never_refused_and_the_matter_stays(
    customer: Conversation, said: str
) -> None:
    customer.say("车修好没")
    customer.say("京N3K587")
    customer.say(said)
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"
    assert "正在星驰朝阳店维修" in customer.say("8001")
    assert customer.written() == HANDED_OVER


def test_asking_twice_is_one_request_with_one_time(zhang_wei: Conversation) -> None:
    zhang_wei.say("车修好没")
    first = zhang_wei.say("转人工")
    zhang_wei.let_pass(minutes=5)
    assert zhang_wei.say("人工！").text == first.text
    assert len(zhang_wei.rows("handover", conversation_id=zhang_wei.id)) == 1
    assert len(zhang_wei.rows("promise", kind="call_back")) == 1


@twins(["不方便报", "好的"], ["那个不太方便报啊", "嗯那好的吧"])
def test_who_would_not_prove_may_have_a_person(customer: Conversation, said: list[str]) -> None:
    customer.say("车修好没")
    for line in said:
        customer.say(line)
    assert customer.row("handover", conversation_id=customer.id).customer_id is None


def test_at_night_the_call_is_promised_for_the_morning(wang_fang: Conversation) -> None:
    wang_fang.set_clock("2026-11-23T22:00")
    answer = wang_fang.say("转人工")
    handover = wang_fang.row("handover", conversation_id=wang_fang.id)
    assert handover.call_back_by.date().isoformat() == "2026-11-24"
    assert "明天（周二）" in answer
