"""Seeds what the shop is and sells, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from bot.storage import tables
from bot.storage.seed.reading import fen, load

BAY_NAMES = {"general": "通用工位", "ev": "新能源工位", "beauty": "美容工位"}


def seed_catalogue(session: Session) -> None:
    """Models, jobs, parts, stores with bays and technicians, lamps, and all aliases."""
    session.add_all([*_models(), *_jobs(), *_parts(), *_lamps()])
    session.flush()
    for position, (code, entry) in enumerate(load("stores").items()):
        _add_store(session, code, entry, position)
    session.add_all(_aliases())
    session.flush()


def _models() -> Iterator[tables.VehicleModel]:
    catalogue = load("models")
    for code, entry in catalogue["series"].items():
        months, km = entry.get("three_electric", (None, None))
        yield tables.VehicleModel(
            code=code,
            brand=catalogue["brand"],
            name=entry["names"][0],
            energy=entry["energy"],
            price_fen=fen(entry["price"]),
            maintenance_months=entry["maintenance"][0],
            maintenance_km=entry["maintenance"][1],
            warranty_months=entry["warranty"][0],
            warranty_km=entry["warranty"][1],
            sanbao_months=entry["sanbao"][0],
            sanbao_km=entry["sanbao"][1],
            three_electric_months=months,
            three_electric_km=km,
        )


def _jobs() -> Iterator[tables.Job]:
    for position, (code, entry) in enumerate(load("jobs").items()):
        yield tables.Job(
            code=code,
            name=entry["names"][0],
            minutes=entry["minutes"],
            price_fen=fen(entry.get("price")),
            unit=entry.get("unit", "visit"),
            bay_kind=entry["bay"],
            certificate=entry.get("certificate"),
            drive=entry.get("drive", "any"),
            waived_if_repaired=entry.get("waived_if_repaired", False),
            position=position,
        )


def _parts() -> Iterator[tables.Part | tables.PartGrade]:
    for code, entry in {**load("parts_sold"), **load("parts_known")}.items():
        wear_months, wear_km = entry.get("wear", (None, None))
        yield tables.Part(
            code=code,
            name=entry["names"][0],
            assembly=entry.get("assembly"),
            is_three_electric=entry.get("three_electric", False),
            drive=entry.get("drive", "any"),
            unit=entry.get("unit", "piece"),
            lead_days=entry.get("lead_days"),
            wear_months=wear_months,
            wear_km=wear_km,
        )
        for grade, yuan in entry.get("prices", {}).items():
            yield tables.PartGrade(part_code=code, grade=grade, price_fen=fen(yuan))


def _lamps() -> Iterator[tables.WarningLight]:
    for code, entry in load("lamps").items():
        yield tables.WarningLight(
            code=code, name=entry["names"][0], colour=entry["colour"], urgency=entry["urgency"]
        )


def _add_store(session: Session, code: str, entry: dict[str, Any], position: int) -> None:
    charging = entry.get("charging", {"points": 0, "kw": 0})
    session.add(
        tables.Store(
            code=code,
            name=entry["names"][0],
            kind=entry["kind"],
            drive=entry["drive"],
            city=entry["city"],
            district=entry["district"],
            address=entry["address"],
            phone=entry["phone"],
            latitude=entry["position"][0],
            longitude=entry["position"][1],
            charging_points=charging["points"],
            charging_kw=charging["kw"],
            position=position,
        )
    )
    session.flush()
    session.add_all([*_hours(code, entry["hours"]), *_bays(code, entry["bays"])])
    session.add_all([*_store_jobs(code, entry["jobs"]), *_stock(code)])
    _add_technicians(session, code, entry["technicians"])


def _hours(store: str, by_weekday: list[str | None]) -> Iterator[tables.StoreHours]:
    for weekday, span in enumerate(by_weekday):
        if span is None:
            continue
        opens, closes = (time.fromisoformat(end) for end in span.split("-"))
        yield tables.StoreHours(store_code=store, weekday=weekday, opens=opens, closes=closes)


def _bays(store: str, counts: dict[str, int]) -> Iterator[tables.Bay]:
    for kind, count in counts.items():
        for number in range(1, count + 1):
            yield tables.Bay(store_code=store, kind=kind, label=f"{BAY_NAMES[kind]}{number}")


def _store_jobs(store: str, jobs: str | list[str]) -> Iterator[tables.StoreJob]:
    for code in load("jobs") if jobs == "all" else jobs:
        yield tables.StoreJob(store_code=store, job_code=code)


def _stock(store: str) -> Iterator[tables.PartStock]:
    for code, entry in load("parts_sold").items():
        quantity = entry["stock"].get(store, 0)
        yield tables.PartStock(store_code=store, part_code=code, quantity=quantity)


def _add_technicians(session: Session, store: str, people: dict[str, list[str]]) -> None:
    for name, certificates in people.items():
        technician = tables.Technician(store_code=store, name=name)
        session.add(technician)
        session.flush()
        for certificate in certificates:
            session.add(
                tables.TechnicianCertificate(technician_id=technician.id, certificate=certificate)
            )


def _aliases() -> Iterator[tables.CatalogueAlias]:
    for kind, code, names in _names():
        for position, alias in enumerate(names):
            yield tables.CatalogueAlias(kind=kind, code=code, alias=alias, position=position)


def _names() -> Iterator[tuple[str, str, list[str]]]:
    sources = {
        "store": ["stores"],
        "service_item": ["jobs", "unlisted_jobs"],
        "part": ["parts_sold", "parts_known"],
        "warning_light": ["lamps"],
    }
    for kind, files in sources.items():
        for file in files:
            for code, entry in load(file).items():
                yield kind, code, entry["names"] if isinstance(entry, dict) else entry
    for code, entry in load("models")["series"].items():
        yield "vehicle_model", code, entry["names"]
    for code, names in _other_models():
        yield "vehicle_model", code, names
    for kind, codes in load("words").items():
        for code, names in codes.items():
            yield kind, code, names


def _other_models() -> Iterator[tuple[str, list[str]]]:
    for brand, entry in load("other_models").items():
        alone = [name for name in entry["names"] if not name.startswith("~")]
        if alone:
            yield brand, alone
        prefixes = [name.lstrip("~") for name in entry["names"]]
        for series, names in entry["series"].items():
            yield f"{brand}_{series}", list(_series_names(prefixes, names))


def _series_names(prefixes: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """The brand's word with the series' first, as the display name; then the series alone."""
    seen: set[str] = set()
    words = list(names)
    plain = [word.lstrip("~") for word in words]
    with_brand = [
        word if word.lower().startswith(prefix.lower()) else prefix + word
        for prefix in prefixes
        for word in plain
    ]
    alone = [word for word in words if not word.startswith("~")]
    for name in with_brand + alone:
        if name.lower() not in seen:
            seen.add(name.lower())
            yield name
