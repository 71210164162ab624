"""Warranty and 三包 for a customer's own car, from its records; or for a car that is told of.

The rules decide (bot.shop.warranty); here the facts are read for them. Whose car it is has been proven
before: every function that looks at records takes the customer and sees only their cars.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.services.errors import NotFound
from bot.services.warranty_facts import (
    fault_code,
    fault_in_workshop,
    fault_told,
    get_car,
    list_cars,
    list_repairs,
    read_car,
    read_part,
    read_visit,
    with_mileage,
    with_terms,
)
from bot.services.workshop import Workshop
from bot.shop import warranty as rules
from bot.shop.calendar import SHANGHAI, add_months
from bot.shop.states import RepairOrderStatus, in_workshop
from bot.shop.warranty.counting import begun_days
from bot.storage import tables


@dataclass(frozen=True)
class CoveredCar:
    """The car that an answer is about. `plate` is None for a car that was only told of."""

    plate: str | None
    model_name: str | None
    starts_on: date | None
    mileage_km: int | None


@dataclass(frozen=True)
class Cover:
    """Whether the car, or the part asked about, is covered.

    `vehicle` is the car's own term beside that of a part; the same finding when no part is meant.
    """

    car: CoveredCar
    part_name: str | None
    finding: rules.Finding
    vehicle: rules.Finding


@dataclass(frozen=True)
class CarRights:
    """What the owner may ask for, and what that was computed from."""

    car: CoveredCar
    rights: rules.Rights
    fault_names: dict[str, str]
    """What customers call each fault, by its code."""
    is_in_workshop: bool
    """The fault is that of a repair that goes on: the car is with us."""


@dataclass(frozen=True)
class Loaner:
    """Whether a repair that goes on gives a right to a loaner or transport money."""

    car: CoveredCar
    order_number: str
    fault: str
    finding: rules.Finding
    offered_at: datetime | None


@dataclass(frozen=True)
class CarWarning:
    """A line of article 24 that a car comes near to, for staff."""

    plate: str
    store_code: str
    warning: rules.EarlyWarning


@dataclass(frozen=True)
class ToldCar:
    """A car that nothing on record is known of, in its owner's words; None is not known."""

    model_code: str | None
    starts_on: date | None
    mileage_km: int | None


def cover(
    workshop: Workshop,
    customer_id: int,
    plate: str,
    part_code: str | None = None,
    mileage_km: int | None = None,
    exclusions: Iterable[rules.Exclusion] = (),
) -> Cover:
    """Cover of the customer's car, or of one part of it.

    `mileage_km` is what the owner says it has run; a lower one than on record is not believed.
    Raises NotFound("car"), NotFound("part").
    """
    with workshop.database.reading() as session:
        row = get_car(session, customer_id, plate)
        car = with_mileage(read_car(session, row), mileage_km)
        car = replace(car, exclusions=car.exclusions | frozenset(exclusions))
        name = session.get(tables.VehicleModel, row.model_code).name
        card = CoveredCar(plate, name, car.starts_on, car.mileage_km)
        return _cover(session, card, car, part_code, workshop.now())


def cover_told(
    workshop: Workshop,
    told: ToldCar,
    part_code: str | None = None,
    exclusions: Iterable[rules.Exclusion] = (),
) -> Cover:
    """Cover of a car that the owner describes. A series that the shop does not sell gets the lowest
    terms that the rules allow. Raises NotFound("part").
    """
    with workshop.database.reading() as session:
        model = session.get(tables.VehicleModel, told.model_code) if told.model_code else None
        car = with_terms(
            rules.Car(
                told.starts_on,
                told.mileage_km,
                exclusions=frozenset(exclusions),
                from_records=False,
            ),
            model,
        )
        card = CoveredCar(None, model and model.name, told.starts_on, told.mileage_km)
        return _cover(session, card, car, part_code, workshop.now())


def rights(
    workshop: Workshop,
    customer_id: int,
    plate: str,
    told: str = "",
    part_code: str | None = None,
    exclusions: Iterable[rules.Exclusion] = (),
) -> CarRights:
    """三包 rights of the customer's car from its own visits and the fault there is now.

    The fault is that of a repair that goes on; without one, what the owner tells: the words of
    `told`, the assembly of `part_code`. Raises NotFound("car").
    """
    now = workshop.now().astimezone(SHANGHAI)
    with workshop.database.reading() as session:
        row = get_car(session, customer_id, plate)
        car = read_car(session, row)
        car = replace(car, exclusions=car.exclusions | frozenset(exclusions))
        orders = list_repairs(session, row.id)
        here = fault_in_workshop(orders)
        fault = here or fault_told(session, told, part_code, now.date())
        name = session.get(tables.VehicleModel, row.model_code).name
        return CarRights(
            CoveredCar(plate, name, car.starts_on, car.mileage_km),
            rules.rights(
                rules.standard_rules(), car, [read_visit(session, o) for o in orders], now, fault
            ),
            {fault_code(order): order.fault for order in orders},
            is_in_workshop=here is not None,
        )


