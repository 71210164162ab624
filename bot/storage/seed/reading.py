"""Reads the seed's data files and its short ways of writing days and money."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.shop.calendar import add_months, moment

DATA = Path(__file__).with_name("data")


@lru_cache(maxsize=32)
def load(name: str) -> Any:
    """The content of `data/<name>.yml`; to be read, not changed."""
    loader = getattr(
        yaml, "CSafeLoader", yaml.SafeLoader
    )  # C where PyYAML has it: ten times faster
    return yaml.load((DATA / f"{name}.yml").read_text(encoding="utf-8"), loader)


def fen(yuan: int | None) -> int | None:
    """Yuan of the data files to the tables' fen."""
    return None if yuan is None else yuan * 100


def day_before(day: date, span: str) -> date:
    """`14m` or `5d` before a day."""
    count, unit = int(span[:-1]), span[-1]
    return add_months(day, -count) if unit == "m" else day - timedelta(days=count)


def at(day: date, clock: str, *, days: int = 0) -> datetime:
    """A wall-clock time such as 17:00 on a day, or some days from it, in Asia/Shanghai."""
    return moment(day + timedelta(days=days), time.fromisoformat(clock))


def moment_of(day: date, text: str) -> datetime:
    """`-6 09:20`: twenty past nine, six days before a day."""
    days, clock = text.split()
    return at(day, clock, days=int(days))
