"""A colleague gives the word back: the bot goes on by itself, and knows what was confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from bot.services.transcript import Line, list_pending
from bot.services.workshop import Workshop
from bot.storage import tables

EVENT = "handed_back"
"""What the bot is told; it stands in the payload of the line that waits for it to speak."""
CONFIRMED_LENGTH = 200
KNOWN_FOR = timedelta(days=1)
LONGEST_WORDS = 80


@dataclass(frozen=True)
class Help:
    """What a colleague did in a conversation before giving it back."""

    name: str
    confirmed: str
    """What they wrote down as arranged with the customer; may be empty."""
    words: str
    """The same, or else what they said last."""


def find_help(workshop: Workshop, conversation_id: str) -> Help | None:
    """The last time within a day that a colleague gave this conversation back; None for never."""
    handover, message = tables.Handover, tables.Message
    helped = (
        select(handover, tables.Staff.name)
        .join(tables.Staff, tables.Staff.id == handover.taken_by)
        .where(
            handover.conversation_id == conversation_id,
            handover.done_reason == EVENT,
            handover.done_at > workshop.now() - KNOWN_FOR,
        )
        .order_by(handover.id.desc())
    )
    with workshop.database.reading() as session:
        found = session.execute(helped.limit(1)).first()
        if found is None:
            return None
        row, name = found
        spoken = select(message.text).where(
            message.conversation_id == conversation_id,
            message.author == "staff",
            message.created_at >= row.taken_at,
        )
        last = session.scalars(spoken.order_by(message.id.desc()).limit(1)).first()
    return Help(name, row.confirmed, row.confirmed or (last or "")[:LONGEST_WORDS])


def list_handed_back(workshop: Workshop, conversation_id: str) -> tuple[Line, ...]:
    """Lines after which the bot has still to speak of its own accord."""
    pending = list_pending(workshop, conversation_id)
    return tuple(line for line in pending if line.payload.get("event") == EVENT)
