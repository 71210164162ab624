"""Appointments as rows: whose they are, what a step of one writes, and how one is shown."""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.orm import Session

from bot.services.diary import JobNeed, read_jobs
from bot.services.errors import NotFound
from bot.services.promises import add_promise, settle_promises
from bot.shop.calendar import SHANGHAI
from bot.shop.promises import PromiseKind, PromiseStatus
from bot.storage import tables

_VISIT, _LINE, _JOB = tables.Appointment, tables.AppointmentJob, tables.Job
# Queries that are asked all day are built once: building one costs more than running it.
_LINES = (
    select(_LINE, _JOB)
    .join(_JOB, _JOB.code == _LINE.job_code)
    .where(_LINE.appointment_id == bindparam("appointment_id"))
    .order_by(_LINE.position, _LINE.job_code)
)
# A proven customer's visit is theirs alone; a newcomer's belongs to its conversation.
_THEIRS = select(_VISIT).where(
    or_(
        _VISIT.customer_id == bindparam("customer_id"),
        _VISIT.customer_id.is_(None) & (_VISIT.conversation_id == bindparam("conversation_id")),
    )
)
_COMING = _THEIRS.where(_VISIT.status == "booked", _VISIT.ends_at > bindparam("now")).order_by(
    _VISIT.starts_at, _VISIT.id
)
_OF_NEWCOMERS = select(_VISIT).where(
    _VISIT.customer_id.is_(None),
    _VISIT.plate == bindparam("plate"),
    _VISIT.status == "booked",
    _VISIT.ends_at > bindparam("now"),
)
_BY_NUMBER = _THEIRS.where(_VISIT.number == bindparam("number"))


@dataclass(frozen=True)
class JobLine:
    """A job of a visit. `price_fen` is for all units, None when it is quoted after diagnosis."""

    code: str
    name: str
    quantity: int
    unit: str
    minutes: int
    price_fen: int | None


@dataclass(frozen=True)
class Appointment:
    """A visit as it stands; moments are in Asia/Shanghai."""

    number: str
    status: str
    store_code: str
    store_name: str
    plate: str
    starts_at: datetime
    ends_at: datetime
    jobs: tuple[JobLine, ...]
    customer_id: int | None
    conversation_id: str | None
    model_code: str | None
    phone: str | None

    @property
    def job_codes(self) -> tuple[str, ...]:
        return tuple(job.code for job in self.jobs)

    @property
    def price_fen(self) -> int | None:
        """For the whole visit; None when a job of it is quoted after diagnosis."""
        prices = [job.price_fen for job in self.jobs]
        known = [price for price in prices if price is not None]
        return sum(known) if len(known) == len(prices) else None


def read_appointment(session: Session, row: tables.Appointment) -> Appointment:
    """The row with its jobs and the name of its store."""
    store = session.get(tables.Store, row.store_code)
    return Appointment(
        number=row.number,
        status=row.status,
        store_code=row.store_code,
        store_name=store.name,
        plate=row.plate,
        starts_at=row.starts_at.astimezone(SHANGHAI),
        ends_at=row.ends_at.astimezone(SHANGHAI),
        jobs=tuple(
            JobLine(
                code=kind.code,
                name=kind.name,
                quantity=entry.quantity,
                unit=kind.unit,
                minutes=kind.minutes * entry.quantity,
                price_fen=entry.price_fen,
            )
            for entry, kind in session.execute(_LINES, {"appointment_id": row.id})
        ),
        customer_id=row.customer_id,
        conversation_id=row.conversation_id,
        model_code=row.model_code,
        phone=row.phone,
    )


