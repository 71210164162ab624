"""Promises are rows: kept in time, broken when their time has passed, put before staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.services import handover, leads, promises
from bot.services.errors import NotAllowed, NotFound
from bot.services.queue import Urgency, list_queue
from bot.services.workshop import Workshop
from bot.shop.promises import PromiseKind, PromiseStatus
from bot.storage import tables
from tests.services.conftest import MONDAY, Clock

Rows = Callable[..., list[Any]]


def test_asking_for_a_person_promises_a_call_back(workshop: Workshop, rows: Rows) -> None:
    asked = handover.request_person(workshop, "web-1", "customer_asked")
    assert asked.is_new
    assert asked.call_back_by == MONDAY + timedelta(minutes=30)
    (row,) = rows(tables.Handover, conversation_id="web-1")
    assert (row.number, row.status, row.reason) == (asked.number, "waiting", "customer_asked")
    (promise,) = rows(tables.Promise, subject_type="handover", subject_id=row.id)
    assert (promise.kind, promise.status, promise.due_at) == (
        "call_back",
        "open",
        asked.call_back_by,
    )


def test_asking_again_returns_the_open_request(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    first = handover.request_person(workshop, "web-1", "customer_asked")
    clock.let_pass(minutes=10)
    again = handover.request_person(
        workshop, "web-1", "safety", phone="13800138001", summary="刹车"
    )
    assert not again.is_new
    assert (again.number, again.call_back_by) == (first.number, first.call_back_by)
    (row,) = rows(tables.Handover)
    assert (row.reason, row.phone, row.summary) == ("safety", "13800138001", "刹车")
    assert len(rows(tables.Promise, kind="call_back")) == 1


def test_a_request_at_night_is_promised_for_the_morning(workshop: Workshop, clock: Clock) -> None:
    clock.now = MONDAY.replace(hour=22, minute=7)
    asked = handover.request_person(workshop, "web-1", "customer_asked")
    assert asked.call_back_by == (MONDAY + timedelta(days=1)).replace(hour=9, minute=0)


def test_the_store_that_is_closed_today_promises_for_its_next_day(workshop: Workshop) -> None:
    asked = handover.request_person(workshop, "web-1", "customer_asked", store_code="YZ")
    assert asked.call_back_by == (MONDAY + timedelta(days=1)).replace(hour=9, minute=30)


def test_a_promise_is_kept_in_time_and_broken_after(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    for conversation in ("web-1", "web-2"):
        handover.request_person(workshop, conversation, "customer_asked")
    one, two = (row.id for row in rows(tables.Promise, subject_type="handover"))
    assert promises.keep(workshop, one).status is PromiseStatus.KEPT
    clock.let_pass(hours=1)
    assert promises.keep(workshop, two).status is PromiseStatus.BROKEN
    with pytest.raises(NotAllowed):
        promises.withdraw(workshop, two)
    with pytest.raises(NotFound):
        promises.keep(workshop, 99_999)


def test_the_small_job_marks_what_is_late_and_nothing_else(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    handover.request_person(workshop, "web-1", "customer_asked")
    open_before = {row.id for row in rows(tables.Promise, status="open")}
    assert promises.mark_broken(workshop) == 0
    clock.let_pass(minutes=31)
    assert promises.mark_broken(workshop) == 1
    assert promises.mark_broken(workshop) == 0
    (broken,) = [row for row in rows(tables.Promise, status="broken") if row.id in open_before]
    assert (broken.kind, broken.settled_at) == ("call_back", clock.now)


def test_a_late_customer_breaks_no_promise_of_the_shop(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    (visit,) = rows(tables.Appointment, plate="京AD12345")
    clock.now = visit.starts_at + timedelta(minutes=40)
    promises.mark_broken(workshop)
    assert promises.set_aside_missed(workshop) == 0
    (promise,) = rows(tables.Promise, subject_type="appointment", subject_id=visit.id)
    assert promise.status == "open"
    assert "appointment" not in {row.kind for row in rows(tables.Promise, status="broken")}
    told = [row.facts["promise"] for row in rows(tables.Outbox, kind="staff_broken_promise")]
    assert "appointment" not in told


def test_a_visit_whose_day_is_over_is_owed_no_more(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    (visit,) = rows(tables.Appointment, plate="京AD12345")
    clock.now = visit.starts_at + timedelta(days=1)
    assert promises.set_aside_missed(workshop) == 1
    assert promises.set_aside_missed(workshop) == 0
    (promise,) = rows(tables.Promise, subject_type="appointment", subject_id=visit.id)
    assert (promise.status, promise.settled_at) == ("withdrawn", clock.now)


def test_what_is_broken_stands_before_staff(workshop: Workshop, clock: Clock) -> None:
    asked = handover.request_person(workshop, "web-1", "customer_asked")
    (waiting,) = [item for item in list_queue(workshop) if item.number == asked.number]
    assert (waiting.kind, waiting.urgency) == ("handover", Urgency.WAITING)
    clock.let_pass(hours=1)
    promises.mark_broken(workshop)
    kinds = {item.kind for item in list_queue(workshop) if item.number == asked.number}
    assert kinds == {"handover", "broken_promise"}
    assert list_queue(workshop)[0].urgency is Urgency.BROKEN


def test_promises_read_back_as_made(workshop: Workshop, rows: Rows) -> None:
    (order,) = rows(tables.RepairOrder, plate="京P9Q662")
    first, second = promises.list_promises(workshop, "repair_order", order.id)
    assert (first.kind, first.status) == (PromiseKind.REPAIR_DONE, PromiseStatus.BROKEN)
    assert (second.status, second.due_at) == (PromiseStatus.OPEN, order.promised_at)


def test_when_nobody_called_in_time_a_new_time_is_promised(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    asked = handover.request_person(workshop, "web-1", "customer_asked")
    left = leads.take_lead(workshop, "web-1", "used_car", phone="13800138000")
    clock.let_pass(hours=1)
    asked_again = handover.request_person(workshop, "web-1", "customer_asked")
    left_again = leads.take_lead(workshop, "web-1", "used_car", phone="13800138000")
    assert asked_again.number == asked.number and left_again.number == left.number
    assert asked_again.call_back_by == left_again.call_back_by == clock.now + timedelta(minutes=30)
    assert promises.mark_broken(workshop) == 2
