"""Running numbers as the shop prints them: AP26110007 is the seventh appointment of November 2026."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.storage import tables
from bot.storage.database import lock

SHANGHAI = ZoneInfo("Asia/Shanghai")


def next_number(session: Session, prefix: str, moment: datetime) -> str:
    """The next number of a series and month. `prefix` is RO, AP, CP, CL, HO or LD.

    Takes a lock of its own, always last, so that use cases cannot block one another for ever.
    """
    series = f"{prefix}{moment.astimezone(SHANGHAI):%y%m}"
    lock(session, f"number:{series}")
    row = session.get(tables.NumberSeries, series, populate_existing=True)
    if row is None:
        row = tables.NumberSeries(series=series, last=0)
        session.add(row)
    row.last += 1
    session.flush()
    return f"{series}{row.last:04d}"
