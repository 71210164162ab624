"""When a store is open, read from the tables into the calendar of the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, time

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.services.errors import NotFound
from bot.services.workshop import Workshop
from bot.shop.calendar import Calendar, Holiday, Hours
from bot.shop.holidays import announced_days
from bot.storage import tables

_STORE, _HOURS, _EXCEPTION, _HOLIDAY = (
    tables.Store,
    tables.StoreHours,
    tables.StoreException,
    tables.Holiday,
)
_STORES = bindparam("stores", expanding=True)
# Queries that are asked all day are built once: building one costs more than running it.
_FIRST = select(_STORE.code).order_by(_STORE.position, _STORE.code).limit(1)
_OPEN_ON_HOLIDAYS = select(_STORE.code, _STORE.open_on_holidays).where(_STORE.code.in_(_STORES))
_WEEKLY = select(_HOURS.store_code, _HOURS.weekday, _HOURS.opens, _HOURS.closes).where(
    _HOURS.store_code.in_(_STORES)
)
_EXCEPTIONS = select(
    _EXCEPTION.store_code, _EXCEPTION.applies_on, _EXCEPTION.opens, _EXCEPTION.closes
).where(_EXCEPTION.store_code.in_(_STORES))
_HOLIDAYS = select(_HOLIDAY.applies_on, _HOLIDAY.name, _HOLIDAY.is_working)


def is_open(workshop: Workshop) -> bool:
    """Whether somebody is in now who can act at once: rescue and danger are not put off in silence."""
    with workshop.database.reading() as session:
        return read_calendar(session).is_open_at(workshop.now())


def hours_on(workshop: Workshop, store_code: str, day: date) -> tuple[time, time] | None:
    """When a store opens and closes on a day, its holidays counted; None when it is closed."""
    with workshop.database.reading() as session:
        hours = read_calendar(session, store_code).hours_on(day)
    return (hours.opens, hours.closes) if hours else None


def read_calendar(session: Session, store_code: str | None = None) -> Calendar:
    """The calendar of a store; without one, of the shop's first store, whose people answer for all.

    Raises NotFound("store").
    """
    code = store_code or session.scalars(_FIRST).first()
    if code is None:
        raise NotFound("store")
    return read_calendars(session, [code])[code]


def read_calendars(session: Session, store_codes: Collection[str]) -> dict[str, Calendar]:
    """The calendars of some stores. Raises NotFound("store") when one is missing."""
    stores = {"stores": list(store_codes)}
    open_on_holidays = dict(session.execute(_OPEN_ON_HOLIDAYS, stores).all())
    if len(open_on_holidays) < len(set(store_codes)):
        raise NotFound("store")
    weekly: dict[str, dict[int, Hours]] = defaultdict(dict)
    for code, weekday, opens, closes in session.execute(_WEEKLY, stores):
        weekly[code][weekday] = Hours(opens, closes)
    exceptions: dict[str, dict[date, Hours | None]] = defaultdict(dict)
    for code, day, opens, closes in session.execute(_EXCEPTIONS, stores):
        exceptions[code][day] = None if opens is None else Hours(opens, closes)
    own = {day: Holiday(name, is_working) for day, name, is_working in session.execute(_HOLIDAYS)}
    holidays = {**announced_days(), **own}
    return {
        code: Calendar(weekly[code], exceptions[code], holidays, opens)
        for code, opens in open_on_holidays.items()
    }
