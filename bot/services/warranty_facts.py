"""Reads a car, its repairs and its fault from the tables into the facts of the warranty rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.errors import NotFound
from bot.shop import warranty as rules
from bot.shop.calendar import SHANGHAI
from bot.shop.states import RepairOrderStatus, in_workshop
from bot.storage import tables


def list_cars(session: Session, customer_id: int, plate: str | None) -> list[Any]:
    """The customer's cars, or the one with this plate."""
    query = select(tables.Car).where(tables.Car.customer_id == customer_id)
    if plate is not None:
        query = query.where(tables.Car.plate == plate)
    return list(session.scalars(query.order_by(tables.Car.id)))


def get_car(session: Session, customer_id: int, plate: str) -> Any:
    """The customer's car. Raises NotFound("car"), also for somebody else's."""
    cars = list_cars(session, customer_id, plate)
    if not cars:
        raise NotFound("car")
    return cars[0]


def read_car(session: Session, row: Any) -> rules.Car:
    """What the records say of a car."""
    model = session.get(tables.VehicleModel, row.model_code)
    hire = frozenset({rules.Exclusion.HIRE}) if row.use_kind == "hire" else frozenset()
    car = rules.Car(
        starts_on=row.delivered_on or row.bought_on,
        mileage_km=row.mileage_km,
        price_fen=row.price_fen,
        exclusions=hire,
    )
    return with_terms(car, model)


def with_terms(car: rules.Car, model: Any) -> rules.Car:
    """The car with the maker's promises for its series; unchanged for one the shop does not sell."""
    if model is None:
        return car
    has_battery = model.three_electric_months is not None
    return replace(
        car,
        vehicle=rules.Term(model.warranty_months, model.warranty_km),
        sanbao=rules.Term(model.sanbao_months, model.sanbao_km),
        three_electric=rules.Term(model.three_electric_months, model.three_electric_km)
        if has_battery
        else None,
        use_rate=Fraction(model.use_payment_permille, 1000),
    )


def with_mileage(car: rules.Car, told_km: int | None) -> rules.Car:
    """The car at what the owner says it has run by now; the records are only ever too low."""
    if told_km is None or (car.mileage_km is not None and told_km <= car.mileage_km):
        return car
    return replace(car, mileage_km=told_km, from_records=False)


def read_part(row: Any) -> rules.Part:
    """A part as the rules see it."""
    wear = rules.Term(row.wear_months, row.wear_km) if row.wear_months is not None else None
    return rules.Part(row.code, _assembly(row.assembly), row.is_three_electric, wear)


def _assembly(word: str | None) -> rules.Assembly | None:
    return rules.Assembly(word) if word else None


def list_repairs(session: Session, car_id: int) -> list[Any]:
    """The car's repairs, oldest first; those that were called off or not handed in are none."""
    order = tables.RepairOrder
    query = (
        select(order)
        .where(order.car_id == car_id, order.received_at.is_not(None))
        .where(order.status != RepairOrderStatus.CANCELLED.value)
        .order_by(order.received_at)
    )
    return list(session.scalars(query))


def fault_code(order: Any) -> str:
    """What tells the same fault from another; a repair without a code stands for itself."""
    return str(order.fault_code or order.number)


def read_visit(session: Session, order: Any) -> rules.Visit:
    """A repair as the rules see it."""
    item, part = tables.RepairOrderItem, tables.Part
    new_parts = session.scalars(
        select(part)
        .join(item, item.part_code == part.code)
        .where(item.repair_order_id == order.id, item.is_replacement, part.assembly.is_not(None))
    )
    finished_at = order.finished_at and order.finished_at.astimezone(SHANGHAI)
    return rules.Visit(
        number=order.number,
        received_at=order.received_at.astimezone(SHANGHAI),
        told_done_at=finished_at,
        fault=fault_code(order),
        is_quality_problem=order.is_quality_problem,
        is_severe_safety=order.is_severe_safety,
        mileage_km=order.mileage_km,
        assembly=_assembly(order.assembly),
        replaced=tuple(_replacement(new) for new in new_parts),
    )


def _replacement(part: Any) -> rules.Replacement:
    """An assembly has the code of its own word; any other part of it is a main part."""
    is_whole = part.code == part.assembly
    return rules.Replacement(rules.Assembly(part.assembly), None if is_whole else part.code)


def fault_in_workshop(orders: Iterable[Any]) -> rules.Fault | None:
    """The fault of the newest repair that goes on, if it is of a kind that the rules name."""
    for order in reversed(list(orders)):
        named = order.failure or order.assembly or order.is_severe_safety
        if in_workshop(RepairOrderStatus(order.status)) and named:
            return rules.Fault(
                happened_on=order.received_at.astimezone(SHANGHAI).date(),
                mileage_km=order.mileage_km,
                failure=rules.Failure(order.failure) if order.failure else None,
                assembly=_assembly(order.assembly),
                is_severe_safety=order.is_severe_safety,
                is_quality_problem=order.is_quality_problem,
            )
    return None


def fault_told(
    session: Session, told: str, part_code: str | None, today: date
) -> rules.Fault | None:
    """The fault that an owner describes: a failure by its words, an assembly by the part."""
    failure = rules.find_failure(told)
    part = session.get(tables.Part, part_code) if part_code else None
    assembly = _assembly(part.assembly) if part else None
    if failure is None and assembly is None:
        return None
    is_severe = failure is not None
    return rules.Fault(today, failure=failure, assembly=assembly, is_severe_safety=is_severe)
