"""All that a customer said and was told, at every door, in one thread for staff.

Words are a customer's when they were said in a stretch that their proof covers: from an hour before it
(one says what one wants, then proves who one is) until it ends, and never into another customer's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, false, not_, or_, select
from sqlalchemy.orm import Session

from bot.services.desk_access import Colleague
from bot.services.transcript import Page, list_lines, read_line
from bot.services.workshop import Workshop
from bot.shop.doors import door_of
from bot.storage import tables

LEAD = timedelta(hours=1)
LOOK_BACK = timedelta(days=90)
MOST_PROOFS = 100


@dataclass(frozen=True)
class Stretch:
    """From when to when a conversation was one customer's; `ends_at` None: it still is."""

    conversation_id: str
    customer_id: int
    begins_at: datetime
    ends_at: datetime | None


def list_thread(workshop: Workshop, colleague: Colleague, row: tables.Handover, limit: int) -> Page:
    """The newest lines of the customer who asked for a person, oldest first.

    Of who is not proven only the conversation itself; what a colleague of a store that is not this
    one's talked about stays with that store.
    """
    if row.customer_id is None:
        return list_lines(workshop, row.conversation_id, limit=limit)
    message = tables.Message
    now = workshop.now()
    with workshop.database.reading() as session:
        found = _find_stretches(session, row, now)
        theirs = [each for each in found if each.customer_id == row.customer_id]
        others = [each for each in found if each.customer_id != row.customer_id]
        here = message.conversation_id == row.conversation_id
        query = (
            select(message)
            .where(or_(_within(theirs), and_(here, not_(_within(others)))))
            .where(not_(_of_other_stores(session, colleague, row)))
            .order_by(message.id.desc())
            .limit(limit + 1)
        )
        rows = session.scalars(query).all()
    lines = tuple(read_line(each) for each in reversed(rows[:limit]))
    return Page(lines, more=len(rows) > limit, pending=any(x.answer == "pending" for x in lines))


def _find_stretches(session: Session, row: tables.Handover, now: datetime) -> list[Stretch]:
    """Whose the customer's doors, and the one where they are now, were at which time."""
    proof = tables.Proof
    own = select(proof.conversation_id).where(
        proof.customer_id == row.customer_id, proof.proven_at > now - LOOK_BACK
    )
    at = or_(proof.conversation_id.in_(own), proof.conversation_id == row.conversation_id)
    query = select(proof).where(at, proof.proven_at > now - LOOK_BACK).order_by(proof.id.desc())
    by_door: dict[str, list[Any]] = {}
    for each in session.scalars(query.limit(MOST_PROOFS)):
        by_door.setdefault(each.conversation_id, []).insert(0, each)
    return [stretch for proofs in by_door.values() for stretch in read_stretches(proofs)]


def read_stretches(proofs: Sequence[Any]) -> Iterator[Stretch]:
    """The proofs of one door, in their order, as stretches of which none reaches into another's.

    A lasting address stays a customer's until somebody else proves themselves there.
    """
    free_from: datetime | None = None
    for index, each in enumerate(proofs):
        before = proofs[index - 1] if index else None
        if before is not None and before.customer_id != each.customer_id:
            free_from = _ends_at(before, proofs[index:])
        begins_at = each.proven_at - LEAD
        if free_from is not None:
            begins_at = max(begins_at, free_from)
        ends_at = _ends_at(each, proofs[index + 1 :])
        yield Stretch(each.conversation_id, each.customer_id, begins_at, ends_at)


def _ends_at(proof: Any, later: Sequence[Any]) -> datetime | None:
    if not door_of(proof.conversation_id).is_lasting:
        end: datetime = proof.expires_at
        return end
    others = (each.proven_at for each in later if each.customer_id != proof.customer_id)
    return next(others, None)


def _within(stretches: Iterable[Stretch]) -> Any:
    message = tables.Message
    spans = [
        and_(
            message.conversation_id == each.conversation_id,
            message.created_at > each.begins_at,
            message.created_at < each.ends_at if each.ends_at else message.id.is_not(None),
        )
        for each in stretches
    ]
    return or_(false(), *spans)


def _of_other_stores(session: Session, colleague: Colleague, row: tables.Handover) -> Any:
    """Words between the customer and the people of a store that the colleague may not see."""
    handover, message = tables.Handover, tables.Message
    query = select(handover).where(
        handover.customer_id == row.customer_id, handover.taken_at.is_not(None)
    )
    talked = or_(message.author == "staff", message.answer == "to_staff")
    spans = [
        and_(
            talked,
            message.created_at >= each.taken_at,
            message.created_at <= each.done_at if each.done_at else message.id.is_not(None),
        )
        for each in session.scalars(query)
        if not colleague.may_see(each.store_code)
    ]
    return or_(false(), *spans)
