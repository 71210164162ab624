"""Booking, moving and calling off, as conversations with a seeded shop; understanding is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clock import SHANGHAI, parse_moment
from bot.services import booking
from bot.services.workshop import Workshop
from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.services.conftest import Clock

Owner = Callable[[str], Conversation]
Rows = Callable[..., list[Any]]
TOMORROW_3PM = "2026-11-24T15:00"


def point(start: str, minutes: int = 60) -> dict[str, Any]:
    """「下午三点」: an hour point, ending one grain later."""
    return span(start, (parse_moment(start) + timedelta(minutes=minutes)).isoformat(), "hour")


def span(start: str, end: str, grain: str = "part_of_day") -> dict[str, Any]:
    """「周六上午」, 「下周」."""
    return {
        "start": parse_moment(start).isoformat(),
        "end": parse_moment(end).isoformat(),
        "grain": grain,
    }


def asks(talk: Conversation) -> str | None:
    """The slot that the bot's last question was about."""
    return talk.slots.get("requested_slot")


def take(shop: Workshop, store: str, job: str, start: str, times: int = 1) -> None:
    """Somebody else books first."""
    for place in range(times):
        booking.book(
            shop,
            conversation_id=f"other-{start}-{place}",
            store_code=store,
            job_codes=[job],
            starts_at=parse_moment(start),
            plate=f"京B{place:05d}",
            phone="13100000000",
        )


def test_a_proven_owner_who_says_everything_at_once_only_confirms(
    owner: Owner, rows: Rows, visit_of: Callable[[str], Any]
) -> None:
    talk = owner("孙丽")
    answer = talk.say(
        "明天下午三点在朝阳店给我的晨风做个小保养",
        "book_service",
        time=point(TOMORROW_3PM),
        store="CY",
        vehicle_model="chenfeng",
        service_item="minor_service",
    )
    assert asks(talk) == "booking_confirmed"
    for told in ("晨风", "京J7B053", "小保养", "星驰朝阳店", "周二", "15:00", "380元"):
        assert told in answer
    assert len(rows(tables.Appointment)) == 1  # 李强's only: nothing before the yes

    answer = talk.say("可以", "affirm")
    row = visit_of("京J7B053")
    assert (row.status, row.store_code) == ("booked", "CY")
    assert row.starts_at == parse_moment(TOMORROW_3PM)
    assert row.customer_id is not None
    assert row.number in answer
    assert rows(tables.AppointmentJob, appointment_id=row.id)[0].job_code == "minor_service"
    assert rows(tables.Promise, subject_type="appointment", subject_id=row.id)[0].status == "open"
    assert rows(tables.Hold) == []
    assert talk.slots["booking_jobs"] is None


def test_a_newcomer_is_asked_one_thing_after_another(
    visitor: Conversation, visit_of: Callable[[str], Any]
) -> None:
    asked = []
    for text, intent, entities in (
        ("想约个保养", "book_service", {"service_item": "maintenance"}),
        ("小保养", "inform", {"service_item": "minor_service"}),
        ("朝阳店", "inform", {"store": "CY"}),
        ("明天下午三点", "inform", {"time": point(TOMORROW_3PM)}),
        ("京A12345", "inform", {"plate": "京A12345"}),
        ("13011112222", "inform", {"phone": "13011112222"}),
        ("可以", "affirm", {}),
    ):
        visitor.say(text, intent, **entities)
        asked.append(asks(visitor))
    assert asked == [
        "booking_jobs",
        "booking_store",
        "booking_start",
        "booking_plate",
        "booking_phone",
        "booking_confirmed",
        None,
    ]
    row = visit_of("京A12345")
    assert (row.phone, row.customer_id) == ("13011112222", None)


def test_while_a_newcomer_types_the_telephone_the_window_is_kept(
    visitor: Conversation, rows: Rows
) -> None:
    visitor.say(
        "约洗车", "book_service", service_item="car_wash", store="HD", time=point(TOMORROW_3PM)
    )
    (held,) = rows(tables.Hold)
    assert (held.conversation_id, held.store_code) == (visitor.id, "HD")


