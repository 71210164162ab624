"""What an extractor hands over, before it is put on a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """An entity in a text: where it stands and what it is worth.

    `replaced` says that the speaker took it back (八万八不是八千八), `ambiguous` that another reading is
    likely.
    """

    entity: str
    start: int
    end: int
    value: Any
    replaced: bool = False
    ambiguous: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Found) -> bool:
        return self.start < other.end and other.start < self.end


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """In order of place; of those that overlap the longest, of equal ones the first named."""
    kept: list[Found] = []
    covered: set[int] = set()
    for one in sorted(found, key=lambda each: -each.length):
        if covered.isdisjoint(range(one.start, one.end)):
            kept.append(one)
            covered.update(range(one.start, one.end))
    return sorted(kept, key=lambda each: each.start)
