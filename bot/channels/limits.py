"""How much one visitor may ask for, so that nobody can drown the others. Kept in memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

KEYS_KEPT = 20_000
"""So many visitors are remembered; the longest silent one is forgotten first."""


@dataclass(frozen=True)
class Limit:
    """`burst` at once, then one every `seconds_each`."""

    burst: int
    seconds_each: float


class Buckets:
    """One bucket a key, all of the same limit."""

    def __init__(self, limit: Limit, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> bool:
        """Takes one token; False when there is none left."""
        now = self._clock()
        tokens, since = self._buckets.pop(key, (float(self._limit.burst), now))
        tokens = min(self._limit.burst, tokens + (now - since) / self._limit.seconds_each)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > KEYS_KEPT:
            self._buckets.popitem(last=False)
        return allowed


class Places:
    """A number of places a key that are held for a while, such as open streams."""

    def __init__(self, each: int) -> None:
        self._each = each
        self._held: dict[str, int] = {}

    def take(self, key: str) -> bool:
        """Holds a place until `give_back`; False when all are held."""
        held = self._held.get(key, 0)
        if held >= self._each:
            return False
        self._held[key] = held + 1
        return True

    def give_back(self, key: str) -> None:
        """Frees a place that was taken."""
        left = self._held.get(key, 0) - 1
        if left > 0:
            self._held[key] = left
        else:
            self._held.pop(key, None)
