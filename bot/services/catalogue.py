"""What the shop is and sells, as customers ask about it: stores, jobs, parts, models, lamps, names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from bot.services.workshop import Workshop
from bot.shop.places import Point, find_place
from bot.storage import tables
from bot.storage.tables.catalogue import CATALOGUE_KINDS

_STORE, _HOURS, _ABLE, _JOB = tables.Store, tables.StoreHours, tables.StoreJob, tables.Job
# Queries that are asked all day are built once: building one costs more than running it.
_STORES = select(_STORE).order_by(_STORE.position)
_OPENING = select(_HOURS.store_code, _HOURS.weekday, _HOURS.opens, _HOURS.closes)
_JOBS = select(inspect(_JOB).local_table).order_by(_JOB.position, _JOB.code)
_ONE_JOB = select(_JOB).where(_JOB.code == bindparam("code"))
_GRADES = select(tables.PartGrade).where(tables.PartGrade.part_code == bindparam("code"))
_STOCK = select(tables.PartStock).where(tables.PartStock.part_code == bindparam("code"))
_STORES_OF_JOBS = (
    select(_ABLE.job_code, _ABLE.store_code)
    .join(_STORE, _STORE.code == _ABLE.store_code)
    .order_by(_STORE.position)
)


@dataclass(frozen=True)
class StoreCard:
    """A store. `hours` by weekday (0 is Monday); a weekday without hours is closed.

    `drive` says which cars it takes: any, engine or traction_battery.
    """

    code: str
    name: str
    kind: str
    drive: str
    city: str
    district: str
    address: str
    phone: str
    hours: dict[int, tuple[time, time]]
    job_codes: frozenset[str]
    charging_points: int
    charging_kw: int


@dataclass(frozen=True)
class JobCard:
    """A job. `price_fen` covers labour and standard parts for one `unit`; None is quoted later."""

    code: str
    name: str
    minutes: int
    price_fen: int | None
    unit: str
    drive: str
    waived_if_repaired: bool
    store_codes: tuple[str, ...]


@dataclass(frozen=True)
class PartCard:
    """A part. `grades` maps original/brand to fen; empty when the shop does not sell it bare."""

    code: str
    name: str
    unit: str
    lead_days: int | None
    grades: dict[str, int]
    stock: dict[str, int]
    assembly: str | None
    is_three_electric: bool
    drive: str
    """Which cars have it: any, engine or traction_battery."""


@dataclass(frozen=True)
class ModelCard:
    """A series that the shop sells; intervals and terms in months and kilometres."""

    code: str
    name: str
    energy: str
    maintenance_km: int
    maintenance_months: int


@dataclass(frozen=True)
class LampCard:
    """A lamp; `urgency` is stop_now, check_soon or note."""

    code: str
    name: str
    colour: str
    urgency: str


def list_stores(workshop: Workshop) -> list[StoreCard]:
    """All stores in the shop's own order."""
    with workshop.database.reading() as session:
        hours: dict[str, dict[int, tuple[time, time]]] = defaultdict(dict)
        for code, weekday, opens, closes in session.execute(_OPENING):
            hours[code][weekday] = (opens, closes)
        jobs: dict[str, set[str]] = defaultdict(set)
        for job_code, code in session.execute(_STORES_OF_JOBS):
            jobs[code].add(job_code)
        stores = session.scalars(_STORES)
        return [_store_card(store, hours[store.code], jobs[store.code]) for store in stores]


def find_store(workshop: Workshop, code: str) -> StoreCard | None:
    """The store with this code, or None."""
    return next((store for store in list_stores(workshop) if store.code == code), None)


def list_stores_near(workshop: Workshop, place: str) -> list[tuple[StoreCard, float]]:
    """The stores with their kilometres from a district or quarter, the nearest first.

    Empty for a place that is not known (`bot/shop/places.yml`).
    """
    here = find_place(place)
    if here is None:
        return []
    stores = {store.code: store for store in list_stores(workshop)}
    with workshop.database.reading() as session:
        rows = session.execute(
            select(tables.Store.code, tables.Store.latitude, tables.Store.longitude)
        )
        near = [
            (stores[code], here.km_to(Point(latitude, longitude)))
            for code, latitude, longitude in rows
            if latitude is not None and longitude is not None
        ]
    return sorted(near, key=lambda pair: pair[1])


def list_jobs(workshop: Workshop) -> list[JobCard]:
    """All jobs in the shop's own order."""
    with workshop.database.reading() as session:
        stores = _stores_by_job(session)
        return [_job_card(job, stores[job.code]) for job in read_price_list(session).values()]


