"""Seeds customers with their cars and consents, the staff with one-time passwords, their answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.shop.passwords import hash_password, make_password
from bot.storage import tables
from bot.storage.seed.reading import at, day_before, fen, load


def seed_people(session: Session, now: datetime) -> dict[str, str]:
    """Adds everybody; returns the staff's one-time passwords by login."""
    data = load("people")
    today = now.date()
    prices = {code: fen(entry["price"]) for code, entry in load("models")["series"].items()}
    customers = {entry["name"]: _add_customer(session, entry, now) for entry in data["customers"]}
    for entry in data["cars"]:
        car = _car(entry, customers[entry["owner"]], today, prices[entry["model"]])
        customers[entry["owner"]].created_at = min(
            customers[entry["owner"]].created_at, at(car.bought_on, "10:00")
        )
        session.add(car)
    session.add_all(tables.CannedAnswer(**entry, changed_at=now) for entry in load("answers"))
    session.flush()
    return {entry["login"]: _add_staff(session, entry, now) for entry in data["staff"]}


def _add_customer(session: Session, entry: dict[str, str], now: datetime) -> tables.Customer:
    customer = tables.Customer(**entry, created_at=now)
    session.add(customer)
    session.flush()
    session.add(
        tables.Consent(
            customer_id=customer.id, kind="service_notice", is_granted=True, changed_at=now
        )
    )
    return customer


def _car(
    entry: dict[str, Any], owner: tables.Customer, today: date, price_fen: int | None
) -> tables.Car:
    bought_on = day_before(today, entry["bought"])
    maintained, maintained_km = entry.get("maintained", (None, None))
    return tables.Car(
        plate=entry["plate"],
        vin=entry["vin"],
        customer_id=owner.id,
        model_code=entry["model"],
        bought_on=bought_on,
        price_fen=price_fen,
        mileage_km=entry["km"],
        mileage_on=today,
        last_maintained_on=day_before(today, maintained) if maintained else None,
        last_maintained_km=maintained_km,
        created_at=at(bought_on, "10:00"),
    )


def _add_staff(session: Session, entry: dict[str, str], now: datetime) -> str:
    password = make_password()
    session.add(
        tables.Staff(
            login=entry["login"],
            name=entry["name"],
            role=entry["role"],
            store_code=entry.get("store"),
            password_hash=hash_password(password),
            created_at=now,
        )
    )
    return password
