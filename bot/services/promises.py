"""Promises as rows: made in the transaction of what they are about, kept, withdrawn or broken.

Whatever the bot tells a customer with a time in it is here: what, to whom, due when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.services.errors import NotAllowed, NotFound
from bot.services.staff_notices import tell_of_broken
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.promises import DEADLINES, PromiseKind, PromiseStatus
from bot.storage import tables
from bot.storage.database import lock


class Subject(Protocol):
    """A flushed row that a promise is about."""

    __tablename__: str

    @property
    def id(self) -> int: ...


@dataclass(frozen=True)
class Promise:
    """A promise as it stands. `subject_type` names the table of what it is about."""

    id: int
    kind: PromiseKind
    due_at: datetime
    status: PromiseStatus
    subject_type: str
    subject_id: int
    customer_id: int | None
    conversation_id: str | None
    store_code: str | None


def add_promise(
    session: Session,
    kind: PromiseKind,
    due_at: datetime,
    subject: Subject,
    now: datetime,
    made_by: str = "bot",
    customer_id: int | None = None,
    conversation_id: str | None = None,
    store_code: str | None = None,
) -> None:
    """Write a promise within the transaction of its subject."""
    session.add(
        tables.Promise(
            kind=kind.value,
            due_at=due_at,
            subject_type=subject.__tablename__,
            subject_id=subject.id,
            customer_id=customer_id,
            conversation_id=conversation_id,
            store_code=store_code,
            made_by=made_by,
            created_at=now,
        )
    )


def settle_promises(
    session: Session,
    kind: PromiseKind,
    subject: Subject,
    status: PromiseStatus,
    now: datetime,
) -> None:
    """Settle the open promises of one kind about a row: kept if still in time, else broken.

    `status` KEPT asks for that; WITHDRAWN sets them aside, which is no breach.
    """
    promise = tables.Promise
    open_ones = select(promise).where(
        promise.kind == kind.value,
        promise.subject_type == subject.__tablename__,
        promise.subject_id == subject.id,
        promise.status == PromiseStatus.OPEN.value,
    )
    for row in session.scalars(open_ones):
        in_time = status is not PromiseStatus.KEPT or row.due_at >= now
        row.status = (status if in_time else PromiseStatus.BROKEN).value
        row.settled_at = now


def keep(workshop: Workshop, promise_id: int) -> Promise:
    """Mark an open promise as kept; one whose time has passed is broken all the same.

    Raises NotFound("promise"), NotAllowed("settled").
    """
    return _settle(workshop, promise_id, PromiseStatus.KEPT)


def withdraw(workshop: Workshop, promise_id: int) -> Promise:
    """Set an open promise aside, because its matter is no more.

    Raises NotFound("promise"), NotAllowed("settled").
    """
    return _settle(workshop, promise_id, PromiseStatus.WITHDRAWN)


def mark_broken(workshop: Workshop) -> int:
    """Mark the open deadlines whose time has passed: they stand in the queue, the group is told.

    A customer who is late for a visit breaks no promise of the shop's. Returns how many there were.
    Safe to run from several processes at once.
    """
    now = workshop.now()
    promise = tables.Promise
    overdue = select(promise).where(
        promise.status == PromiseStatus.OPEN.value,
        promise.kind.in_([kind.value for kind in DEADLINES]),
        promise.due_at < now,
    )
    with workshop.database.transaction() as session:
        lock(session, "broken_promises")
        rows = session.scalars(overdue.order_by(promise.due_at).with_for_update()).all()
        for row in rows:
            row.status, row.settled_at = PromiseStatus.BROKEN.value, now
            tell_of_broken(session, row, now)
        return len(rows)


def set_aside_missed(workshop: Workshop) -> int:
    """Withdraw the promises of visits whose day is over without anybody saying who came.

    Returns how many there were. Safe to run from several processes at once.
    """
    now = workshop.now()
    promise = tables.Promise
    today = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    missed = (
        update(promise)
        .where(promise.status == PromiseStatus.OPEN.value)
        .where(promise.kind == PromiseKind.APPOINTMENT.value, promise.due_at < today)
        .values(status=PromiseStatus.WITHDRAWN.value, settled_at=now)
        .execution_options(synchronize_session=False)
    )
    with workshop.database.transaction() as session:
        return int(session.execute(missed).rowcount)


def list_promises(workshop: Workshop, subject_type: str, subject_id: int) -> list[Promise]:
    """All promises about a row, the earliest due first."""
    promise = tables.Promise
    with workshop.database.reading() as session:
        rows = session.scalars(
            select(promise)
            .where(promise.subject_type == subject_type, promise.subject_id == subject_id)
            .order_by(promise.due_at, promise.id)
        )
        return [read_promise(row) for row in rows]


def latest_due(subject_type: str, subject_id: Any, since: datetime | None = None) -> Any:
    """When the last promise about a row is due, for a query; `since` leaves out what is over.

    `subject_id` is an id or the column that holds it.
    """
    promise = tables.Promise
    query = select(func.max(promise.due_at)).where(
        promise.subject_type == subject_type, promise.subject_id == subject_id
    )
    return (query if since is None else query.where(promise.due_at >= since)).scalar_subquery()


def read_promise(row: tables.Promise) -> Promise:
    """The row as a result."""
    return Promise(
        id=row.id,
        kind=PromiseKind(row.kind),
        due_at=row.due_at.astimezone(SHANGHAI),
        status=PromiseStatus(row.status),
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        customer_id=row.customer_id,
        conversation_id=row.conversation_id,
        store_code=row.store_code,
    )


def _settle(workshop: Workshop, promise_id: int, status: PromiseStatus) -> Promise:
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = session.get(tables.Promise, promise_id, with_for_update=True)
        if row is None:
            raise NotFound("promise")
        if row.status != PromiseStatus.OPEN.value:
            raise NotAllowed("settled")
        in_time = status is not PromiseStatus.KEPT or row.due_at >= now
        row.status = (status if in_time else PromiseStatus.BROKEN).value
        row.settled_at = now
        return read_promise(row)
