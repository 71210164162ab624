"""The three rules of every answer: see it from their side, take the grievance away, never argue.

What a machine can check of them: words that blame, contradict or belittle, and that an answer to a
complaint holds an acknowledgement, an action and a time. The words are data (tone.yml).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

WORDS_FILE = Path(__file__).with_name("tone.yml")


class Fault(str, Enum):
    """How a word offends."""

    BLAMING = "blaming"
    CONTRADICTING = "contradicting"
    BELITTLING = "belittling"


class Holding(str, Enum):
    """What an answer to a complaint must hold."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ACTION = "action"
    TIME = "time"


@dataclass(frozen=True)
class ToneFinding:
    """A word that should not be said, and why."""

    word: str
    fault: Fault


@dataclass(frozen=True)
class _Words:
    anywhere: Mapping[Fault, tuple[str, ...]]
    in_complaints: Mapping[Fault, tuple[str, ...]]
    holds: Mapping[Holding, re.Pattern[str]]


def check(text: str, is_complaint_answer: bool = False) -> tuple[ToneFinding, ...]:
    """The words in a text that blame, contradict or belittle; stricter for complaint answers."""
    words = _words()
    lists = [words.anywhere, words.in_complaints] if is_complaint_answer else [words.anywhere]
    return tuple(
        ToneFinding(word, fault)
        for listed in lists
        for fault, faulty in listed.items()
        for word in faulty
        if word in text
    )


def missing(text: str) -> frozenset[Holding]:
    """What an answer to a complaint does not hold of acknowledgement, action and time."""
    return frozenset(holding for holding, signs in _words().holds.items() if not signs.search(text))


@lru_cache(maxsize=1)
def _words() -> _Words:
    content = YAML(typ="safe").load(WORDS_FILE.read_text(encoding="utf-8"))
    return _Words(
        anywhere={Fault(name): tuple(words) for name, words in content["anywhere"].items()},
        in_complaints={
            Fault(name): tuple(words) for name, words in content["in_complaints"].items()
        },
        holds={
            Holding(name): re.compile("|".join(signs)) for name, signs in content["holds"].items()
        },
    )
