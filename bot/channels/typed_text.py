"""What a customer typed, made safe to keep and to hand to Rasa.

Rasa takes a message that begins with `/` for a command (`/restart`, `/inform{"plate": "..."}`): it
sets intent and entities past all understanding. Nothing that a person types may do that.
"""

from __future__ import annotations

import unicodedata

MAX_LENGTH = 1000
"""Characters of one message; a longer one is refused at the front."""

NOTHING_LEFT = "？"
"""Stands for a message of which only slashes were left: not understood, but never empty."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})  # control, format, half of a surrogate pair
_BLANK = frozenset({"Zs", "Zl", "Zp"})
_KEPT = frozenset("\n\t\u200d")  # the last one joins emoji
_SLASHES = frozenset("/⁄∕⧸")  # after NFKC, which folds the full-width one


def clean(text: str) -> str:
    """`text` without control and invisible characters and outer blanks; line breaks stay."""
    kept = (c for c in text if c in _KEPT or unicodedata.category(c) not in _INVISIBLE)
    return "".join(kept).strip()


def defuse(text: str) -> str:
    """`text` so that Rasa reads it as words, never as a command.

    The slashes at the beginning go, in every width, also between or behind blanks and invisible
    characters; all other words stay. A text of slashes only becomes `NOTHING_LEFT`.
    """
    cleaned = clean(text)
    start = 0
    while start < len(cleaned) and _may_hide_a_command(cleaned[start]):
        start += 1
    return cleaned[start:] or NOTHING_LEFT


def _may_hide_a_command(char: str) -> bool:
    if unicodedata.category(char) in _INVISIBLE | _BLANK:
        return True
    return unicodedata.normalize("NFKC", char)[0] in _SLASHES
