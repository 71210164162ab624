"""Praise gets thanks, disappointment is asked about; neither arranges anything by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.advice import disapproves
from bot.storage import tables
from tests.actions.conftest import Conversation


@pytest.mark.parametrize(
    "text",
    ["我不满意", "很不满意这次维修", "不太满意", "服务太差了", "有点失望", "一般吧", "态度不好"],
)
def test_disappointment_is_asked_about(
    visitor: Conversation, rows: Callable[..., list[Any]], text: str
) -> None:
    answer = visitor.say(text, "give_feedback")
    assert "对不起" in answer and "谢谢" not in answer
    assert visitor.buttons == ["说说哪里没做好", "转人工"]
    assert rows(tables.Complaint, conversation_id=visitor.id) == []
    visitor.press("说说哪里没做好")
    assert visitor.form == "complaint_form"


@pytest.mark.parametrize(
    "text",
    [
        "很满意",
        "没有不满意",
        "没什么不满意的",
        "师傅挺好的",
        "一般都挺好",
        "不错",
        "不好意思，忘了夸你们",
    ],
)
def test_praise_is_thanked_for(visitor: Conversation, text: str) -> None:
    answer = visitor.say(text, "give_feedback")
    assert "谢谢" in answer and "对不起" not in answer and not disapproves(text)


def test_a_poor_mark_is_asked_about_and_a_good_one_is_not(visitor: Conversation) -> None:
    assert "对不起" in visitor.say("给你们两星", "give_feedback", rating=2)
    assert "谢谢" in visitor.say("五星", "give_feedback", rating=5)


def test_in_the_middle_of_a_booking_it_is_no_second_question(visitor: Conversation) -> None:
    visitor.say("约个小保养", "book_service", service_item="minor_service")
    answer = visitor.say("上次修得很差", "give_feedback")
    assert "对不起" in answer and "投诉" in answer
    assert visitor.form == "booking_form" and "说说哪里没做好" not in visitor.buttons


def test_what_went_wrong_is_told_without_saying_complaint(visitor: Conversation) -> None:
    visitor.say("我不满意", "give_feedback")
    visitor.say("维修完还是异响", "describe_fault")
    assert visitor.form == "complaint_form"
    assert "异响" in visitor.slots["complaint_text"]


def test_who_will_not_tell_is_left_in_peace(visitor: Conversation) -> None:
    visitor.say("我不满意", "give_feedback")
    visitor.say("算了没事不用了", "deny")
    assert visitor.form is None
