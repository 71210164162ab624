"""A store's diary, read from the rows: what it has to give, what is taken, what a visit needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.services.catalogue import read_price_list
from bot.services.errors import InvalidValue
from bot.services.opening import read_calendars
from bot.shop.calendar import SHANGHAI, Calendar, moment
from bot.shop.capacity import HORIZON_DAYS, Capacity, Stretch, Work, fits, lay_out
from bot.storage import tables

TAKES_A_BAY = ("booked", "arrived")
_OVERNIGHT = timedelta(days=14)
"""A visit that began this long ago may still keep its bay."""

_VISIT, _HOLD, _BAY, _PERSON, _PAPER, _ABLE = (
    tables.Appointment,
    tables.Hold,
    tables.Bay,
    tables.Technician,
    tables.TechnicianCertificate,
    tables.StoreJob,
)
_STORES = bindparam("stores", expanding=True)
# Queries that are asked all day are built once: building one costs more than running it.
_BAYS = select(_BAY.store_code, _BAY.kind).where(_BAY.store_code.in_(_STORES))
_TECHNICIANS = (
    select(_PERSON.store_code, _PERSON.id, _PAPER.certificate)
    .outerjoin(_PAPER, _PAPER.technician_id == _PERSON.id)
    .where(_PERSON.store_code.in_(_STORES), _PERSON.is_active)
    .order_by(_PERSON.id)
)
_JOBS_DONE = select(_ABLE.store_code, _ABLE.job_code).where(_ABLE.store_code.in_(_STORES))


def _with_jobs(visit: Any, line: Any, parent: Any) -> Any:
    """Visits of some stores with their jobs, a row for each job."""
    return (
        select(
            visit.store_code, visit.id, visit.starts_at, visit.ends_at, line.job_code, line.quantity
        )
        .outerjoin(line, parent == visit.id)
        .where(visit.store_code.in_(_STORES))
        .order_by(visit.id, line.position, line.job_code)
    )


_APPOINTMENTS = _with_jobs(
    _VISIT, tables.AppointmentJob, tables.AppointmentJob.appointment_id
).where(
    _VISIT.status.in_(TAKES_A_BAY),
    _VISIT.starts_at >= bindparam("oldest"),
    _VISIT.ends_at > bindparam("midnight"),
    _VISIT.id != bindparam("without_appointment"),
)
_HOLDS = _with_jobs(_HOLD, tables.HoldJob, tables.HoldJob.hold_id).where(
    _HOLD.expires_at > bindparam("now"),
    _HOLD.conversation_id != bindparam("without_conversation"),
)


@dataclass(frozen=True)
class Diary:
    """A store's capacity and everything that is taken from it, for one look or one booking."""

    store_code: str
    capacity: Capacity
    done_here: frozenset[str]
    """The codes of the jobs that the store does."""
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
    rows = read_price_list(session)
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
    """The diary of one store; see read_diaries."""
    return read_diaries(
        session,
        [store_code],
        now,
        without_conversation=without_conversation,
        without_appointment=without_appointment,
    )[store_code]


def read_diaries(
    session: Session,
    store_codes: Collection[str],
    now: datetime,
    *,
    without_conversation: str | None = None,
    without_appointment: int | None = None,
) -> dict[str, Diary]:
    """The diaries of some stores from today on, in as many queries as that of one.

    What a conversation holds, or an appointment that is to be moved, can be left out.
    Raises NotFound("store").
    """
    stores = {"stores": list(store_codes)}
    calendars = read_calendars(session, store_codes)
    bays: dict[str, Counter[str]] = defaultdict(Counter)
    for code, kind in session.execute(_BAYS, stores):
        bays[code][kind] += 1
    done_here: dict[str, set[str]] = defaultdict(set)
    for code, job_code in session.execute(_JOBS_DONE, stores):
        done_here[code].add(job_code)
    technicians = _read_technicians(session, stores)
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    left_out = {
        "without_appointment": without_appointment or 0,
        "without_conversation": without_conversation or "",
    }
    moments = {"oldest": midnight - _OVERNIGHT, "midnight": midnight, "now": now}
    taken: dict[str, list[Stretch]] = defaultdict(list)
    for query in (_APPOINTMENTS, _HOLDS):
        rows = session.execute(query, {**stores, **left_out, **moments})
        _add_stretches(session, rows, calendars, taken)
    return {
        code: Diary(
            code,
            Capacity(calendar, bays[code], technicians[code]),
            frozenset(done_here[code]),
            taken[code],
        )
        for code, calendar in calendars.items()
    }


def days_ahead(now: datetime) -> list[date]:
    """Today and the days on which a visit may begin."""
    today = now.astimezone(SHANGHAI).date()
    return [today + timedelta(days=offset) for offset in range(HORIZON_DAYS + 1)]


def _need(job: Any, quantity: int) -> JobNeed:
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


def _read_technicians(
    session: Session, stores: dict[str, list[str]]
) -> dict[str, list[frozenset[str]]]:
    """The certificates of each technician on duty, by store."""
    held: dict[tuple[str, int], set[str]] = defaultdict(set)
    for code, technician_id, certificate in session.execute(_TECHNICIANS, stores):
        held[code, technician_id].update({certificate} if certificate else set())
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for (code, _), certificates in held.items():
        found[code].append(frozenset(certificates))
    return found


def stretches_by_visit(
    session: Session, visits: Sequence[tables.Appointment], calendar: Calendar
) -> dict[int, list[Stretch]]:
    """Where each appointment of a store is in its diary, by id."""
    prices = read_price_list(session)
    line = tables.AppointmentJob
    lines = select(line).where(line.appointment_id.in_([visit.id for visit in visits]))
    works: dict[int, list[Work]] = defaultdict(list)
    for each in session.scalars(lines.order_by(line.position, line.job_code)):
        works[each.appointment_id].append(_need(prices[each.job_code], each.quantity).work)
    return {visit.id: _stretches_of(visit, works[visit.id], calendar) for visit in visits}


def _add_stretches(
    session: Session,
    rows: Iterable[Any],
    calendars: Mapping[str, Calendar],
    taken: dict[str, list[Stretch]],
) -> None:
    """Where the visits of a query are in the diaries of their stores, from their jobs."""
    for (code, _), lines in groupby(rows, key=lambda row: (row.store_code, row.id)):
        visit, *more = lines
        prices = read_price_list(session)
        works = [
            _need(prices[line.job_code], line.quantity).work
            for line in (visit, *more)
            if line.job_code is not None
        ]
        taken[code] += _stretches_of(visit, works, calendars[code])


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
