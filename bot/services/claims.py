"""Claims under warranty or 三包: taken once, with the time of the first answer; how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.errors import NotFound
from bot.services.opening import read_calendar
from bot.services.promises import add_promise, latest_due
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.promises import FIRST_ANSWER_WITHIN, PromiseKind, due_after
from bot.storage import tables
from bot.storage.database import lock
from bot.storage.numbers import next_number

ASKED_FOR = "warranty_claim"
"""The service line of a lead that asks for a claim which nobody has opened yet."""
OPEN = ("submitted", "reviewing")


@dataclass(frozen=True)
class Claim:
    """A claim, or the wish for one (`status` is then `asked_for`). Moments are Asia/Shanghai."""

    number: str
    status: str
    asked_at: datetime
    decision: str | None
    call_back_by: datetime | None
    """When a colleague calls about it, if that is still to come."""

    @property
    def is_open(self) -> bool:
        return self.status in (*OPEN, "asked_for")


def take_claim(
    workshop: Workshop,
    conversation_id: str,
    customer_id: int,
    plate: str,
    kind: str,
    description: str,
) -> Claim:
    """Take a proven customer's claim for one of their cars, and promise the first answer.

    `kind` is one of the table's kinds. The same claim again while it is open adds to the first.
    Raises NotFound("car") when the car is not theirs.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        lock(session, f"claim:{plate}")
        car = session.scalars(
            select(tables.Car).where(
                tables.Car.plate == plate, tables.Car.customer_id == customer_id
            )
        ).first()
        if car is None:
            raise NotFound("car")
        row = _find_open(session, plate, kind)
        if row is None:
            row = _write(session, conversation_id, car, kind, description, now)
        elif description not in row.description:
            row.description = f"{row.description}\n{description}".strip()
        due_at = _find_answer(session, row, now) or _promise_answer(session, row, now)
        asked_at = row.created_at.astimezone(SHANGHAI)
        return Claim(row.number, row.status, asked_at, row.decision, due_at.astimezone(SHANGHAI))


def list_claims(workshop: Workshop, customer_id: int) -> tuple[Claim, ...]:
    """The proven customer's claims and open wishes for one, newest first."""
    with workshop.database.reading() as session:
        return read_claims(session, customer_id, workshop.now())


def read_claims(session: Session, customer_id: int, now: datetime) -> tuple[Claim, ...]:
    """`list_claims` within another use case."""
    claim, lead = tables.Claim, tables.Lead
    claims = session.execute(
        select(claim, latest_due("claim", claim.id, now)).where(claim.customer_id == customer_id)
    )
    found = [_read(row, row.status, row.decision, due_at) for row, due_at in claims]
    wishes = session.execute(
        select(lead, latest_due("lead", lead.id, now))
        .where(lead.customer_id == customer_id, lead.service_line == ASKED_FOR)
        .where(lead.status.in_(("open", "taken")))
    )
    found += [_read(row, "asked_for", None, due_at) for row, due_at in wishes]
    return tuple(sorted(found, key=lambda each: each.asked_at, reverse=True))


def _read(row: object, status: str, decision: str | None, due_at: datetime | None) -> Claim:
    asked_at = row.created_at.astimezone(SHANGHAI)  # type: ignore[attr-defined]
    number = row.number  # type: ignore[attr-defined]
    return Claim(number, status, asked_at, decision, due_at and due_at.astimezone(SHANGHAI))


def _find_open(session: Session, plate: str, kind: str) -> tables.Claim | None:
    claim = tables.Claim
    found: tables.Claim | None = session.scalars(
        select(claim)
        .where(claim.plate == plate, claim.kind == kind, claim.status.in_(OPEN))
        .order_by(claim.id.desc())
    ).first()
    return found


def _write(
    session: Session,
    conversation_id: str,
    car: tables.Car,
    kind: str,
    description: str,
    now: datetime,
) -> tables.Claim:
    order = tables.RepairOrder
    repair = session.scalars(
        select(order).where(order.car_id == car.id).order_by(order.received_at.desc())
    ).first()
    row = tables.Claim(
        number=next_number(session, "CL", now),
        kind=kind,
        customer_id=car.customer_id,
        plate=car.plate,
        conversation_id=conversation_id,
        repair_order_id=repair.id if repair else None,
        description=description,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _find_answer(session: Session, row: tables.Claim, now: datetime) -> datetime | None:
    due_at: datetime | None = session.scalar(select(latest_due("claim", row.id, now)))
    return due_at


def _promise_answer(session: Session, row: tables.Claim, now: datetime) -> datetime:
    calendar = read_calendar(session, None)
    due_at = due_after(now.astimezone(SHANGHAI), FIRST_ANSWER_WITHIN, calendar.open_between)
    add_promise(
        session,
        PromiseKind.FIRST_REPLY,
        due_at,
        row,
        now,
        customer_id=row.customer_id,
        conversation_id=row.conversation_id,
    )
    return due_at
