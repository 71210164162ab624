"""The three rules: see it from their side, take the grievance away, never argue."""

from __future__ import annotations

import pytest

from bot.shop.tone import Fault, Holding, check, missing


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("这是您自己没保养好造成的。", Fault.BLAMING),
        ("不可能，我们都是按流程来的。", Fault.CONTRADICTING),
        ("您先别激动。", Fault.BELITTLING),
        ("这点异响很正常，不影响用车。", Fault.BELITTLING),
    ],
)
def test_words_that_argue_are_found(text: str, fault: Fault) -> None:
    assert fault in {finding.fault for finding in check(text)}


def test_a_warm_answer_has_nothing_to_find() -> None:
    assert (
        check("让您白跑一趟，真的抱歉。我已经记下了，客诉专员今天14:00前给您回电话。", True) == ()
    )


def test_complaint_answers_are_held_to_more() -> None:
    text = "我们理解您的心情，但是这个要按规定来。"
    assert check(text) == ()
    assert {finding.word for finding in check(text, is_complaint_answer=True)} == {"但是", "按规定"}


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("让您受委屈了，我已经登记好，{first_reply_by}前有人联系您。", set()),
        ("我已经登记好，{first_reply_by}前有人联系您。", {Holding.ACKNOWLEDGEMENT}),
        ("让您受委屈了，{first_reply_by}前有消息。", {Holding.ACTION}),
        ("让您受委屈了，我已经登记好。", {Holding.TIME}),
        ("让您受委屈了，我已经登记好，30分钟内有人联系您。", set()),
        ("让您受委屈了，我已经登记好，今天就会马上办，之前的事立刻处理。", {Holding.TIME}),
        ("抱歉，{when}的记录没有查到。", {Holding.ACTION}),
        ("好的。", set(Holding)),
    ],
)
def test_a_complaint_answer_holds_acknowledgement_action_and_time(
    text: str, lacks: set[Holding]
) -> None:
    assert missing(text) == lacks
