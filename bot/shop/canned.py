"""Canned answers: words that are often needed, with the names of who talks put in."""

from __future__ import annotations

import re

CUSTOMER, COLLEAGUE, STORE = "称呼", "我", "门店"
NAMES = (CUSTOMER, COLLEAGUE, STORE)
"""What may stand in braces: {称呼}，我是{我}。"""

_PLACE = re.compile(r"\{([^{}]*)\}([，,、：:]?\s?)")


def fill(text: str, names: dict[str, str | None]) -> str:
    """The text with names for the places in braces.

    A place whose name is not known goes away, and the comma after it: {称呼}，您好 is then 您好.
    """

    def put(found: re.Match[str]) -> str:
        name = names.get(found[1])
        return f"{name}{found[2]}" if name else ""

    return _PLACE.sub(put, text)


def unknown_names(text: str) -> tuple[str, ...]:
    """What stands in braces and is none of `NAMES`, in order."""
    return tuple(found[1] for found in _PLACE.finditer(text) if found[1] not in NAMES)
