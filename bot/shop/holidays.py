"""Days off and make-up working days of years that no library knows yet.

They are lines of data/dictionaries/holidays.tsv, and the same for opening hours and for what a customer
means by 节后第一个工作日. A day that is one shop's own stands in the table `holiday` instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from bot.shop.calendar import Holiday

FILE = Path(__file__).resolve().parents[2] / "data" / "dictionaries" / "holidays.tsv"


def days_of_line(kind: str, first: str, last: str = "") -> dict[date, Holiday]:
    """The days of a line `off FIRST LAST` or `work DAY`. Raises ValueError for what is no day."""
    begin = date.fromisoformat(first)
    count = (date.fromisoformat(last or first) - begin).days + 1
    holiday = Holiday("节假日" if kind == "off" else "调休上班", is_working=kind == "work")
    return {begin + timedelta(days=number): holiday for number in range(count)}


@lru_cache(maxsize=1)
def announced_days() -> Mapping[date, Holiday]:
    """All days of the file, read once. Raises ValueError for a line that is no day."""
    return read_days(FILE.read_text(encoding="utf-8"))


def read_days(text: str) -> dict[date, Holiday]:
    """The days of a file's text; its lines about festivals are about no single day."""
    found: dict[date, Holiday] = {}
    for line in text.splitlines():
        kind, *fields = line.split("\t")
        if kind in ("off", "work"):
            found |= days_of_line(kind, *(field.strip() for field in fields))
    return found
