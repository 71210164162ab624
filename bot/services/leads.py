"""Wishes that a colleague carries out: taken down once, with the time by which somebody calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.errors import InvalidValue
from bot.services.opening import read_calendar
from bot.services.promises import add_promise, latest_due, settle_promises
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.promises import (
    CALL_BACK_WITHIN,
    PromiseKind,
    PromiseStatus,
    before_closing,
    due_after,
)
from bot.storage import tables
from bot.storage.database import lock
from bot.storage.numbers import next_number

OPEN = ("open", "taken")

RESCUE = "rescue"
"""The wish that does not wait overnight while somebody is in."""


@dataclass(frozen=True)
class Lead:
    """A wish on record. `is_new` is False when this conversation had the same one open already."""

    number: str
    service_line: str
    call_back_by: datetime
    is_new: bool


def take_lead(
    workshop: Workshop,
    conversation_id: str,
    service_line: str,
    note: str = "",
    phone: str | None = None,
    customer_id: int | None = None,
    plate: str | None = None,
    store_code: str | None = None,
) -> Lead:
    """Write a wish down and promise a call inside opening hours.

    The same wish again while it is open adds to the note of the first. A telephone or a proven
    customer is needed: raises InvalidValue("phone") without.
    """
    if not phone and customer_id is None:
        raise InvalidValue("phone")
    now = workshop.now()
    with workshop.database.transaction() as session:
        lock(session, f"lead:{conversation_id}")
        known = _find_open(session, conversation_id, service_line)
        if known is not None:
            _add_what_is_new(known, note, phone)
            due_at = _find_call(session, known, now) or _promise_call(session, known, now)
            return Lead(known.number, service_line, due_at.astimezone(SHANGHAI), is_new=False)
        row = tables.Lead(
            number=next_number(session, "LD", now),
            service_line=service_line,
            status="open",
            conversation_id=conversation_id,
            customer_id=customer_id,
            phone=phone,
            plate=plate,
            store_code=store_code,
            note=note,
            created_at=now,
        )
        session.add(row)
        session.flush()
        due_at = _promise_call(session, row, now)
        return Lead(row.number, service_line, due_at.astimezone(SHANGHAI), is_new=True)


def find_lead(
    workshop: Workshop, conversation_id: str, service_line: str | None = None
) -> Lead | None:
    """The newest open wish of this conversation, of this kind or of any; None when there is none."""
    lead = tables.Lead
    query = select(lead).where(lead.conversation_id == conversation_id, lead.status.in_(OPEN))
    if service_line:
        query = query.where(lead.service_line == service_line)
    with workshop.database.reading() as session:
        row = session.scalars(query.order_by(lead.id.desc()).limit(1)).first()
        if row is None:
            return None
        due_at = session.scalar(select(latest_due("lead", row.id)))
        return Lead(row.number, row.service_line, due_at.astimezone(SHANGHAI), is_new=False)


def note_more(workshop: Workshop, conversation_id: str, told: str) -> bool:
    """Add to the rescue of this conversation what the customer says since; False if none is open."""
    with workshop.database.transaction() as session:
        row = _find_open(session, conversation_id, RESCUE)
        if row is not None:
            _add_what_is_new(row, told, None)
        return row is not None


def cancel_rescue(workshop: Workshop, conversation_id: str, told: str) -> str | None:
    """The customer needs the rescue no more; its number, or None when there is none.

    One that a colleague has taken on already stands before staff again: somebody may be on the way.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        lock(session, f"lead:{conversation_id}")
        row = _find_open(session, conversation_id, RESCUE)
        if row is None:
            return None
        at = now.astimezone(SHANGHAI).strftime("%H:%M")
        row.note = f"【客户{at}取消了救援：{told}】\n{row.note}".strip()
        row.status = "open" if row.status == "taken" else "lost"
        settle_promises(session, PromiseKind.CALL_BACK, row, PromiseStatus.WITHDRAWN, now)
        return str(row.number)


def _find_open(session: Session, conversation_id: str, service_line: str) -> tables.Lead | None:
    lead = tables.Lead
    found: tables.Lead | None = session.scalars(
        select(lead)
        .where(
            lead.conversation_id == conversation_id,
            lead.service_line == service_line,
            lead.status.in_(OPEN),
        )
        .order_by(lead.id.desc())
        .limit(1)
    ).first()
    return found


def _add_what_is_new(row: tables.Lead, note: str, phone: str | None) -> None:
    row.phone = phone or row.phone
    if note and note not in row.note:
        row.note = f"{row.note}\n{note}".strip()


def _find_call(session: Session, row: tables.Lead, now: datetime) -> datetime | None:
    """When a call about the lead is due; None when nobody called in time."""
    due_at: datetime | None = session.scalar(select(latest_due("lead", row.id, now)))
    return due_at


def _promise_call(session: Session, row: tables.Lead, now: datetime) -> datetime:
    calendar = read_calendar(session, row.store_code)
    local, within = now.astimezone(SHANGHAI), CALL_BACK_WITHIN
    if row.service_line == RESCUE:
        within = before_closing(local, within, calendar.open_between)
    due_at = due_after(local, within, calendar.open_between)
    add_promise(
        session,
        PromiseKind.CALL_BACK,
        due_at,
        row,
        now,
        customer_id=row.customer_id,
        conversation_id=row.conversation_id,
        store_code=row.store_code,
    )
    return due_at
