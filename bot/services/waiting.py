"""A customer who waits for a person: which place, how long by what it took lately, and waiting no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot.services.handover import find_open
from bot.services.promises import settle_promises
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.promises import PromiseKind, PromiseStatus
from bot.shop.waiting import LATELY, Served, WaitingStep, expected_wait
from bot.storage import tables
from bot.storage.database import lock


@dataclass(frozen=True)
class Wait:
    """How a customer's open request for a person stands. Moments are Asia/Shanghai."""

    number: str
    taken_by: str | None
    """Who has the conversation already; then nothing else counts."""
    is_call_back: bool
    """Somebody calls by `call_back_by`; there is no place in the queue."""
    ahead: int
    """Requests that come before this one."""
    expected: timedelta | None
    """By what it took lately; None when too little is known, or for a call back."""
    call_back_by: datetime | None
    """The promise that is still to come, if there is one."""
    phone: str | None
    """Where they can be called."""


def find_wait(workshop: Workshop, conversation_id: str) -> Wait | None:
    """The open request of this conversation's customer, or None."""
    now = workshop.now()
    with workshop.database.reading() as session:
        row = find_open(session, conversation_id)
        return None if row is None else read_wait(session, row, now)


def read_wait(session: Session, row: tables.Handover, now: datetime) -> Wait:
    """The same for a row, within another use case."""
    is_call_back = row.step == WaitingStep.CALL_BACK.value
    ahead = _count_ahead(session, row)
    taker = session.get(tables.Staff, row.taken_by) if row.status == "taken" else None
    customer = session.get(tables.Customer, row.customer_id) if row.customer_id else None
    due_at = row.call_back_by
    return Wait(
        number=row.number,
        taken_by=taker.name if taker else None,
        is_call_back=is_call_back,
        ahead=ahead,
        expected=None if is_call_back else expected_wait(ahead, list_served(session, now)),
        call_back_by=due_at.astimezone(SHANGHAI) if due_at and due_at >= now else None,
        phone=row.phone or (customer.phone if customer else None),
    )


def stop_waiting(workshop: Workshop, conversation_id: str) -> str | None:
    """The customer waits no longer: `cancelled`, and its promise withdrawn. Returns its number.

    None when nobody was asked for, or a colleague has it already: that is theirs to end.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = find_open(session, conversation_id)
        if row is None:
            return None
        lock(session, f"desk:{row.number}")
        session.refresh(row, with_for_update=True)
        if row.status != "waiting" or row.conversation_id != conversation_id:
            return None
        row.status, row.done_reason, row.done_at = "cancelled", "stopped_waiting", now
        settle_promises(session, PromiseKind.CALL_BACK, row, PromiseStatus.WITHDRAWN, now)
        return str(row.number)


def list_served(session: Session, now: datetime) -> list[Served]:
    """The requests of the last days that a colleague took on: asked when, first taken when.

    Those asked for outside opening hours waited for the morning, not for a colleague.
    """
    handover, looks = tables.Handover, tables.StaffLook
    taken_at = func.min(looks.created_at)
    query = (
        select(handover.created_at, taken_at)
        .join(looks, and_(looks.subject == handover.number, looks.subject_type == "handover"))
        .where(looks.step == "take", handover.created_at > now - LATELY)
        .where(or_(handover.stepped_at.is_(None), handover.stepped_at > handover.created_at))
        .group_by(handover.id, handover.created_at)
    )
    return [Served(asked_at, first) for asked_at, first in session.execute(query)]


def _count_ahead(session: Session, row: Any) -> int:
    """Waiting requests that come first for the people who can take this one: safety, then older."""
    handover = tables.Handover
    is_safety = handover.reason == "safety"
    is_older = or_(
        handover.created_at < row.created_at,
        and_(handover.created_at == row.created_at, handover.id < row.id),
    )
    first = and_(is_safety, is_older) if row.reason == "safety" else or_(is_safety, is_older)
    query = select(func.count()).where(handover.status == "waiting", handover.id != row.id, first)
    if row.store_code is not None:
        query = query.where(
            or_(handover.store_code == row.store_code, handover.store_code.is_(None))
        )
    return int(session.scalars(query).one())
