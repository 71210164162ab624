"""What a colleague sees of one conversation: its words, and all that is known of the customer.

Looking at it is written down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.appointments import Appointment, read_appointment
from bot.services.complaint_record import Complaint, read_complaint
from bot.services.desk_access import Colleague, note_look
from bot.services.desk_conversations import get_conversation
from bot.services.errors import NotFound
from bot.services.identity import Owner, read_owner
from bot.services.promises import Promise, read_promise
from bot.services.transcript import Line, list_lines
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.states import RepairOrderStatus
from bot.storage import tables

LINES_SHOWN = 200
MOST_SHOWN = 10
LOOK_LASTS = timedelta(days=1)


@dataclass(frozen=True)
class OrderCard:
    """A repair order in a word."""

    number: str
    plate: str
    fault: str
    status: RepairOrderStatus
    promised_at: datetime | None


@dataclass(frozen=True)
class CustomerCard:
    """What the shop knows of a customer, newest first; without proof only of the conversation."""

    owner: Owner | None
    phone: str | None
    """The number to call: the customer's, or the one left with the request."""
    appointments: tuple[Appointment, ...]
    orders: tuple[OrderCard, ...]
    complaints: tuple[Complaint, ...]
    promises: tuple[Promise, ...]
    """Open ones, the earliest due first."""


@dataclass(frozen=True)
class Conversation:
    """One conversation at the desk."""

    number: str
    conversation_id: str
    status: str
    reason: str
    summary: str
    store_code: str | None
    since: datetime
    call_back_by: datetime | None
    taken_by: str | None
    is_mine: bool
    done_reason: str | None
    lines: tuple[Line, ...]
    has_earlier_lines: bool


def look(
    workshop: Workshop, colleague: Colleague, number: str
) -> tuple[Conversation, CustomerCard]:
    """Opens a conversation, and writes down who looked.

    Raises NotFound("handover"), also for another store's.
    """
    with workshop.database.transaction() as session:
        row = get_conversation(session, colleague, number)
        customer_id = _customer_id(session, row, workshop.now())
        note_look(session, colleague, "look", ("handover", number), workshop.now(), customer_id)
        card = _card(session, row, customer_id)
    return follow(workshop, colleague, number), card


def follow(workshop: Workshop, colleague: Colleague, number: str) -> Conversation:
    """The conversation as it stands, for who has opened it by `look` within a day.

    Raises NotFound("handover").
    """
    looks = tables.StaffLook
    with workshop.database.reading() as session:
        found = session.execute(
            select(tables.Handover, tables.Staff)
            .join(tables.Staff, tables.Staff.id == tables.Handover.taken_by, isouter=True)
            .where(tables.Handover.number == number)
        ).one_or_none()
        has_looked = session.scalars(
            select(looks.id).where(
                looks.staff_id == colleague.id,
                looks.subject_type == "handover",
                looks.subject == number,
                looks.created_at > workshop.now() - LOOK_LASTS,
            )
        ).first()
    if found is None or has_looked is None or not colleague.may_see(found[0].store_code):
        raise NotFound("handover")
    row, staff = found
    page = list_lines(workshop, row.conversation_id, limit=LINES_SHOWN)
    return Conversation(
        number=row.number,
        conversation_id=row.conversation_id,
        status=row.status,
        reason=row.reason,
        summary=row.summary,
        store_code=row.store_code,
        since=row.created_at.astimezone(SHANGHAI),
        call_back_by=row.call_back_by and row.call_back_by.astimezone(SHANGHAI),
        taken_by=staff.name if staff else None,
        is_mine=row.status == "taken" and row.taken_by == colleague.id,
        done_reason=row.done_reason,
        lines=page.lines,
        has_earlier_lines=page.more,
    )


def find_conversation_id(workshop: Workshop, number: str) -> str:
    """Where the customer of this request talks. Raises NotFound("handover")."""
    query = select(tables.Handover.conversation_id).where(tables.Handover.number == number)
    with workshop.database.reading() as session:
        found: str | None = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("handover")
    return found


def _customer_id(session: Session, row: Any, now: datetime) -> int | None:
    """Whom the conversation belongs to: proven when the person was asked for, or since."""
    if row.customer_id is not None:
        return int(row.customer_id)
    proof = tables.Proof
    found: int | None = session.scalars(
        select(proof.customer_id)
        .where(proof.conversation_id == row.conversation_id, proof.expires_at > now)
        .order_by(proof.id.desc())
    ).first()
    return found


def _card(session: Session, row: Any, customer_id: int | None) -> CustomerCard:
    owner = read_owner(session, customer_id) if customer_id is not None else None
    appointment, order = tables.Appointment, tables.RepairOrder
    complaint, promise = tables.Complaint, tables.Promise

    def rows(table: Any, order_by: Any) -> Iterator[Any]:
        own = table.conversation_id == row.conversation_id
        if customer_id is not None:
            own = (table.customer_id == customer_id) | (own & table.customer_id.is_(None))
        else:
            own = own & table.customer_id.is_(None)
        query = select(table).where(own)
        if table is promise:
            query = query.where(promise.status == "open")
        return iter(session.scalars(query.order_by(order_by).limit(MOST_SHOWN)))

    orders = select(order).where(order.customer_id == customer_id).order_by(order.id.desc())
    return CustomerCard(
        owner=owner,
        phone=row.phone or (owner.phone if owner else None),
        appointments=tuple(
            read_appointment(session, each) for each in rows(appointment, appointment.id.desc())
        ),
        orders=tuple(
            OrderCard(
                each.number,
                each.plate,
                each.fault,
                RepairOrderStatus(each.status),
                each.promised_at and each.promised_at.astimezone(SHANGHAI),
            )
            for each in (session.scalars(orders.limit(MOST_SHOWN)) if owner else ())
        ),
        complaints=tuple(
            read_complaint(session, each) for each in rows(complaint, complaint.id.desc())
        ),
        promises=tuple(read_promise(each) for each in rows(promise, promise.due_at)),
    )