def list_job_names(session: Session, appointment_ids: Collection[int]) -> dict[int, str]:
    """What each of many visits is for, in a word: 小保养、洗车."""
    line, job = tables.AppointmentJob, tables.Job
    query = (
        select(line.appointment_id, job.name)
        .join(job, job.code == line.job_code)
        .where(line.appointment_id.in_(appointment_ids))
        .order_by(line.position, line.job_code)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for appointment_id, name in session.execute(query):
        names[appointment_id].append(name)
    return {appointment_id: "、".join(found) for appointment_id, found in names.items()}


def jobs_of(session: Session, row: tables.Appointment) -> tuple[JobNeed, ...]:
    """The jobs of an appointment, in their order, at the prices that were agreed."""
    job = tables.AppointmentJob
    lines = list(
        session.scalars(select(job).where(job.appointment_id == row.id).order_by(job.position))
    )
    needs = read_jobs(
        session,
        [line.job_code for line in lines],
        {line.job_code: line.quantity for line in lines},
    )
    agreed = {line.job_code: line.price_fen for line in lines}
    return tuple(replace(need, price_fen=agreed[need.code]) for need in needs)


def with_jobs(
    session: Session, had: Sequence[JobNeed], job_codes: Sequence[str]
) -> tuple[JobNeed, ...]:
    """These jobs; what the visit had of them stays as it was agreed. Raises those of `read_jobs`."""
    known = {job.code: job for job in had}
    return tuple(known.get(job.code, job) for job in read_jobs(session, job_codes))


def write_jobs(session: Session, row: tables.Appointment, jobs: Sequence[JobNeed]) -> None:
    """The jobs of an appointment, instead of those it had."""
    line = tables.AppointmentJob
    session.execute(delete(line).where(line.appointment_id == row.id))
    for position, job in enumerate(jobs):
        session.add(
            line(
                appointment_id=row.id,
                job_code=job.code,
                position=position,
                quantity=job.quantity,
                price_fen=job.price_fen,
            )
        )
    session.flush()


def list_coming(
    session: Session, customer_id: int | None, conversation_id: str | None, now: datetime
) -> list[tables.Appointment]:
    """Their appointments that have not ended yet, earliest first."""
    whose = {"customer_id": customer_id, "conversation_id": conversation_id}
    return list(session.scalars(_COMING, {**whose, "now": now}))


def bring_visits(
    session: Session, conversation_id: str, plate: str, last4: str, now: datetime
) -> bool:
    """A newcomer who comes back in another chat: their coming visits go on in this one.

    Theirs are those booked for this plate with a telephone that ends so. Returns whether there are any.
    """
    rows = session.scalars(_OF_NEWCOMERS, {"plate": plate, "now": now}).all()
    theirs = [
        row
        for row in rows
        if row.phone and hmac.compare_digest(row.phone[-4:].encode(), last4.encode())
    ]
    for row in theirs:
        row.conversation_id = conversation_id
    return bool(theirs)


def get_own(
    session: Session, number: str, customer_id: int | None, conversation_id: str | None
) -> tables.Appointment:
    """The appointment, if it is theirs. Raises NotFound("appointment")."""
    whose = {"customer_id": customer_id, "conversation_id": conversation_id}
    found: tables.Appointment | None = session.scalars(
        _BY_NUMBER, {**whose, "number": number}
    ).first()
    if found is None:
        raise NotFound("appointment")
    return found


def record_step(
    session: Session,
    row: tables.Appointment,
    step: str,
    actor: str,
    reason: str,
    now: datetime,
) -> None:
    """The log, the promise and the notice of a step, in its transaction."""
    log = tables.AppointmentLog(
        appointment_id=row.id,
        step=step,
        actor=actor,
        reason=reason,
        starts_at=row.starts_at,
        created_at=now,
    )
    session.add(log)
    session.flush()
    settle_promises(session, PromiseKind.APPOINTMENT, row, PromiseStatus.WITHDRAWN, now)
    if step != "cancelled":
        add_promise(
            session,
            PromiseKind.APPOINTMENT,
            row.starts_at,
            row,
            now,
            customer_id=row.customer_id,
            conversation_id=row.conversation_id,
            store_code=row.store_code,
        )
    if row.phone and step != "changed":  # the time that was confirmed still holds
        session.add(_notice(row, step, log.id, now))


def _notice(row: tables.Appointment, step: str, log_id: int, now: datetime) -> tables.Outbox:
    """The confirmation; of no use any more once the visit is over."""
    starts_at = row.starts_at.astimezone(SHANGHAI)
    return tables.Outbox(
        kind=f"appointment_{step}",
        recipient=row.phone,
        idempotency_key=f"appointment_{step}:{row.number}:{log_id}",
        customer_id=row.customer_id,
        facts={
            "number": row.number,
            "store_code": row.store_code,
            "plate": row.plate,
            "starts_at": starts_at.isoformat(),
        },
        not_before_at=now,
        expires_at=row.ends_at,
        created_at=now,
    )
