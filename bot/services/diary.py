"""A store's diary, read from the rows: what it has to give, what is taken, what a visit needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.errors import InvalidValue
from bot.services.opening import read_calendar
from bot.shop.calendar import SHANGHAI, Calendar, moment
from bot.shop.capacity import HORIZON_DAYS, Capacity, Stretch, Work, fits, lay_out
from bot.storage import tables

TAKES_A_BAY = ("booked", "arrived")
_OVERNIGHT = timedelta(days=14)
"""A visit that began this long ago may still keep its bay."""


@dataclass(frozen=True)
class Diary:
    """A store's capacity and everything that is taken from it, for one look or one booking."""

    store_code: str
    capacity: Capacity
    taken: Sequence[Stretch]

    def lay_out(self, works: Sequence[Work], starts_at: datetime) -> tuple[Stretch, ...] | None:
        """Where the visit would be, or None when it cannot begin then."""
        return lay_out(works, starts_at, self.capacity.calendar)

    def has_room(self, stretches: Iterable[Stretch]) -> bool:
        """Whether that is still free."""
        return fits(stretches, self.taken, self.capacity)


@dataclass(frozen=True)
class JobNeed:
    """A job of the price list as a visit needs it."""

    code: str
    name: str
    unit: str
    quantity: int
    price_fen: int | None
    """For all units; None is quoted after diagnosis."""
    drive: str
    waived_if_repaired: bool
    work: Work


def read_jobs(
    session: Session, job_codes: Sequence[str], quantities: Mapping[str, int] | None = None
) -> tuple[JobNeed, ...]:
    """The jobs of a visit in the order given, each once.

    Raises InvalidValue("no_job") without any, InvalidValue("unknown_job"), InvalidValue("quantity").
    """
    codes = list(dict.fromkeys(job_codes))
    if not codes:
        raise InvalidValue("no_job")
    rows = _read_price_list(session)
    unknown = [code for code in codes if code not in rows]
    if unknown:
        raise InvalidValue("unknown_job", ", ".join(unknown))
    counts = {code: (quantities or {}).get(code, 1) for code in codes}
    if any(count < 1 for count in counts.values()):
        raise InvalidValue("quantity")
    return tuple(_need(rows[code], counts[code]) for code in codes)


def read_diary(
    session: Session,
    store_code: str,
    now: datetime,
    *,
    without_conversation: str | None = None,
    without_appointment: int | None = None,
) -> Diary:
    """The diary of a store from today on.

    What a conversation holds, or an appointment that is to be moved, can be left out.
    Raises NotFound("store").
    """
    calendar = read_calendar(session, store_code)
    capacity = Capacity(
        calendar, _count_bays(session, store_code), _read_technicians(session, store_code)
    )
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    appointment, hold = tables.Appointment, tables.Hold
    appointments = (
        select(appointment)
        .where(appointment.store_code == store_code, appointment.status.in_(TAKES_A_BAY))
        .where(appointment.starts_at >= midnight - _OVERNIGHT, appointment.ends_at > midnight)
        .where(appointment.id != (without_appointment or 0))
    )
    holds = (
        select(hold)
        .where(hold.store_code == store_code, hold.expires_at > now)
        .where(hold.conversation_id != (without_conversation or ""))
    )
    taken = [
        *_stretches(session, appointments, tables.AppointmentJob, "appointment_id", calendar),
        *_stretches(session, holds, tables.HoldJob, "hold_id", calendar),
    ]
    return Diary(store_code, capacity, taken)


def days_ahead(now: datetime) -> list[date]:
    """Today and the days on which a visit may begin."""
    today = now.astimezone(SHANGHAI).date()
    return [today + timedelta(days=offset) for offset in range(HORIZON_DAYS + 1)]


def _need(job: tables.Job, quantity: int) -> JobNeed:
    price_fen = None if job.price_fen is None else job.price_fen * quantity
    duration = timedelta(minutes=job.minutes * quantity)
    return JobNeed(
        code=job.code,
        name=job.name,
        unit=job.unit,
        quantity=quantity,
        price_fen=price_fen,
        drive=job.drive,
        waived_if_repaired=job.waived_if_repaired,
        work=Work(duration, job.bay_kind, job.certificate),
    )


def _count_bays(session: Session, store_code: str) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for kind in session.scalars(select(tables.Bay.kind).where(tables.Bay.store_code == store_code)):
        counts[kind] += 1
    return dict(counts)


def _read_technicians(session: Session, store_code: str) -> list[frozenset[str]]:
    person, paper = tables.Technician, tables.TechnicianCertificate
    held: dict[int, set[str]] = defaultdict(set)
    query = (
        select(person.id, paper.certificate)
        .outerjoin(paper, paper.technician_id == person.id)
        .where(person.store_code == store_code, person.is_active)
    )
    for technician_id, certificate in session.execute(query):
        held[technician_id].update({certificate} if certificate else set())
    return [frozenset(certificates) for certificates in held.values()]


def _read_price_list(session: Session) -> dict[str, tables.Job]:
    """All jobs by code; the session remembers them for the rest of its transaction."""
    found: dict[str, tables.Job] | None = session.info.get("price_list")
    if found is None:
        found = {job.code: job for job in session.scalars(select(tables.Job))}
        session.info["price_list"] = found
    return found


def _stretches(
    session: Session, query: Any, table: Any, parent: str, calendar: Calendar
) -> list[Stretch]:
    """Where the visits of a query are in the diary, from their jobs."""
    visits = list(session.scalars(query))
    if not visits:
        return []
    prices = _read_price_list(session)
    key = getattr(table, parent)
    lines = select(table).where(key.in_([visit.id for visit in visits]))
    works: dict[int, list[Work]] = defaultdict(list)
    for line in session.scalars(lines.order_by(table.position, table.job_code)):
        work = _need(prices[line.job_code], line.quantity).work
        works[getattr(line, parent)].append(work)
    return [each for visit in visits for each in _stretches_of(visit, works[visit.id], calendar)]


def _stretches_of(visit: Any, works: list[Work], calendar: Calendar) -> list[Stretch]:
    """A visit's stretches; its own times count where they do not follow from jobs and hours."""
    laid = list(lay_out(works, visit.starts_at, calendar) or ()) if works else []
    kind = works[0].bay_kind if works else "general"
    certificate = works[0].certificate if works else None
    if not laid:
        return [Stretch(visit.starts_at, visit.ends_at, kind, certificate)]
    last = laid[-1]
    if last.ends_at < visit.ends_at <= _end_of_day(last.ends_at):
        laid[-1] = Stretch(last.starts_at, visit.ends_at, last.bay_kind, last.certificate)
    return laid


def _end_of_day(when: datetime) -> datetime:
    local = when.astimezone(SHANGHAI)
    return moment(local.date() + timedelta(days=1), datetime.min.time())
