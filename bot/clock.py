"""The one clock. Only the edges of a process ask it; rules and services get the time passed in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The current moment, aware, in Asia/Shanghai.

    AFTERCARE_NOW stops the clock of every process: an ISO 8601 moment, or `@` and the path of a
    file that holds one, read anew at each call, so that a test can let time pass.
    """
    return frozen_moment(os.environ) or datetime.now(SHANGHAI)


def frozen_moment(env: Mapping[str, str]) -> datetime | None:
    """The moment at which AFTERCARE_NOW stops the clock; None when it runs.

    Raises ValueError for what is no ISO 8601 moment, OSError when the file cannot be read.
    """
    given = env.get("AFTERCARE_NOW", "").strip()
    if given.startswith("@"):
        given = Path(given[1:]).read_text(encoding="ascii").strip()
    return parse_moment(given) if given else None


def parse_moment(text: str) -> datetime:
    """ISO 8601 to an aware Asia/Shanghai moment; without an offset it is Shanghai time.

    Raises ValueError.
    """
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))  # Python 3.10 knows no Z
    if moment.tzinfo is None:
        return moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(SHANGHAI)
