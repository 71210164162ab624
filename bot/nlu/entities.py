"""How what was found stands on a Rasa message."""

from __future__ import annotations

from typing import Any

from bot.nlu.values.found import Found


def as_entity(found: Found, text: str, extractor: str) -> dict[str, Any]:
    """The entity of the contract; `start` and `end` refer to the original `text`.

    `replaced` is there, and true, only when the speaker took the value back (八万八不是八千八): who fills
    a slot passes over it. `ambiguous` stands in the value of a time.
    """
    entity = {
        "entity": found.entity,
        "value": found.value,
        "text": text[found.start : found.end],
        "start": found.start,
        "end": found.end,
        "extractor": extractor,
    }
    return entity | {"replaced": True} if found.replaced else entity
