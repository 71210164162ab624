"""What a colleague sees of one conversation: its words, and all that is known of the customer.

Looking at it is written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.desk_access import Colleague, note_look
from bot.services.desk_conversations import get_conversation
from bot.services.desk_customer import CustomerCard, read_customer_card
from bot.services.desk_notes import Note, read_notes
from bot.services.desk_understood import Understood, read_understood
from bot.services.errors import NotFound
from bot.services.thread import list_thread
from bot.services.transcript import Line
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.storage import tables

LINES_SHOWN = 200
LOOK_LASTS = timedelta(days=1)


@dataclass(frozen=True)
class Opened:
    """All that stands beside the words of a conversation."""

    card: CustomerCard
    understood: Understood
    notes: tuple[Note, ...]
    """Of colleagues, newest first; the customer never sees them."""


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
    """Of all the proven customer's doors."""
    has_earlier_lines: bool


def look(workshop: Workshop, colleague: Colleague, number: str) -> tuple[Conversation, Opened]:
    """Opens a conversation, and writes down who looked.

    Raises NotFound("handover"), also for another store's.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = get_conversation(session, colleague, number)
        customer_id = _customer_id(session, row, now)
        note_look(session, colleague, "look", ("handover", number), now, customer_id)
        opened = _open(session, colleague, row, customer_id, now)
    return follow(workshop, colleague, number), opened


def follow(workshop: Workshop, colleague: Colleague, number: str) -> Conversation:
    """The conversation as it stands, for who has opened it by `look` within a day.

    Raises NotFound("handover").
    """
    with workshop.database.reading() as session:
        found = session.execute(
            select(tables.Handover, tables.Staff)
            .join(tables.Staff, tables.Staff.id == tables.Handover.taken_by, isouter=True)
            .where(tables.Handover.number == number)
        ).one_or_none()
        looked = _last_look(session, colleague, number, workshop.now())
    if found is None or looked is None or not colleague.may_see(found[0].store_code):
        raise NotFound("handover")
    row, staff = found
    page = list_thread(workshop, colleague, row, LINES_SHOWN)
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


def follow_side(workshop: Workshop, colleague: Colleague, number: str) -> Opened:
    """What stands beside the conversation by now, for who has opened it.

    A customer who has proven meanwhile who they are is one more look, and written down as such.
    Raises NotFound("handover").
    """
    now = workshop.now()
    with workshop.database.reading() as session:
        query = select(tables.Handover).where(tables.Handover.number == number)
        row = session.scalars(query).one_or_none()
        looked = _last_look(session, colleague, number, now)
        if row is None or looked is None or not colleague.may_see(row.store_code):
            raise NotFound("handover")
        customer_id = _customer_id(session, row, now)
        if customer_id in (None, looked.customer_id):
            return _open(session, colleague, row, customer_id, now)
    return look(workshop, colleague, number)[1]


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


def _last_look(session: Session, colleague: Colleague, number: str, now: datetime) -> Any:
    looks = tables.StaffLook
    query = select(looks).where(
        looks.staff_id == colleague.id,
        looks.step == "look",
        looks.subject_type == "handover",
        looks.subject == number,
        looks.created_at > now - LOOK_LASTS,
    )
    return session.scalars(query.order_by(looks.id.desc())).first()


def _open(
    session: Session, colleague: Colleague, row: Any, customer_id: int | None, now: datetime
) -> Opened:
    return Opened(
        card=read_customer_card(session, colleague, row, customer_id, now),
        understood=read_understood(session, row.understood_json),
        notes=read_notes(session, colleague, row, customer_id),
    )
