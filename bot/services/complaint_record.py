"""Complaints and the visits they are about, as their customer may know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.complaints import Level, Topic, handler_name, staff_role_name
from bot.shop.states import ComplaintStatus
from bot.storage import tables

BY_CUSTOMER = "customer"
"""Who acted, in the log, when it was the customer."""


@dataclass(frozen=True)
class Step:
    """Something that happened to a complaint. `note` may be read out to the customer."""

    status: ComplaintStatus
    at: datetime
    by_customer: bool
    note: str


@dataclass(frozen=True)
class Complaint:
    """A complaint as its customer may know it. Moments are aware, Asia/Shanghai."""

    number: str
    topic: Topic
    level: Level
    status: ComplaintStatus
    description: str
    wish: str | None
    plate: str | None
    opened_at: datetime
    first_reply_due_at: datetime
    first_replied_at: datetime | None
    handler_role: str
    """The role that takes it on, or of who has, as customers hear it."""
    handler_name: str | None
    steps: tuple[Step, ...]

    @property
    def last_note(self) -> Step | None:
        """The shop's last step that says something, if there is one."""
        said = (step for step in reversed(self.steps) if step.note and not step.by_customer)
        return next(said, None)


@dataclass(frozen=True)
class VisitCard:
    """A visit that a complaint may be about."""

    number: str
    plate: str
    model_name: str
    store_code: str
    store_name: str
    fault: str
    received_at: datetime


def list_recent_visits(
    workshop: Workshop, customer_id: int, since: datetime, plate: str | None = None
) -> tuple[VisitCard, ...]:
    """The proven customer's visits since a moment, newest first: which one is it about?"""
    order, model = tables.RepairOrder, tables.VehicleModel
    query = (
        select(order, model.name, tables.Store.name)
        .join(tables.Car, tables.Car.id == order.car_id)
        .join(model, model.code == tables.Car.model_code)
        .join(tables.Store, tables.Store.code == order.store_code)
        .where(order.customer_id == customer_id, order.received_at >= since)
        .order_by(order.received_at.desc())
    )
    if plate is not None:
        query = query.where(order.plate == plate)
    with workshop.database.reading() as session:
        return tuple(
            VisitCard(
                number=row.number,
                plate=row.plate,
                model_name=model_name,
                store_code=row.store_code,
                store_name=store_name,
                fault=row.fault,
                received_at=row.received_at.astimezone(SHANGHAI),
            )
            for row, model_name, store_name in session.execute(query)
        )


def read_complaint(session: Session, row: Any) -> Complaint:
    """A row with its log, the oldest step first."""
    log = tables.ComplaintLog
    entries = session.scalars(
        select(log).where(log.complaint_id == row.id).order_by(log.created_at, log.id)
    )
    handler = session.get(tables.Staff, row.handler_id) if row.handler_id else None
    return Complaint(
        number=row.number,
        topic=Topic(row.topic),
        level=Level(row.level),
        status=ComplaintStatus(row.status),
        description=row.description,
        wish=row.wish,
        plate=row.plate,
        opened_at=row.created_at.astimezone(SHANGHAI),
        first_reply_due_at=row.first_reply_due_at.astimezone(SHANGHAI),
        first_replied_at=row.first_replied_at and row.first_replied_at.astimezone(SHANGHAI),
        handler_role=staff_role_name(handler.role) if handler else handler_name(Topic(row.topic)),
        handler_name=handler.name if handler else None,
        steps=tuple(
            Step(
                ComplaintStatus(entry.to_status),
                entry.created_at.astimezone(SHANGHAI),
                entry.actor == BY_CUSTOMER,
                entry.reason,
            )
            for entry in entries
        ),
    )
