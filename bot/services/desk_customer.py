"""Everything about one customer for who talks to them: cars, visits, repairs, promises, complaints.

Without proof of who it is only what belongs to the conversation itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.services.appointments import Appointment, read_appointment
from bot.services.claims import Claim, read_claims
from bot.services.complaint_record import Complaint, read_complaint
from bot.services.desk_access import Colleague
from bot.services.identity import CarCard, Owner, read_owner
from bot.services.promises import Promise, read_promise
from bot.services.warranty_facts import fault_code, list_cars, list_repairs, read_car, read_visit
from bot.shop import warranty as rules
from bot.shop.calendar import SHANGHAI
from bot.shop.states import RepairOrderStatus
from bot.storage import tables

MOST_SHOWN = 10


@dataclass(frozen=True)
class OrderCard:
    """A repair order in a word."""

    number: str
    plate: str
    fault: str
    status: RepairOrderStatus
    received_at: datetime | None
    promised_at: datetime | None


@dataclass(frozen=True)
class CarClock:
    """A car with its terms, and how far it is on the way to the lines of 三包."""

    car: CarCard
    covers: tuple[rules.Finding, ...]
    lines: tuple[rules.EarlyWarning, ...]
    """All repair days, then the fault that was repaired most often; empty after the period."""
    fault: str
    """What customers call that fault."""

    @property
    def is_near(self) -> bool:
        """A line is near or crossed."""
        return any(line.is_near for line in self.lines)


@dataclass(frozen=True)
class EarlierTalk:
    """Another request for a person by the same customer."""

    number: str
    reason: str
    status: str
    asked_at: datetime
    is_open_to_me: bool


@dataclass(frozen=True)
class CustomerCard:
    """What the shop knows of a customer, newest first. Moments are aware, Asia/Shanghai."""

    owner: Owner | None
    phone: str | None
    """The number to call: the customer's, or the one left with the request."""
    clocks: tuple[CarClock, ...]
    appointments: tuple[Appointment, ...]
    orders: tuple[OrderCard, ...]
    complaints: tuple[Complaint, ...]
    claims: tuple[Claim, ...]
    promises: tuple[Promise, ...]
    """Open ones, the earliest due first."""
    consents: tuple[tuple[str, bool], ...]
    """Kind, and whether it is granted."""
    earlier: tuple[EarlierTalk, ...]


def read_customer_card(
    session: Session, colleague: Colleague, row: Any, customer_id: int | None, now: datetime
) -> CustomerCard:
    """The card beside a request for a person (its row), as `colleague` may see it."""
    owner = read_owner(session, customer_id) if customer_id is not None else None
    appointment, complaint, promise = tables.Appointment, tables.Complaint, tables.Promise

    def rows(table: Any, order_by: Any, *only: Any) -> Iterator[Any]:
        own = _belongs(table, row, customer_id)
        return iter(
            session.scalars(select(table).where(own, *only).order_by(order_by).limit(MOST_SHOWN))
        )

    return CustomerCard(
        owner=owner,
        phone=row.phone or (owner.phone if owner else None),
        clocks=tuple(_clocks(session, owner, now)) if owner else (),
        appointments=tuple(
            read_appointment(session, each) for each in rows(appointment, appointment.id.desc())
        ),
        orders=tuple(_orders(session, owner)) if owner else (),
        complaints=tuple(
            read_complaint(session, each) for each in rows(complaint, complaint.id.desc())
        ),
        claims=read_claims(session, owner.customer_id, now) if owner else (),
        promises=tuple(
            read_promise(each) for each in rows(promise, promise.due_at, promise.status == "open")
        ),
        consents=_consents(session, owner) if owner else (),
        earlier=tuple(_earlier(session, colleague, row, customer_id)),
    )


def _belongs(table: Any, row: Any, customer_id: int | None) -> Any:
    """A proven customer's rows, and those of nobody known that came about in the conversation."""
    unproven = (table.conversation_id == row.conversation_id) & table.customer_id.is_(None)
    return unproven if customer_id is None else or_(table.customer_id == customer_id, unproven)


def _orders(session: Session, owner: Owner) -> Iterator[OrderCard]:
    order = tables.RepairOrder
    mine = select(order).where(order.customer_id == owner.customer_id).order_by(order.id.desc())
    for each in session.scalars(mine.limit(MOST_SHOWN)):
        yield OrderCard(
            each.number,
            each.plate,
            each.fault,
            RepairOrderStatus(each.status),
            each.received_at and each.received_at.astimezone(SHANGHAI),
            each.promised_at and each.promised_at.astimezone(SHANGHAI),
        )


def _clocks(session: Session, owner: Owner, now: datetime) -> Iterator[CarClock]:
    book, local = rules.standard_rules(), now.astimezone(SHANGHAI)
    cards = {card.plate: card for card in owner.cars}
    for row in list_cars(session, owner.customer_id, None):
        orders = list_repairs(session, row.id)
        car = read_car(session, row)
        visits = [read_visit(session, order) for order in orders]
        days, *repeated = rules.list_lines(book, car, visits, local) or (None,)
        worst = max(repeated, key=lambda line: line.value, default=None)
        names = {fault_code(order): order.fault for order in orders}
        yield CarClock(
            car=cards[row.plate],
            covers=rules.list_covers(book, car, local.date()),
            lines=tuple(line for line in (days, worst) if line is not None),
            fault=names.get(worst.subject or "", "") if worst else "",
        )


def _consents(session: Session, owner: Owner) -> tuple[tuple[str, bool], ...]:
    consent = tables.Consent
    mine = select(consent).where(consent.customer_id == owner.customer_id).order_by(consent.id)
    return tuple((each.kind, each.is_granted) for each in session.scalars(mine))


def _earlier(
    session: Session, colleague: Colleague, row: Any, customer_id: int | None
) -> Iterator[EarlierTalk]:
    handover = tables.Handover
    mine = _belongs(handover, row, customer_id)
    query = select(handover).where(mine, handover.id != row.id).order_by(handover.id.desc())
    for each in session.scalars(query.limit(MOST_SHOWN)):
        yield EarlierTalk(
            each.number,
            each.reason,
            each.status,
            each.created_at.astimezone(SHANGHAI),
            colleague.may_see(each.store_code),
        )
