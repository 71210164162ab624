"""The workshop floor of a day: who stands in which bay when, and what each technician is on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.appointments import list_job_names
from bot.services.desk_assign import ON_THE_FLOOR, list_certificates
from bot.services.diary import TAKES_A_BAY, stretches_by_visit
from bot.services.opening import read_calendar
from bot.shop.capacity import GRAIN, Stretch
from bot.shop.timetable import Block, lay_rows, place
from bot.storage import tables

LATE_AFTER = timedelta(minutes=15)
_LONGEST = timedelta(days=14)


@dataclass(frozen=True)
class Spot:
    """What takes a bay: a repair order, or a visit that has not come yet."""

    kind: str
    """`order` or `visit`."""
    number: str
    plate: str
    what: str
    status: str
    technician: str | None
    is_late: bool


@dataclass(frozen=True)
class FloorCell:
    """Some half hours; free without a spot."""

    spot: Spot | None
    span: int


@dataclass(frozen=True)
class Lane:
    """A bay and its rows; `label` is None for what has no bay."""

    label: str | None
    rows: tuple[tuple[FloorCell, ...], ...]


@dataclass(frozen=True)
class Bench:
    """A technician and the cars they are on."""

    name: str
    certificates: tuple[str, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Choice:
    """A bay or technician that an order may be given to; `plate` is the car that is there now."""

    id: int
    label: str
    plate: str | None


@dataclass(frozen=True)
class Floor:
    """A store's floor today. Without hours it is closed. Moments are aware, Asia/Shanghai."""

    opens_at: datetime | None
    closes_at: datetime | None
    hours: tuple[tuple[int, int], ...]
    """The hours of the heading, each with its number of half hours."""
    now_column: int | None
    """The half hour of now."""
    lanes: tuple[Lane, ...]
    benches: tuple[Bench, ...]
    bays: tuple[Choice, ...]
    technicians: tuple[Choice, ...]


def read_floor(session: Session, store_code: str, now: datetime) -> Floor:
    """The floor of a store; `now` in Asia/Shanghai. Raises NotFound("store")."""
    calendar = read_calendar(session, store_code)
    hours = calendar.open_between(now.date())
    bays = _bays(session, store_code)
    people = _technicians(session, store_code)
    orders = _orders(session, store_code)
    names = {person.id: person.name for person in people}
    spots, blocks = _lay_out(session, store_code, orders, names, calendar, hours, now)
    return Floor(
        opens_at=hours[0] if hours else None,
        closes_at=hours[1] if hours else None,
        hours=tuple(_headings(*hours)) if hours else (),
        now_column=(now - hours[0]) // GRAIN if hours and hours[0] <= now < hours[1] else None,
        lanes=tuple(_lanes(bays, spots, blocks, hours)) if hours else (),
        benches=tuple(_benches(session, people, orders, spots)),
        bays=tuple(Choice(b.id, b.label, _plate_at(orders, "bay_id", b.id)) for b in bays),
        technicians=tuple(
            Choice(p.id, p.name, _plate_at(orders, "technician_id", p.id)) for p in people
        ),
    )


def _bays(session: Session, store_code: str) -> list[Any]:
    bay = tables.Bay
    return list(session.scalars(select(bay).where(bay.store_code == store_code).order_by(bay.id)))


def _technicians(session: Session, store_code: str) -> list[Any]:
    person = tables.Technician
    query = select(person).where(person.store_code == store_code, person.is_active)
    return list(session.scalars(query.order_by(person.id)))


def _orders(session: Session, store_code: str) -> list[Any]:
    order = tables.RepairOrder
    query = select(order).where(order.store_code == store_code, order.status.in_(ON_THE_FLOOR))
    return list(session.scalars(query.order_by(order.received_at, order.id)))


