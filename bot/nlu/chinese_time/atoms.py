"""Finds the smallest pieces that name a time, each with its meaning, from left to right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.chinese_time.meanings import Meaning

Reader = Callable[[re.Match[str]], Meaning | None]
"""Gives the meaning of a match (`all` is its text), or None for a look-alike (快一点, 92号汽油)."""

Rule = tuple[str, Reader]


@dataclass(frozen=True)
class Atom:
    """A piece of the text and what it means."""

    start: int
    end: int
    meaning: Meaning


def find_atoms(text: str) -> Iterator[Atom]:
    """The pieces in order; where several fit, the longest one counts (下周三 before 下周)."""
    found = [
        Atom(*match.span("all"), meaning)
        for pattern, read in _rules()
        for match in pattern.finditer(text)
        if (meaning := read(match)) is not None
    ]
    done = 0
    for atom in sorted(found, key=lambda atom: (atom.start, -atom.end)):
        if atom.start >= done:
            yield atom
            done = atom.end


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    from bot.nlu.chinese_time import calendar_words, day_words, festival_words, hour_words

    words = (day_words, calendar_words, hour_words)
    rules = (*(rule for part in words for rule in part.RULES), *festival_words.rules())
    # Seen through a lookahead, so that a piece may begin inside another that is later dropped.
    return tuple((re.compile(f"(?=(?P<all>{pattern}))"), read) for pattern, read in rules)
