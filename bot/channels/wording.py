"""The front's own sentences, from data/responses/front.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

PATH = Path(__file__).resolve().parents[2] / "data" / "responses" / "front.yml"


@lru_cache(maxsize=1)
def _sentences() -> dict[str, str]:
    responses = yaml.safe_load(PATH.read_text(encoding="utf-8"))["responses"]
    return {name.removeprefix("utter_front_"): says[0]["text"] for name, says in responses.items()}


def say(name: str) -> str:
    """The sentence `utter_front_<name>`. Raises KeyError for one that is not written."""
    return _sentences()[name]
