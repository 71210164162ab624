"""Tells open chat windows that something was said, by this process or by any other.

One look into the message table a moment serves all windows, however many are open.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.services import transcript
from bot.services.workshop import Workshop

logger = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.7
LATE_IDS = 200
"""Ids this far below the newest may still appear: on PostgreSQL they are committed out of order."""


class Listener:
    """One open window: wakes up when its conversation has something new."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self.heard = 0

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until something is new, at most so long."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except asyncio.TimeoutError:
            return
        self._rung.clear()


class News:
    """Who listens to which conversation."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._listeners: dict[str, set[Listener]] = {}
        self.is_closing = False

    @contextmanager
    def listen(self, conversation_id: str, listener: Listener) -> Iterator[None]:
        """Rings `listener` for as long as its window is open."""
        self._listeners.setdefault(conversation_id, set()).add(listener)
        try:
            yield
        finally:
            self._listeners[conversation_id].discard(listener)
            if not self._listeners[conversation_id]:
                del self._listeners[conversation_id]

    def tell(self, conversation_id: str) -> None:
        """Something changed in this conversation, in this process."""
        for listener in self._listeners.get(conversation_id, ()):
            listener.ring()

    def close(self) -> None:
        """The front closes: all windows are told, so that their streams can end."""
        self.is_closing = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.ring()

    async def watch(self) -> None:
        """Looks for what other processes wrote, until cancelled."""
        seen: int | None = None
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            if not self._listeners:
                seen = None
                continue
            try:
                seen = await self._look(seen)
            except Exception:
                logger.exception("Cannot look for new messages")

    async def _look(self, seen: int | None) -> int:
        newest = await asyncio.to_thread(transcript.newest_id, self._workshop)
        since = max(0, min(newest, newest if seen is None else seen) - LATE_IDS)
        found = await asyncio.to_thread(transcript.list_news, self._workshop, since)
        for conversation_id, message_id in found.items():
            for listener in self._listeners.get(conversation_id, ()):
                if message_id > listener.heard:
                    listener.ring()
        return newest
