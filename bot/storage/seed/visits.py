"""Seeds repair orders: cars in the workshop and past repairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage import tables
from bot.storage.numbers import next_number
from bot.storage.seed.reading import at, fen, load, moment_of

ADVISER = "cy.gu"
FULL_REPAIR = ("received", "inspecting", "repairing", "quality_check", "ready", "delivered")

Step = tuple[str, datetime, str]
"""Status, when, why."""


def seed_visits(session: Session, now: datetime) -> None:
    """Adds all repair orders, oldest first, so that their numbers rise with time."""
    visits = [(entry, _steps(entry, now)) for entry in load("visits")]
    for entry, steps in sorted(visits, key=lambda visit: visit[1][0][1]):
        promised = [moment_of(now.date(), text) for text in entry.get("promised", [])]
        if "this_morning" in entry:
            promised = [_this_afternoon(now)]
        _add_order(session, entry, steps, promised, now.date())


def _steps(entry: dict[str, Any], now: datetime) -> list[Step]:
    if "finished" in entry:
        day, clock, days = entry["finished"]
        return list(_full_repair(at(now.date(), clock, days=day), days))
    if "this_morning" in entry:
        return list(_since_this_morning(entry["this_morning"], now))
    return [(status, moment_of(now.date(), text), why) for status, text, why in entry["steps"]]


def _full_repair(received: datetime, days: int) -> Iterator[Step]:
    """All steps of a repair of so many begun days; the owner is told well before the last ends."""
    told = received + timedelta(days=days, hours=-17 if days == 1 else -16)
    spread = (told - received) / 4
    moments = [received + spread * count for count in range(5)] + [told + timedelta(minutes=50)]
    for status, when in zip(FULL_REPAIR, moments, strict=True):
        yield status, when, ""


def _since_this_morning(steps: Iterable[Sequence[str]], now: datetime) -> Iterator[Step]:
    """Hand-in at 08:40, or just now when the shop is seeded earlier; later steps before `now`."""
    received = min(at(now.date(), "08:40"), now - timedelta(minutes=20))
    gap = min((now - received) / 4, timedelta(minutes=30))
    for count, (status, why) in enumerate(steps):
        yield status, received + gap * count, why


def _this_afternoon(now: datetime) -> datetime:
    """Today 17:00; tomorrow 11:00 when that is too near."""
    if now < at(now.date(), "15:00"):
        return at(now.date(), "17:00")
    return at(now.date(), "11:00", days=1)


def _add_order(
    session: Session,
    entry: dict[str, Any],
    steps: list[Step],
    promised: list[datetime],
    today: date,
) -> None:
    car = session.scalars(select(tables.Car).where(tables.Car.plate == entry["plate"])).one()
    adviser = session.scalars(select(tables.Staff).where(tables.Staff.login == ADVISER)).one()
    reached = {status: when for status, when, _ in steps}
    received = steps[0][1]
    expected = entry.get("part_expected")
    order = tables.RepairOrder(
        number=next_number(session, "RO", received),
        store_code="CY",
        plate=car.plate,
        car_id=car.id,
        customer_id=car.customer_id,
        adviser_id=adviser.id,
        status=steps[-1][0],
        fault=entry["fault"],
        mileage_km=entry["mileage_km"],
        received_at=received,
        first_promised_at=promised[0] if promised else None,
        promised_at=promised[-1] if promised else None,
        finished_at=reached.get("ready"),
        delivered_at=reached.get("delivered"),
        part_expected_on=today + timedelta(days=expected) if expected else None,
        created_at=received,
        **entry["facts"],
    )
    session.add(order)
    if "floor" in entry:
        order.bay_id, order.technician_id = _floor(session, order.store_code, *entry["floor"])
    session.flush()
    session.add_all([*_log(order, steps), *_promises(order, promised)])
    session.add_all(_items(session, order, entry.get("items", [])))


def _floor(session: Session, store_code: str, bay: str, technician: str) -> tuple[int, int]:
    """The ids of the bay where a car stands and of who works on it."""
    place, person = tables.Bay, tables.Technician
    bays = select(place.id).where(place.store_code == store_code, place.label == bay)
    people = select(person.id).where(person.store_code == store_code, person.name == technician)
    return session.scalars(bays).one(), session.scalars(people).one()


def _log(order: tables.RepairOrder, steps: list[Step]) -> Iterator[tables.RepairOrderLog]:
    before: str | None = None
    for status, when, reason in steps:
        yield tables.RepairOrderLog(
            repair_order_id=order.id,
            from_status=before,
            to_status=status,
            actor=ADVISER,
            reason=reason,
            created_at=when,
        )
        before = status


def _promises(order: tables.RepairOrder, promised: list[datetime]) -> Iterator[tables.Promise]:
    """One row for each promised time: an earlier one was broken, one of a finished repair kept."""
    for index, due_at in enumerate(promised):
        is_last = index == len(promised) - 1
        status = "broken" if not is_last else "kept" if order.finished_at else "open"
        yield tables.Promise(
            kind="repair_done",
            due_at=due_at,
            status=status,
            subject_type="repair_order",
            subject_id=order.id,
            customer_id=order.customer_id,
            store_code=order.store_code,
            made_by=ADVISER,
            created_at=promised[index - 1] if index else order.received_at,
            settled_at=due_at if status == "broken" else order.finished_at,
        )


def _items(
    session: Session, order: tables.RepairOrder, items: list[list[Any]]
) -> Iterator[tables.RepairOrderItem]:
    for kind, code, yuan in items:
        table = tables.Job if kind == "job" else tables.Part
        yield tables.RepairOrderItem(
            repair_order_id=order.id,
            kind=kind,
            job_code=code if kind == "job" else None,
            part_code=code if kind == "part" else None,
            name=session.get(table, code).name,
            price_fen=fen(yuan),
            payer=order.payer,
            is_replacement=kind == "part" and bool(order.is_quality_problem),
        )
