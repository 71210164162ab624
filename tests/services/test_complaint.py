"""Complaints: taken down, sorted, joined when told twice, answered in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from bot.services import complaint
from bot.services.complaint_record import list_recent_visits
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.services.queue import Urgency, list_queue
from bot.services.workshop import Workshop
from bot.shop.complaints import Level, Topic
from bot.shop.states import ComplaintStatus as Status
from bot.storage import tables
from tests.services.conftest import MONDAY, Clock

Rows = Callable[..., list[Any]]


@pytest.fixture
def owners(rows: Rows) -> dict[str, int]:
    return {row.name: row.id for row in rows(tables.Customer)}


def test_a_complaint_is_written_down_with_its_promise(
    workshop: Workshop, owners: dict[str, int], rows: Rows
) -> None:
    taken = complaint.open_complaint(
        workshop, "web-1", "顾问态度太差", customer_id=owners["孙丽"], plate="京J7B053", wish="道歉"
    )
    found = taken.complaint
    assert not taken.joined and taken.handover is None
    assert (found.topic, found.level, found.status) == (
        Topic.ATTITUDE,
        Level.NORMAL,
        Status.ACCEPTED,
    )
    assert found.handler_role == "客诉专员"
    assert found.first_reply_due_at == MONDAY.replace(hour=13, minute=30)
    (row,) = rows(tables.Complaint, number=found.number)
    assert (row.description, row.wish, row.plate) == ("顾问态度太差", "道歉", "京J7B053")
    (promise,) = rows(tables.Promise, subject_type="complaint", subject_id=row.id)
    assert (promise.kind, promise.due_at) == ("first_reply", found.first_reply_due_at)
    (step,) = rows(tables.ComplaintLog, complaint_id=row.id)
    assert (step.to_status, step.actor) == ("accepted", "customer")


def test_nobody_needs_a_proof_to_complain(workshop: Workshop, rows: Rows) -> None:
    taken = complaint.open_complaint(
        workshop, "web-1", "洗车把漆刮花了", phone="13811112222", plate="京N3K587"
    )
    (row,) = rows(tables.Complaint, number=taken.complaint.number)
    assert (row.customer_id, row.phone, row.topic) == (None, "13811112222", "damage")
    assert complaint.list_complaints(workshop, "web-2") == ()
    assert [c.number for c in complaint.list_complaints(workshop, "web-1")] == [row.number]


def test_empty_words_are_no_complaint(workshop: Workshop, rows: Rows) -> None:
    before = len(rows(tables.Complaint))
    with pytest.raises(InvalidValue):
        complaint.open_complaint(workshop, "web-1", "  ")
    assert len(rows(tables.Complaint)) == before


def test_a_safety_matter_is_put_before_a_person_at_once(
    workshop: Workshop, owners: dict[str, int], rows: Rows
) -> None:
    taken = complaint.open_complaint(
        workshop, "web-1", "刚提的车刹车失灵", customer_id=owners["刘洋"]
    )
    assert (taken.complaint.topic, taken.complaint.level) == (Topic.SAFETY, Level.SAFETY)
    assert taken.handover is not None and taken.handover.reason == "safety"
    (handover,) = rows(tables.Handover, conversation_id="web-1")
    assert taken.complaint.number in handover.summary
    assert list_queue(workshop)[0].urgency is Urgency.SAFETY


def test_the_same_matter_told_twice_is_one(
    workshop: Workshop, owners: dict[str, int], rows: Rows
) -> None:
    before = len(rows(tables.Complaint))
    taken = complaint.open_complaint(
        workshop, "web-9", "车里的异味还在，根本没修好", customer_id=owners["陈静"]
    )
    assert taken.joined
    assert len(rows(tables.Complaint)) == before
    (row,) = rows(tables.Complaint, customer_id=owners["陈静"])
    assert taken.complaint.number == row.number
    last = rows(tables.ComplaintLog, complaint_id=row.id)[-1]
    assert (last.actor, last.reason) == ("customer", "车里的异味还在，根本没修好")
    assert last.from_status == last.to_status == "investigating"


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("你们顾问态度恶劣", {}),
        ("空调又坏了没修好", {"separate": True}),
        ("空调没修好", {"plate": "京A00001"}),
    ],
)
def test_another_matter_is_another_complaint(
    workshop: Workshop, owners: dict[str, int], words: str, options: dict[str, Any]
) -> None:
    taken = complaint.open_complaint(
        workshop, "web-9", words, customer_id=owners["陈静"], **options
    )
    assert not taken.joined
    listed = complaint.list_complaints(workshop, "web-9", owners["陈静"])
    assert listed[0].number == taken.complaint.number
    assert len(listed) == 2


def test_an_unproven_visitor_joins_nobodys_complaint(workshop: Workshop) -> None:
    taken = complaint.open_complaint(workshop, "web-9", "车里有异味", plate="京AF67890")
    assert not taken.joined


def test_what_was_told_before_the_proof_is_joined_after_it(
    workshop: Workshop, owners: dict[str, int], rows: Rows
) -> None:
    first = complaint.open_complaint(workshop, "web-1", "收费太贵了")
    again = complaint.open_complaint(
        workshop, "web-1", "乱收费，工时费不对", customer_id=owners["孙丽"]
    )
    assert again.joined and again.complaint.number == first.complaint.number
    (row,) = rows(tables.Complaint, number=first.complaint.number)
    assert row.customer_id == owners["孙丽"]


def test_graver_words_raise_the_level_and_bring_the_answer_forward(
    workshop: Workshop, owners: dict[str, int], rows: Rows
) -> None:
    number = complaint.open_complaint(
        workshop, "web-1", "异响没修好", customer_id=owners["孙丽"]
    ).complaint.number
    taken = complaint.add_to_complaint(
        workshop, number, "刚才高速上刹车失灵，差点出事", "web-1", owners["孙丽"]
    )
    assert taken.complaint.level is Level.SAFETY
    assert taken.complaint.topic is Topic.QUALITY
    assert taken.handover is not None
    assert taken.complaint.first_reply_due_at == MONDAY + timedelta(minutes=30)
    (row,) = rows(tables.Complaint, number=number)
    old, new = rows(tables.Promise, subject_type="complaint", subject_id=row.id)
    assert (old.status, new.status) == ("withdrawn", "open")


def test_an_earlier_promise_is_never_put_off(
    workshop: Workshop, clock: Clock, owners: dict[str, int]
) -> None:
    first = complaint.open_complaint(workshop, "web-1", "异响没修好", customer_id=owners["孙丽"])
    clock.now = MONDAY.replace(hour=13)
    raised = complaint.add_to_complaint(
        workshop, first.complaint.number, "我要找12315", "web-1", owners["孙丽"]
    )
    assert raised.complaint.level is Level.SERIOUS
    assert raised.complaint.first_reply_due_at == first.complaint.first_reply_due_at


def test_nobody_adds_to_another_customers_complaint(
    workshop: Workshop, owners: dict[str, int], rows: Rows
) -> None:
    (row,) = rows(tables.Complaint, customer_id=owners["陈静"])
    for stranger in (None, owners["孙丽"]):
        with pytest.raises(NotFound):
            complaint.add_to_complaint(workshop, row.number, "我也要说", "web-7", stranger)


def test_a_visit_must_be_the_customers_own(
    workshop: Workshop, owners: dict[str, int], rows: Rows
) -> None:
    order = rows(tables.RepairOrder, plate="京AF67890")[0]
    for stranger in (None, owners["孙丽"]):
        with pytest.raises(NotFound):
            complaint.open_complaint(
                workshop, "w", "没修好", customer_id=stranger, repair_order_number=order.number
            )
    own = complaint.open_complaint(
        workshop,
        "w",
        "收费太贵",
        customer_id=owners["陈静"],
        repair_order_number=order.number,
    )
    (row,) = rows(tables.Complaint, number=own.complaint.number)
    assert (row.repair_order_id, row.plate, row.store_code) == (order.id, "京AF67890", "CY")


def test_the_recent_visits_of_a_customer(workshop: Workshop, owners: dict[str, int]) -> None:
    month_ago = MONDAY - timedelta(days=30)
    (visit,) = list_recent_visits(workshop, owners["陈静"], month_ago)
    assert (visit.plate, visit.model_name, visit.store_name) == (
        "京AF67890",
        "星驰云途",
        "星驰朝阳店",
    )
    assert list_recent_visits(workshop, owners["孙丽"], month_ago) == ()


def test_chen_jings_complaint_is_answered_from_its_log(
    workshop: Workshop, owners: dict[str, int]
) -> None:
    (found,) = complaint.list_complaints(workshop, "web-1", owners["陈静"])
    assert (found.status, found.handler_name) == (Status.INVESTIGATING, "林可")
    assert found.last_note is not None and "空调清洗记录" in found.last_note.note
    assert found.last_note.at == (MONDAY - timedelta(days=2)).replace(hour=16, minute=30)


def test_the_way_of_a_complaint(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    number = complaint.open_complaint(workshop, "web-1", "收费太贵").complaint.number
    with pytest.raises(NotAllowed):
        complaint.advance(workshop, number, Status.CLOSED, "kefu")
    clock.let_pass(hours=1)
    for step in (
        Status.INVESTIGATING,
        Status.PROPOSED,
        Status.AGREED,
        Status.CARRYING_OUT,
        Status.AWAITING_FOLLOW_UP,
        Status.CLOSED,
    ):
        found = complaint.advance(workshop, number, step, "kefu", f"到了{step.value}")
    assert found.first_replied_at == MONDAY + timedelta(hours=1)
    (row,) = rows(tables.Complaint, number=number)
    assert row.closed_at == clock.now
    (promise,) = rows(tables.Promise, subject_type="complaint", subject_id=row.id)
    assert promise.status == "kept"
    with pytest.raises(NotAllowed):
        complaint.add_to_complaint(workshop, number, "还有", "web-1")


def test_ten_times_at_once_is_still_one(workshop: Workshop, owners: dict[str, int]) -> None:
    def tell() -> None:
        complaint.open_complaint(workshop, "web-1", "收费太贵", customer_id=owners["孙丽"])

    threads = [Thread(target=tell) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (found,) = complaint.list_complaints(workshop, "web-1", owners["孙丽"])
    assert len(found.steps) == 10


def test_asking_how_it_stands_promises_an_answer_once(
    workshop: Workshop, clock: Clock, owners: dict[str, int], rows: Rows
) -> None:
    (row,) = rows(tables.Complaint, customer_id=owners["陈静"])
    first = complaint.ask_after(workshop, row.number, "web-1", owners["陈静"])
    assert first.answer_by == MONDAY.replace(hour=13, minute=30)
    clock.let_pass(hours=1)
    again = complaint.ask_after(workshop, row.number, "web-1", owners["陈静"])
    assert again.answer_by == first.answer_by
    (call,) = rows(tables.Promise, subject_type="complaint", kind="call_back")
    assert (call.status, call.due_at) == ("open", first.answer_by)
    complaint.advance(workshop, row.number, Status.PROPOSED, "kefu", "免费重做空调清洗")
    assert rows(tables.Promise, kind="call_back")[0].status == "kept"


def test_before_the_first_answer_its_promise_is_what_is_told(
    workshop: Workshop, clock: Clock
) -> None:
    taken = complaint.open_complaint(workshop, "web-1", "收费太贵")
    assert taken.answer_by == taken.complaint.first_reply_due_at
    clock.let_pass(minutes=5)
    assert (
        complaint.ask_after(workshop, taken.complaint.number, "web-1").answer_by == taken.answer_by
    )


def test_another_customer_cannot_ask_after_it(
    workshop: Workshop, owners: dict[str, int], rows: Rows
) -> None:
    (row,) = rows(tables.Complaint, customer_id=owners["陈静"])
    with pytest.raises(NotFound):
        complaint.ask_after(workshop, row.number, "web-1", owners["孙丽"])


def test_looking_for_the_same_matter_changes_nothing(
    workshop: Workshop, owners: dict[str, int], rows: Rows
) -> None:
    same = complaint.find_same(workshop, "w", "车里还有异味", customer_id=owners["陈静"])
    other = complaint.find_same(workshop, "w", "态度恶劣", customer_id=owners["陈静"])
    assert same is not None and other is None
    assert len(rows(tables.ComplaintLog, complaint_id=1)) == 2
