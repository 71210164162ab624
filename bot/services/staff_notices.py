"""What the staff's group is told: somebody waits, safety is concerned, a promise was broken.

Rows of the outbox like any notice, so none is lost and none stands without its cause. They name
the store, the matter and its number; who the customer is stands at the desk.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.subjects import find_subject, is_open
from bot.shop.notices import STAFF
from bot.storage import tables


def tell_of_waiting(session: Session, row: tables.Handover, now: datetime) -> None:
    """A customer waits for a person, within the transaction that makes it so."""
    kind = "staff_safety" if row.reason == "safety" else "staff_waiting"
    facts = {
        "number": row.number,
        "store_code": row.store_code,
        "cause": row.reason,
        "since_at": row.created_at.isoformat(),
        "due_at": row.call_back_by and row.call_back_by.isoformat(),
    }
    session.add(_notice(kind, f"{row.number}:{now.isoformat()}", facts, now))


def tell_of_broken(session: Session, promise: tables.Promise, now: datetime) -> None:
    """The time of a promise has passed, within the transaction that finds it so.

    Where its matter is over nobody needs to hurry any more.
    """
    subject = find_subject(session, promise.subject_type, promise.subject_id)
    if subject is None or not is_open(subject):
        return
    facts = {
        "number": getattr(subject, "number", None),
        "store_code": promise.store_code,
        "promise": promise.kind,
        "promise_id": promise.id,
        "due_at": promise.due_at.isoformat(),
    }
    session.add(_notice("staff_broken_promise", str(promise.id), facts, now))


def still_holds(session: Session, row: tables.Outbox) -> bool:
    """Whether what the notice says is still so; a colleague may have been faster."""
    facts = row.facts
    if row.kind == "staff_broken_promise":
        promise = session.get(tables.Promise, facts["promise_id"])
        subject = promise and find_subject(session, promise.subject_type, promise.subject_id)
        return subject is not None and is_open(subject)
    handover = tables.Handover
    query = select(handover.status).where(handover.number == facts["number"])
    return bool(session.scalars(query).first() == "waiting")


def _notice(kind: str, key: str, facts: dict[str, Any], now: datetime) -> tables.Outbox:
    return tables.Outbox(
        kind=kind,
        recipient=STAFF,
        idempotency_key=f"{kind}:{key}",
        facts={name: value for name, value in facts.items() if value is not None},
        not_before_at=now,
        created_at=now,
    )
