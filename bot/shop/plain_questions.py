"""Questions whose own words settle what they ask, whatever they were read as: plain_questions.yml.

Wifi at the shop, the old part handed back, who assesses a damage: small matters beside the great intents,
between which understanding can only guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

WORDS_FILE = Path(__file__).with_name("plain_questions.yml")
#: What is longer is a story, of which such words are but a part.
LONGEST = 40
_SIGNS = re.compile(r"[\s。，,！!？?；;、~～…“”\"'：:]+")


@dataclass(frozen=True)
class PlainQuestion:
    """A kind of question: its name, and the intent that answers it."""

    name: str
    intent: str
    over: frozenset[str] = frozenset()
    """Intents that such words are mistaken for, however surely they were read so."""


@dataclass(frozen=True)
class _Entry:
    question: PlainQuestion
    words: re.Pattern[str]
    unless: re.Pattern[str] | None

    def holds(self, text: str) -> bool:
        return bool(self.words.search(text)) and not (self.unless and self.unless.search(text))


def find_question(text: str, intent: str | None = None) -> str | None:
    """The name of what is asked; with `intent` only among the questions of that.

    >>> find_question("旧件还我吗"), find_question("你们有 WiFi 吗"), find_question("我要投诉")
    ('old_parts', 'guests', None)
    >>> find_question("旧件还我吗", "ask_store") is None
    True
    """
    found = read_question(text, intent)
    return found.name if found else None


def read_question(text: str, intent: str | None = None) -> PlainQuestion | None:
    """The same with what answers it."""
    core = _SIGNS.sub("", text).lower()
    if len(core) > LONGEST:
        return None
    entries = (e for e in _entries() if intent in (None, e.question.intent))
    return next((entry.question for entry in entries if entry.holds(core)), None)


def list_questions() -> list[PlainQuestion]:
    """All kinds, in the order of the file."""
    return [entry.question for entry in _entries()]


@lru_cache(maxsize=1)
def _entries() -> tuple[_Entry, ...]:
    content = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    return tuple(
        _Entry(
            PlainQuestion(name, entry["intent"], frozenset(entry.get("over", ()))),
            re.compile(entry["words"]),
            re.compile(entry["unless"]) if "unless" in entry else None,
        )
        for name, entry in content.items()
    )
