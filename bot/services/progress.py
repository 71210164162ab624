"""How far a customer's cars in the workshop are, as facts that an owner understands.

An order that is late, or has been silent for longer than its work usually takes, is put before staff,
once, with a promise to the owner of when somebody calls; it is not repeated as if it were fresh.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.services.opening import read_calendar
from bot.services.promises import add_promise
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.promises import PromiseKind, call_back_by
from bot.shop.staleness import is_stale
from bot.shop.states import RepairOrderStatus, in_workshop, next_stage, stage
from bot.storage import tables
from bot.storage.database import lock

STALE_ALERT = "stale_order"
OVERDUE_ALERT = "overdue_order"
IN_WORKSHOP = tuple(status.value for status in RepairOrderStatus if in_workshop(status))

_ORDER, _LOG, _ITEM, _JOB = (
    tables.RepairOrder,
    tables.RepairOrderLog,
    tables.RepairOrderItem,
    tables.Job,
)
# Queries that are asked all day are built once: building one costs more than running it.
_IN_WORKSHOP = (
    select(_ORDER)
    .where(_ORDER.customer_id == bindparam("customer_id"), _ORDER.status.in_(IN_WORKSHOP))
    .order_by(_ORDER.received_at, _ORDER.id)
)
_STEPS = (
    select(_LOG)
    .where(_LOG.repair_order_id == bindparam("order_id"))
    .order_by(_LOG.created_at, _LOG.id)
)
_MINUTES = (
    select(func.sum(_JOB.minutes * _ITEM.quantity))
    .join(_ITEM, _ITEM.job_code == _JOB.code)
    .where(_ITEM.repair_order_id == bindparam("order_id"))
)


@dataclass(frozen=True)
class Progress:
    """One car in the workshop. Moments are aware, Asia/Shanghai."""

    number: str
    plate: str
    model_name: str
    fault: str
    """What it came for, in the owner's words."""
    store_code: str
    store_name: str
    store_phone: str
    adviser_name: str | None
    status: RepairOrderStatus
    stage: RepairOrderStatus | None
    next_stage: RepairOrderStatus | None
    received_at: datetime | None
    last_step_at: datetime
    last_note: str
    """What staff noted at the last step that had a note."""
    promised_at: datetime | None
    first_promised_at: datetime | None
    is_overdue: bool
    """The promised time has passed and the car is not ready."""
    is_postponed: bool
    """The promised time was moved to a later one."""
    delay_reason: str | None
    waiting_part: str | None
    waiting_part_code: str | None
    part_expected_on: date | None
    is_stale: bool
    """No step for longer than the work usually takes."""
    checked_by: datetime | None = None
    """For a late or stale order: when a colleague will have looked and called."""

    @property
    def is_late(self) -> bool:
        """It takes longer than was promised, or than such work usually does without a word."""
        return self.is_overdue or self.is_postponed or self.is_stale


@dataclass(frozen=True)
class FinishedRepair:
    """A repair whose car has been handed back."""

    number: str
    plate: str
    fault: str
    delivered_at: datetime


def report(workshop: Workshop, customer_id: int, plate: str | None = None) -> tuple[Progress, ...]:
    """The customer's cars that are in the workshop, the longest there first.

    `plate` limits it to one car. Late and silent orders are put before staff.
    """
    now = workshop.now().astimezone(SHANGHAI)
    with workshop.database.reading() as session:
        rows = session.scalars(_IN_WORKSHOP, {"customer_id": customer_id})
        orders = [(row.id, _read(session, row, now)) for row in rows if plate in (None, row.plate)]
    return tuple(
        _put_before_staff(workshop, order_id, progress, now)
        if progress.is_overdue or progress.is_stale
        else progress
        for order_id, progress in orders
    )


def find_here(workshop: Workshop, customer_id: int, plate: str) -> Progress | None:
    """The order of this car of the customer's while it is in the workshop; nothing is set going by asking."""
    now = workshop.now().astimezone(SHANGHAI)
    with workshop.database.reading() as session:
        rows = session.scalars(_IN_WORKSHOP, {"customer_id": customer_id})
        return next((_read(session, row, now) for row in rows if row.plate == plate), None)


def list_finished(
    workshop: Workshop, customer_id: int, since: datetime
) -> tuple[FinishedRepair, ...]:
    """The customer's repairs handed back since a moment, newest first."""
    order = tables.RepairOrder
    with workshop.database.reading() as session:
        rows = session.scalars(
            select(order)
            .where(order.customer_id == customer_id, order.delivered_at >= since)
            .order_by(order.delivered_at.desc())
        )
        return tuple(
            FinishedRepair(row.number, row.plate, row.fault, _local(row.delivered_at))
            for row in rows
        )


