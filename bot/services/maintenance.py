"""When a customer's cars are due for maintenance."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.services.workshop import Workshop
from bot.shop.maintenance import NextService, next_service
from bot.storage import tables


@dataclass(frozen=True)
class CarPlan:
    """A car and its next service."""

    plate: str
    model_name: str
    mileage_km: int
    next: NextService


def list_plans(
    workshop: Workshop,
    customer_id: int,
    mileage_km: int | None = None,
    plate: str | None = None,
    model_code: str | None = None,
) -> list[CarPlan]:
    """The next service of each of the customer's cars, or of that plate or model.

    `mileage_km` is what the owner has just said; it counts when it is more than what is on record.
    """
    today = workshop.now().date()
    with workshop.database.reading() as session:
        query = (
            select(tables.Car, tables.VehicleModel)
            .join(tables.VehicleModel, tables.VehicleModel.code == tables.Car.model_code)
            .where(tables.Car.customer_id == customer_id)
            .order_by(tables.Car.id)
        )
        plans = []
        for car, model in session.execute(query):
            if plate not in (None, car.plate) or model_code not in (None, model.code):
                continue
            driven = max(car.mileage_km, mileage_km or 0)
            due = next_service(
                interval_km=model.maintenance_km,
                interval_months=model.maintenance_months,
                bought_on=car.bought_on,
                mileage_km=driven,
                today=today,
                last_on=car.last_maintained_on,
                last_km=car.last_maintained_km,
            )
            plans.append(CarPlan(car.plate, model.name, driven, due))
        return plans
