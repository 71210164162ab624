"""Notes that colleagues leave one another at a conversation; customers never see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.services.desk_access import Colleague, note_look
from bot.services.desk_conversations import get_conversation
from bot.services.errors import InvalidValue
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.storage import tables

NOTE_LENGTH = 500
MOST_SHOWN = 50


@dataclass(frozen=True)
class Note:
    """A note. `written_at` is aware, Asia/Shanghai."""

    author: str
    text: str
    written_at: datetime
    number: str
    """Of the conversation at which it was written."""
    key: str


def add_note(workshop: Workshop, colleague: Colleague, number: str, text: str, key: str) -> None:
    """Leaves a note at a conversation; one `key` is one note.

    Raises InvalidValue("empty"), InvalidValue("too_long_note"), NotFound("handover").
    """
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise InvalidValue("empty")
    if len(words) > NOTE_LENGTH:
        raise InvalidValue("too_long_note")
    now = workshop.now()
    note = tables.StaffNote
    with workshop.database.transaction() as session:
        row = get_conversation(session, colleague, number)
        if session.scalars(select(note.id).where(note.note_key == key)).first() is not None:
            return
        session.add(
            note(
                handover_id=row.id,
                customer_id=row.customer_id,
                staff_id=colleague.id,
                note_key=key,
                text=words,
                created_at=now,
            )
        )
        note_look(session, colleague, "note", ("handover", number), now, row.customer_id)


def read_notes(
    session: Session, colleague: Colleague, row: Any, customer_id: int | None
) -> tuple[Note, ...]:
    """The notes of a conversation and of the customer's others that the colleague may see."""
    note, handover = tables.StaffNote, tables.Handover
    about = handover.conversation_id == row.conversation_id
    if customer_id is not None:
        about = or_(note.handover_id == row.id, note.customer_id == customer_id)
    query = (
        select(note, handover, tables.Staff.name)
        .join(handover, handover.id == note.handover_id)
        .join(tables.Staff, tables.Staff.id == note.staff_id)
        .where(about)
        .order_by(note.id.desc())
        .limit(MOST_SHOWN)
    )
    return tuple(
        Note(author, each.text, each.created_at.astimezone(SHANGHAI), at.number, each.note_key)
        for each, at, author in session.execute(query)
        if colleague.may_see(at.store_code)
    )
