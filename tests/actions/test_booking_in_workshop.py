"""A car that stands in the workshop is not booked beside its order, unless its owner insists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.clock import parse_moment
from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.actions.test_booking_conversation import asks, point

Rows = Callable[..., list[Any]]
TOMORROW = "2026-11-24T09:00"
WISH = {"service_item": "fault_diagnosis", "store": "CY"}


@pytest.fixture
def liu_yang(owner: Callable[[str], Conversation]) -> Conversation:
    """刘洋, whose car was towed in; he asks for a visit tomorrow."""
    talk = owner("刘洋")
    answer = talk.say("约故障诊断 朝阳 明天九点", "book_service", time=point(TOMORROW), **WISH)
    assert asks(talk) == "booking_here"
    assert "京L6M739" in answer and "星驰朝阳店" in answer and "检查" in answer
    return talk


def test_the_adviser_adds_it_to_the_order(liu_yang: Conversation, rows: Rows) -> None:
    liu_yang.say("好", "affirm")
    (lead,) = rows(tables.Lead)
    assert "京L6M739" in lead.note and "故障诊断" in lead.note
    assert rows(tables.Appointment, plate="京L6M739") == []


def test_who_insists_has_the_visit(liu_yang: Conversation, rows: Rows) -> None:
    liu_yang.say("还是给我约吧", "book_service")
    assert asks(liu_yang) == "booking_confirmed"
    liu_yang.say("可以", "affirm")
    (row,) = rows(tables.Appointment, plate="京L6M739")
    assert row.starts_at == parse_moment(TOMORROW)


def test_who_comes_later_is_asked_when(liu_yang: Conversation, rows: Rows) -> None:
    liu_yang.press("以后再来")
    assert asks(liu_yang) == "booking_start"
    assert rows(tables.Lead) == []


def test_who_wants_nothing_has_nothing(liu_yang: Conversation, rows: Rows) -> None:
    liu_yang.say("不用了", "deny")
    assert liu_yang.form is None
    assert rows(tables.Lead) == rows(tables.Appointment, plate="京L6M739") == []


def test_a_visit_after_the_promised_day_is_booked(owner: Callable[[str], Conversation]) -> None:
    talk = owner("王芳")
    talk.say("周六小保养", "book_service", time=point("2026-11-28T10:00"), store="CY",
             service_item="minor_service")  # fmt: skip
    assert asks(talk) == "booking_confirmed"


def test_to_tell_the_adviser_is_no_call_for_a_person(liu_yang: Conversation, rows: Rows) -> None:
    liu_yang.say("那就转告顾问吧", "request_human")
    (lead,) = rows(tables.Lead)
    assert "故障诊断" in lead.note and rows(tables.Handover) == []
