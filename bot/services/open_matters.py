"""What a proven customer has open with the shop, to greet them with: from whichever door it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.states import ComplaintStatus, RepairOrderStatus, in_workshop
from bot.storage import tables

IN_WORKSHOP = tuple(status.value for status in RepairOrderStatus if in_workshop(status))
READY = RepairOrderStatus.READY.value


@dataclass(frozen=True)
class Matter:
    """One open matter."""

    kind: str
    """`complaint`, `ready` (a car to fetch), `repair_order` or `appointment`."""
    number: str
    plate: str | None
    store_name: str | None
    at: datetime | None
    """When the car is promised, or the visit begins; Asia/Shanghai."""


def find_open_matter(workshop: Workshop, customer_id: int) -> Matter | None:
    """The most pressing one: a complaint, a car to fetch, a car in the workshop, the next visit."""
    complaint, order, visit = tables.Complaint, tables.RepairOrder, tables.Appointment
    now = workshop.now()
    is_open = complaint.status != ComplaintStatus.CLOSED.value
    orders = order.status.in_((*IN_WORKSHOP, READY))
    to_come = (visit.status == "booked", visit.starts_at > now)
    with workshop.database.reading() as session:
        row = _first(session, complaint, customer_id, complaint.id.desc(), is_open)
        if row is not None:
            return _read(session, "complaint", row, None)
        row = _first(session, order, customer_id, (order.status != READY, order.id), orders)
        if row is not None:
            is_ready = row.status == READY
            return _read(
                session,
                "ready" if is_ready else "repair_order",
                row,
                None if is_ready or (row.promised_at or now) <= now else row.promised_at,
            )
        row = _first(session, visit, customer_id, visit.starts_at, *to_come)
        return None if row is None else _read(session, "appointment", row, row.starts_at)


def _first(session: Session, table: Any, customer_id: int, order: Any, *where: Any) -> Any:
    by = order if isinstance(order, tuple) else (order,)
    query = select(table).where(table.customer_id == customer_id, *where).order_by(*by)
    return session.scalars(query.limit(1)).first()


def _read(session: Session, kind: str, row: Any, at: datetime | None) -> Matter:
    store = session.get(tables.Store, row.store_code) if row.store_code else None
    return Matter(
        kind, row.number, row.plate, store.name if store else None, at and at.astimezone(SHANGHAI)
    )
