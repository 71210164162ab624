"""The front's line to Rasa's inner door."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

ASK_AGAIN_SECONDS = 0.5
CONNECTIONS = 200


class NoAnswer(Exception):  # noqa: N818  named for what happened
    """Rasa said nothing that can be used. The message says why, for the log."""


@dataclass(frozen=True)
class Patience:
    """How long the front waits, in seconds."""

    before_a_word: float = 8.0
    """Then the customer is told that the bot is still looking."""
    turn: float = 30.0
    """Then the turn is given up and excused."""
    start: float = 20.0
    """How long a message waits for a Rasa that is just starting again."""

    @property
    def forgotten(self) -> timedelta:
        """After so long no living process can still be at work on a message."""
        return timedelta(seconds=self.turn + self.start + 10)


@dataclass(frozen=True)
class Answer:
    """What the bot said in one turn."""

    messages: list[dict[str, Any]]
    answered: bool
    """False: something broke in the turn; the messages end with an excuse."""


class RasaClient:
    """Hands a customer's words to Rasa and waits for all that the bot says to them."""

    def __init__(self, url: str, token: str, patience: Patience) -> None:
        self._start_seconds = patience.start
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(patience.turn, connect=2.0),
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=20),
            trust_env=False,  # a proxy set for the machine is not asked about its own loopback
        )

    async def ask(
        self, conversation_id: str, text: str, source: str, event: str | None = None
    ) -> Answer:
        """One turn: the customer's words, or an `event` of which the bot is told.

        Raises NoAnswer when Rasa cannot be reached, breaks off or takes too long. Only a connection
        that never came about is tried again: then nothing was heard yet. A turn that broke off may
        have done something, so it is not repeated.
        """
        body = {
            "conversation_id": conversation_id,
            "text": text,
            "channel": "web",
            "metadata": {"source": source},
            **({"event": event} if event else {}),
        }
        loop = asyncio.get_running_loop()
        give_up = loop.time() + self._start_seconds
        while True:
            try:
                response = await self._http.post("/webhooks/inner/turn", json=body)
                return _answer(response)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if loop.time() >= give_up:
                    raise NoAnswer(f"cannot be reached: {error}") from error
                await asyncio.sleep(ASK_AGAIN_SECONDS)
            except httpx.HTTPError as error:
                raise NoAnswer(f"broke off: {error!r}") from error

    async def close(self) -> None:
        """Gives the connections back."""
        await self._http.aclose()


def _answer(response: httpx.Response) -> Answer:
    if response.status_code != 200:
        raise NoAnswer(f"answered with status {response.status_code}")
    try:
        body = response.json()
        return Answer([dict(message) for message in body["messages"]], bool(body["answered"]))
    except (ValueError, KeyError, TypeError) as error:
        raise NoAnswer(f"answered something else: {error!r}") from error
