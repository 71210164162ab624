"""Nobody takes a customer on: all stores, the manager, a call back; never silence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.care.wording import words_of
from bot.services import outbox
from bot.services.desk_access import read_colleague
from bot.services.desk_conversations import list_conversations, take
from bot.services.handover import request_person
from bot.services.identity import prove
from bot.services.promises import mark_broken
from bot.services.queue import list_queue
from bot.services.waiting import find_wait, stop_waiting
from bot.services.waiting_steps import move_on
from bot.shop.calendar import SHANGHAI
from bot.storage import tables


@pytest.fixture
def sit(database, clock):
    """`sit("hd.he")`: a member of staff signs in."""

    def down(login):
        with database.transaction() as session:
            staff = session.scalars(select(tables.Staff).where(tables.Staff.login == login)).one()
            session.add(
                tables.StaffSession(
                    token_hash=login,
                    staff_id=staff.id,
                    form_key="x",
                    created_at=clock(),
                    expires_at=clock() + timedelta(hours=12),
                )
            )
            return read_colleague(staff)

    return down


@pytest.fixture
def asked(workshop):
    return request_person(workshop, "web-a", "customer_asked", store_code="CY").number


@pytest.fixture
def told(rows):
    """What the customer was told of the waiting, in order."""
    return lambda: [row.kind for row in rows(tables.Outbox) if row.kind.startswith("waiting_")]


def later(workshop, clock, minutes):
    clock.let_pass(minutes=minutes)
    mark_broken(workshop)
    return move_on(workshop)


def test_each_step_in_its_time_once(workshop, clock, sit, asked, told, rows):
    he, _ = sit("hd.he"), sit("admin")
    assert list_conversations(workshop, he) == ()
    assert later(workshop, clock, 9.9) == 0
    assert later(workshop, clock, 0.1) == 1
    assert move_on(workshop) == 0
    assert [each.number for each in list_conversations(workshop, he)] == [asked], "HD sees it now"
    assert later(workshop, clock, 10) == 1
    assert list_conversations(workshop, he)[0].step == "manager"
    assert later(workshop, clock, 10) == 1
    assert find_wait(workshop, "web-a").is_call_back
    assert told() == ["waiting_all_stores", "waiting_manager", "waiting_call_back"]
    promised = [row.status for row in rows(tables.Promise, subject_type="handover")]
    assert promised == ["open"], "the call was promised by then from the beginning"


def test_a_step_that_has_nobody_to_turn_to_is_left_out(workshop, clock, asked, told, sit):
    sit("cy.gu")
    assert later(workshop, clock, 10) == 1
    assert told() == ["waiting_call_back"]


def test_a_request_that_everybody_sees_goes_to_the_manager(workshop, clock, sit, told):
    request_person(workshop, "web-a", "customer_asked")
    sit("hd.he"), sit("admin")
    later(workshop, clock, 10)
    assert told() == ["waiting_manager"]


def test_a_call_that_nobody_makes_is_promised_anew_and_never_too_often(
    workshop, clock, asked, told, rows
):
    for _ in range(12 * 60):  # from 9:30 to 21:30, as the clockwork goes
        later(workshop, clock, 1)
    assert told() == [
        "waiting_call_back",
        "waiting_call_back_again",
        "waiting_call_back_again",
        "waiting_call_back_again",
    ]
    promises = rows(tables.Promise, subject_type="handover")
    due = [row.due_at.astimezone(SHANGHAI).strftime("%d %H:%M") for row in promises]
    assert due == ["23 10:00", "23 10:35", "23 14:40", "24 14:15"]
    assert [row.status for row in promises] == ["broken", "broken", "broken", "open"]
    (line,) = [item for item in list_queue(workshop) if item.kind == "handover"]
    assert line.what == "customer_asked call_back"


def test_at_closing_time_the_queue_becomes_a_call_for_tomorrow(workshop, clock, told, rows):
    clock.now = datetime(2026, 11, 23, 17, 55, tzinfo=SHANGHAI)
    request_person(workshop, "web-a", "customer_asked", store_code="CY")
    assert later(workshop, clock, 4) == 0
    assert later(workshop, clock, 2) == 1
    assert later(workshop, clock, 60) == 0
    assert told() == ["waiting_call_back"]
    (promise,) = rows(tables.Promise, subject_type="handover")
    assert promise.due_at.astimezone(SHANGHAI).strftime("%d %H:%M") == "24 08:55"


def test_who_is_taken_or_waits_no_longer_hears_nothing(workshop, clock, sit, asked, told):
    gu, _ = sit("cy.gu"), sit("admin")
    take(workshop, gu, asked, "您好")
    request_person(workshop, "web-b", "customer_asked")
    stop_waiting(workshop, "web-b")
    assert later(workshop, clock, 45) == 0
    assert told() == []


def test_two_clockworks_at_once_take_one_step(workshop, clock, sit, asked, told):
    sit("hd.he")
    clock.let_pass(minutes=10)
    with ThreadPoolExecutor(4) as pool:
        steps = list(pool.map(lambda _: move_on(workshop), range(4)))
    assert sum(steps) == 1
    assert told() == ["waiting_all_stores"]


def test_the_words_reach_the_open_chat_of_who_is_unknown(workshop, clock, asked):
    later(workshop, clock, 10)
    parcel = outbox.claim(workshop, "web", ("web", "sms"))
    assert (parcel.address, parcel.kind) == ("web-a", "waiting_call_back")
    assert "最晚今天（周一）10:00" in words_of(parcel)


def test_a_proven_customer_without_a_window_is_told_by_text_message(workshop, clock):
    owner = prove(workshop, "hotline-1", "京N3K587", "8001", "test").owner
    request_person(workshop, "hotline-1", "customer_asked", owner.customer_id)
    later(workshop, clock, 10)
    assert outbox.claim(workshop, "web", ("web", "sms")) is None
    parcel = outbox.claim(workshop, "sms", ("web", "sms"))
    assert parcel.address == "13800138001"
    assert words_of(parcel).startswith("王女士，")


def test_the_staffs_group_hears_of_every_step(workshop, clock, sit, asked, rows):
    sit("admin")
    later(workshop, clock, 10)
    later(workshop, clock, 10)
    assert len(rows(tables.Outbox, kind="staff_waiting")) == 3
