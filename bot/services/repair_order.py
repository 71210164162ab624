"""A repair order: handed in, moved on by one allowed step, promised anew; with who, when and why.

The step, what it does to the promise and the notice to the owner are one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.diary import JobNeed
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.services.promises import add_promise, settle_promises
from bot.services.steps import take_step
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.contact import earliest_contact
from bot.shop.promises import PromiseKind, PromiseStatus
from bot.shop.states import RepairOrderStatus, is_final
from bot.storage import tables
from bot.storage.numbers import next_number

NOTICE_LASTS = timedelta(days=2)
"""A step that could not be told by then is old news."""

_RS = RepairOrderStatus


@dataclass(frozen=True)
class RepairOrder:
    """An order after a change."""

    number: str
    plate: str
    status: RepairOrderStatus
    promised_at: datetime | None
    first_promised_at: datetime | None


def advance(
    workshop: Workshop,
    number: str,
    to: RepairOrderStatus,
    actor: str,
    reason: str = "",
    waiting_part_code: str | None = None,
    part_expected_on: date | None = None,
    seen: RepairOrderStatus | None = None,
) -> RepairOrder:
    """Take one step. `actor` is a staff login, `reason` may be read out to the owner.

    Ready means that the owner is told: repair time ends and the promise is kept or broken. `seen`
    is the status that whoever decided this had before them. Raises NotFound("repair_order"),
    NotFound("part"), NotAllowed("step"), NotAllowed("moved_on") when `seen` is no longer true.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get_for_update(session, number)
        if waiting_part_code and session.get(tables.Part, waiting_part_code) is None:
            raise NotFound("part")
        before = take_step(row, to, seen)
        _note_moments(session, row, to, now)
        _free_window(session, row, to)
        row.waiting_part_code = waiting_part_code if to is _RS.WAITING_PARTS else None
        row.part_expected_on = part_expected_on if to is _RS.WAITING_PARTS else None
        _settle_alerts(session, row, now)
        log_id = _log(session, row, before, actor, reason, now)
        _tell_owner(session, row, "repair_order_step", log_id, reason, now)
        return _read(row)


def add_order(
    session: Session,
    now: datetime,
    actor: str,
    *,
    store_code: str,
    plate: str,
    fault: str,
    mileage_km: int,
    jobs: Sequence[JobNeed] = (),
    adviser_id: int | None = None,
    car_id: int | None = None,
    customer_id: int | None = None,
    appointment_id: int | None = None,
) -> str:
    """A car is handed in: its new order's number, within another use case's transaction.

    The owner is told, if it is known who that is.
    """
    row = tables.RepairOrder(
        number=next_number(session, "RO", now),
        store_code=store_code,
        plate=plate,
        car_id=car_id,
        customer_id=customer_id,
        appointment_id=appointment_id,
        adviser_id=adviser_id,
        status=_RS.RECEIVED.value,
        fault=fault,
        mileage_km=mileage_km,
        received_at=now,
        created_at=now,
    )
    session.add(row)
    session.flush()
    for job in jobs:
        session.add(
            tables.RepairOrderItem(
                repair_order_id=row.id,
                kind="job",
                job_code=job.code,
                name=job.name,
                quantity=job.quantity,
                price_fen=job.price_fen,
            )
        )
    log_id = _log(session, row, None, actor, "", now)
    _tell_owner(session, row, "repair_order_step", log_id, "", now)
    return str(row.number)


