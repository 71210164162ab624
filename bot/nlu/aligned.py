"""A text as it was said, and beside it the text as it is understood, with the way back.

Extractors search the understood text; dialogue and the customer care about the original one. So each
character of the understood text remembers which stretch of the original it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace `text[start:end]` by `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Normalized:
    """The understood `text` of an `original`; `origins[i]` is where `text[i]` came from."""

    original: str
    text: str
    origins: tuple[tuple[int, int], ...]

    @classmethod
    def plain(cls, text: str) -> Normalized:
        """A text that is understood as it stands."""
        return cls(text, text, tuple((at, at + 1) for at in range(len(text))))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end, in the original, of the understood `text[start:end]`.

        An empty stretch raises ValueError: nothing was said that it could point to.
        """
        if not 0 <= start < end <= len(self.origins):
            raise ValueError(f"no such stretch: {start}:{end} of {len(self.origins)} characters")
        return self.origins[start][0], self.origins[end - 1][1]

    def rewrite(self, edits: Iterable[Edit]) -> Normalized:
        """The same original, understood anew; edits come in order and do not overlap."""
        pieces: list[str] = []
        origins: list[tuple[int, int]] = []
        done = 0
        for start, end, new in edits:
            pieces += (self.text[done:start], new)
            origins += self.origins[done:start]
            origins += self._origins_of(start, end, new)
            done = end
        if not pieces:
            return self
        pieces.append(self.text[done:])
        origins += self.origins[done:]
        return Normalized(self.original, "".join(pieces), tuple(origins))

    def _origins_of(self, start: int, end: int, new: str) -> Iterable[tuple[int, int]]:
        """One to one when the length stays; else each new character stands for the whole stretch."""
        if len(new) == end - start:
            return self.origins[start:end]
        return [self.span(start, end)] * len(new) if new else ()