def test_two_jobs_in_one_visit_are_booked_together(
    owner: Owner, rows: Rows, visit_of: Callable[[str], Any]
) -> None:
    talk = owner("孙丽")
    answer = talk.say(
        "明天下午三点去朝阳做小保养，顺便洗个车",
        "book_service",
        service_item=["minor_service", "car_wash"],
        store="CY",
        time=point(TOMORROW_3PM),
    )
    assert "小保养和洗车" in answer
    assert "420元" in answer
    talk.say("好", "affirm")
    row = visit_of("京J7B053")
    jobs = rows(tables.AppointmentJob, appointment_id=row.id)
    assert [job.job_code for job in jobs] == ["car_wash", "minor_service"]
    assert row.ends_at == datetime(2026, 11, 24, 16, 30, tzinfo=SHANGHAI)


def test_an_owner_of_two_cars_is_asked_which_and_answers_by_series(owner: Owner) -> None:
    talk = owner("李强")
    talk.say("约个小保养", "book_service", service_item="minor_service")
    assert asks(talk) == "booking_plate"
    talk.say("晨风那台", vehicle_model="chenfeng")
    assert talk.slots["booking_plate"] == "京N8H312"
    assert asks(talk) == "booking_store"


def test_an_ev_job_goes_only_where_it_can_be_done_and_says_so(owner: Owner) -> None:
    talk = owner("李强")
    talk.say(
        "去海淀做个电池健康检测",
        "book_service",
        service_item="battery_health_check",
        store="HD",
    )
    assert talk.slots["booking_plate"] == "京AD12345"  # the only car of his that it suits
    answer = talk.press("再约一次")
    assert "星驰海淀快修" in answer
    assert "星驰亦庄新能源中心" in answer
    assert asks(talk) == "booking_store"


def test_a_free_job_is_said_to_be_free(owner: Owner) -> None:
    talk = owner("陈静")
    answer = talk.say(
        "明天下午三点去亦庄做电池检测",
        "book_service",
        service_item="battery_health_check",
        store="YZ",
        time=point(TOMORROW_3PM),
    )
    assert "免费" in answer


def test_a_job_without_a_price_is_quoted_after_diagnosis(owner: Owner) -> None:
    talk = owner("李强")
    answer = talk.say(
        "高压系统检修，明天早上九点，亦庄",
        "book_service",
        service_item="high_voltage_repair",
        store="YZ",
        time=point("2026-11-24T09:00"),
    )
    assert "检测后报价" in answer


# when


def test_a_part_of_a_day_offers_windows_to_choose_from(owner: Owner) -> None:
    talk = owner("孙丽")
    talk.say(
        "明天下午去朝阳做小保养",
        "book_service",
        service_item="minor_service",
        store="CY",
        time=span("2026-11-24T12:00", "2026-11-24T18:00"),
    )
    assert asks(talk) == "booking_start"
    assert 2 <= len(talk.buttons) <= 4
    assert all("周二" in button for button in talk.buttons)


def test_a_full_hour_says_so_and_offers_the_nearest(owner: Owner, workshop: Workshop) -> None:
    talk = owner("孙丽")
    take(workshop, "HD", "minor_service", TOMORROW_3PM, times=2)
    answer = talk.say(
        "明天下午三点海淀小保养",
        "book_service",
        service_item="minor_service",
        store="HD",
        time=point(TOMORROW_3PM),
    )
    assert "约满" in answer
    assert "星驰朝阳店" in answer  # could do it at that time
    assert asks(talk) == "booking_start"
    assert any("16:00" in button for button in talk.buttons)


@pytest.mark.parametrize(
    ("store", "job", "when", "words"),
    [
        ("CY", "minor_service", "2026-11-24T07:00", "不营业"),
        ("CY", "minor_service", "2026-11-23T10:00", "一个小时"),
        ("CY", "minor_service", "2027-03-01T10:00", "六十天"),
        ("CY", "window_film", "2026-11-24T16:00", ""),
        ("CY", "minor_service", "2026-11-20T10:00", "过去"),
    ],
)
def test_what_cannot_be_says_why_and_offers_another_time(
    owner: Owner, rows: Rows, store: str, job: str, when: str, words: str
) -> None:
    talk = owner("孙丽")
    answer = talk.say("约一下", "book_service", service_item=job, store=store, time=point(when))
    assert words in answer
    assert asks(talk) == "booking_start"
    assert talk.buttons
    assert len(rows(tables.Appointment)) == 1


