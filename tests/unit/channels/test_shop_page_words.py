"""Hours, prices and durations as the page says them."""

from __future__ import annotations

from datetime import time

import pytest

from bot.channels.shop_page import say_duration, say_hours, say_price

EARLY, LATE = (time(8, 30), time(18)), (time(9), time(20))


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (dict.fromkeys(range(7), EARLY), "每天 08:30–18:00"),
        (dict.fromkeys(range(1, 7), EARLY), "周二至周日 08:30–18:00"),
        ({**dict.fromkeys(range(5), EARLY), 5: LATE}, "周一至周五 08:30–18:00，周六 09:00–20:00"),
        ({0: EARLY, 2: EARLY}, "周一 08:30–18:00，周三 08:30–18:00"),
        ({}, ""),
    ],
)
def test_weekly_hours(hours: dict[int, tuple[time, time]], words: str) -> None:
    assert say_hours(hours) == words


@pytest.mark.parametrize(
    ("fen", "words"),
    [(38000, "¥380"), (128000, "¥1,280"), (19850, "¥198.50"), (0, "免费"), (None, "检测后报价")],
)
def test_prices(fen: int | None, words: str) -> None:
    assert say_price(fen) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(30, "约 30 分钟"), (60, "约 1 小时"), (90, "约 1.5 小时"), (480, "约 1 天")],
)
def test_durations(minutes: int, words: str) -> None:
    assert say_duration(minutes) == words
