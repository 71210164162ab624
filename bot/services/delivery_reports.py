"""What a gateway reports later of a text message that it took: it arrived, or it never will."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import select

from bot.services.workshop import Workshop
from bot.storage.database import lock
from bot.storage.tables import Outbox


@dataclass(frozen=True)
class Report:
    """One word of the gateway about one message."""

    receipt: str
    """What the gateway called the message when it took it."""
    key: str
    """Our own name for it, as we sent it."""
    has_arrived: bool
    error: str = ""
    """The gateway's word for why it did not arrive."""


class Reception(Enum):
    """What became of a report."""

    NOTED = "noted"
    KNOWN = "known"  # said before, or overtaken: nothing changes
    TOO_EARLY = "too_early"  # we are still at work on the message ourselves
    NOT_OURS = "not_ours"


def note_report(workshop: Workshop, door: str, report: Report) -> Reception:
    """Writes down that a message arrived (`delivered_at`) or did not (`failed`, for staff to see).

    The same report twice, or an older one after a newer, changes nothing: what has arrived has
    arrived, and a report about one sending says nothing about another.
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        lock(session, "outbox")
        query = select(Outbox).where(Outbox.idempotency_key == report.key)
        row = session.scalars(query.with_for_update()).first()
        if row is None or row.channel not in (door, None):
            return Reception.NOT_OURS
        if row.status == "sending":
            return Reception.TOO_EARLY
        if row.receipt is None and row.status in ("unknown", "waiting") and row.attempts:
            row.receipt = report.receipt  # its answer was lost; now we know what it is called
        if row.receipt != report.receipt:
            return Reception.NOT_OURS
        if row.status == "withdrawn" or row.delivered_at is not None:
            return Reception.KNOWN
        if report.has_arrived:  # it need not be tried again, whatever we thought of it
            row.status, row.channel, row.last_error = "sent", door, None
            row.sent_at, row.delivered_at = row.sent_at or now, now
            return Reception.NOTED
        if row.status not in ("sent", "unknown"):
            return Reception.KNOWN
        row.status, row.last_error = "failed", f"not_delivered {report.error}".strip()
        return Reception.NOTED
