"""The day board of a store: visits, cars in the workshop, complaints, promises; and their steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.services import complaint as complaints
from bot.services import repair_order
from bot.services.appointments import Appointment, read_appointment
from bot.services.complaint_record import Complaint, read_complaint
from bot.services.desk_access import Colleague, note_look
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.services.promises import Promise, read_promise
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.states import (
    COMPLAINT_STEPS,
    REPAIR_ORDER_STEPS,
    ComplaintStatus,
    RepairOrderStatus,
    is_final,
)
from bot.storage import tables

MOST_SHOWN = 200
REASON_LENGTH = 200
_OPEN_ORDERS = tuple(status.value for status in RepairOrderStatus if not is_final(status))


@dataclass(frozen=True)
class Place:
    """A store whose board may be looked at."""

    code: str
    name: str


@dataclass(frozen=True)
class Visit:
    """An appointment of the day."""

    appointment: Appointment
    salutation: str


@dataclass(frozen=True)
class Order:
    """A repair order that goes on, and what may come next."""

    number: str
    plate: str
    fault: str
    salutation: str
    status: RepairOrderStatus
    steps: tuple[RepairOrderStatus, ...]
    promised_at: datetime | None
    is_late: bool
    may_promise: bool


@dataclass(frozen=True)
class OpenComplaint:
    """A complaint that goes on, and what may come next."""

    complaint: Complaint
    steps: tuple[ComplaintStatus, ...]
    is_late: bool


@dataclass(frozen=True)
class Board:
    """A store's day. Moments are aware, Asia/Shanghai."""

    place: Place
    places: tuple[Place, ...]
    now: datetime
    visits: tuple[Visit, ...]
    orders: tuple[Order, ...]
    complaints: tuple[OpenComplaint, ...]
    promises: tuple[tuple[Promise, str], ...]
    """Open ones due until tonight, each with the number of what it is about."""


def read_board(
    workshop: Workshop, colleague: Colleague, store_code: str | None = None, *, is_look: bool = True
) -> Board:
    """The board of a store, the colleague's own unless another is named; a look is written down.

    Raises NotFound("store"), also for one that the colleague may not see.
    """
    now = workshop.now().astimezone(SHANGHAI)
    with workshop.database.transaction() if is_look else workshop.database.reading() as session:
        places = tuple(_places(session, colleague))
        wanted = store_code or colleague.store_code
        place = next((p for p in places if wanted in (None, p.code)), None)
        if place is None:
            raise NotFound("store")
        if is_look:
            note_look(session, colleague, "look", ("store", place.code), now)
        return Board(
            place=place,
            places=places,
            now=now,
            visits=tuple(_visits(session, place.code, now)),
            orders=tuple(_orders(session, place.code, colleague, now)),
            complaints=tuple(_complaints(session, place.code, colleague, now)),
            promises=tuple(_promises(session, place.code, now)),
        )


def list_places(workshop: Workshop, colleague: Colleague) -> tuple[Place, ...]:
    """The stores whose matters this colleague sees."""
    with workshop.database.reading() as session:
        return tuple(_places(session, colleague))


def advance_order(
    workshop: Workshop,
    colleague: Colleague,
    number: str,
    seen: RepairOrderStatus,
    to: RepairOrderStatus,
    reason: str = "",
) -> None:
    """Takes a repair order one step on; the owner is told.

    Raises NotFound("repair_order"), also for another store's, NotAllowed("role"),
    NotAllowed("moved_on") when a colleague was faster, NotAllowed("step").
    """
    _check_order(workshop, colleague, number)
    reason = reason.strip()[:REASON_LENGTH]
    repair_order.advance(workshop, number, to, colleague.login, reason, seen=seen)


def promise_time(
    workshop: Workshop, colleague: Colleague, number: str, promised_at: datetime, reason: str
) -> None:
    """Promises the owner when the car is ready, with a reason that the owner hears.

    Raises InvalidValue("reason") without one, and what `advance_order` and
    `repair_order.promise_time` raise.
    """
    _check_order(workshop, colleague, number)
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise InvalidValue("reason")
    repair_order.promise_time(workshop, number, promised_at, colleague.login, reason)


def advance_complaint(
    workshop: Workshop, colleague: Colleague, number: str, to: ComplaintStatus, note: str
) -> None:
    """Takes a complaint one step on; `note` may be read out to the customer.

    Raises NotFound("complaint"), also for another store's, NotAllowed("role"), NotAllowed("step").
    """
    with workshop.database.reading() as session:
        query = select(tables.Complaint).where(tables.Complaint.number == number)
        row = session.scalars(query).one_or_none()
    if row is None or not colleague.may_see(row.store_code):
        raise NotFound("complaint")
    if not colleague.handles_complaints:
        raise NotAllowed("role")
    complaints.advance(workshop, number, to, colleague.login, note.strip()[:REASON_LENGTH])


