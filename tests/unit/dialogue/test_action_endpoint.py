"""The endpoint of the actions asks exactly as Rasa's own, over connections that stay open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.dialogue.action_endpoint import OpenEndpoint
from tests.ports import free_ports


@asynccontextmanager
async def server(port: int = 0) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """Answers with what it was asked; `/bad` refuses, `/plain` does not speak JSON."""
    seen: list[dict[str, Any]] = []

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        seen.append(
            {
                "peer": request.transport.get_extra_info("peername"),
                "query": dict(request.query),
                "type": request.content_type,
                "body": await request.json(),
            }
        )
        if request.path == "/bad":
            return web.json_response({"error": "no"}, status=400)
        if request.path == "/plain":
            return web.Response(text="words")
        return web.json_response({"echo": seen[-1]["body"]})

    app = web.Application()
    app.router.add_post("/{tail:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", seen
    finally:
        await runner.cleanup()


def run(path: str, times: int = 1) -> tuple[list[Any], list[dict[str, Any]]]:
    """What Rasa's endpoint and ours answer, and what the server saw of both."""

    async def ask() -> tuple[list[Any], list[dict[str, Any]]]:
        async with server() as (url, seen):
            stock = EndpointConfig(f"{url}{path}", token="secret", enable_selective_domain=True)
            ours = OpenEndpoint.like(stock)
            answers = []
            for endpoint in (stock, ours):
                for _ in range(times):
                    try:
                        body = {"tracker": {"text": "京N3K587 “空调”", "slots": [None, 1.5, True]}}
                        answers.append(await endpoint.request(json=body, timeout=10))
                    except ClientResponseError as error:
                        answers.append((error.status, error.text))
            await ours.close()
            return answers, seen

    return asyncio.run(ask())


@pytest.mark.parametrize("path", ["/webhook", "/bad", "/plain"])
def test_it_asks_and_answers_like_rasas_own(path: str) -> None:
    (stock, ours), seen = run(path)
    assert ours == stock
    first, second = ({key: said[key] for key in ("query", "type", "body")} for said in seen)
    assert first == second
    assert first["query"] == {"token": "secret"}


def test_its_connection_stays_open_for_the_next_action() -> None:
    _, seen = run("/webhook", times=4)
    stock, ours = seen[:4], seen[4:]
    assert len({said["peer"] for said in stock}) == 4
    assert len({said["peer"] for said in ours}) == 1


def test_settings_are_kept() -> None:
    stock = EndpointConfig("http://x", token="t", token_name="key", enable_selective_domain=True)
    ours = OpenEndpoint.like(stock)
    assert (ours.url, ours.token, ours.token_name) == ("http://x", "t", "key")
    assert ours.kwargs == stock.kwargs


def test_a_server_that_has_restarted_is_found_again() -> None:
    async def ask() -> list[Any]:
        async with server() as (url, _):
            endpoint = OpenEndpoint(url)
            first = await endpoint.request(json={"n": 1})
            port = int(url.rsplit(":", 1)[1])
        app = web.Application()
        app.router.add_post("/", lambda _: asyncio.sleep(0, web.json_response({"n": 2})))
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        second = await endpoint.request(json={"n": 2})
        await endpoint.close()
        await runner.cleanup()
        return [first, second]

    assert asyncio.run(ask()) == [{"echo": {"n": 1}}, {"n": 2}]


def test_an_action_waits_for_a_server_that_just_starts_again_and_is_asked_once() -> None:
    (port,) = free_ports(1)

    async def ask() -> tuple[Any, int]:
        endpoint = OpenEndpoint(f"http://127.0.0.1:{port}/webhook")
        asked = asyncio.ensure_future(endpoint.request(json={"tracker": 1}))
        await asyncio.sleep(0.5)
        assert not asked.done()
        async with server(port) as (_, seen):
            answer = await asyncio.wait_for(asked, 5)
            await endpoint.close()
            return answer, len(seen)

    assert asyncio.run(ask()) == ({"echo": {"tracker": 1}}, 1)


def test_a_server_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OpenEndpoint, "start_seconds", 0.4)
    (port,) = free_ports(1)

    async def ask() -> None:
        endpoint = OpenEndpoint(f"http://127.0.0.1:{port}/webhook")
        try:
            await endpoint.request(json={})
        finally:
            await endpoint.close()

    with pytest.raises(aiohttp.ClientConnectorError):
        asyncio.run(ask())
