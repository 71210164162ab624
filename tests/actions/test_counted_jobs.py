"""Tyres in a booking: priced and timed by their number, and each where nobody said it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.clock import SHANGHAI
from bot.storage import tables
from tests.actions.test_booking_conversation import TOMORROW_3PM, Owner, point


def test_four_tyres_are_priced_and_timed_as_four(
    owner: Owner, visit_of: Callable[[str], Any]
) -> None:
    talk = owner("孙丽")
    answer = talk.say(
        "明天下午三点朝阳店换四条轮胎",
        "book_service",
        service_item="replace_tyre",
        store="CY",
        time=point(TOMORROW_3PM),
    )
    assert "1,840元" in answer
    talk.say("可以", "affirm")
    row = visit_of("京J7B053")
    assert row.ends_at == datetime(2026, 11, 24, 17, 0, tzinfo=SHANGHAI)


def test_tyres_that_nobody_counted_are_priced_each_and_an_hour_is_no_count(
    owner: Owner, rows: Callable[..., list[Any]]
) -> None:
    talk = owner("孙丽")
    answer = talk.say(
        "明天下午三点朝阳店换轮胎加小保养，一个小时够吗",
        "book_service",
        service_item=["replace_tyre", "minor_service"],
        store="CY",
        time=point(TOMORROW_3PM),
    )
    assert "每条460元" in answer and "小保养380元" in answer and "共" not in answer
    assert "共2,220元" in talk.say("轮胎换四个", "inform")
    talk.say("可以", "affirm")
    (visit,) = rows(tables.Appointment, plate="京J7B053")
    lines = rows(tables.AppointmentJob, appointment_id=visit.id)
    assert {line.job_code: line.quantity for line in lines} == {
        "replace_tyre": 4,
        "minor_service": 1,
    }
