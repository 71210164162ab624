"""The stop-watch: measured against a door that answers after a known time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from benchmarks.load import measure_growth, measure_odd, measure_rate


@asynccontextmanager
async def door(slow_from: int = 10**9, silent: str = "") -> AsyncIterator[tuple[str, list]]:
    """A bot that takes 5 ms, and 25 ms after so many turns of a conversation."""
    seen: list[tuple[str, str]] = []

    async def answer(request: web.Request) -> web.Response:
        body = await request.json()
        seen.append((body["sender"], body["message"]))
        turns = sum(sender == body["sender"] for sender, _ in seen)
        await asyncio.sleep(0.025 if turns > slow_from else 0.005)
        if body["message"] == "坏":
            return web.Response(status=500)
        return web.json_response([] if body["message"] == silent else [{"text": "好"}])

    app = web.Application()
    app.router.add_post("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/", seen
    finally:
        await runner.cleanup()


def test_a_crowd_talks_at_once_and_each_in_order() -> None:
    async def run() -> None:
        async with door(silent="三") as (url, seen):
            rate = await measure_rate(url, [["一", "二", "三"]], conversations=4, seconds=0.5)
        assert rate.turns == len(seen) == len(rate.times)
        assert 5 <= rate.median_ms < 100
        assert rate.silent == sum(message == "三" for _, message in seen) > 0
        assert rate.turns > 4 * 10  # one at a time could not have done more than 100
        for sender in {sender for sender, _ in seen}:
            said = [message for other, message in seen if other == sender]
            assert said == ["一", "二", "三"][: len(said)]

    asyncio.run(run())


def test_growth_is_seen_where_it_happens() -> None:
    async def run() -> None:
        async with door(slow_from=30) as (url, seen):
            growth = await measure_growth(url, ["一", "二"], (10, 40))
        assert len({sender for sender, _ in seen}) == 1
        assert len(seen) == 45
        assert growth[40] > 25 > growth[10] > 5

    asyncio.run(run())


def test_an_odd_message_is_a_conversation_of_its_own_and_silence_is_told() -> None:
    async def run() -> None:
        messages = {"empty": "", "silent": "三", "broken": "坏"}
        async with door(silent="三") as (url, seen):
            odd = await measure_odd(url, messages, times=3)
        assert [message for _, message in seen] == [""] * 3 + ["三"] * 3 + ["坏"] * 3
        assert len({sender for sender, _ in seen}) == 9
        assert {kind: found.answered for kind, found in odd.items()} == {
            "empty": True,
            "silent": False,
            "broken": False,
        }
        assert odd["empty"].ms >= 5

    asyncio.run(run())
