"""Days that cannot be, weekdays that are today, and a yes to several free times."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.clock import parse_moment
from bot.dialogue.turn import Said
from tests.actions.conftest import Conversation
from tests.actions.test_booking_conversation import asks, point, span
from tests.services.conftest import Clock

Owner = Callable[[str], Conversation]


def test_a_day_that_no_calendar_has_is_told(visitor: Conversation) -> None:
    wish = {"service_item": "minor_service", "store": "CY"}
    answer = visitor.say("约小保养二月三十号朝阳", "book_service", **wish)
    assert "没有二月三十号这一天" in answer
    assert asks(visitor) == "booking_start" and visitor.slots.get("booking_time") is None


def test_a_weekday_that_is_today_after_an_hour_is_next_weeks(owner: Owner, clock: Clock) -> None:
    """Ten o'clock was settled; at noon on a Monday 「周一」 is no time in the past."""
    clock.now = parse_moment("2026-11-23T12:00")
    talk = owner("李强")
    wish = {"service_item": "battery_health_check", "plate": "京AD12345", "store": "YZ"}
    talk.say("再约一次电池检测", "book_service", time=point("2026-11-27T10:00"), **wish)
    talk.press("再约一次", "book_service")
    today = span("2026-11-23T00:00", "2026-11-24T00:00", "day")
    item = {"entity": "time", "value": today, "text": "周一"}
    answer = talk.hear(Said("inform", "周一", [item]))
    assert "已经过去" not in answer and "周一休息" in answer


def test_a_yes_to_several_times_takes_the_first_and_says_so(visitor: Conversation) -> None:
    afternoon = span("2026-11-25T12:00", "2026-11-25T18:00")
    wish = {"service_item": "minor_service", "store": "CY", "time": afternoon}
    visitor.say("后天下午小保养朝阳", "book_service", **wish)
    assert len(visitor.buttons) > 1
    first = visitor.buttons[0]
    assert f"那就{first}" in visitor.say("行", "affirm")
    assert asks(visitor) == "booking_plate"


@pytest.mark.parametrize("weekday", ["周一上午", "星期一上午"])
def test_a_weekday_whose_hours_are_over_is_next_weeks(visitor: Conversation, weekday: str) -> None:
    value = {**span("2026-11-30T06:00", "2026-11-30T12:00"), "ambiguous": True}
    item = {"entity": "time", "value": value, "text": weekday}
    job = {"entity": "service_item", "value": "minor_service", "text": "小保养"}
    store = {"entity": "store", "value": "CY", "text": "朝阳"}
    answer = visitor.hear(Said("book_service", f"约小保养{weekday}朝阳", [item, job, store]))
    assert "11月30日（周一）" in answer
