"""Notices that did not arrive, or nobody knows: the desk's list, and what staff do about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.services.errors import NotAllowed, NotFound
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.storage.database import lock
from bot.storage.tables import Customer, Outbox

DEAD = ("failed", "unknown", "expired")


@dataclass(frozen=True)
class DeadLetter:
    """A notice that somebody should look after, perhaps by telephone. Moments: Asia/Shanghai."""

    id: int
    kind: str
    status: str
    """`failed`, `expired` after tries in vain, or `unknown`: it may have arrived."""
    error: str | None
    recipient: str
    number: str | None
    """Of the order or appointment that it is about."""
    customer_name: str | None
    store_code: str | None
    attempts: int
    created_at: datetime


def list_dead_letters(workshop: Workshop) -> tuple[DeadLetter, ...]:
    """All of them, oldest first. What expired untried was overtaken by time, not by a fault."""
    with workshop.database.reading() as session:
        query = (
            select(Outbox, Customer.name)
            .join(Customer, Customer.id == Outbox.customer_id, isouter=True)
            .where(Outbox.status.in_(DEAD))
            .where(or_(Outbox.status != "expired", Outbox.attempts > 0))
            .order_by(Outbox.id)
        )
        return tuple(_read(row, name) for row, name in session.execute(query))


def send_again(workshop: Workshop, letter_id: int) -> None:
    """Staff want it sent once more, also when it may have arrived: from the first try on.

    Raises NotFound("outbox"), NotAllowed("status"), NotAllowed("expired").
    """
    with workshop.database.transaction() as session:
        revive(session, letter_id, workshop.now())


def put_aside(workshop: Workshop, letter_id: int) -> None:
    """Staff have told the customer themselves, or it no longer matters.

    Raises NotFound("outbox"), NotAllowed("status").
    """
    with workshop.database.transaction() as session:
        withdraw(session, letter_id)


def revive(session: Session, letter_id: int, now: datetime) -> None:
    """`send_again` within another use case's transaction."""
    row = _get_dead(session, letter_id)
    if row.expires_at is not None and row.expires_at <= now:
        raise NotAllowed("expired")
    row.status, row.channel, row.attempts = "waiting", None, 0
    row.not_before_at, row.last_error = now, None


def withdraw(session: Session, letter_id: int) -> None:
    """`put_aside` within another use case's transaction."""
    _get_dead(session, letter_id).status = "withdrawn"


def _get_dead(session: Session, letter_id: int) -> Outbox:
    lock(session, "outbox")
    row: Outbox | None = session.get(Outbox, letter_id, with_for_update=True)
    if row is None:
        raise NotFound("outbox")
    if row.status not in DEAD:
        raise NotAllowed("status")
    return row


def _read(row: Outbox, customer_name: str | None) -> DeadLetter:
    return DeadLetter(
        id=row.id,
        kind=row.kind,
        status=row.status,
        error=row.last_error,
        recipient=row.recipient,
        number=row.facts.get("number"),
        customer_name=customer_name,
        store_code=row.facts.get("store_code"),
        attempts=row.attempts,
        created_at=row.created_at.astimezone(SHANGHAI),
    )