def _read(session: Session, row: Any, now: datetime) -> Progress:
    status = RepairOrderStatus(row.status)
    store = session.get(tables.Store, row.store_code)
    car = session.get(tables.Car, row.car_id) if row.car_id else None
    model = session.get(tables.VehicleModel, car.model_code) if car else None
    adviser = session.get(tables.Staff, row.adviser_id) if row.adviser_id else None
    part = session.get(tables.Part, row.waiting_part_code) if row.waiting_part_code else None
    logged = list(session.scalars(_STEPS, {"order_id": row.id}))
    last_step_at = _local(logged[-1].created_at if logged else row.received_at or row.created_at)
    promised_at = _local(row.promised_at)
    first_promised_at = _local(row.first_promised_at)
    waits = promised_at is not None and status is not RepairOrderStatus.READY
    return Progress(
        number=row.number,
        plate=row.plate,
        model_name=model.name if model else "",
        fault=row.fault,
        store_code=row.store_code,
        store_name=store.name,
        store_phone=store.phone,
        adviser_name=adviser.name if adviser else None,
        status=status,
        stage=stage(status),
        next_stage=next_stage(status),
        received_at=_local(row.received_at),
        last_step_at=last_step_at,
        last_note=next((entry.reason for entry in reversed(logged) if entry.reason), ""),
        promised_at=promised_at,
        first_promised_at=first_promised_at,
        is_overdue=bool(waits and promised_at and promised_at < now),
        is_postponed=bool(promised_at and first_promised_at and promised_at > first_promised_at),
        delay_reason=row.delay_reason,
        waiting_part=part.name if part else None,
        waiting_part_code=row.waiting_part_code,
        part_expected_on=row.part_expected_on,
        is_stale=is_stale(
            status,
            last_step_at,
            now,
            read_calendar(session, row.store_code).open_between,
            job_minutes=_job_minutes(session, row.id),
            part_expected_on=row.part_expected_on,
            part_lead_days=part.lead_days if part else None,
        ),
    )


def _job_minutes(session: Session, order_id: int) -> int:
    return session.scalar(_MINUTES, {"order_id": order_id}) or 0


def _put_before_staff(
    workshop: Workshop, order_id: int, progress: Progress, now: datetime
) -> Progress:
    """One alert for one silence or delay, however often the owner asks; with a call promised."""
    kind = OVERDUE_ALERT if progress.is_overdue else STALE_ALERT
    since = progress.promised_at if progress.is_overdue else progress.last_step_at
    key = f"{kind}:{progress.number}:{since:%Y%m%d%H%M%S}"
    with workshop.database.reading() as session:
        due_at = _find_call(session, key, now)
    if due_at is None:
        with workshop.database.transaction() as session:
            lock(session, key)
            due_at = _find_call(session, key, now)
            if due_at is None:
                due_at = _promise_call(session, kind, key, order_id, progress, now)
    return replace(progress, checked_by=_local(due_at))


def _find_call(session: Session, key: str, now: datetime) -> datetime | None:
    """When a call about this alert is due; None when none is, or nobody called in time."""
    alert, promise = tables.StaffAlert, tables.Promise
    due_at: datetime | None = session.scalars(
        select(promise.due_at)
        .join(alert, (promise.subject_type == "staff_alert") & (promise.subject_id == alert.id))
        .where(alert.alert_key == key, promise.due_at >= now)
        .order_by(promise.id.desc())
    ).first()
    return due_at


def _promise_call(
    session: Session, kind: str, key: str, order_id: int, progress: Progress, now: datetime
) -> datetime:
    row = session.scalars(
        select(tables.StaffAlert).where(tables.StaffAlert.alert_key == key)
    ).first()
    if row is None:
        detail = f"{progress.status.value} since {progress.last_step_at:%m-%d %H:%M}"
        row = tables.StaffAlert(
            kind=kind,
            alert_key=key,
            subject_type="repair_order",
            subject_id=order_id,
            store_code=progress.store_code,
            detail=f"{kind} {progress.number} {detail}",
            created_at=now,
        )
        session.add(row)
        session.flush()
    due_at = call_back_by(now, read_calendar(session, progress.store_code).open_between)
    order = session.get(tables.RepairOrder, order_id)
    add_promise(
        session,
        PromiseKind.CALL_BACK,
        due_at,
        row,
        now,
        customer_id=order.customer_id if order else None,
        store_code=progress.store_code,
    )
    return due_at


def _local(moment: datetime | None) -> Any:
    return moment and moment.astimezone(SHANGHAI)