def read_price_list(session: Session) -> dict[str, Any]:
    """All rows of `job` by code, in the shop's own order; the session remembers them while it looks.

    Plain rows: objects for all of them take three times as long.
    """
    found: dict[str, Any] | None = session.info.get("price_list")
    if found is None:
        found = {job.code: job for job in session.execute(_JOBS)}
        session.info["price_list"] = found
    return found


def find_job(workshop: Workshop, code: str) -> JobCard | None:
    """The job with this code, or None."""
    with workshop.database.reading() as session:
        job = session.scalars(_ONE_JOB, {"code": code}).first()
        return None if job is None else _job_card(job, _stores_by_job(session)[code])


def find_part(workshop: Workshop, code: str) -> PartCard | None:
    """The part with this code, or None."""
    with workshop.database.reading() as session:
        part = session.get(tables.Part, code)
        if part is None:
            return None
        return PartCard(
            code=part.code,
            name=part.name,
            unit=part.unit,
            lead_days=part.lead_days,
            grades={row.grade: row.price_fen for row in session.scalars(_GRADES, {"code": code})},
            stock={row.store_code: row.quantity for row in session.scalars(_STOCK, {"code": code})},
            assembly=part.assembly,
            is_three_electric=part.is_three_electric,
            drive=part.drive,
        )


def list_parts_named(workshop: Workshop, text: str) -> list[PartCard]:
    """The parts that the shop sells of which a name is in the text, the longest name first."""
    names = export_vocabulary(workshop)["part"]
    found = {
        code: max((len(alias) for alias in aliases if alias in text), default=0)
        for code, aliases in names.items()
    }
    codes = sorted((code for code, length in found.items() if length), key=lambda c: -found[c])
    parts = [find_part(workshop, code) for code in codes]
    return [part for part in parts if part and part.grades]


def list_models(workshop: Workshop) -> list[ModelCard]:
    """All series that the shop sells."""
    with workshop.database.reading() as session:
        models = session.scalars(
            select(tables.VehicleModel).order_by(tables.VehicleModel.price_fen)
        )
        return [_model_card(model) for model in models]


def find_model(workshop: Workshop, code: str) -> ModelCard | None:
    """The series with this code, or None."""
    with workshop.database.reading() as session:
        model = session.get(tables.VehicleModel, code)
        return None if model is None else _model_card(model)


def find_lamp(workshop: Workshop, code: str) -> LampCard | None:
    """The lamp with this code, or None."""
    with workshop.database.reading() as session:
        lamp = session.get(tables.WarningLight, code)
        return lamp and LampCard(lamp.code, lamp.name, lamp.colour, lamp.urgency)


def export_vocabulary(workshop: Workshop) -> dict[str, dict[str, list[str]]]:
    """Every word for every thing, for understanding: {kind: {code: [display name, alias …]}}."""
    with workshop.database.reading() as session:
        words: dict[str, dict[str, list[str]]] = {kind: {} for kind in CATALOGUE_KINDS}
        alias = tables.CatalogueAlias
        for row in session.scalars(select(alias).order_by(alias.kind, alias.code, alias.position)):
            words[row.kind].setdefault(row.code, []).append(row.alias)
        return words


def _stores_by_job(session: Session) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for job_code, store_code in session.execute(_STORES_OF_JOBS):
        found[job_code] += (store_code,)
    return found


def _store_card(
    store: tables.Store, hours: dict[int, tuple[time, time]], jobs: set[str]
) -> StoreCard:
    return StoreCard(
        code=store.code,
        name=store.name,
        kind=store.kind,
        drive=store.drive,
        city=store.city,
        district=store.district,
        address=store.address,
        phone=store.phone,
        hours=hours,
        job_codes=frozenset(jobs),
        charging_points=store.charging_points,
        charging_kw=store.charging_kw,
    )


def _job_card(job: Any, store_codes: tuple[str, ...]) -> JobCard:
    return JobCard(
        code=job.code,
        name=job.name,
        minutes=job.minutes,
        price_fen=job.price_fen,
        unit=job.unit,
        drive=job.drive,
        waived_if_repaired=job.waived_if_repaired,
        store_codes=store_codes,
    )


def _model_card(model: tables.VehicleModel) -> ModelCard:
    return ModelCard(
        model.code, model.name, model.energy, model.maintenance_km, model.maintenance_months
    )
