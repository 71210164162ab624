"""Cars come in: with an appointment or without one; or they do not come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.services.appointments import jobs_of, write_jobs
from bot.services.desk_access import Colleague, note_look
from bot.services.diary import JobNeed, read_diary, read_jobs
from bot.services.errors import InvalidValue, NotAllowed, NotFound, Unavailable
from bot.services.progress import IN_WORKSHOP
from bot.services.promises import settle_promises
from bot.services.repair_order import add_order
from bot.services.room import energy_of, lock_diaries, refusal
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.capacity import GRAIN, Stretch
from bot.shop.plate import parse_plate
from bot.shop.promises import PromiseKind, PromiseStatus
from bot.storage import tables
from bot.storage.numbers import next_number

WALK_IN = "walk_in"
"""The source of an appointment that was agreed at the counter."""
GRACE = timedelta(minutes=30)
"""So late a customer may be before somebody can write down that they did not come."""
MOST_KM = 2_000_000
FAULT_LENGTH = 200


@dataclass(frozen=True)
class Received:
    """A car that was taken in."""

    number: str
    """Of the repair order."""
    plate: str
    starts_at: datetime | None
    """When its work has a bay today (Asia/Shanghai); None when today is full."""


@dataclass(frozen=True)
class _Arrival:
    """A car at the counter; `car` and `visit` are rows, None where nothing is on record."""

    store_code: str
    plate: str
    jobs: Sequence[JobNeed]
    mileage_km: int
    fault: str
    car: Any
    visit: Any = None

    @property
    def customer_id(self) -> int | None:
        """Whose car it is; else who had booked."""
        known = self.car or self.visit
        return known.customer_id if known else None


def receive_appointment(
    workshop: Workshop, colleague: Colleague, number: str, mileage_km: int, fault: str = ""
) -> Received:
    """The customer of today's appointment is here: the car is taken in, the promise is kept.

    Raises NotFound("appointment"), also for another store's, NotAllowed("role"),
    NotAllowed("not_expected") when it was received, cancelled or is for another day,
    NotAllowed("in_workshop"), InvalidValue("mileage"), InvalidValue("mileage_low").
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get_expected(session, colleague, number, now)
        jobs, car = jobs_of(session, row), _read_car(session, row.plate, mileage_km, now)
        row.status = "arrived"
        _log_visit(session, row, "arrived", colleague, now)
        _keep_appointment(session, row, now)
        arrival = _Arrival(row.store_code, row.plate, jobs, mileage_km, fault, car, row)
        taken_in = _add_order(session, colleague, arrival, now)
        return Received(taken_in, row.plate, row.starts_at.astimezone(SHANGHAI))


def receive_walk_in(
    workshop: Workshop,
    colleague: Colleague,
    store_code: str,
    plate: str,
    job_code: str,
    mileage_km: int,
    fault: str = "",
) -> Received:
    """Takes in a car without an appointment, and the first bay that is free for it today.

    A car is never sent away because today is full: it is taken in without a time. Raises
    NotFound("store"), NotAllowed("role"), InvalidValue("plate"), InvalidValue("unknown_job"),
    InvalidValue("mileage"), InvalidValue("mileage_low"), NotAllowed("in_workshop"),
    NotAllowed("has_appointment"), and Unavailable when the store never does that for this car.
    """
    now = workshop.now()
    known_plate = parse_plate(plate)
    if known_plate is None:
        raise InvalidValue("plate")
    with workshop.database.transaction() as session:
        _check_store(session, colleague, store_code)
        lock_diaries(session, store_code)
        if _find_todays(session, store_code, known_plate, now) is not None:
            raise NotAllowed("has_appointment")
        jobs = read_jobs(session, [job_code])
        car = _read_car(session, known_plate, mileage_km, now)
        arrival = _Arrival(store_code, known_plate, jobs, mileage_km, fault, car)
        visit = _add_visit(session, colleague, arrival, now)
        number = _add_order(session, colleague, replace(arrival, visit=visit), now)
        return Received(number, known_plate, visit and visit.starts_at.astimezone(SHANGHAI))


def mark_no_show(workshop: Workshop, colleague: Colleague, number: str) -> None:
    """The customer did not come: the bay is free again.

    Raises NotFound("appointment"), NotAllowed("role"), NotAllowed("not_expected"),
    NotAllowed("may_still_come") before `GRACE` has passed.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get_expected(session, colleague, number, now)
        if now < row.starts_at + GRACE:
            raise NotAllowed("may_still_come")
        row.status = "no_show"
        _log_visit(session, row, "no_show", colleague, now)
        settle_promises(session, PromiseKind.APPOINTMENT, row, PromiseStatus.WITHDRAWN, now)
        subject = ("appointment", number)
        note_look(session, colleague, "no_show", subject, now, row.customer_id)


def _get_expected(session: Session, colleague: Colleague, number: str, now: datetime) -> Any:
    """Today's appointment that has not been received; held for this transaction."""
    query = select(tables.Appointment).where(tables.Appointment.number == number)
    row = session.scalars(query).one_or_none()
    if row is None or not colleague.may_see(row.store_code):
        raise NotFound("appointment")
    if not colleague.moves_orders:
        raise NotAllowed("role")
    lock_diaries(session, row.store_code)
    session.refresh(row)  # what another use case did to it while we waited
    today = now.astimezone(SHANGHAI).date()
    if row.status != "booked" or row.starts_at.astimezone(SHANGHAI).date() != today:
        raise NotAllowed("not_expected")
    return row


