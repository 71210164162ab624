"""What a store owes its customers today: promises that are due or broken, and alerts to look into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from bot.services.desk_access import Colleague, note_look
from bot.services.errors import NotAllowed, NotFound
from bot.services.promises import latest_due, settle_promises
from bot.services.subjects import find_subject, is_open, load_subjects
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.promises import PromiseKind, PromiseStatus
from bot.storage import tables

MOST_SHOWN = 200


@dataclass(frozen=True)
class Owed:
    """A promise due until tonight, or one that was broken and whose matter is still open."""

    kind: PromiseKind
    due_at: datetime
    is_late: bool
    subject_type: str
    number: str
    about: str
    """What it is about, in the customer's words, if there are any."""
    customer_name: str | None
    phone: str | None
    lead_id: int | None
    """A wish that is settled by calling: `settle_lead`."""


@dataclass(frozen=True)
class Alert:
    """Something to be looked into that no customer asked for."""

    id: int
    kind: str
    number: str
    since: datetime
    call_by: datetime | None
    """By when the owner was promised a call."""


def list_owed(session: Session, store_code: str, now: datetime) -> Iterator[Owed]:
    """Of a store and of none, the earliest first; visits and alerts have their own lists.

    A broken promise is no longer owed where a new one stands for a later day.
    """
    row = tables.Promise
    tonight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    is_due = and_(row.status == PromiseStatus.OPEN.value, row.due_at < tonight)
    later = aliased(row)
    is_renewed = exists().where(
        later.subject_type == row.subject_type,
        later.subject_id == row.subject_id,
        later.kind == row.kind,
        later.status == PromiseStatus.OPEN.value,
    )
    is_broken = and_(row.status == PromiseStatus.BROKEN.value, ~is_renewed)
    query = (
        select(row)
        .where(or_(is_due, is_broken), row.subject_type.not_in(("staff_alert", "appointment")))
        .where(or_(row.store_code == store_code, row.store_code.is_(None)))
        .order_by(row.due_at.desc(), row.id.desc())
        .limit(MOST_SHOWN)
    )
    found: dict[tuple[str, int, str], Owed] = {}
    promises = list(session.scalars(query))
    held = load_subjects(session, [(each.subject_type, each.subject_id) for each in promises])
    customers = tables.Customer
    ids = {each.customer_id for each in (*promises, *held) if getattr(each, "customer_id", None)}
    held += session.scalars(select(customers).where(customers.id.in_(ids)))
    for each in promises:
        key = (each.subject_type, each.subject_id, each.kind)
        subject = find_subject(session, each.subject_type, each.subject_id)
        if key not in found and subject is not None and _waits(subject):
            found[key] = _owed(session, each, subject, now)  # the latest speaks for those before
    return iter(sorted(found.values(), key=lambda owed: owed.due_at))


def list_alerts(session: Session, store_code: str) -> Iterator[Alert]:
    """Open alerts of a store and of none, the oldest first."""
    alert = tables.StaffAlert
    query = (
        select(alert, latest_due("staff_alert", alert.id))
        .where(alert.status == "open")
        .where(or_(alert.store_code == store_code, alert.store_code.is_(None)))
        .order_by(alert.created_at, alert.id)
    )
    for row, due_at in session.execute(query.limit(MOST_SHOWN)).all():
        subject = find_subject(session, row.subject_type or "", row.subject_id or 0)
        yield Alert(
            row.id,
            row.kind,
            getattr(subject, "number", None) or "",
            row.created_at.astimezone(SHANGHAI),
            due_at and due_at.astimezone(SHANGHAI),
        )


def settle_alert(workshop: Workshop, colleague: Colleague, alert_id: int) -> None:
    """A colleague has looked into it, and called where a call was promised.

    Raises NotFound("alert"), also for another store's, NotAllowed("settled").
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get_open(session, colleague, "alert", tables.StaffAlert, alert_id)
        row.status, row.settled_at = "settled", now
        settle_promises(session, PromiseKind.CALL_BACK, row, PromiseStatus.KEPT, now)
        note_look(session, colleague, "settle", ("staff_alert", str(row.id)), now)


def settle_lead(workshop: Workshop, colleague: Colleague, lead_id: int) -> None:
    """A colleague has called about a wish and follows it up.

    Raises NotFound("lead"), also for another store's, NotAllowed("settled").
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get_open(session, colleague, "lead", tables.Lead, lead_id)
        row.status = "taken"
        settle_promises(session, PromiseKind.CALL_BACK, row, PromiseStatus.KEPT, now)
        note_look(session, colleague, "call", ("lead", row.number), now, row.customer_id)


def _get_open(session: Session, colleague: Colleague, what: str, table: Any, row_id: int) -> Any:
    """The row, if it is theirs to settle; held for this transaction."""
    row = session.get(table, row_id, with_for_update=True)
    if row is None or not colleague.may_see(row.store_code):
        raise NotFound(what)
    if row.status != "open":
        raise NotAllowed("settled")
    return row


def _waits(subject: Any) -> bool:
    if subject.__tablename__ == "lead":
        return bool(subject.status == "open")
    return is_open(subject)


def _owed(session: Session, promise: Any, subject: Any, now: datetime) -> Owed:
    customer_id = promise.customer_id or getattr(subject, "customer_id", None)
    customer = session.get(tables.Customer, customer_id) if customer_id else None
    return Owed(
        kind=PromiseKind(promise.kind),
        due_at=promise.due_at.astimezone(SHANGHAI),
        is_late=promise.due_at < now,
        subject_type=promise.subject_type,
        number=subject.number,
        about=_about(session, subject),
        customer_name=customer.name if customer else getattr(subject, "contact_name", None),
        phone=getattr(subject, "phone", None) or (customer.phone if customer else None),
        lead_id=subject.id if promise.subject_type == "lead" else None,
    )


def _about(session: Session, subject: Any) -> str:
    if subject.__tablename__ == "lead":
        alias = tables.CatalogueAlias
        named = select(alias.alias).where(
            alias.kind == "service_line", alias.code == subject.service_line, alias.position == 0
        )
        name = session.scalars(named).first() or subject.service_line
        return " · ".join(part for part in (name, subject.plate, subject.note) if part)
    words = (getattr(subject, name, None) for name in ("fault", "description", "summary"))
    return next((str(word) for word in words if word), "")
