"""The chat API that the widget speaks. Everything is bound to the session cookie.

POST /api/session   {"fresh": bool?}                       → {"greeting", "suggestions"}
POST /api/messages  {"text" | "button", "key"?}            → 202 {"message"}
GET  /api/messages  ?after= | ?before=                     → {"messages", "more", "typing"}
GET  /api/stream    ?after=                                → events `message` and `typing`
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels import wording
from bot.channels.conversations import Conversations
from bot.channels.limits import Buckets, Limit, Places
from bot.channels.news import News
from bot.channels.receipts import note_seen
from bot.channels.sessions import COOKIE, LIFETIME, ChatSession, Sessions
from bot.channels.stream import Stream, for_browser
from bot.channels.typed_text import MAX_LENGTH, clean
from bot.channels.web_guard import Refusal, read_json, require_same_origin, source_of
from bot.services import transcript
from bot.services.workshop import Workshop

PAGE = 40
KEY_LENGTH = 64
LONGEST_ID = 18
"""Digits; more does not fit into a database integer."""


@dataclass
class Limits:
    """What one visitor and one address may ask for."""

    messages: Buckets = field(default_factory=lambda: Buckets(Limit(15, 1.0)))
    messages_from_source: Buckets = field(default_factory=lambda: Buckets(Limit(60, 0.5)))
    sessions_from_source: Buckets = field(default_factory=lambda: Buckets(Limit(60, 2.0)))
    reads: Buckets = field(default_factory=lambda: Buckets(Limit(60, 0.2)))
    streams: Places = field(default_factory=lambda: Places(6))
    streams_from_source: Places = field(default_factory=lambda: Places(60))


@dataclass(frozen=True)
class ChatApi:
    """The endpoints and what they need."""

    workshop: Workshop
    sessions: Sessions
    conversations: Conversations
    news: News
    limits: Limits = field(default_factory=Limits)

    def routes(self) -> list[Route]:
        return [
            Route("/api/session", self.open_session, methods=["POST"]),
            Route("/api/messages", self.send, methods=["POST"]),
            Route("/api/messages", self.history, methods=["GET"]),
            Route("/api/stream", self.stream, methods=["GET"]),
        ]

    async def open_session(self, request: Request) -> Response:
        """Gives a visitor a session, or greets a known one; `fresh` begins a new conversation."""
        require_same_origin(request)
        if not self.limits.sessions_from_source.take(source_of(request)):
            raise Refusal(429, "too_fast")
        body = await read_json(request)
        now = self.workshop.now()
        session = self.sessions.read(request.cookies.get(COOKIE), now)
        if session is None or body.get("fresh") is True:
            session = self.sessions.issue(now)
        suggestions = wording.say("suggestions").split("|")
        response = JSONResponse({"greeting": wording.say("greeting"), "suggestions": suggestions})
        return _with_cookie(response, request, session)

    async def send(self, request: Request) -> Response:
        """Takes the customer's words in; the answer comes by stream or history."""
        require_same_origin(request)
        session = self._session(request)
        source = source_of(request)
        allowed = self.limits.messages.take(session.conversation_id)
        if not allowed or not self.limits.messages_from_source.take(source):
            raise Refusal(429, "too_fast")
        body = await read_json(request)
        text = await self._words(session, body)
        line, speaker = await self.conversations.take(
            session.conversation_id, text, _key(body), self.sessions.hide(source)
        )
        answer = {
            "message": for_browser(line),
            "speaker": {"kind": speaker.kind, "name": speaker.name},
        }
        return _with_cookie(JSONResponse(answer, status_code=202), request, session)

    async def history(self, request: Request) -> Response:
        """A page of the conversation: the newest, those after an id, or those before one."""
        session = self._session(request)
        if not self.limits.reads.take(session.conversation_id):
            raise Refusal(429, "too_fast")
        after, before = _number(request, "after"), _number(request, "before")
        page = await asyncio.to_thread(
            transcript.list_lines, self.workshop, session.conversation_id, after, before, PAGE
        )
        await note_seen(self.workshop, page.lines)
        answer = {
            "messages": [for_browser(line) for line in page.lines],
            "more": page.more,
            "typing": page.pending,
        }
        return _with_cookie(JSONResponse(answer), request, session)

    async def stream(self, request: Request) -> Response:
        """Messages as they come, and whether the bot is at work on one."""
        session = self._session(request)
        resumed = request.headers.get("last-event-id", "")
        after = _whole(resumed) if resumed else _number(request, "after") or 0
        source = source_of(request)
        if not self.limits.streams.take(session.conversation_id):
            raise Refusal(429, "too_fast")
        if not self.limits.streams_from_source.take(source):
            self.limits.streams.give_back(session.conversation_id)
            raise Refusal(429, "too_fast")

        def free() -> None:
            self.limits.streams.give_back(session.conversation_id)
            self.limits.streams_from_source.give_back(source)

        return Stream(self.workshop, self.news, session.conversation_id, after, free)

    def _session(self, request: Request) -> ChatSession:
        session = self.sessions.read(request.cookies.get(COOKIE), self.workshop.now())
        if session is None:
            raise Refusal(401, "session_gone")
        return session

    async def _words(self, session: ChatSession, body: dict[str, Any]) -> str:
        """What the customer says: typed, or the words behind a button that was offered here."""
        button, text = body.get("button"), body.get("text")
        if isinstance(button, str) and text is None:
            words = await asyncio.to_thread(
                transcript.find_choice, self.workshop, session.conversation_id, button
            )
            if words is None:
                raise Refusal(404, "old_button")
            return words
        if not isinstance(text, str) or button is not None:
            raise Refusal(400, "not_readable")
        words = clean(text)
        if not words:
            raise Refusal(400, "empty")
        if len(words) > MAX_LENGTH:
            raise Refusal(413, "too_long")
        return words


def _key(body: dict[str, Any]) -> str | None:
    key = body.get("key")
    if key is None:
        return None
    if not isinstance(key, str) or not key.isascii() or not 8 <= len(key) <= KEY_LENGTH:
        raise Refusal(400, "not_readable")
    return key


def _number(request: Request, name: str) -> int | None:
    given = request.query_params.get(name)
    if given is None:
        return None
    return _whole(given)


def _whole(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= LONGEST_ID):
        raise Refusal(400, "not_readable")
    return int(given)


def _with_cookie(response: Response, request: Request, session: ChatSession) -> Response:
    if session.is_due:
        response.set_cookie(
            COOKIE,
            session.cookie,
            max_age=int(LIFETIME.total_seconds()),
            path="/",
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
    return response