def _lay_out(
    session: Session,
    store_code: str,
    orders: Sequence[Any],
    names: Mapping[int, str],
    calendar: Any,
    hours: tuple[datetime, datetime] | None,
    now: datetime,
) -> tuple[dict[str, Spot], list[Block]]:
    """Everything that is there or comes today, by number, and the time that it takes of a bay."""
    appointment = tables.Appointment
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    query = (
        select(appointment)
        .where(appointment.store_code == store_code, appointment.status.in_(TAKES_A_BAY))
        .where(appointment.starts_at >= midnight - _LONGEST, appointment.ends_at > midnight)
        .where(appointment.starts_at < midnight + timedelta(days=1))
    )
    visits = {row.id: row for row in session.scalars(query)}
    laid = stretches_by_visit(session, list(visits.values()), calendar)
    spots = {order.number: _order_spot(order, names, now) for order in orders}
    blocks: list[Block] = []
    for order in orders:
        stretches = laid.pop(order.appointment_id, [])
        if order.bay_id is not None and hours is not None:
            blocks.append(_standing(order, stretches, hours, now))
        else:
            blocks += _blocks(order.number, stretches)
    jobs = list_job_names(session, laid.keys())
    for visit_id, stretches in laid.items():
        visit = visits[visit_id]
        spots[visit.number] = _visit_spot(visit, jobs.get(visit_id, ""), now)
        blocks += _blocks(visit.number, stretches)
    return spots, blocks


def _blocks(number: str, stretches: Sequence[Stretch]) -> Iterator[Block]:
    """A visit's stretches; jobs that follow one another in a bay of one kind are one."""
    joined: list[Stretch] = []
    for each in stretches:
        last = joined[-1] if joined else None
        if last and last.bay_kind == each.bay_kind and last.ends_at == each.starts_at:
            joined[-1] = Stretch(last.starts_at, each.ends_at, last.bay_kind)
        else:
            joined.append(each)
    return (Block(number, each.starts_at, each.ends_at, each.bay_kind) for each in joined)


def _standing(
    order: Any, stretches: Sequence[Stretch], hours: tuple[datetime, datetime], now: datetime
) -> Block:
    """A car in its bay: until it was promised, or its visit ends, or the store closes; if late, now."""
    visit_ends_at = stretches[-1].ends_at if stretches else hours[1]
    until = order.promised_at or visit_ends_at
    begins = max(order.received_at, hours[0])
    return Block(
        order.number, begins, max(min(until, hours[1]), now, begins + GRAIN), "", order.bay_id
    )


def _order_spot(order: Any, names: Mapping[int, str], now: datetime) -> Spot:
    return Spot(
        kind="order",
        number=order.number,
        plate=order.plate,
        what=order.fault,
        status=order.status,
        technician=names.get(order.technician_id),
        is_late=order.promised_at is not None and order.promised_at < now,
    )


def _visit_spot(visit: Any, what: str, now: datetime) -> Spot:
    return Spot(
        kind="visit",
        number=visit.number,
        plate=visit.plate,
        what=what,
        status=visit.status,
        technician=None,
        is_late=visit.status == "booked" and visit.starts_at + LATE_AFTER < now,
    )


def _headings(opens_at: datetime, closes_at: datetime) -> Iterator[tuple[int, int]]:
    """The hours of a day and how many of their half hours are open."""
    starts = []
    at = opens_at
    while at < closes_at:
        starts.append(at.hour)
        at += GRAIN
    for hour in dict.fromkeys(starts):
        yield hour, starts.count(hour)


def _lanes(
    bays: Sequence[Any],
    spots: Mapping[str, Spot],
    blocks: Sequence[Block],
    hours: tuple[datetime, datetime],
) -> Iterator[Lane]:
    placed = place({bay.id: bay.kind for bay in bays}, blocks)
    labels: dict[int | None, str | None] = {bay.id: bay.label for bay in bays}
    if placed.get(None):
        labels[None] = None
    for bay_id, label in labels.items():
        rows = lay_rows(placed.get(bay_id, []), *hours)
        yield Lane(
            label,
            tuple(
                tuple(FloorCell(spots[c.block.key] if c.block else None, c.span) for c in row)
                for row in rows
            ),
        )


def _benches(
    session: Session, people: Sequence[Any], orders: Sequence[Any], spots: Mapping[str, Spot]
) -> Iterator[Bench]:
    for person in people:
        mine = [order for order in orders if order.technician_id == person.id]
        yield Bench(
            person.name,
            tuple(list_certificates(session, person.id)),
            tuple(spots[order.number] for order in mine),
        )


def _plate_at(orders: Sequence[Any], column: str, wanted: int) -> str | None:
    return next((order.plate for order in orders if getattr(order, column) == wanted), None)
