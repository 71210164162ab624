"""Customers who talk to a bot through its test door, and the stop-watch beside them."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import aiohttp

Script = list[str]


@dataclass(frozen=True)
class Rate:
    """What a number of simultaneous conversations got."""

    conversations: int
    turns: int
    seconds: float
    times: tuple[float, ...]
    """Seconds of each turn, as the customer waits."""
    silent: int
    """Turns without any answer."""

    @property
    def turns_per_second(self) -> float:
        return self.turns / self.seconds

    @property
    def median_ms(self) -> float:
        return statistics.median(self.times) * 1000

    @property
    def p95_ms(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1] * 1000


async def measure_rate(
    door: str, scripts: list[Script], conversations: int, seconds: float
) -> Rate:
    """Lets that many customers talk at once, each through script after script, until time is up."""
    times: list[float] = []
    silent = 0
    started = time.perf_counter()
    deadline = started + seconds

    async def customer(session: aiohttp.ClientSession, first: int) -> None:
        nonlocal silent
        for script in itertools.islice(itertools.cycle(scripts), first, None):
            sender = uuid.uuid4().hex
            for line in script:
                if time.perf_counter() > deadline:
                    return
                took, bubbles = await say(session, door, sender, line)
                times.append(took)
                silent += not bubbles

    async with _session() as session:
        await asyncio.gather(*(customer(session, number) for number in range(conversations)))
    return Rate(conversations, len(times), time.perf_counter() - started, tuple(times), silent)


async def measure_growth(door: str, lines: list[str], marks: tuple[int, ...]) -> dict[int, float]:
    """Milliseconds a turn around each mark of one conversation: the median of eleven turns.

    Around turn 10 are the turns 5 to 15, and so on.
    """
    sender = uuid.uuid4().hex
    times: list[float] = []
    async with _session() as session:
        for line in itertools.islice(_endless(lines), max(marks) + 5):
            took, _ = await say(session, door, sender, line)
            times.append(took)
    return {mark: statistics.median(times[mark - 6 : mark + 5]) * 1000 for mark in marks}


@dataclass(frozen=True)
class Odd:
    """How a message of an unusual kind was answered."""

    ms: float
    answered: bool
    """Every time with at least one bubble, never with an error."""


async def measure_odd(door: str, messages: Mapping[str, str], times: int = 3) -> dict[str, Odd]:
    """Says each message several times, each time as the first of a conversation; median milliseconds."""
    found = {}
    async with _session() as session:
        for kind, text in messages.items():
            answers = [await _try_to_say(session, door, text) for _ in range(times)]
            ms = statistics.median(took for took, _ in answers) * 1000
            found[kind] = Odd(ms, all(answered for _, answered in answers))
    return found


async def _try_to_say(session: aiohttp.ClientSession, door: str, text: str) -> tuple[float, bool]:
    started = time.perf_counter()
    try:
        took, bubbles = await say(session, door, uuid.uuid4().hex, text)
    except (aiohttp.ClientError, asyncio.TimeoutError):
        return time.perf_counter() - started, False
    return took, bool(bubbles)


async def measure_parsing(url: str, texts: list[str]) -> list[float]:
    """Milliseconds that each message takes to be understood, one after the other."""
    times = []
    async with _session() as session:
        for text in texts:
            started = time.perf_counter()
            async with session.post(url, json={"text": text}) as response:
                await response.json()
            times.append((time.perf_counter() - started) * 1000)
    return times


async def say(
    session: aiohttp.ClientSession, door: str, sender: str, line: str
) -> tuple[float, list[object]]:
    """One turn: the seconds it took and what was answered."""
    started = time.perf_counter()
    async with session.post(door, json={"sender": sender, "message": line}) as response:
        response.raise_for_status()
        bubbles = await response.json()
    return time.perf_counter() - started, bubbles


def _endless(lines: list[str]) -> Iterator[str]:
    return itertools.cycle(lines)


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120))
