"""Repair orders at the desk: those that go on in a store, and moving them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.services import repair_order
from bot.services.desk_access import Colleague
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.services.opening import read_calendar
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.staleness import is_stale
from bot.shop.states import REPAIR_ORDER_STEPS, RepairOrderStatus, is_final
from bot.storage import tables

MOST_SHOWN = 200
REASON_LENGTH = 200
_OPEN = tuple(status.value for status in RepairOrderStatus if not is_final(status))


@dataclass(frozen=True)
class Order:
    """A repair order that goes on, and what may come next. Moments are aware, Asia/Shanghai."""

    number: str
    plate: str
    fault: str
    salutation: str
    status: RepairOrderStatus
    steps: tuple[RepairOrderStatus, ...]
    promised_at: datetime | None
    is_late: bool
    is_stale: bool
    """No step for longer than the work usually takes."""
    last_step_at: datetime
    waiting_part: str | None
    part_expected_on: date | None
    bay_id: int | None
    technician_id: int | None
    may_promise: bool
    may_assign: bool


def list_orders(
    session: Session, store_code: str, colleague: Colleague, now: datetime
) -> tuple[Order, ...]:
    """The store's orders that go on, the earliest promised first; `now` in Asia/Shanghai."""
    row = tables.RepairOrder
    query = (
        select(row, tables.Customer.salutation, tables.Part)
        .join(tables.Customer, tables.Customer.id == row.customer_id, isouter=True)
        .join(tables.Part, tables.Part.code == row.waiting_part_code, isouter=True)
        .where(row.store_code == store_code, row.status.in_(_OPEN))
        .order_by(row.promised_at.is_(None), row.promised_at, row.id)
    )
    found = session.execute(query.limit(MOST_SHOWN)).all()
    ids = [each.id for each, _, _ in found]
    stepped, minutes = _last_steps(session, ids), _job_minutes(session, ids)
    open_on = read_calendar(session, store_code).open_between
    orders = []
    for each, salutation, part in found:
        status = RepairOrderStatus(each.status)
        last = stepped.get(each.id) or each.received_at or each.created_at
        last_step_at = last.astimezone(SHANGHAI)
        silent = is_stale(
            status,
            last_step_at,
            now,
            open_on,
            minutes[each.id],
            each.part_expected_on,
            part.lead_days if part else None,
        )
        orders.append(_order(each, salutation, part, colleague, now, last_step_at, silent))
    return tuple(orders)


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
    with workshop.database.reading() as session:
        get_order(session, colleague, number)
    reason = reason.strip()[:REASON_LENGTH]
    repair_order.advance(workshop, number, to, colleague.login, reason, seen=seen)


def promise_time(
    workshop: Workshop, colleague: Colleague, number: str, promised_at: datetime, reason: str
) -> None:
    """Promises the owner when the car is ready, with a reason that the owner hears.

    Raises InvalidValue("reason") without one, and what `advance_order` and
    `repair_order.promise_time` raise.
    """
    with workshop.database.reading() as session:
        get_order(session, colleague, number)
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise InvalidValue("reason")
    repair_order.promise_time(workshop, number, promised_at, colleague.login, reason)


def get_order(session: Session, colleague: Colleague, number: str) -> Any:
    """The order's row for who may move it. Raises NotFound("repair_order"), also for another
    store's, NotAllowed("role")."""
    query = select(tables.RepairOrder).where(tables.RepairOrder.number == number)
    row = session.scalars(query).one_or_none()
    if row is None or not colleague.may_see(row.store_code):
        raise NotFound("repair_order")
    if not colleague.moves_orders:
        raise NotAllowed("role")
    return row


def _order(
    row: Any,
    salutation: str | None,
    part: Any,
    colleague: Colleague,
    now: datetime,
    last_step_at: datetime,
    silent: bool,
) -> Order:
    status = RepairOrderStatus(row.status)
    following = [step for step in RepairOrderStatus if step in REPAIR_ORDER_STEPS[status]]
    is_ready = status is RepairOrderStatus.READY
    return Order(
        number=row.number,
        plate=row.plate,
        fault=row.fault,
        salutation=salutation or "",
        status=status,
        steps=tuple(following) if colleague.moves_orders else (),
        promised_at=row.promised_at and row.promised_at.astimezone(SHANGHAI),
        is_late=not is_ready and row.promised_at is not None and row.promised_at < now,
        is_stale=silent,
        last_step_at=last_step_at,
        waiting_part=part.name if part else None,
        part_expected_on=row.part_expected_on,
        bay_id=row.bay_id,
        technician_id=row.technician_id,
        may_promise=colleague.moves_orders and not is_ready,
        may_assign=colleague.moves_orders and not is_ready,
    )


def _last_steps(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    """When each order moved last, by id."""
    log = tables.RepairOrderLog
    query = select(log.repair_order_id, func.max(log.created_at)).group_by(log.repair_order_id)
    return dict(session.execute(query.where(log.repair_order_id.in_(ids))).all())


def _job_minutes(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """How long the jobs of each order usually take, by id."""
    item, job = tables.RepairOrderItem, tables.Job
    query = (
        select(item.repair_order_id, func.sum(job.minutes * item.quantity))
        .join(job, job.code == item.job_code)
        .where(item.repair_order_id.in_(ids))
        .group_by(item.repair_order_id)
    )
    return defaultdict(int, session.execute(query).all())
