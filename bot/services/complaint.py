"""Complaints: taken down in the customer's words, sorted, promised a first answer, followed up.

A matter told twice by the same proven customer is one complaint. A safety matter is put before a
person at once. Without proof a complaint is taken as well; it binds nothing to anybody's car.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.services.complaint_record import BY_CUSTOMER, Complaint, read_complaint
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.services.handover import Handover, add_handover
from bot.services.opening import read_calendar
from bot.services.promises import add_promise, settle_promises
from bot.services.steps import take_step
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.complaints import (
    Level,
    Matter,
    Topic,
    assess,
    first_reply_due,
    higher,
    is_same_matter,
)
from bot.shop.promises import PromiseKind, PromiseStatus
from bot.shop.states import ComplaintStatus
from bot.storage import tables
from bot.storage.database import lock
from bot.storage.numbers import next_number


@dataclass(frozen=True)
class Taken:
    """What became of a customer's words: a new complaint, or `joined` to one that was open."""

    complaint: Complaint
    joined: bool
    handover: Handover | None
    """The person who was asked for because safety is concerned."""
    answer_by: datetime
    """By when somebody calls about it: the first answer, or the next one."""


def open_complaint(
    workshop: Workshop,
    conversation_id: str,
    description: str,
    topic: Topic | None = None,
    customer_id: int | None = None,
    phone: str | None = None,
    plate: str | None = None,
    repair_order_number: str | None = None,
    store_code: str | None = None,
    wish: str | None = None,
    separate: bool = False,
) -> Taken:
    """Take a complaint down, or add it to the same matter that is open already.

    `customer_id` only of a proven customer; `topic` if the customer named one; `separate` when the
    customer said that it is another matter. Raises InvalidValue("description") for empty words and
    NotFound("repair_order") for a visit that is not the customer's.
    """
    words = description.strip()
    if not words:
        raise InvalidValue("description")
    now = workshop.now().astimezone(SHANGHAI)
    found = assess(f"{words}\n{wish or ''}", topic)
    with workshop.database.transaction() as session:
        lock(session, f"complaint:{customer_id or conversation_id}")
        visit = _find_visit(session, repair_order_number, customer_id)
        plate = visit.plate if visit else plate
        known = None
        if not separate:
            matter = Matter(found.topic, plate, now)
            known = _find_same(session, matter, customer_id, conversation_id)
        if known is not None:
            row, joined = known, True
            row.customer_id = row.customer_id or customer_id
            _add(session, row, words, wish, found.level, now)
        else:
            joined = False
            row = tables.Complaint(
                number=next_number(session, "CP", now),
                topic=found.topic.value,
                level=found.level.value,
                status=ComplaintStatus.ACCEPTED.value,
                plate=plate,
                customer_id=customer_id,
                conversation_id=conversation_id,
                phone=phone,
                store_code=visit.store_code if visit else store_code,
                repair_order_id=visit.id if visit else None,
                description=words,
                wish=wish,
                first_reply_due_at=now,
                created_at=now,
            )
            _promise_first_reply(session, row, found.level, now)
            _log(session, row, None, BY_CUSTOMER, "", now)
        row.phone = row.phone or phone
        handover = _person_for_safety(session, row, conversation_id, now)
        answer_by = _answer_by(session, row, now)
        return Taken(read_complaint(session, row), joined, handover, answer_by)


def add_to_complaint(
    workshop: Workshop,
    number: str,
    words: str,
    conversation_id: str,
    customer_id: int | None = None,
    wish: str | None = None,
) -> Taken:
    """Add to a complaint of this customer, or of this conversation where nobody is proven.

    Graver words raise its level and bring the first answer forward. Raises NotFound("complaint"),
    also for somebody else's, NotAllowed("closed").
    """
    now = workshop.now().astimezone(SHANGHAI)
    with workshop.database.transaction() as session:
        row = _get_own(session, number, conversation_id, customer_id)
        if row.status == ComplaintStatus.CLOSED.value:
            raise NotAllowed("closed")
        _add(session, row, words.strip(), wish, assess(words, Topic(row.topic)).level, now)
        handover = _person_for_safety(session, row, conversation_id, now)
        answer_by = _answer_by(session, row, now)
        return Taken(read_complaint(session, row), True, handover, answer_by)


def ask_after(
    workshop: Workshop, number: str, conversation_id: str, customer_id: int | None = None
) -> Taken:
    """The customer asks how it stands: who handles it is told, and a time for an answer promised.

    While such a promise is open the same time is given. Raises NotFound("complaint").
    """
    now = workshop.now().astimezone(SHANGHAI)
    with workshop.database.transaction() as session:
        row = _get_own(session, number, conversation_id, customer_id)
        answer_by = _answer_by(session, row, now)
        return Taken(read_complaint(session, row), True, None, answer_by)


def find_same(
    workshop: Workshop,
    conversation_id: str,
    description: str,
    topic: Topic | None = None,
    customer_id: int | None = None,
    plate: str | None = None,
) -> Complaint | None:
    """The open complaint that these words would be added to, if there is one."""
    matter = Matter(assess(description, topic).topic, plate, workshop.now())
    with workshop.database.reading() as session:
        row = _find_same(session, matter, customer_id, conversation_id)
        return read_complaint(session, row) if row is not None else None


def list_complaints(
    workshop: Workshop, conversation_id: str, customer_id: int | None = None
) -> tuple[Complaint, ...]:
    """A proven customer's complaints, or this conversation's own; newest first."""
    complaint = tables.Complaint
    with workshop.database.reading() as session:
        rows = session.scalars(
            select(complaint)
            .where(_belongs(conversation_id, customer_id))
            .order_by(complaint.created_at.desc(), complaint.id.desc())
        )
        return tuple(read_complaint(session, row) for row in rows)


