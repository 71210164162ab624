"""Whether a store has room for a visit at a moment: the one check that every booking goes through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.services.diary import Diary, JobNeed, read_diary
from bot.services.errors import InvalidValue, Unavailable
from bot.shop.capacity import GRAIN, Stretch, is_too_far_ahead, is_too_soon
from bot.storage import tables
from bot.storage.database import lock


def lock_diaries(session: Session, *store_codes: str) -> None:
    """Until the transaction ends, nobody else books, moves or holds anything in these stores."""
    for code in sorted(store_codes):
        lock(session, f"diary:{code}")


def require_room(
    session: Session,
    store_code: str,
    jobs: Sequence[JobNeed],
    starts_at: datetime,
    now: datetime,
    energy: str | None,
    *,
    conversation_id: str | None = None,
    moving: int | None = None,
) -> tuple[Stretch, ...]:
    """Where the visit will be in the diary. Raises Unavailable, NotFound("store")."""
    diary = read_diary(
        session,
        store_code,
        now,
        without_conversation=conversation_id,
        without_appointment=moving,
    )
    store = session.get(tables.Store, store_code)
    never = refusal(store, jobs, energy, diary)
    if never:
        raise Unavailable(never)
    if is_too_soon(starts_at, now):
        raise Unavailable("too_soon")
    if is_too_far_ahead(starts_at, now):
        raise Unavailable("too_far_ahead")
    if not diary.capacity.calendar.is_open_at(starts_at):
        raise Unavailable("closed")
    if (starts_at - starts_at.replace(minute=0, second=0, microsecond=0)) % GRAIN:
        raise InvalidValue("grain")
    stretches = diary.lay_out([job.work for job in jobs], starts_at)
    if stretches is None:
        raise Unavailable("ends_after_closing")
    if not diary.has_room(stretches):
        raise Unavailable("full")
    return stretches


def refusal(
    store: tables.Store, jobs: Sequence[JobNeed], energy: str | None, diary: Diary
) -> str | None:
    """Why a store can never do these jobs for this car; None when it can."""
    if any(job.code not in diary.done_here for job in jobs):
        return "not_done_here"
    if not all(suits(drive, energy) for drive in (store.drive, *(job.drive for job in jobs))):
        return "not_for_this_car"
    if any(job.work.bay_kind not in diary.capacity.bays for job in jobs):
        return "not_done_here"
    if not all(diary.capacity.can_staff(job.work.certificate) for job in jobs):
        return "no_ev_technician"
    return None


def suits(drive: str, energy: str | None) -> bool:
    """Whether a store or job for `drive` suits a car; a car that is not known suits."""
    if energy is None or drive == "any":
        return True
    return energy != "bev" if drive == "engine" else energy != "petrol"


def energy_of(session: Session, model_code: str | None) -> str | None:
    """petrol, phev or bev; None for a model that is not known."""
    model = session.get(tables.VehicleModel, model_code) if model_code else None
    return str(model.energy) if model else None
