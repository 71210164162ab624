"""Which bay a car is put into, and which technician it is given to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.desk_access import Colleague, note_look
from bot.services.desk_orders import get_order
from bot.services.errors import NotAllowed, NotFound
from bot.services.workshop import Workshop
from bot.shop.states import RepairOrderStatus, in_workshop
from bot.storage import tables
from bot.storage.database import lock

ON_THE_FLOOR = tuple(
    status.value
    for status in RepairOrderStatus
    if in_workshop(status) and status is not RepairOrderStatus.READY
)
"""In these an order may stand in a bay."""


def assign(
    workshop: Workshop,
    colleague: Colleague,
    number: str,
    bay_id: int | None,
    technician_id: int | None,
    seen: tuple[int | None, int | None],
) -> None:
    """Puts a car into a bay and gives it to a technician, or takes it back (None).

    `seen` are the two as they were on the screen. Raises NotFound("repair_order"), NotAllowed("role"),
    NotAllowed("moved_on"), NotAllowed("off_the_floor"), NotFound("bay"), NotFound("technician"),
    NotAllowed("bay_taken"), NotAllowed("certificate").
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = get_order(session, colleague, number)
        lock(session, f"floor:{row.store_code}")
        session.refresh(row, with_for_update=True)
        if (row.bay_id, row.technician_id) != seen:
            raise NotAllowed("moved_on")
        if row.status not in ON_THE_FLOOR:
            raise NotAllowed("off_the_floor")
        if bay_id is not None and bay_id != row.bay_id:
            _check_bay(session, row, bay_id)
        if technician_id is not None and technician_id != row.technician_id:
            _check_technician(session, row, technician_id)
        row.bay_id, row.technician_id = bay_id, technician_id
        note_look(session, colleague, "assign", ("repair_order", number), now, row.customer_id)


def _check_bay(session: Session, row: Any, bay_id: int) -> None:
    bay = session.get(tables.Bay, bay_id)
    if bay is None or bay.store_code != row.store_code:
        raise NotFound("bay")
    order = tables.RepairOrder
    there = select(order.id).where(
        order.bay_id == bay_id, order.status.in_(ON_THE_FLOOR), order.id != row.id
    )
    if session.scalars(there).first() is not None:
        raise NotAllowed("bay_taken")


def _check_technician(session: Session, row: Any, technician_id: int) -> None:
    person = session.get(tables.Technician, technician_id)
    if person is None or person.store_code != row.store_code or not person.is_active:
        raise NotFound("technician")
    item, job = tables.RepairOrderItem, tables.Job
    asked = session.scalars(
        select(job.certificate)
        .join(item, item.job_code == job.code)
        .where(item.repair_order_id == row.id, job.certificate.is_not(None))
    )
    if not set(asked) <= set(list_certificates(session, technician_id)):
        raise NotAllowed("certificate")


def list_certificates(session: Session, technician_id: int) -> list[str]:
    """What a technician is certified for."""
    paper = tables.TechnicianCertificate
    query = select(paper.certificate).where(paper.technician_id == technician_id)
    return list(session.scalars(query.order_by(paper.certificate)))
