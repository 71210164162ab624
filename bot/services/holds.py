"""A window kept for a conversation for a few minutes while it makes up its mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from bot.services.diary import read_jobs
from bot.services.room import energy_of, lock_diaries, require_room
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.storage import tables
from bot.storage.database import lock

HOLD_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Hold:
    """A window that is kept for a conversation until `expires_at`."""

    store_code: str
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime


def hold(
    workshop: Workshop,
    conversation_id: str,
    store_code: str,
    job_codes: Sequence[str],
    starts_at: datetime,
    *,
    model_code: str | None = None,
    quantities: Mapping[str, int] | None = None,
) -> Hold:
    """Keep a window for a conversation for ten minutes; what it held before falls free.

    Raises Unavailable with a reason of `availability.REASONS`, NotFound("store"), InvalidValue.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        lock_diaries(session, store_code)
        lock(session, f"hold:{conversation_id}")
        drop_holds(session, conversation_id, now, store_code)
        jobs = read_jobs(session, job_codes, quantities)
        energy = energy_of(session, model_code)
        stretches = require_room(session, store_code, jobs, starts_at, now, energy)
        row = tables.Hold(
            conversation_id=conversation_id,
            store_code=store_code,
            starts_at=starts_at,
            ends_at=stretches[-1].ends_at,
            expires_at=now + HOLD_LASTS,
            created_at=now,
        )
        session.add(row)
        session.flush()
        for position, job in enumerate(jobs):
            session.add(
                tables.HoldJob(
                    hold_id=row.id, job_code=job.code, position=position, quantity=job.quantity
                )
            )
        ends_at, expires_at = row.ends_at.astimezone(SHANGHAI), row.expires_at.astimezone(SHANGHAI)
        return Hold(store_code, starts_at.astimezone(SHANGHAI), ends_at, expires_at)


def release(workshop: Workshop, conversation_id: str) -> None:
    """Let go of what a conversation holds."""
    with workshop.database.transaction() as session:
        drop_holds(session, conversation_id, workshop.now())


def drop_holds(
    session: Session, conversation_id: str | None, now: datetime, store_code: str | None = None
) -> None:
    """Delete what the conversation holds, and what has run out in a store."""
    row = tables.Hold
    stale = or_(
        row.conversation_id == (conversation_id or ""),
        (row.store_code == (store_code or "")) & (row.expires_at <= now),
    )
    session.execute(delete(row).where(stale).execution_options(synchronize_session=False))
