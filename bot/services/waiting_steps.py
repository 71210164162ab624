"""Nobody takes a waiting customer on: the next step, told to the customer, the staff and the row.

The rules are in bot/shop/waiting.py; the row itself stands at the desk and in `aftercare queue`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.services.handover import promise_call
from bot.services.opening import read_calendar
from bot.services.staff_notices import tell_of_waiting
from bot.services.workshop import Workshop
from bot.shop.waiting import Nearby, WaitingStep, call_back_within, next_step
from bot.storage import tables
from bot.storage.database import lock

TOLD_WITHIN = timedelta(minutes=30)
"""Later the customer need not hear of a step any more."""


def move_on(workshop: Workshop) -> int:
    """Takes the step that is due for each request that nobody has taken. Returns how many there were.

    Safe from several processes at once: each step is taken and told once.
    """
    now = workshop.now()
    waiting = select(tables.Handover).where(tables.Handover.status == "waiting")
    with workshop.database.reading() as session:
        rows = session.scalars(waiting.order_by(tables.Handover.id)).all()
        numbers = [row.number for row in rows if _due_step(session, row, now)]
    return sum(_move(workshop, number) for number in numbers)


def _move(workshop: Workshop, number: str) -> bool:
    now = workshop.now()
    with workshop.database.transaction() as session:
        lock(session, f"desk:{number}")
        query = select(tables.Handover).where(tables.Handover.number == number)
        row = session.scalars(query.with_for_update()).one()
        step = _due_step(session, row, now) if row.status == "waiting" else None
        if step is None:
            return False
        is_again = row.step == WaitingStep.CALL_BACK.value
        row.step, row.stepped_at = step.value, now
        if step is WaitingStep.ALL_STORES:
            row.store_code = None
        if row.call_back_by is None or row.call_back_by < now:
            promise_call(session, row, now, call_back_within(_count_promised(session, row)))
        _tell_customer(session, row, f"{step.value}{'_again' if is_again else ''}", now)
        tell_of_waiting(session, row, now)
        return True


def _due_step(session: Session, row: Any, now: datetime) -> WaitingStep | None:
    return next_step(
        WaitingStep(row.step),
        row.stepped_at or row.created_at,
        now,
        row.call_back_by,
        _nearby(session, row, now),
    )


def _nearby(session: Session, row: Any, now: datetime) -> Nearby:
    staff, signed_in = tables.Staff, tables.StaffSession
    present = session.execute(
        select(staff.role, staff.store_code)
        .join(signed_in, signed_in.staff_id == staff.id)
        .where(signed_in.expires_at > now, staff.is_locked.is_(False))
        .distinct()
    ).all()
    others = {store for _, store in present} - {row.store_code, None}
    return Nearby(
        is_open=read_calendar(session, row.store_code).is_open_at(now),
        other_stores=row.store_code is not None and bool(others),
        manager=any(role == "manager" for role, _ in present),
    )


def _count_promised(session: Session, row: Any) -> int:
    promise = tables.Promise
    query = select(func.count()).where(
        promise.subject_type == "handover", promise.subject_id == row.id
    )
    return int(session.scalars(query).one())


def _tell_customer(session: Session, row: Any, step: str, now: datetime) -> None:
    customer = session.get(tables.Customer, row.customer_id) if row.customer_id else None
    session.add(
        tables.Outbox(
            kind=f"waiting_{step}",
            recipient=customer.phone if customer else row.conversation_id,
            customer_id=row.customer_id,
            idempotency_key=f"waiting:{row.number}:{now.isoformat()}",
            facts={"number": row.number, "promised_at": row.call_back_by.isoformat()},
            not_before_at=now,
            expires_at=max(now + TOLD_WITHIN, row.call_back_by),
            created_at=now,
        )
    )
