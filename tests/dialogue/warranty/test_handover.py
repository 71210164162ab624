"""What the rules do not decide goes to a person, and a person is there at any moment."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins
from tests.dialogue.written import HANDED_OVER


@pytest.mark.parametrize(
    "asked",
    [
        "二手车过户了还有质保吗",
        "出了事故撞坏的大灯保不保",
        "改装过排气的还给保修吗",
        "车在公司名下有三包吗",
    ],
    ids=["second hand", "accident", "modified", "company car"],
)
def test_what_is_not_decided_is_not_guessed(wang_fang: Conversation, asked: str) -> None:
    answer = wang_fang.say(asked)
    assert "还在保" not in answer and "过保了" not in answer
    handover = wang_fang.row("handover", conversation_id=wang_fang.id)
    assert handover.reason == "warranty_unclear" and handover.summary == asked
    assert f"{handover.call_back_by:%H:%M}" in answer


@twins("转人工", "哎给我转人工吧")
def test_at_the_plate(customer: Conversation, said: str) -> None:
    customer.say("我车还在保吗")
    customer.say(said)
    assert customer.row("handover", conversation_id=customer.id).reason == "customer_asked"


@twins("叫你们经理来", "把你们经理叫来跟我说")
def test_at_which_car_and_the_question_stays(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我车过保没")
    li_qiang.say(said)
    assert li_qiang.row("handover", conversation_id=li_qiang.id).status == "waiting"
    assert "2029年3月23日" in li_qiang.say("云电")
    assert li_qiang.written() == HANDED_OVER


def test_instead_of_the_claim(begin: Begin) -> None:
    talk = begin().prove("赵敏")
    talk.say("修了五次了能退车不")
    talk.press("转人工")
    handover = talk.row("handover", conversation_id=talk.id)
    assert handover.customer_id == talk.row("customer", name="赵敏").id
    assert talk.rows("lead") == []
    assert talk.written() == HANDED_OVER


def test_a_yes_of_who_could_not_prove(customer: Conversation) -> None:
    customer.say("修了五次了能退车不")
    customer.say("不方便报")
    customer.press("转人工")
    assert customer.row("handover", conversation_id=customer.id).customer_id is None


def test_two_unclear_questions_are_one_request(wang_fang: Conversation) -> None:
    first = wang_fang.say("二手车过户了还有质保吗")
    wang_fang.let_pass(minutes=5)
    second = wang_fang.say("改装过排气的还给保修吗")
    assert first[-1].text == second[-1].text  # the same time
    assert len(wang_fang.rows("handover", conversation_id=wang_fang.id)) == 1


@twins(["云电", "去年五月买的", "三万公里"], ["呃云电", "去年五月份买的", "嗯三万公里"])
def test_what_is_told_of_the_car_after_it_goes_to_the_colleague(
    customer: Conversation, said: list[str]
) -> None:
    customer.say("我车电池衰减厉害保修吗")
    assert customer.row("handover", conversation_id=customer.id).reason == "warranty_unclear"
    for told in said:
        assert "写在您的单子上" in customer.say(told)
    assert said[-1] in customer.row("handover", conversation_id=customer.id).summary
