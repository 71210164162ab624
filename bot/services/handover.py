"""A customer asks for a person: a row that staff see, and a call back with a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.customer_doors import OPEN, find_customer, lock_requests, settle_in
from bot.services.opening import read_calendar
from bot.services.promises import add_promise
from bot.services.staff_notices import tell_of_waiting
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.promises import CALL_BACK_WITHIN, PromiseKind, before_closing, due_after
from bot.shop.waiting import WaitingStep
from bot.storage import tables
from bot.storage.numbers import next_number


@dataclass(frozen=True)
class Handover:
    """A request for a person. `is_new` is False when the customer had one open already."""

    number: str
    conversation_id: str
    status: str
    reason: str
    call_back_by: datetime
    created_at: datetime
    is_new: bool


def request_person(
    workshop: Workshop,
    conversation_id: str,
    reason: str,
    customer_id: int | None = None,
    phone: str | None = None,
    store_code: str | None = None,
    summary: str = "",
    understood: Mapping[str, Any] | None = None,
) -> Handover:
    """Put the conversation before staff and promise a call back inside opening hours.

    In opening hours it gets a place in the queue; outside them it is a call back only. One customer
    has one request, at whichever doors they ask. `reason` is a word such as `customer_asked`,
    `safety`, `warranty_unclear`; `understood` holds `wishes` (names) and `slots`, for staff to read.
    Asked again while a request is open, that one is returned; a new time is promised only when the
    first has passed.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        return add_handover(
            session,
            now,
            conversation_id,
            reason,
            customer_id,
            phone,
            store_code,
            summary,
            understood,
        )


def add_handover(
    session: Session,
    now: datetime,
    conversation_id: str,
    reason: str,
    customer_id: int | None = None,
    phone: str | None = None,
    store_code: str | None = None,
    summary: str = "",
    understood: Mapping[str, Any] | None = None,
) -> Handover:
    """The same within another use case's transaction."""
    customer_id = customer_id or find_customer(session, conversation_id, now)
    if customer_id is None:
        lock_requests(session, conversation_id, None)
    else:
        settle_in(session, conversation_id, customer_id, now)
    known = find_open(session, conversation_id)
    if known is not None:
        turns_urgent = reason == "safety" != known.reason
        _add_what_is_new(known, reason, customer_id, phone, summary, understood)
        if store_code not in (None, known.store_code):
            known.store_code = None  # two stores are meant: the people of all see it
        if known.call_back_by is None or known.call_back_by < now:
            promise_call(session, known, now)
        if turns_urgent:
            tell_of_waiting(session, known, now)
        return _read(known, is_new=False)
    row = tables.Handover(
        number=next_number(session, "HO", now),
        conversation_id=conversation_id,
        reason=reason,
        created_at=now,
        customer_id=customer_id,
        phone=phone,
        store_code=store_code,
        summary=summary,
        status="waiting",
    )
    if understood:  # an explicit None would be stored as JSON null
        row.understood_json = dict(understood)
    if not read_calendar(session, store_code).is_open_at(now):
        row.step, row.stepped_at = WaitingStep.CALL_BACK.value, now
    session.add(row)
    session.flush()
    promise_call(session, row, now)
    tell_of_waiting(session, row, now)
    return _read(row, is_new=True)


def find_open(session: Session, conversation_id: str) -> tables.Handover | None:
    """The request for a person that is open in this conversation, if there is one."""
    handover = tables.Handover
    found: tables.Handover | None = session.scalars(
        select(handover)
        .where(handover.conversation_id == conversation_id, handover.status.in_(OPEN))
        .order_by(handover.id.desc())
        .limit(1)
    ).first()
    return found


def promise_call(
    session: Session,
    row: tables.Handover,
    now: datetime,
    within: timedelta = CALL_BACK_WITHIN,
) -> None:
    """Promises that somebody calls within so much open time, in another use case's transaction.

    Where safety is concerned, before those who are in go home.
    """
    calendar = read_calendar(session, row.store_code)
    local = now.astimezone(SHANGHAI)
    if row.reason == "safety":
        within = before_closing(local, within, calendar.open_between)
    row.call_back_by = due_after(local, within, calendar.open_between)
    add_promise(
        session,
        PromiseKind.CALL_BACK,
        row.call_back_by,
        row,
        now,
        customer_id=row.customer_id,
        conversation_id=row.conversation_id,
        store_code=row.store_code,
    )


def _add_what_is_new(
    row: tables.Handover,
    reason: str,
    customer_id: int | None,
    phone: str | None,
    summary: str,
    understood: Mapping[str, Any] | None,
) -> None:
    row.customer_id = row.customer_id or customer_id
    row.phone = row.phone or phone
    if reason == "safety":  # the more pressing reason is the one that staff should see
        row.reason = reason
    if summary and summary not in row.summary:
        row.summary = f"{row.summary}\n{summary}".strip()
    if understood:
        row.understood_json = dict(understood)


def _read(row: tables.Handover, is_new: bool) -> Handover:
    return Handover(
        number=row.number,
        conversation_id=row.conversation_id,
        status=row.status,
        reason=row.reason,
        call_back_by=(row.call_back_by or row.created_at).astimezone(SHANGHAI),
        created_at=row.created_at.astimezone(SHANGHAI),
        is_new=is_new,
    )
