"""Booking a visit: search, hold, book, move, cancel, look up.

Of many customers who want the last place exactly one gets it: a store's diary is read and written by
one use case at a time (`lock_diaries`; on SQLite writing transactions take turns anyway).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.appointments import (
    Appointment,
    JobLine,
    get_own,
    jobs_of,
    list_coming,
    read_appointment,
    record_step,
    with_jobs,
    write_jobs,
)
from bot.services.availability import Availability, Window, search
from bot.services.diary import JobNeed, read_jobs
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.services.holds import Hold, drop_holds, hold, release
from bot.services.room import energy_of, lock_diaries, require_room
from bot.services.workshop import Workshop
from bot.shop.phone import parse_mobile
from bot.shop.plate import parse_plate
from bot.storage import tables
from bot.storage.numbers import next_number

__all__ = [
    "Appointment",
    "Availability",
    "Hold",
    "JobLine",
    "Window",
    "book",
    "cancel",
    "hold",
    "list_appointments",
    "release",
    "reschedule",
    "search",
]


@dataclass(frozen=True)
class _Car:
    """Whose visit it is: proven, or a newcomer's plate that binds nothing to anyone on record."""

    plate: str
    phone: str | None
    customer_id: int | None = None
    car_id: int | None = None
    model_code: str | None = None
    energy: str | None = None
    name: str | None = None


def book(
    workshop: Workshop,
    *,
    conversation_id: str,
    store_code: str,
    job_codes: Sequence[str],
    starts_at: datetime,
    plate: str,
    phone: str | None = None,
    customer_id: int | None = None,
    contact_name: str | None = None,
    model_code: str | None = None,
    quantities: Mapping[str, int] | None = None,
    source: str = "web",
    note: str | None = None,
) -> Appointment:
    """Book a visit, promise the time and send the confirmation on its way.

    `customer_id` only of a proven customer; a newcomer gives plate and telephone, which are kept with
    the appointment and never joined to anybody on record. The same booking of the same conversation
    again is the same appointment.
    Raises Unavailable with a reason of `availability.REASONS`, NotFound("store"), NotFound("customer"),
    InvalidValue("plate"), InvalidValue("phone") and those of the jobs.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        lock_diaries(session, store_code)
        car = _read_car(session, plate, phone, customer_id, model_code)
        jobs = read_jobs(session, job_codes, quantities)
        twin = _find_twin(session, conversation_id, car.plate, store_code, starts_at, jobs)
        if twin is not None:
            return read_appointment(session, twin)
        drop_holds(session, conversation_id, now, store_code)
        stretches = require_room(session, store_code, jobs, starts_at, now, car.energy)
        row = tables.Appointment(
            number=next_number(session, "AP", now),
            store_code=store_code,
            plate=car.plate,
            starts_at=starts_at,
            ends_at=stretches[-1].ends_at,
            source=source,
            customer_id=car.customer_id,
            car_id=car.car_id,
            model_code=car.model_code,
            conversation_id=conversation_id,
            phone=car.phone,
            contact_name=contact_name or car.name,
            note=note,
            created_at=now,
        )
        session.add(row)
        session.flush()
        write_jobs(session, row, jobs)
        record_step(session, row, "booked", _actor(customer_id), "", now)
        return read_appointment(session, row)


def reschedule(
    workshop: Workshop,
    number: str,
    *,
    starts_at: datetime,
    store_code: str | None = None,
    customer_id: int | None = None,
    conversation_id: str | None = None,
    job_codes: Sequence[str] | None = None,
    reason: str = "",
) -> Appointment:
    """Move a coming visit to another time, another store, or change its jobs; its number stays.

    `job_codes` are all its jobs from now on; those it had keep their quantity and their price.
    For its proven owner, or the conversation in which a newcomer booked it.
    Raises NotFound("appointment"), NotAllowed("cancelled"), NotAllowed("past"), Unavailable and those
    of the jobs.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = get_own(session, number, customer_id, conversation_id)
        store = store_code or row.store_code
        lock_diaries(session, *{row.store_code, store})
        session.refresh(row)  # what another use case did to it while we waited
        _require_coming(row, now)
        had = jobs_of(session, row)
        jobs = had if job_codes is None else with_jobs(session, had, job_codes)
        moves = row.starts_at != starts_at or row.store_code != store
        if not moves and jobs == had:
            return read_appointment(session, row)
        stretches = require_room(
            session,
            store,
            jobs,
            starts_at,
            now,
            energy_of(session, row.model_code),
            conversation_id=conversation_id,
            moving=row.id,
        )
        drop_holds(session, conversation_id, now, store)
        row.store_code, row.starts_at, row.ends_at = store, starts_at, stretches[-1].ends_at
        if jobs != had:
            write_jobs(session, row, jobs)
        step = "moved" if moves else "changed"
        record_step(session, row, step, _actor(customer_id), reason, now)
        return read_appointment(session, row)