def _find_todays(session: Session, store_code: str, plate: str, now: datetime) -> Any:
    appointment = tables.Appointment
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(appointment).where(
        appointment.store_code == store_code,
        appointment.plate == plate,
        appointment.status == "booked",
        appointment.starts_at >= midnight,
        appointment.starts_at < midnight + timedelta(days=1),
    )
    return session.scalars(query).first()


def _check_store(session: Session, colleague: Colleague, store_code: str) -> None:
    if not colleague.may_see(store_code) or session.get(tables.Store, store_code) is None:
        raise NotFound("store")
    if not colleague.moves_orders:
        raise NotAllowed("role")


def _read_car(session: Session, plate: str, mileage_km: int, now: datetime) -> Any:
    """The car on record, if it is; it stands at the counter, so what it has run is known now."""
    if not 0 <= mileage_km <= MOST_KM:
        raise InvalidValue("mileage")
    order = tables.RepairOrder
    here = select(order.id).where(order.plate == plate, order.status.in_(IN_WORKSHOP))
    if session.scalars(here).first() is not None:
        raise NotAllowed("in_workshop")
    car = session.scalars(
        select(tables.Car).where(tables.Car.plate == plate).with_for_update()
    ).one_or_none()
    if car is not None:
        if mileage_km < car.mileage_km:
            raise InvalidValue("mileage_low")
        car.mileage_km, car.mileage_on = mileage_km, now.astimezone(SHANGHAI).date()
    return car


def _add_visit(session: Session, colleague: Colleague, arrival: _Arrival, now: datetime) -> Any:
    """The walk-in's visit in today's diary; None when there is no room left today."""
    diary = read_diary(session, arrival.store_code, now)
    store = session.get(tables.Store, arrival.store_code)
    car = arrival.car
    energy = energy_of(session, car.model_code if car else None)
    if never := refusal(store, arrival.jobs, energy, diary):
        raise Unavailable(never)
    stretches = _find_room(diary, arrival.jobs, now.astimezone(SHANGHAI))
    if stretches is None:
        return None
    row = tables.Appointment(
        number=next_number(session, "AP", now),
        store_code=arrival.store_code,
        plate=arrival.plate,
        status="arrived",
        starts_at=stretches[0].starts_at,
        ends_at=stretches[-1].ends_at,
        source=WALK_IN,
        customer_id=car.customer_id if car else None,
        car_id=car.id if car else None,
        model_code=car.model_code if car else None,
        created_at=now,
    )
    session.add(row)
    session.flush()
    write_jobs(session, row, arrival.jobs)
    _log_visit(session, row, "walked_in", colleague, now)
    return row


def _find_room(diary: Any, jobs: Sequence[JobNeed], now: datetime) -> tuple[Stretch, ...] | None:
    hours = diary.capacity.calendar.open_between(now.date())
    if hours is None:
        return None
    half_hours = (now - hours[0]) // GRAIN
    start = max(hours[0], hours[0] + half_hours * GRAIN)
    while start < hours[1]:
        stretches: tuple[Stretch, ...] | None = diary.lay_out([job.work for job in jobs], start)
        if stretches is not None and diary.has_room(stretches):
            return stretches
        start += GRAIN
    return None


def _add_order(session: Session, colleague: Colleague, arrival: _Arrival, now: datetime) -> str:
    number = add_order(
        session,
        now,
        colleague.login,
        store_code=arrival.store_code,
        plate=arrival.plate,
        fault=arrival.fault.strip()[:FAULT_LENGTH] or "、".join(job.name for job in arrival.jobs),
        mileage_km=arrival.mileage_km,
        jobs=arrival.jobs,
        adviser_id=colleague.id,
        car_id=arrival.car.id if arrival.car else None,
        customer_id=arrival.customer_id,
        appointment_id=arrival.visit.id if arrival.visit else None,
    )
    subject = ("repair_order", number)
    note_look(session, colleague, "receive", subject, now, arrival.customer_id)
    return number


def _log_visit(session: Session, row: Any, step: str, colleague: Colleague, now: datetime) -> None:
    session.add(
        tables.AppointmentLog(
            appointment_id=row.id,
            step=step,
            actor=colleague.login,
            starts_at=row.starts_at,
            created_at=now,
        )
    )


def _keep_appointment(session: Session, row: Any, now: datetime) -> None:
    """The shop had promised to be there at that time, and is: who comes late has broken nothing."""
    promise = tables.Promise
    session.execute(
        update(promise)
        .where(promise.kind == PromiseKind.APPOINTMENT.value)
        .where(promise.subject_type == "appointment", promise.subject_id == row.id)
        .where(promise.due_at == row.starts_at)
        .where(promise.status == PromiseStatus.OPEN.value)
        .values(status=PromiseStatus.KEPT.value, settled_at=now)
        .execution_options(synchronize_session=False)
    )
