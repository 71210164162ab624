"""What waits for staff, most pressing first: `aftercare queue`.

Nothing is stored for it: each line is a row that somebody has to do something about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.dead_letters import list_dead_letters
from bot.services.promises import latest_due
from bot.services.subjects import find_subject, is_open
from bot.services.warranty import list_warnings
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.complaints import Level
from bot.shop.notices import STAFF
from bot.shop.promises import PromiseStatus
from bot.shop.states import ComplaintStatus
from bot.storage import tables


class Urgency(IntEnum):
    """How pressing a line is; the smaller the sooner."""

    SAFETY = 0
    BROKEN = 1  # a time that was promised has passed
    WAITING = 2  # a customer waits for somebody
    DUE = 3  # to be done by a time that is still to come
    WATCH = 4  # to be looked at


@dataclass(frozen=True)
class QueueItem:
    """A line of the queue. Moments are aware, Asia/Shanghai."""

    kind: str
    """`handover`, `complaint`, `lead`, `claim`, `alert`, `broken_promise`, `undelivered` or
    `sanbao_warning`."""
    number: str
    """The number of what it is about, as the shop prints it; a plate for a warning."""
    what: str
    """A word for it, such as the reason or topic; for `alert` its detail."""
    urgency: Urgency
    since: datetime
    due_at: datetime | None
    customer_name: str | None
    phone: str | None
    store_code: str | None


def list_queue(workshop: Workshop, store_code: str | None = None) -> tuple[QueueItem, ...]:
    """Everything that waits, of all stores or of one (and what belongs to none)."""
    now = workshop.now().astimezone(SHANGHAI)
    with workshop.database.reading() as session:
        items = [
            *_handovers(session, now),
            *_complaints(session, now),
            *_leads(session, now),
            *_claims(session, now),
            *_alerts(session),
            *_broken_promises(session),
        ]
    items.extend(_undelivered(workshop))
    items.extend(_warnings(workshop, now))
    mine = (i for i in items if store_code is None or i.store_code in (None, store_code))
    return tuple(sorted(mine, key=lambda item: (item.urgency, item.due_at or item.since)))


def _handovers(session: Session, now: datetime) -> Iterator[QueueItem]:
    query = select(tables.Handover).where(tables.Handover.status == "waiting")
    for row in session.scalars(query):
        urgency = _urgency(row.reason == "safety", row.call_back_by, now, Urgency.WAITING)
        what = row.reason if row.step == "asked" else f"{row.reason} {row.step}"
        yield _item(session, "handover", row, what, urgency, row.call_back_by)


def _complaints(session: Session, now: datetime) -> Iterator[QueueItem]:
    complaint = tables.Complaint
    open_ones = select(complaint).where(complaint.status != ComplaintStatus.CLOSED.value)
    for row in session.scalars(open_ones):
        due_at = row.first_reply_due_at if row.first_replied_at is None else None
        urgency = _urgency(row.level == Level.SAFETY.value, due_at, now, Urgency.DUE)
        yield _item(session, "complaint", row, row.topic, urgency, due_at)


def _leads(session: Session, now: datetime) -> Iterator[QueueItem]:
    lead = tables.Lead
    query = select(lead, latest_due("lead", lead.id)).where(lead.status == "open")
    for row, due_at in session.execute(query):
        urgency = _urgency(False, due_at, now, Urgency.WAITING)
        yield _item(session, "lead", row, row.service_line, urgency, due_at)


def _claims(session: Session, now: datetime) -> Iterator[QueueItem]:
    claim = tables.Claim
    query = select(claim, latest_due("claim", claim.id)).where(claim.status == "submitted")
    for row, due_at in session.execute(query):
        yield _item(
            session, "claim", row, row.kind, _urgency(False, due_at, now, Urgency.DUE), due_at
        )


def _alerts(session: Session) -> Iterator[QueueItem]:
    for row in session.scalars(select(tables.StaffAlert).where(tables.StaffAlert.status == "open")):
        yield QueueItem(
            kind="alert",
            number=_subject_number(session, row) or str(row.id),
            what=row.detail or row.kind,
            urgency=Urgency.WATCH,
            since=row.created_at.astimezone(SHANGHAI),
            due_at=None,
            customer_name=None,
            phone=None,
            store_code=row.store_code,
        )


def _broken_promises(session: Session) -> Iterator[QueueItem]:
    """Broken promises about a matter that is still open; the rest is history for the reports."""
    promise = tables.Promise
    broken = (
        select(promise)
        .where(promise.status == PromiseStatus.BROKEN.value)
        .order_by(promise.due_at.desc())
    )
    seen: set[tuple[str, int, str]] = set()
    for row in session.scalars(broken):
        key = (row.subject_type, row.subject_id, row.kind)
        subject = find_subject(session, row.subject_type, row.subject_id)
        if subject is None or not is_open(subject) or key in seen:
            continue
        seen.add(key)  # the latest one speaks for those before it
        yield _item(session, "broken_promise", subject, row.kind, Urgency.BROKEN, row.due_at)


def _undelivered(workshop: Workshop) -> Iterator[QueueItem]:
    """Notices that the customer did not get, or perhaps did not: somebody should call."""
    for letter in list_dead_letters(workshop):
        yield QueueItem(
            kind="undelivered",
            number=letter.number or str(letter.id),
            what=f"{letter.kind} {letter.status}",
            urgency=Urgency.WAITING,
            since=letter.created_at,
            due_at=None,
            customer_name=letter.customer_name,
            phone=None if letter.recipient == STAFF else letter.recipient,
            store_code=letter.store_code,
        )


def _warnings(workshop: Workshop, now: datetime) -> Iterator[QueueItem]:
    for found in list_warnings(workshop):
        yield QueueItem(
            kind="sanbao_warning",
            number=found.plate,
            what=f"{found.warning.rule.id} {found.warning.value}/{found.warning.limit}",
            urgency=Urgency.WATCH,
            since=now,
            due_at=None,
            customer_name=None,
            phone=None,
            store_code=found.store_code,
        )


def _urgency(
    is_safety: bool, due_at: datetime | None, now: datetime, otherwise: Urgency
) -> Urgency:
    if is_safety:
        return Urgency.SAFETY
    return Urgency.BROKEN if due_at is not None and due_at < now else otherwise


def _item(
    session: Session, kind: str, row: Any, what: str, urgency: Urgency, due_at: datetime | None
) -> QueueItem:
    customer_id = getattr(row, "customer_id", None)
    customer = session.get(tables.Customer, customer_id) if customer_id else None
    return QueueItem(
        kind=kind,
        number=getattr(row, "number", None) or str(row.id),
        what=what,
        urgency=urgency,
        since=row.created_at.astimezone(SHANGHAI),
        due_at=due_at and due_at.astimezone(SHANGHAI),
        customer_name=customer.name if customer else getattr(row, "contact_name", None),
        phone=getattr(row, "phone", None) or (customer.phone if customer else None),
        store_code=getattr(row, "store_code", None),
    )


def _subject_number(session: Session, alert: Any) -> str | None:
    if alert.subject_type is None or alert.subject_id is None:
        return None
    subject = find_subject(session, alert.subject_type, alert.subject_id)
    return getattr(subject, "number", None)