def advance(
    workshop: Workshop,
    number: str,
    to: ComplaintStatus,
    actor: str,
    reason: str = "",
    seen: ComplaintStatus | None = None,
) -> Complaint:
    """Take one step; it is the answer that was promised, the first one or the next.

    `reason` may be read out to the customer; `seen` is the status that whoever decided this had
    before them. Raises NotFound("complaint"), NotAllowed("step"), NotAllowed("moved_on").
    """
    now = workshop.now().astimezone(SHANGHAI)
    with workshop.database.transaction() as session:
        row = _get_for_update(session, tables.Complaint.number == number)
        before = take_step(row, to, seen)
        if row.first_replied_at is None:
            row.first_replied_at = now
            settle_promises(session, PromiseKind.FIRST_REPLY, row, PromiseStatus.KEPT, now)
        settle_promises(session, PromiseKind.CALL_BACK, row, PromiseStatus.KEPT, now)
        row.closed_at = now if to is ComplaintStatus.CLOSED else None
        _log(session, row, before, actor, reason, now)
        session.flush()
        return read_complaint(session, row)


def _belongs(conversation_id: str, customer_id: int | None) -> Any:
    complaint = tables.Complaint
    unproven = (complaint.conversation_id == conversation_id) & complaint.customer_id.is_(None)
    if customer_id is None:
        return unproven
    # Told in this conversation before the proof was given: theirs as well.
    return or_(complaint.customer_id == customer_id, unproven)


def _get_own(session: Session, number: str, conversation_id: str, customer_id: int | None) -> Any:
    own = _belongs(conversation_id, customer_id)
    return _get_for_update(session, (tables.Complaint.number == number) & own)


def _get_for_update(session: Session, condition: Any) -> Any:
    row = session.scalars(select(tables.Complaint).where(condition).with_for_update()).first()
    if row is None:
        raise NotFound("complaint")
    return row


def _find_visit(session: Session, number: str | None, customer_id: int | None) -> Any:
    """The visit that it is about; only a proven customer can name one."""
    if number is None:
        return None
    order = tables.RepairOrder
    own = select(order).where(order.number == number, order.customer_id == customer_id)
    visit = session.scalars(own).first() if customer_id is not None else None
    if visit is None:
        raise NotFound("repair_order")
    return visit


def _find_same(
    session: Session, matter: Matter, customer_id: int | None, conversation_id: str
) -> Any:
    complaint = tables.Complaint
    open_ones = (
        select(complaint)
        .where(_belongs(conversation_id, customer_id))
        .where(complaint.status != ComplaintStatus.CLOSED.value)
        .order_by(complaint.created_at.desc(), complaint.id.desc())
    )
    for row in session.scalars(open_ones):
        earlier = Matter(Topic(row.topic), row.plate, row.created_at)
        if is_same_matter(earlier, matter):
            return row
    return None


def _add(
    session: Session, row: Any, words: str, wish: str | None, level: Level, now: datetime
) -> None:
    row.wish = wish or row.wish
    raised = higher(level, Level(row.level))
    if raised.value != row.level:
        row.level = raised.value
        if row.first_replied_at is None:
            settle_promises(session, PromiseKind.FIRST_REPLY, row, PromiseStatus.WITHDRAWN, now)
            _promise_first_reply(session, row, raised, now)
    _log(session, row, ComplaintStatus(row.status), BY_CUSTOMER, words, now)


def _promise_first_reply(session: Session, row: Any, level: Level, now: datetime) -> None:
    """Promise the first answer; one that was promised for sooner stays so."""
    due_at = first_reply_due(level, now, read_calendar(session, row.store_code).open_between)
    row.first_reply_due_at = min(due_at, row.first_reply_due_at) if row.id else due_at
    session.add(row)
    session.flush()
    add_promise(
        session,
        PromiseKind.FIRST_REPLY,
        row.first_reply_due_at,
        row,
        now,
        customer_id=row.customer_id,
        conversation_id=row.conversation_id,
        store_code=row.store_code,
    )


def _answer_by(session: Session, row: Any, now: datetime) -> datetime:
    """When the customer hears from us next; promised now if nothing is, or its time has passed."""
    session.flush()
    promise = tables.Promise
    due_at = session.scalars(
        select(promise.due_at)
        .where(promise.subject_type == "complaint", promise.subject_id == row.id)
        .where(promise.status == PromiseStatus.OPEN.value, promise.due_at >= now)
        .order_by(promise.due_at)
    ).first()
    if due_at is None and row.status != ComplaintStatus.CLOSED.value:
        calendar = read_calendar(session, row.store_code)
        due_at = first_reply_due(Level(row.level), now, calendar.open_between)
        add_promise(
            session,
            PromiseKind.CALL_BACK,
            due_at,
            row,
            now,
            customer_id=row.customer_id,
            conversation_id=row.conversation_id,
            store_code=row.store_code,
        )
    return (due_at or now).astimezone(SHANGHAI)


def _person_for_safety(
    session: Session, row: Any, conversation_id: str, now: datetime
) -> Handover | None:
    if row.level != Level.SAFETY.value:
        return None
    return add_handover(
        session,
        now,
        conversation_id,
        "safety",
        customer_id=row.customer_id,
        phone=row.phone,
        store_code=row.store_code,
        summary=f"{row.number} {row.description}",
    )


def _log(
    session: Session,
    row: Any,
    before: ComplaintStatus | None,
    actor: str,
    reason: str,
    now: datetime,
) -> None:
    session.add(
        tables.ComplaintLog(
            complaint_id=row.id,
            from_status=before and before.value,
            to_status=row.status,
            actor=actor,
            reason=reason,
            created_at=now,
        )
    )
