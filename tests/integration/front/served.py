"""Small real servers on loopback: the front under test, and a Rasa that a test directs."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels import wording
from bot.channels.front import Server

TOKEN = "token-for-tests"


@contextmanager
def served(app: Starlette, port: int) -> Iterator[str]:
    """`app` behind a real HTTP server for as long as the block runs; gives its address."""
    config = uvicorn.Config(
        app, port=port, ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    server = (Server if hasattr(app.state, "close_streams") else uvicorn.Server)(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < deadline and thread.is_alive(), "the server does not start"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@dataclass
class Turn:
    """What Rasa was asked in one turn."""

    conversation_id: str
    text: str
    channel: str
    source: str
    authorization: str


@dataclass
class FakeRasa:
    """Answers the inner door as a test says. `answers` maps what is said to what the bot says."""

    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    seconds: float = 0.0
    status: int = 200
    body: Any = None
    """Sent instead of an answer when given."""
    answered: bool = True
    at_once: int = 0
    most_at_once: int = 0

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/webhooks/inner/turn", self._turn, methods=["POST"])])

    async def _turn(self, request: Request) -> Response:
        body = await request.json()
        self.turns.append(
            Turn(
                body["conversation_id"],
                body.get("event") or body["text"],
                body["channel"],
                body["metadata"]["source"],
                request.headers["authorization"],
            )
        )
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.seconds)
        self.at_once -= 1
        if self.body is not None:
            return JSONResponse(self.body, self.status)
        said = self.answers.get(self.turns[-1].text, [{"text": f"收到：{body['text']}"}])
        return JSONResponse({"messages": said, "answered": self.answered}, self.status)


@contextmanager
def hanging_up(port: int) -> Iterator[list[bytes]]:
    """A Rasa that takes a turn and dies in the middle of it; gives what it received."""
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", port))

    def run() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                heard.append(connection.recv(65536))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


class Visitor:
    """A browser at the front: keeps its cookie, sends what browsers send."""

    def __init__(self, url: str, cookies: Any = None, pause: float = 0.05) -> None:
        self.pause = pause
        """Seconds between two looks: at a system with its limits a browser must not hurry."""
        headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
        self.http = httpx.Client(base_url=url, headers=headers, cookies=cookies, timeout=20)
        if cookies is None:
            self.http.post("/api/session", json={}).raise_for_status()

    @property
    def cookie(self) -> str:
        return self.http.cookies["aftercare_session"]

    def send(self, key: str | None = None, **words: Any) -> httpx.Response:
        body = words if key is None else {**words, "key": key}
        return self.http.post("/api/messages", json=body)

    def say(self, text: str) -> dict[str, Any]:
        """Sends words and returns the record of them."""
        response = self.send(text=text)
        assert response.status_code == 202, response.text
        return dict(response.json()["message"])

    def press(self, title: str) -> dict[str, Any]:
        """Presses the newest button with this title."""
        for message in reversed(self.messages()):
            for button in buttons_of(message):
                if button["title"] == title:
                    response = self.send(button=button["id"])
                    assert response.status_code == 202, response.text
                    return dict(response.json()["message"])
        raise AssertionError(f"no button {title!r}")

    def history(self, **query: int) -> dict[str, Any]:
        response = self.http.get("/api/messages", params=query)
        assert response.status_code == 200, response.text
        return dict(response.json())

    def messages(self) -> list[dict[str, Any]]:
        return list(self.history()["messages"])

    def hears(self, words: str, seconds: float = 10) -> dict[str, Any]:
        """Waits for a message of the shop with these words and returns it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in self.messages():
                if message["from"] != "customer" and words in message.get("text", ""):
                    return message
            time.sleep(self.pause)
        raise AssertionError(f"{words!r} was not heard: {self.messages()}")

    @contextmanager
    def stream(self, after: int = 0, **headers: str) -> Iterator[Iterator[tuple[str, Any]]]:
        """The open line: an iterator of (event, data)."""
        with self.http.stream(
            "GET", "/api/stream", params={"after": after}, headers=headers
        ) as response:
            assert response.status_code == 200
            yield _events(response.iter_lines())


def _events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def refused(response: httpx.Response, status: int, sentence: str = "not_readable") -> bool:
    """The answer is a refusal with this status and this sentence of the front, and short."""
    assert response.status_code == status, response.text
    assert response.json()["error"]["text"] == wording.say(sentence)
    assert len(response.text) < 300
    return True


def buttons_of(message: dict[str, Any]) -> list[dict[str, str]]:
    """All buttons of a message, those of its card too."""
    card = message.get("card", {})
    groups = [action for group in card.get("groups", []) for action in group["actions"]]
    return [*message.get("buttons", []), *groups, *card.get("actions", [])]
