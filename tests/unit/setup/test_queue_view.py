"""The queue in a terminal: aligned, and with a date only where it is not today."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.clock import SHANGHAI
from bot.queue_view import queue_lines
from bot.services.queue import QueueItem, Urgency

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
ITEM = QueueItem(
    kind="handover",
    number="7",
    what="safety",
    urgency=Urgency.SAFETY,
    since=datetime(2026, 11, 22, 18, 0, tzinfo=SHANGHAI),
    due_at=datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI),
    customer_name="刘洋",
    phone="13400134006",
    store_code="CY",
)


def test_an_empty_queue_says_so() -> None:
    assert list(queue_lines([], NOW)) == ["Nothing waits."]


def test_every_matter_is_a_line_under_its_headings() -> None:
    unknown = replace(
        ITEM,
        kind="complaint",
        number="CP26110001",
        urgency=Urgency.DUE,
        due_at=None,
        customer_name=None,
        phone=None,
        store_code=None,
    )
    heading, first, second = queue_lines([ITEM, unknown], NOW)
    for word, value in (("number", "7"), ("due", "10:00"), ("since", "11-22 18:00")):
        assert first[heading.index(word) :].startswith(value)
    assert first.endswith("CY     刘洋 13400134006")
    assert second[heading.index("number") :].startswith("CP26110001  safety  -")