def _check_order(workshop: Workshop, colleague: Colleague, number: str) -> None:
    with workshop.database.reading() as session:
        query = select(tables.RepairOrder).where(tables.RepairOrder.number == number)
        row = session.scalars(query).one_or_none()
    if row is None or not colleague.may_see(row.store_code):
        raise NotFound("repair_order")
    if not colleague.moves_orders:
        raise NotAllowed("role")


def _places(session: Session, colleague: Colleague) -> Iterator[Place]:
    store = tables.Store
    for row in session.scalars(select(store).order_by(store.position, store.code)):
        if colleague.may_see(row.code):
            yield Place(row.code, row.name)


def _day(now: datetime) -> tuple[datetime, datetime]:
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=1)


def _visits(session: Session, store_code: str, now: datetime) -> Iterator[Visit]:
    start, end = _day(now)
    row = tables.Appointment
    query = (
        select(row, tables.Customer.salutation)
        .join(tables.Customer, tables.Customer.id == row.customer_id, isouter=True)
        .where(row.store_code == store_code, row.starts_at >= start, row.starts_at < end)
        .where(row.status != "cancelled")
        .order_by(row.starts_at, row.id)
    )
    for each, salutation in session.execute(query.limit(MOST_SHOWN)).all():
        yield Visit(read_appointment(session, each), salutation or each.contact_name or "")


def _orders(
    session: Session, store_code: str, colleague: Colleague, now: datetime
) -> Iterator[Order]:
    row = tables.RepairOrder
    query = (
        select(row, tables.Customer.salutation)
        .join(tables.Customer, tables.Customer.id == row.customer_id, isouter=True)
        .where(row.store_code == store_code, row.status.in_(_OPEN_ORDERS))
        .order_by(row.promised_at.is_(None), row.promised_at, row.id)
    )
    for each, salutation in session.execute(query.limit(MOST_SHOWN)).all():
        status = RepairOrderStatus(each.status)
        following = [step for step in RepairOrderStatus if step in REPAIR_ORDER_STEPS[status]]
        is_ready = status is RepairOrderStatus.READY
        yield Order(
            number=each.number,
            plate=each.plate,
            fault=each.fault,
            salutation=salutation or "",
            status=status,
            steps=tuple(following) if colleague.moves_orders else (),
            promised_at=each.promised_at and each.promised_at.astimezone(SHANGHAI),
            is_late=not is_ready and each.promised_at is not None and each.promised_at < now,
            may_promise=colleague.moves_orders and not is_ready,
        )


def _complaints(
    session: Session, store_code: str, colleague: Colleague, now: datetime
) -> Iterator[OpenComplaint]:
    row = tables.Complaint
    query = (
        select(row)
        .where(row.status != ComplaintStatus.CLOSED.value)
        .where(or_(row.store_code == store_code, row.store_code.is_(None)))
        .order_by(row.first_replied_at.is_not(None), row.first_reply_due_at, row.id)
    )
    for each in session.scalars(query.limit(MOST_SHOWN)).all():
        steps = COMPLAINT_STEPS[ComplaintStatus(each.status)]
        yield OpenComplaint(
            read_complaint(session, each),
            tuple(step for step in ComplaintStatus if step in steps)
            if colleague.handles_complaints
            else (),
            is_late=each.first_replied_at is None and each.first_reply_due_at < now,
        )


def _promises(session: Session, store_code: str, now: datetime) -> Iterator[tuple[Promise, str]]:
    row = tables.Promise
    query = (
        select(row)
        .where(row.status == "open", row.due_at < _day(now)[1])
        .where(or_(row.store_code == store_code, row.store_code.is_(None)))
        .order_by(row.due_at, row.id)
    )
    for each in session.scalars(query.limit(MOST_SHOWN)).all():
        yield read_promise(each), _number(session, each)


def _number(session: Session, promise: Any) -> str:
    table = _NUMBERED.get(promise.subject_type)
    row = session.get(table, promise.subject_id) if table is not None else None
    return row.number if row is not None else ""


_NUMBERED: dict[str, Any] = {
    each.__tablename__: each
    for each in (
        tables.Appointment,
        tables.RepairOrder,
        tables.Complaint,
        tables.Handover,
        tables.Lead,
    )
}