def loaner_rights(
    workshop: Workshop, customer_id: int, plate: str | None = None
) -> tuple[Loaner, ...]:
    """For each of the customer's cars in the workshop: is a loaner or transport money owed?"""
    now = workshop.now().astimezone(SHANGHAI)
    found = []
    with workshop.database.reading() as session:
        for car_row in list_cars(session, customer_id, plate):
            car = read_car(session, car_row)
            name = session.get(tables.VehicleModel, car_row.model_code).name
            card = CoveredCar(car_row.plate, name, car.starts_on, car.mileage_km)
            for order in list_repairs(session, car_row.id):
                if in_workshop(RepairOrderStatus(order.status)):
                    visit = read_visit(session, order)
                    finding = rules.loaner_right(rules.standard_rules(), car, visit, now)
                    offered_at = order.loaner_offered_at
                    found.append(Loaner(card, order.number, order.fault, finding, offered_at))
    return tuple(found)


def list_warnings(workshop: Workshop, store_code: str | None = None) -> tuple[CarWarning, ...]:
    """Cars that come near to a line of article 24, or have crossed it; for the desk.

    Of all stores, or of the one that had the car last.
    """
    now = workshop.now().astimezone(SHANGHAI)
    found = []
    with workshop.database.reading() as session:
        cars = select(tables.Car).where(tables.Car.id.in_(_worth_a_look(session, now)))
        for row in session.scalars(cars.order_by(tables.Car.plate)):
            orders = list_repairs(session, row.id)
            last_store = orders[-1].store_code
            if store_code not in (None, last_store):
                continue
            visits = [read_visit(session, each) for each in orders]
            car = read_car(session, row)
            for warning in rules.list_warnings(rules.standard_rules(), car, visits, now):
                found.append(CarWarning(row.plate, last_store, warning))
    return tuple(found)


def _worth_a_look(session: Session, now: datetime) -> list[int]:
    """Cars young enough for 三包 whose repairs, all counted, would reach a line of warning.

    Most cars have one or two short repairs: they need not be read one by one.
    """
    book = rules.standard_rules()
    promised = session.scalar(select(func.max(tables.VehicleModel.sanbao_months))) or 0
    longest = max(promised, book.figure("sanbao_period", "months"))
    car, order = tables.Car, tables.RepairOrder
    query = (
        select(order.car_id, order.number, order.fault_code, order.received_at, order.finished_at)
        .join(car, car.id == order.car_id)
        .where(order.received_at.is_not(None), order.status != RepairOrderStatus.CANCELLED.value)
        .where(func.coalesce(car.delivered_on, car.bought_on) >= add_months(now.date(), -longest))
    )
    days: Counter[int] = Counter()
    times: dict[int, Counter[str]] = defaultdict(Counter)
    for car_id, number, fault, received_at, finished_at in session.execute(query):
        days[car_id] += begun_days(received_at, finished_at or max(now, received_at))
        times[car_id][fault or number] += 1
    warn_days = book.figure("repair_days", "warn_at_days")
    warn_times = book.figure("same_fault_repairs", "warn_at_repairs")
    return [
        car_id
        for car_id in days
        if days[car_id] >= warn_days or max(times[car_id].values()) >= warn_times
    ]


def _cover(
    session: Session, card: CoveredCar, car: rules.Car, part_code: str | None, now: datetime
) -> Cover:
    book, today = rules.standard_rules(), now.astimezone(SHANGHAI).date()
    vehicle = rules.cover(book, car, today)
    if part_code is None:
        return Cover(card, None, vehicle, vehicle)
    part = session.get(tables.Part, part_code)
    if part is None:
        raise NotFound("part")
    if part.is_three_electric and not card.plate and car.three_electric is None:
        # Whose series is not known may still have asked about a car with a traction battery.
        car = replace(car, three_electric=rules.lowest_term(book, "three_electric_period"))
    return Cover(card, part.name, rules.cover(book, car, today, read_part(part)), vehicle)