def cancel(
    workshop: Workshop,
    number: str,
    *,
    customer_id: int | None = None,
    conversation_id: str | None = None,
    reason: str = "",
) -> Appointment:
    """Call a coming visit off; cancelled twice is cancelled once.

    For its proven owner, or the conversation in which a newcomer booked it.
    Raises NotFound("appointment"), NotAllowed("past").
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = get_own(session, number, customer_id, conversation_id)
        lock_diaries(session, row.store_code)
        session.refresh(row)
        if row.status != "cancelled":
            _require_coming(row, now)
            row.status = "cancelled"
            record_step(session, row, "cancelled", _actor(customer_id), reason, now)
        return read_appointment(session, row)


def list_appointments(
    workshop: Workshop, customer_id: int | None = None, conversation_id: str | None = None
) -> tuple[Appointment, ...]:
    """The coming visits of a proven customer and those a newcomer booked in this conversation.

    A visit counts as coming until it ends. Earliest first.
    """
    with workshop.database.reading() as session:
        rows = list_coming(session, customer_id, conversation_id, workshop.now())
        return tuple(read_appointment(session, row) for row in rows)


def _read_car(
    session: Session,
    plate: str,
    phone: str | None,
    customer_id: int | None,
    model_code: str | None,
) -> _Car:
    normal = parse_plate(plate)
    if normal is None:
        raise InvalidValue("plate")
    mobile = parse_mobile(phone) if phone else None
    if (phone or customer_id is None) and mobile is None:
        raise InvalidValue("phone")
    if customer_id is None:
        return _car(session, normal, mobile, model_code)
    customer = session.get(tables.Customer, customer_id)
    if customer is None:
        raise NotFound("customer")
    own = session.scalars(
        select(tables.Car).where(tables.Car.plate == normal, tables.Car.customer_id == customer_id)
    ).first()
    model = own.model_code if own else model_code
    car = _car(session, normal, mobile or customer.phone, model)
    car_id = own.id if own else None
    return replace(car, customer_id=customer_id, car_id=car_id, name=customer.name)


def _car(session: Session, plate: str, phone: str | None, model_code: str | None) -> _Car:
    """Another maker's series is understood, but has no row that an appointment could point at."""
    energy = energy_of(session, model_code)
    return _Car(plate, phone, model_code=model_code if energy else None, energy=energy)


def _find_twin(
    session: Session,
    conversation_id: str,
    plate: str,
    store_code: str,
    starts_at: datetime,
    jobs: Sequence[JobNeed],
) -> tables.Appointment | None:
    row = tables.Appointment
    query = select(row).where(
        row.conversation_id == conversation_id,
        row.plate == plate,
        row.store_code == store_code,
        row.starts_at == starts_at,
        row.status == "booked",
    )
    codes = {job.code for job in jobs}
    twins: list[tables.Appointment] = list(session.scalars(query))
    for twin in twins:
        if {job.code for job in jobs_of(session, twin)} == codes:
            return twin
    return None


def _require_coming(row: tables.Appointment, now: datetime) -> None:
    if row.status != "booked":
        raise NotAllowed(row.status)
    if row.starts_at <= now:
        raise NotAllowed("past")


def _actor(customer_id: int | None) -> str:
    return "newcomer" if customer_id is None else f"customer:{customer_id}"
