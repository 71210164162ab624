"""A repair order moves only as the rules allow, and everything that follows is one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.services import progress, repair_order
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.services.workshop import Workshop
from bot.shop.states import RepairOrderStatus as Status
from bot.storage import tables
from tests.services.conftest import MONDAY, Clock

Rows = Callable[..., list[Any]]
WANG_FANG = "京N3K587"


def order_of(rows: Rows, plate: str) -> Any:
    (row,) = rows(tables.RepairOrder, plate=plate)
    return row


def test_a_step_is_logged_with_who_when_and_why(workshop: Workshop, rows: Rows) -> None:
    before = order_of(rows, WANG_FANG)
    moved = repair_order.advance(workshop, before.number, Status.QUALITY_CHECK, "cy.gu", "试车正常")
    assert moved.status is Status.QUALITY_CHECK
    step = rows(tables.RepairOrderLog, repair_order_id=before.id)[-1]
    assert (step.from_status, step.to_status) == ("repairing", "quality_check")
    assert (step.actor, step.reason, step.created_at) == ("cy.gu", "试车正常", MONDAY)


def test_a_step_that_is_not_allowed_changes_nothing(workshop: Workshop, rows: Rows) -> None:
    before = order_of(rows, WANG_FANG)
    logged = len(rows(tables.RepairOrderLog))
    with pytest.raises(NotAllowed):
        repair_order.advance(workshop, before.number, Status.DELIVERED, "cy.gu")
    assert order_of(rows, WANG_FANG).status == "repairing"
    assert len(rows(tables.RepairOrderLog)) == logged
    assert rows(tables.Outbox) == []


def test_an_unknown_order_or_part_is_not_found(workshop: Workshop, rows: Rows) -> None:
    with pytest.raises(NotFound):
        repair_order.advance(workshop, "RO99990001", Status.READY, "cy.gu")
    number = order_of(rows, WANG_FANG).number
    with pytest.raises(NotFound):
        repair_order.advance(
            workshop, number, Status.WAITING_PARTS, "cy.gu", waiting_part_code="no_such_part"
        )


def test_ready_in_time_keeps_the_promise_and_ends_the_repair_time(
    workshop: Workshop, rows: Rows
) -> None:
    order = order_of(rows, WANG_FANG)
    for step in (Status.QUALITY_CHECK, Status.READY):
        repair_order.advance(workshop, order.number, step, "cy.gu")
    (promise,) = rows(tables.Promise, subject_type="repair_order", subject_id=order.id)
    assert promise.status == "kept"
    assert order_of(rows, WANG_FANG).finished_at == MONDAY
    repair_order.advance(workshop, order.number, Status.DELIVERED, "cy.gu")
    assert order_of(rows, WANG_FANG).delivered_at == MONDAY


def test_ready_too_late_breaks_it(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    order = order_of(rows, WANG_FANG)
    clock.now = MONDAY.replace(hour=17, minute=1)
    for step in (Status.QUALITY_CHECK, Status.READY):
        repair_order.advance(workshop, order.number, step, "cy.gu")
    (promise,) = rows(tables.Promise, subject_type="repair_order", subject_id=order.id)
    assert promise.status == "broken"


def test_waiting_for_a_part_names_it_until_it_is_there(workshop: Workshop, rows: Rows) -> None:
    order = order_of(rows, WANG_FANG)
    expected_on = MONDAY.date() + timedelta(days=5)
    repair_order.advance(
        workshop,
        order.number,
        Status.WAITING_PARTS,
        "cy.gu",
        waiting_part_code="ac_compressor",
        part_expected_on=expected_on,
    )
    waiting = order_of(rows, WANG_FANG)
    assert (waiting.waiting_part_code, waiting.part_expected_on) == ("ac_compressor", expected_on)
    repair_order.advance(workshop, order.number, Status.REPAIRING, "cy.gu")
    back = order_of(rows, WANG_FANG)
    assert (back.waiting_part_code, back.part_expected_on) == (None, None)


def test_a_later_promise_breaks_the_one_before_and_says_why(workshop: Workshop, rows: Rows) -> None:
    order = order_of(rows, WANG_FANG)
    later = MONDAY.replace(hour=12) + timedelta(days=1)
    moved = repair_order.promise_time(workshop, order.number, later, "cy.gu", "密封圈明天到")
    assert moved.promised_at == later
    assert moved.first_promised_at == order.first_promised_at
    old, new = rows(tables.Promise, subject_type="repair_order", subject_id=order.id)
    assert (old.status, new.status, new.due_at) == ("broken", "open", later)
    assert order_of(rows, WANG_FANG).delay_reason == "密封圈明天到"
    step = rows(tables.RepairOrderLog, repair_order_id=order.id)[-1]
    assert step.from_status == step.to_status == "repairing"


def test_an_earlier_promise_only_replaces_it(workshop: Workshop, rows: Rows) -> None:
    order = order_of(rows, WANG_FANG)
    repair_order.promise_time(workshop, order.number, MONDAY.replace(hour=14), "cy.gu")
    old, _ = rows(tables.Promise, subject_type="repair_order", subject_id=order.id)
    assert old.status == "withdrawn"


def test_a_time_that_has_passed_cannot_be_promised(workshop: Workshop, rows: Rows) -> None:
    order = order_of(rows, WANG_FANG)
    with pytest.raises(InvalidValue):
        repair_order.promise_time(workshop, order.number, MONDAY, "cy.gu")
    done = rows(tables.RepairOrder, plate="京E2F481")[0]
    with pytest.raises(NotAllowed):
        repair_order.promise_time(workshop, done.number, MONDAY + timedelta(days=1), "cy.gu")


def test_a_cancelled_repair_withdraws_its_promise(workshop: Workshop, rows: Rows) -> None:
    order = order_of(rows, WANG_FANG)
    repair_order.advance(workshop, order.number, Status.CANCELLED, "cy.gu", "车主改期")
    (promise,) = rows(tables.Promise, subject_type="repair_order", subject_id=order.id)
    assert promise.status == "withdrawn"


def test_the_owner_is_told_of_a_step_but_not_at_night(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    order = order_of(rows, WANG_FANG)
    clock.now = MONDAY.replace(hour=22)
    repair_order.advance(workshop, order.number, Status.QUALITY_CHECK, "cy.gu")
    (notice,) = rows(tables.Outbox)
    assert (notice.kind, notice.recipient) == ("repair_order_step", "13800138001")
    assert notice.facts["status"] == "quality_check"
    assert notice.not_before_at == (MONDAY + timedelta(days=1)).replace(hour=8, minute=30)


def test_a_step_ends_the_alert_about_silence(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    order = order_of(rows, WANG_FANG)
    clock.now = MONDAY.replace(hour=16)
    (stale,) = progress.report(workshop, order.customer_id)
    assert stale.is_stale
    repair_order.advance(workshop, order.number, Status.QUALITY_CHECK, "cy.gu")
    (alert,) = rows(tables.StaffAlert)
    (promise,) = rows(tables.Promise, subject_type="staff_alert")
    assert (alert.status, promise.status) == ("settled", "kept")
