"""Rasa's doors: where the front hands over a customer's words, and the door for tests.

Both run inside the Rasa server and are named in credentials.yml by their module path. A turn is
answered with everything the bot said in it; a turn that fails or stays silent is answered with an
honest excuse.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.app import build_workshop
from bot.channels import wording
from bot.channels.gate import let_in
from bot.channels.typed_text import MAX_LENGTH, defuse
from bot.services.transcript import record_customer
from bot.services.workshop import Workshop
from bot.settings import Settings, is_loopback, load_settings

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]
Said = list[dict[str, Any]]
EVENTS = ("handed_back",)
"""What our own front may tell the bot, as intents that nobody can say."""
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


class Turns:
    """Runs turns: many conversations at once, the messages of one conversation in order.

    Rasa's own lock polls once a second, so a second message sent quickly would wait a second.
    """

    def __init__(self, on_new_message: OnNewMessage) -> None:
        self._on_new_message = on_new_message
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[tuple[Said, bool]]] = set()

    async def run(self, message: UserMessage) -> tuple[Said, bool]:
        """All that the customer is told, and whether the bot answered; never an empty list.

        A caller that hangs up does not cut a turn in half.
        """
        turn = asyncio.ensure_future(self._run(message))
        self._running.add(turn)
        turn.add_done_callback(self._running.discard)
        return await asyncio.shield(turn)

    async def _run(self, message: UserMessage) -> tuple[Said, bool]:
        said: Said = message.output_channel.messages
        failed = False
        async with self._locks.setdefault(message.sender_id, asyncio.Lock()):
            try:
                await self._on_new_message(message)
            except Exception:  # whatever breaks, the customer hears of it
                logger.exception("A turn failed in conversation %s", message.sender_id)
                failed = True
        if not said or failed:
            logger.warning("No answer in conversation %s", message.sender_id)
            return [*said, _sentence(message.sender_id, "no_answer")], False
        return said, True


class _Door(InputChannel):
    """What both doors share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> _Door:
        """Settings come from the environment like in every process; credentials.yml holds none."""
        return cls(load_settings())

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        turns = Turns(on_new_message)
        routes = Blueprint(f"{self.name()}_door", self.name() + "_door")

        @routes.post(self.path)
        async def receive(request: Request) -> HTTPResponse:
            refusal = self.refusal(request)
            if refusal is not None:
                return refusal
            try:
                message = self.message(_body(request))
            except ValueError as error:
                return json({"error": str(error)}, status=400)
            if await self.keeps_still(message):
                return json(self.answer([], True))
            return json(self.answer(*await turns.run(message)))

        return routes

    path = "/"

    async def keeps_still(self, message: UserMessage) -> bool:
        """Whether a person speaks, so that the bot must not hear the words."""
        return False

    def refusal(self, request: Request) -> HTTPResponse | None:
        raise NotImplementedError

    def message(self, body: dict[str, Any]) -> UserMessage:
        raise NotImplementedError

    def answer(self, said: Said, answered: bool) -> Any:
        raise NotImplementedError


class InnerDoor(_Door):
    """`POST /webhooks/inner/turn`, for our own front only (bearer: the internal token).

    In: `{"conversation_id", "text", "channel", "metadata"?}`; `event` instead of words tells the bot
    what happened (`EVENTS`).
    Out: `{"messages": [{"text"? "buttons"? "custom"? …}], "answered": bool}`.
    """

    path = "/turn"

    @classmethod
    def name(cls) -> str:
        return "inner"

    def refusal(self, request: Request) -> HTTPResponse | None:
        given = request.headers.get("authorization", "")
        expected = f"Bearer {self.settings.internal_token}"
        if hmac.compare_digest(given.encode(), expected.encode()):
            return None
        return json({"error": "not allowed"}, status=403)

    def message(self, body: dict[str, Any]) -> UserMessage:
        metadata = body.get("metadata") or {}
        if not isinstance(metadata, dict):
            raise ValueError("metadata must be an object")
        event = body.get("event")
        if event is not None and event not in EVENTS:
            raise ValueError("event must be one of those known")
        return UserMessage(
            f"/{event}" if event else defuse(_text(body, "text")),
            CollectingOutputChannel(),
            _text(body, "conversation_id"),
            input_channel=_text(body, "channel"),
            metadata=metadata,
        )

    def answer(self, said: Said, answered: bool) -> Any:
        return {"messages": said, "answered": answered}


class TestDoor(_Door):
    """`POST /webhooks/rest/webhook` in Rasa's stock format, any sender: for tests and benchmarks.

    Open with AFTERCARE_TEST_DOOR=1 only, and only to callers on this machine that do not come
    through a proxy or from a foreign web page.
    """

    path = "/webhook"
    __test__ = False  # no test class, says pytest

    @classmethod
    def name(cls) -> str:
        return "rest"

    def refusal(self, request: Request) -> HTTPResponse | None:
        if not self.settings.test_door:
            return json({"error": "not found"}, status=404)
        through_others = "origin" in request.headers or any(h in request.headers for h in FORWARDED)
        if through_others or not is_loopback(request.ip):
            return json({"error": "not allowed"}, status=403)
        return None

    def message(self, body: dict[str, Any]) -> UserMessage:
        text = body.get("message")
        if not isinstance(text, str):
            raise ValueError("message must be a text")
        return UserMessage(
            defuse(text)[:MAX_LENGTH],
            CollectingOutputChannel(),
            body.get("sender") or "default",
            input_channel=self.name(),
            metadata=body.get("metadata") or {},
        )

    async def keeps_still(self, message: UserMessage) -> bool:
        """The gate, as at every door; the front has asked it before the inner one."""
        return await asyncio.to_thread(self._is_a_persons, message)

    def _is_a_persons(self, message: UserMessage) -> bool:
        if not let_in(self._workshop, message.sender_id).is_person:
            return False
        text = str(message.text)
        record_customer(self._workshop, message.sender_id, text, answer="to_staff")
        return True

    @cached_property
    def _workshop(self) -> Workshop:
        return build_workshop(self.settings)

    def answer(self, said: Said, answered: bool) -> Any:
        return said


def _sentence(recipient: str, name: str) -> dict[str, Any]:
    return {"recipient_id": recipient, "text": wording.say(name)}


def _body(request: Request) -> dict[str, Any]:
    try:
        body = request.json
    except SanicException:
        body = None
    if not isinstance(body, dict):
        raise ValueError("the body must be a JSON object")
    return body


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} must be a text")
    return value
