"""The day board: what it shows to whom, and the steps that may be taken on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from bot.services.complaint import open_complaint
from bot.services.desk_board import advance_complaint, read_board
from bot.services.desk_orders import advance_order, promise_time
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.shop.states import ComplaintStatus, RepairOrderStatus
from bot.storage import tables

REPAIRING, WAITING = RepairOrderStatus.REPAIRING, RepairOrderStatus.WAITING_PARTS
CHECKING = RepairOrderStatus.QUALITY_CHECK


@pytest.fixture
def order(database):
    """The number of a repair that goes on in the store CY."""
    with database.transaction() as session:
        row = tables.RepairOrder
        number = session.scalars(
            select(row.number).where(row.customer_id.is_not(None), row.store_code == "CY")
        ).first()
        session.execute(
            update(row).where(row.number == number).values(status="repairing", finished_at=None)
        )
    return number


def shown(board, number):
    return next(each for each in board.orders if each.number == number)


def test_the_board_shows_the_own_store_and_writes_the_look_down(workshop, gu, order, rows):
    board = read_board(workshop, gu)
    assert (board.place.code, [place.code for place in board.places]) == ("CY", ["CY"])
    assert shown(board, order).steps == (
        RepairOrderStatus.AWAITING_APPROVAL,
        WAITING,
        CHECKING,
        RepairOrderStatus.CANCELLED,
    )
    (look,) = rows(tables.StaffLook)
    assert (look.subject_type, look.subject) == ("store", "CY")
    read_board(workshop, gu, is_look=False)
    assert len(rows(tables.StaffLook)) == 1


def test_another_stores_board_is_closed(workshop, he, colleague):
    with pytest.raises(NotFound, match="store"):
        read_board(workshop, he, "CY")
    assert len(read_board(workshop, colleague("admin"), "CY").places) == 3


def test_a_step_is_taken_and_the_owner_told(workshop, gu, order, rows):
    advance_order(workshop, gu, order, REPAIRING, CHECKING)
    assert shown(read_board(workshop, gu), order).status is CHECKING
    (notice,) = [row for row in rows(tables.Outbox) if row.facts.get("number") == order]
    assert notice.facts["status"] == "quality_check"
    assert rows(tables.RepairOrderLog)[-1].actor == "cy.gu"


def test_who_decided_by_what_is_no_longer_true_is_told(workshop, gu, order):
    advance_order(workshop, gu, order, REPAIRING, WAITING)
    with pytest.raises(NotAllowed, match="moved_on"):
        advance_order(workshop, gu, order, REPAIRING, RepairOrderStatus.CANCELLED)
    assert shown(read_board(workshop, gu), order).status is WAITING


def test_rights_go_by_store_and_role(workshop, he, colleague, order):
    tomorrow = workshop.now() + timedelta(days=1)
    with pytest.raises(NotFound, match="repair_order"):
        advance_order(workshop, he, order, REPAIRING, CHECKING)
    with pytest.raises(NotFound, match="repair_order"):
        promise_time(workshop, he, order, tomorrow, "等配件")
    with pytest.raises(NotAllowed, match="role"):
        advance_order(workshop, colleague("kefu"), order, REPAIRING, CHECKING)
    assert shown(read_board(workshop, colleague("kefu"), "CY"), order).steps == ()


def test_a_new_time_needs_a_reason(workshop, gu, order):
    tomorrow = workshop.now() + timedelta(days=1)
    with pytest.raises(InvalidValue, match="reason"):
        promise_time(workshop, gu, order, tomorrow, "  ")
    promise_time(workshop, gu, order, tomorrow, "配件明早到")
    assert shown(read_board(workshop, gu), order).promised_at == tomorrow


def test_complaints_are_taken_on_by_those_who_handle_them(workshop, gu, he, colleague, rows):
    number = open_complaint(workshop, "web-a", "接待的人态度很差", store_code="CY").complaint.number
    accepted, investigating = ComplaintStatus.ACCEPTED, ComplaintStatus.INVESTIGATING
    kefu = colleague("kefu")
    with pytest.raises(NotAllowed, match="role"):
        advance_complaint(workshop, gu, number, accepted, investigating, "")
    with pytest.raises(NotFound, match="complaint"):
        advance_complaint(workshop, he, number, accepted, investigating, "")
    advance_complaint(workshop, kefu, number, accepted, investigating, "已在核实")
    (row,) = rows(tables.Complaint, number=number)
    assert row.status == "investigating"
    found = [each.complaint.number for each in read_board(workshop, gu).complaints]
    assert number in found
    with pytest.raises(NotAllowed, match="moved_on"):
        advance_complaint(workshop, kefu, number, accepted, investigating, "又点了一次")
    assert len(rows(tables.ComplaintLog, complaint_id=row.id)) == 2


def test_promises_due_today_stand_with_their_matter(workshop, gu, asked):
    owed = {each.number: each for each in read_board(workshop, gu).owed}
    assert (owed[asked].subject_type, owed[asked].is_late) == ("handover", False)


def test_a_silent_order_is_marked(workshop, gu, order, clock):
    advance_order(workshop, gu, order, REPAIRING, CHECKING)
    assert not shown(read_board(workshop, gu), order).is_stale
    clock.let_pass(hours=7)
    assert shown(read_board(workshop, gu), order).is_stale


def test_a_full_day_takes_no_more_queries_than_an_empty_one(workshop, gu, database):
    counted = []
    event.listen(database.engine, "before_cursor_execute", lambda *_: counted.append(1))

    def queries():
        counted.clear()
        read_board(workshop, gu, is_look=False)
        return len(counted)

    def fill(first):
        now = workshop.now()
        with database.transaction() as session:
            for n in range(first, first + 10):
                times = {"starts_at": now + timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
                visit = tables.Appointment(
                    number=f"AP{n}", store_code="CY", plate="京A12345", source="web", **times
                )
                order = tables.RepairOrder(
                    number=f"RO{n}", store_code="CY", plate="京A12345", status="received"
                )
                session.add_all([visit, order])
                session.flush()
                session.add(tables.AppointmentJob(appointment_id=visit.id, job_code="car_wash"))
                session.add(
                    tables.Promise(
                        kind="repair_done",
                        due_at=now + timedelta(hours=1),
                        subject_type="repair_order",
                        subject_id=order.id,
                        store_code="CY",
                    )
                )

    fill(0)
    few = queries()
    fill(10)
    assert queries() == few
