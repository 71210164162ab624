"""The clock: Shanghai time, and standing still on demand."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot import clock


def test_the_running_clock_shows_shanghai_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AFTERCARE_NOW", raising=False)
    moment = clock.now()
    assert abs(moment - datetime.now(timezone.utc)) < timedelta(seconds=5)
    assert moment.tzinfo is clock.SHANGHAI


@pytest.mark.parametrize(
    "given",
    [
        "2026-11-23T09:30:00+08:00",
        "2026-11-23T09:30",
        "2026-11-23T01:30:00Z",
        "2026-11-22T20:30:00-05:00",
    ],
)
def test_the_frozen_clock_stands_still(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("AFTERCARE_NOW", given)
    assert clock.now() == clock.now()
    assert clock.now().isoformat() == "2026-11-23T09:30:00+08:00"


def test_a_file_lets_a_test_move_the_clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dial = tmp_path / "now"
    monkeypatch.setenv("AFTERCARE_NOW", f"@{dial}")
    dial.write_text("2026-11-23T09:30")
    before = clock.now()
    dial.write_text("2026-11-23T11:00")
    assert clock.now() - before == timedelta(hours=1, minutes=30)
