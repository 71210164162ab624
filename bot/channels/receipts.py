"""The web chat's receipts: an open window has taken a notice, so no text message need follow."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from bot.services import outbox
from bot.services.transcript import Line
from bot.services.workshop import Workshop

logger = logging.getLogger(__name__)


async def note_seen(workshop: Workshop, lines: Iterable[Line]) -> None:
    """Writes down which notices of the outbox are among `lines`; that never stops a window."""
    notices = [line.payload["notice"] for line in lines if "notice" in line.payload]
    if not notices:
        return
    try:
        await asyncio.to_thread(outbox.note_seen, workshop, notices)
    except Exception as error:
        logger.error("No receipt for notices %s: %s", notices, type(error).__name__)
