"""The open line to a chat window: Server-Sent Events `message` and `typing`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.channels import cards
from bot.channels.news import Listener, News
from bot.channels.receipts import note_seen
from bot.services import transcript
from bot.services.transcript import Line
from bot.services.workshop import Workshop

BEAT_SECONDS = 15.0
"""So often an idle line shows that it lives, so that no proxy cuts it."""
PAGE = 40
WEEKDAYS = "一二三四五六日"
AUTHORS = {"staff": "person", "system": "shop"}


class Stream(StreamingResponse):
    """Everything said in one conversation after an id, as it is said, until the window closes."""

    def __init__(
        self,
        workshop: Workshop,
        news: News,
        conversation_id: str,
        after: int,
        on_close: Callable[[], None],
    ) -> None:
        self._workshop = workshop
        self._news = news
        self._conversation_id = conversation_id
        self._after = after
        self._on_close = on_close
        self._listener = Listener()
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(self._events(), media_type="text/event-stream", headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._news.listen(self._conversation_id, self._listener):
                await super().__call__(scope, receive, send)
        finally:
            self._on_close()

    async def _events(self) -> AsyncIterator[str]:
        typing: bool | None = None
        yield "retry: 2000\n\n"
        while not self._news.is_closing:
            page = await asyncio.to_thread(
                transcript.list_lines,
                self._workshop,
                self._conversation_id,
                self._after,
                None,
                PAGE,
            )
            for line in page.lines:
                yield _event("message", for_browser(line), line.id)
                self._after = self._listener.heard = line.id
            await note_seen(self._workshop, page.lines)
            if page.more:
                continue
            if page.pending != typing:
                typing = page.pending
                yield _event("typing", {"on": typing})
            await self._listener.wait(BEAT_SECONDS)
            yield ": still here\n\n"


def for_browser(line: Line) -> dict[str, Any]:
    """A line as the browser gets it: ready to show, without the words behind its buttons."""
    moment = line.created_at
    message = {
        "id": line.id,
        "from": AUTHORS.get(line.author, line.author),
        "author": line.payload.get("author"),
        "text": line.text,
        "at": moment.isoformat(timespec="seconds"),
        "day": f"{moment.month}月{moment.day}日 周{WEEKDAYS[moment.weekday()]}",
        "time": f"{moment:%H:%M}",
        "key": line.client_key if line.author == "customer" else None,
        "unanswered": line.answer == "missed",
        **cards.for_browser(line.payload),
    }
    return {name: value for name, value in message.items() if value not in (None, "", False)}


def _event(name: str, data: dict[str, Any], event_id: int | None = None) -> str:
    number = f"id: {event_id}\n" if event_id is not None else ""
    return f"{number}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