def promise_time(
    workshop: Workshop, number: str, promised_at: datetime, actor: str, reason: str = ""
) -> RepairOrder:
    """Promise the owner when the car is ready, for the first time or anew.

    A later time breaks the promise that stood before; an earlier one only replaces it. Raises
    NotFound("repair_order"), NotAllowed("finished"), InvalidValue("past").
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get_for_update(session, number)
        status = RepairOrderStatus(row.status)
        if is_final(status) or status is _RS.READY:
            raise NotAllowed("finished")
        if promised_at <= now:
            raise InvalidValue("past")
        if row.promised_at is not None:
            is_later = promised_at > row.promised_at
            outcome = PromiseStatus.BROKEN if is_later else PromiseStatus.WITHDRAWN
            settle_promises(session, PromiseKind.REPAIR_DONE, row, outcome, now)
            row.delay_reason = reason if is_later else None
        row.first_promised_at = row.first_promised_at or promised_at
        row.promised_at = promised_at
        add_promise(
            session,
            PromiseKind.REPAIR_DONE,
            promised_at,
            row,
            now,
            made_by=actor,
            customer_id=row.customer_id,
            store_code=row.store_code,
        )
        log_id = _log(session, row, status, actor, reason, now)
        _tell_owner(session, row, "repair_order_promise", log_id, reason, now)
        return _read(row)


def _get_for_update(session: Session, number: str) -> Any:
    query = select(tables.RepairOrder).where(tables.RepairOrder.number == number)
    row = session.scalars(query.with_for_update()).first()
    if row is None:
        raise NotFound("repair_order")
    return row


def _note_moments(session: Session, row: Any, to: RepairOrderStatus, now: datetime) -> None:
    if to is _RS.RECEIVED:
        row.received_at = now
    elif to is _RS.READY:
        row.finished_at = now
        settle_promises(session, PromiseKind.REPAIR_DONE, row, PromiseStatus.KEPT, now)
    elif to is _RS.DELIVERED:
        row.delivered_at = now
    elif to is _RS.CANCELLED:
        settle_promises(session, PromiseKind.REPAIR_DONE, row, PromiseStatus.WITHDRAWN, now)


def _free_window(session: Session, row: Any, to: RepairOrderStatus) -> None:
    """What is done, or called off, takes no capacity for the rest of its visit."""
    if row.appointment_id is not None and to in (_RS.READY, _RS.CANCELLED):
        visit = session.get(tables.Appointment, row.appointment_id)
        if visit.status == "arrived":
            visit.status = "completed"


def _settle_alerts(session: Session, row: Any, now: datetime) -> None:
    """The order has moved: its silence is over, and the owner is told."""
    alert = tables.StaffAlert
    about_row = select(alert).where(
        alert.subject_type == "repair_order", alert.subject_id == row.id, alert.status == "open"
    )
    for found in session.scalars(about_row):
        found.status = "settled"
        found.settled_at = now
        settle_promises(session, PromiseKind.CALL_BACK, found, PromiseStatus.KEPT, now)


def _log(
    session: Session,
    row: Any,
    before: RepairOrderStatus | None,
    actor: str,
    reason: str,
    now: datetime,
) -> int:
    entry = tables.RepairOrderLog(
        repair_order_id=row.id,
        from_status=before and before.value,
        to_status=row.status,
        actor=actor,
        reason=reason,
        created_at=now,
    )
    session.add(entry)
    session.flush()
    return entry.id


def _tell_owner(
    session: Session, row: Any, kind: str, log_id: int, reason: str, now: datetime
) -> None:
    """A notice for the owner, not at night; who handed in a car unnamed cannot be told."""
    customer = session.get(tables.Customer, row.customer_id) if row.customer_id else None
    if customer is None:
        return
    not_before_at = earliest_contact(now.astimezone(SHANGHAI))
    session.add(
        tables.Outbox(
            kind=kind,
            recipient=customer.phone,
            customer_id=customer.id,
            idempotency_key=f"{kind}:{log_id}",
            facts={
                "number": row.number,
                "store_code": row.store_code,
                "plate": row.plate,
                "status": row.status,
                "promised_at": row.promised_at and row.promised_at.isoformat(),
                "reason": reason,
            },
            not_before_at=not_before_at,
            expires_at=not_before_at + NOTICE_LASTS,
            created_at=now,
        )
    )


def _read(row: Any) -> RepairOrder:
    return RepairOrder(
        number=row.number,
        plate=row.plate,
        status=RepairOrderStatus(row.status),
        promised_at=row.promised_at and row.promised_at.astimezone(SHANGHAI),
        first_promised_at=row.first_promised_at and row.first_promised_at.astimezone(SHANGHAI),
    )
