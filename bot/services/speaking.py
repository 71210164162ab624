"""Who speaks for the shop in a conversation: the bot, or the person who took it over."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.services.workshop import Workshop
from bot.storage.tables import Handover, Staff


@dataclass(frozen=True)
class Speaker:
    """Who answers the customer's next words."""

    kind: str
    """`bot` or `person`."""
    name: str | None = None
    """The person's name, when one speaks."""
    queued: bool = False
    """The bot speaks, but the customer has asked for a person and waits for one."""


BOT = Speaker("bot")


def find_speaker(workshop: Workshop, conversation_id: str) -> Speaker:
    """The person while a taken request for one is open; otherwise the bot, also while one waits."""
    with workshop.database.reading() as session:
        requests = session.execute(
            select(Handover.status, Staff.name)
            .join(Staff, Staff.id == Handover.taken_by, isouter=True)
            .where(
                Handover.conversation_id == conversation_id,
                Handover.status.in_(("taken", "waiting")),
            )
            .order_by(Handover.id.desc())
        ).all()
    for status, name in requests:
        if status == "taken":
            return Speaker("person", name)
    return Speaker("bot", queued=True) if requests else BOT
