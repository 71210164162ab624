"""When a store is open, read from the tables into the calendar of the rules."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.errors import NotFound
from bot.shop.calendar import Calendar, Holiday, Hours
from bot.storage import tables


def read_calendar(session: Session, store_code: str | None = None) -> Calendar:
    """The calendar of a store; without one, of the shop's first store, whose people answer for all.

    Raises NotFound("store").
    """
    query = select(tables.Store).order_by(tables.Store.position, tables.Store.code)
    if store_code is not None:
        query = query.where(tables.Store.code == store_code)
    store = session.scalars(query.limit(1)).first()
    if store is None:
        raise NotFound("store")
    hours, exception = tables.StoreHours, tables.StoreException
    return Calendar(
        weekly={
            row.weekday: Hours(row.opens, row.closes)
            for row in session.scalars(select(hours).where(hours.store_code == store.code))
        },
        exceptions={
            row.applies_on: None if row.opens is None else Hours(row.opens, row.closes)
            for row in session.scalars(select(exception).where(exception.store_code == store.code))
        },
        holidays={
            row.applies_on: Holiday(row.name, row.is_working)
            for row in session.scalars(select(tables.Holiday))
        },
        open_on_holidays=store.open_on_holidays,
    )
