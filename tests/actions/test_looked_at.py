"""What has no job of its own is looked at under one near it, or noted; no word of it is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.dialogue.turn import Said
from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.actions.test_booking_conversation import asks, point

Rows = Callable[..., list[Any]]
WHEN = {"time": point("2026-11-24T10:00")}


def test_a_nail_in_a_tyre_is_seen_to_where_tyres_are_done(visitor: Conversation) -> None:
    visitor.say("轮胎扎钉子了", "describe_fault", part="tyre")
    answer = visitor.say("好的", "affirm")
    assert "能不换就不换" in answer and "星驰海淀快修" in visitor.buttons
    answer = visitor.say("海淀", store="HD")
    assert "做不了" not in answer and asks(visitor) == "booking_start"


def test_a_puncture_is_booked_and_quoted_afterwards(visitor: Conversation, rows: Rows) -> None:
    car = {"plate": "京A12345", "phone": "13011112222"}
    answer = visitor.say(
        "约补胎", "book_service", service_item="tyre_repair", store="HD", **WHEN, **car
    )
    assert "我先按更换轮胎给您留时间" in answer and "检测后报价" in answer
    visitor.say("可以", "affirm")
    (row,) = rows(tables.Appointment, plate="京A12345")
    assert row.store_code == "HD" and "tyre_repair" in row.note


def test_tyres_that_are_bought_have_their_price(visitor: Conversation) -> None:
    wish = {"service_item": "replace_tyre", "store": "HD", **WHEN}
    answer = visitor.say(
        "换四条轮胎", "book_service", plate="京A12345", phone="13011112222", **wish
    )
    assert "1,840元" in answer


def test_work_off_the_list_beside_a_job_is_noted_for_the_adviser(
    visitor: Conversation, rows: Rows
) -> None:
    jobs = ["minor_service", "dashcam_installation"]
    car = {"plate": "京A12345", "phone": "13011112222"}
    answer = visitor.say(
        "小保养再装个记录仪", "book_service", service_item=jobs, store="CY", **WHEN, **car
    )
    assert "dashcam_installation”不在价目上" in answer
    visitor.say("可以", "affirm")
    (row,) = rows(tables.Appointment, plate="京A12345")
    assert "dashcam_installation" in row.note


def test_a_fault_told_after_an_offer_is_added_to_what_was_offered(visitor: Conversation) -> None:
    visitor.say("晨风多久保养一次", "ask_maintenance", vehicle_model="chenfeng")
    visitor.say("约周六上午吧 顺便看看刹车有点响", "book_service", store="CY", **WHEN)
    assert visitor.slots["booking_jobs"] == ["minor_service", "replace_front_brake_pads"]


def test_what_is_priced_in_the_middle_is_booked_too(visitor: Conversation) -> None:
    car = {"plate": "京A12345", "phone": "13011112222"}
    wish = {"service_item": "minor_service", "store": "CY", **WHEN, **car}
    visitor.say("约小保养", "book_service", **wish)
    visitor.say("贴膜多少钱", "ask_price", service_item="window_film")
    answer = visitor.say("那也约上", "affirm")
    assert asks(visitor) in ("booking_confirmed", "booking_start")
    assert visitor.slots["booking_jobs"] == ["minor_service", "window_film"]
    assert "约好了" not in answer


def test_more_work_named_after_a_booking_is_added_to_it(visitor: Conversation) -> None:
    car = {"plate": "京A12345", "phone": "13011112222"}
    visitor.say("约小保养", "book_service", service_item="minor_service", store="CY", **WHEN, **car)
    visitor.say("可以", "affirm")
    item = {"entity": "service_item", "value": "car_wash", "text": "洗个车", "start": 1, "end": 4}
    answer = visitor.hear(Said("inform", "再洗个车", [item]))
    assert asks(visitor) == "change_sure" and "小保养和洗车" in answer
