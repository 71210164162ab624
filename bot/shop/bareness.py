"""How much of a message is values: 「京N3K587」 is nothing else, 「嗯周六上午」 little else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

#: Share of a message that values must fill to make it a bare answer, whatever its intent.
BARE_SHARE = 0.6


def value_share(text: str, entities: Iterable[Mapping[str, Any]]) -> float:
    """Share of the letters of `text`, spaces left out, that lie within a value.

    >>> value_share("嗯 周六", [{"start": 2, "end": 4}])
    0.6666666666666666
    """
    spans = [(item.get("start"), item.get("end")) for item in entities]
    said = sum(end - start for start, end in spans if start is not None and end is not None)
    length = len("".join(text.split()))
    return said / length if length else 0.0


def is_bare_text(text: str, entities: Iterable[Mapping[str, Any]]) -> bool:
    """Little but values."""
    return value_share(text, entities) >= BARE_SHARE
