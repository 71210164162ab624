"""`aftercare queue`: what waits for staff, as lines in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.services.queue import QueueItem

HEADINGS = ("urgency", "what", "number", "about", "due", "since", "store", "customer")


def queue_lines(items: Sequence[QueueItem], now: datetime) -> Iterator[str]:
    """A heading and a line for each matter, in the order given; one sentence when there is none."""
    if not items:
        yield "Nothing waits."
        return
    # Names come last: Chinese characters are two columns wide and would shift what follows.
    rows = [HEADINGS, *(_cells(item, now) for item in items)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()


def _cells(item: QueueItem, now: datetime) -> tuple[str, ...]:
    who = " ".join(part for part in (item.customer_name, item.phone) if part)
    return (
        item.urgency.name.lower(),
        item.kind,
        item.number,
        item.what,
        _moment(item.due_at, now),
        _moment(item.since, now),
        item.store_code or "-",
        who,
    )


def _moment(moment: datetime | None, now: datetime) -> str:
    """The time of day; with its date when that is not today."""
    if moment is None:
        return "-"
    return f"{moment:%H:%M}" if moment.date() == now.date() else f"{moment:%m-%d %H:%M}"