def test_a_time_between_two_windows_offers_its_neighbours(owner: Owner) -> None:
    talk = owner("孙丽")
    talk.say(
        "明天三点二十小保养，朝阳店",
        "book_service",
        service_item="minor_service",
        store="CY",
        time=point("2026-11-24T15:20", minutes=1),
    )
    assert asks(talk) == "booking_start"
    assert any("15:00" in button for button in talk.buttons)
    assert any("15:30" in button for button in talk.buttons)


def test_a_place_that_goes_while_the_customer_thinks_is_said_and_another_time_asked(
    owner: Owner, rows: Rows, workshop: Workshop, clock: Clock
) -> None:
    talk = owner("孙丽")
    talk.say(
        "明天下午三点海淀洗车",
        "book_service",
        service_item="car_wash",
        store="HD",
        time=point(TOMORROW_3PM),
    )
    clock.let_pass(minutes=11)  # the hold has run out
    take(workshop, "HD", "car_wash", TOMORROW_3PM)
    answer = talk.say("可以", "affirm")
    assert "被别人约走" in answer
    assert asks(talk) == "booking_start"
    assert rows(tables.Appointment, plate="京J7B053") == []


# correction


@pytest.mark.parametrize(
    ("text", "intent", "entities", "column", "value"),
    [
        (
            "改到四点吧",
            "correct",
            {"time": point("2026-11-24T16:00")},
            "starts_at",
            parse_moment("2026-11-24T16:00"),
        ),
        ("换海淀店", "correct", {"store": "HD"}, "store_code", "HD"),
        (
            "可以，不过改成四点",
            "affirm",
            {"time": point("2026-11-24T16:00")},
            "starts_at",
            parse_moment("2026-11-24T16:00"),
        ),
        (
            "不对，是后天",
            "deny",
            {"time": point("2026-11-25T15:00")},
            "starts_at",
            parse_moment("2026-11-25T15:00"),
        ),
    ],
)
def test_any_answer_can_be_corrected_when_it_is_read_back(
    owner: Owner,
    rows: Rows,
    visit_of: Callable[[str], Any],
    text: str,
    intent: str,
    entities: dict,
    column: str,
    value: object,
) -> None:
    talk = owner("孙丽")
    talk.say(
        "明天下午三点朝阳店小保养",
        "book_service",
        service_item="minor_service",
        store="CY",
        time=point(TOMORROW_3PM),
    )
    talk.say(text, intent, **entities)
    assert asks(talk) == "booking_confirmed"
    assert len(rows(tables.Appointment)) == 1
    talk.say("可以", "affirm")
    assert getattr(visit_of("京J7B053"), column) == value


def test_a_plain_no_asks_what_to_change(owner: Owner) -> None:
    talk = owner("孙丽")
    talk.say(
        "明天下午三点朝阳店小保养",
        "book_service",
        service_item="minor_service",
        store="CY",
        time=point(TOMORROW_3PM),
    )
    talk.say("不行", "deny")
    assert "改时间" in talk.buttons
    talk.say("改时间")
    assert asks(talk) == "booking_start"


def test_a_job_that_does_not_suit_the_car_is_not_booked(owner: Owner) -> None:
    talk = owner("王芳")  # a petrol car
    answer = talk.say("约电池健康检测", "book_service", service_item="battery_health_check")
    assert "电动" in answer
    assert asks(talk) == "booking_jobs"


def test_work_that_is_not_on_the_list_becomes_a_diagnosis_and_says_so(owner: Owner) -> None:
    talk = owner("孙丽")
    answer = talk.say("想清洗节气门", "book_service", service_item="throttle_cleaning")
    assert "先按故障诊断" in answer
    assert talk.slots["booking_jobs"] == ["fault_diagnosis"]


def test_a_district_without_a_store_means_the_nearest_one(visitor: Conversation) -> None:
    visitor.say(
        "我在通州，约个小保养", "book_service", service_item="minor_service", district="通州"
    )
    assert visitor.slots["booking_store"] == "CY"


# an answer that does not fit


def test_an_answer_that_does_not_fit_is_explained_then_offered_then_a_person(
    visitor: Conversation,
) -> None:
    visitor.say("约个小保养", "book_service", service_item="minor_service")
    assert "说店名或者您在哪个区都行" in visitor.say("嗯嗯啊啊")
    visitor.say("哼哼哈哈")
    assert "星驰朝阳店" in visitor.buttons
    visitor.say("呜呜呼呼")
    assert "转人工" in visitor.buttons


# change
