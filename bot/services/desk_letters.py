"""Notices that customers did not get, as a store sees them, and what colleagues do about them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from bot.services.dead_letters import DeadLetter, list_dead_letters, revive, withdraw
from bot.services.desk_access import Colleague, note_look
from bot.services.errors import NotFound
from bot.services.workshop import Workshop
from bot.storage import tables


def list_letters(
    workshop: Workshop, colleague: Colleague, store_code: str
) -> tuple[DeadLetter, ...]:
    """Those of a store and of none, oldest first."""
    return tuple(
        letter
        for letter in list_dead_letters(workshop)
        if letter.store_code in (None, store_code) and colleague.may_see(letter.store_code)
    )


def send_again(workshop: Workshop, colleague: Colleague, letter_id: int) -> None:
    """Sends it once more. Raises NotFound("outbox"), also for another store's,
    NotAllowed("status") when it is no longer among them, NotAllowed("expired")."""
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get(session, colleague, letter_id)
        revive(session, letter_id, now)
        note_look(session, colleague, "send_again", _subject(row), now, row.customer_id)


def put_aside(workshop: Workshop, colleague: Colleague, letter_id: int) -> None:
    """The customer was told otherwise, or it no longer matters. Raises as `send_again`."""
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get(session, colleague, letter_id)
        withdraw(session, letter_id)
        note_look(session, colleague, "put_aside", _subject(row), now, row.customer_id)


def _get(session: Session, colleague: Colleague, letter_id: int) -> Any:
    row = session.get(tables.Outbox, letter_id)
    if row is None or not colleague.may_see(row.facts.get("store_code")):
        raise NotFound("outbox")
    return row


def _subject(row: Any) -> tuple[str, str]:
    return "outbox", str(row.id)
