"""What every use case needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database


@dataclass(frozen=True)
class Workshop:
    """The shop's database and its clock (aware, Asia/Shanghai)."""

    database: Database
    now: Callable[[], datetime]
