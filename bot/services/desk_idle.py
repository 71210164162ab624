"""A customer whom a colleague leaves waiting goes back to the queue, where others see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.services.handover import promise_call
from bot.services.staff_notices import tell_of_waiting
from bot.services.transcript import Utterance, add_said
from bot.services.workshop import Workshop
from bot.shop.promises import PromiseStatus
from bot.shop.waiting import WaitingStep
from bot.storage import tables
from bot.storage.database import lock

IDLE_AFTER = timedelta(minutes=10)
"""So long a customer's words may stay unanswered by who has taken the conversation."""


def return_idle(workshop: Workshop, notice: str) -> int:
    """Puts taken conversations back in which a customer's words wait longer than `IDLE_AFTER`.

    `notice` tells the customer. Returns how many there were; safe from several processes at once.
    """
    query = select(tables.Handover).where(tables.Handover.status == "taken")
    with workshop.database.reading() as session:
        rows = session.scalars(query).all()
        numbers = [row.number for row in rows if _is_idle(session, row, workshop.now())]
    return sum(_give_back(workshop, number, notice) for number in numbers)


def _give_back(workshop: Workshop, number: str, notice: str) -> bool:
    now = workshop.now()
    with workshop.database.transaction() as session:
        lock(session, f"desk:{number}")
        query = select(tables.Handover).where(tables.Handover.number == number)
        row = session.scalars(query.with_for_update()).one()
        if row.status != "taken" or not _is_idle(session, row, now):
            return False
        row.status = "waiting"
        row.taken_by = None
        row.taken_at = None
        # The waiting begins anew, and with it the steps to find somebody.
        row.step, row.stepped_at = WaitingStep.ASKED.value, now
        if not _has_open_promise(session, row):
            promise_call(session, row, now)
        tell_of_waiting(session, row, now)
        add_said(session, row.conversation_id, "system", Utterance(notice), now)
        return True


def _is_idle(session: Session, row: Any, now: datetime) -> bool:
    """The oldest of the customer's words since the colleague came or last answered is too old."""
    message = tables.Message
    here = message.conversation_id == row.conversation_id
    answered = session.scalars(
        select(func.max(message.id)).where(here, message.author == "staff")
    ).one()
    since = session.scalars(
        select(func.min(message.created_at)).where(
            here, message.answer == "to_staff", message.id > (answered or 0)
        )
    ).one()
    if since is None:
        return False
    return bool(now - max(since, row.taken_at) > IDLE_AFTER)


def _has_open_promise(session: Session, row: Any) -> bool:
    promise = tables.Promise
    query = select(promise.id).where(
        promise.subject_type == "handover",
        promise.subject_id == row.id,
        promise.status == PromiseStatus.OPEN.value,
    )
    return session.scalars(query).first() is not None
