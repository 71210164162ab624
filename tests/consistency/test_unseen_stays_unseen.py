"""What understanding is measured on is not what it was trained on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.settings import ROOT

SHORT = 3
"""Characters. Everybody says 嗯对; longer messages that are the same were copied."""

_MARKED = re.compile(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))")


def texts(folder: Path) -> Iterator[str]:
    for path in folder.glob("*.yml"):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            for line in block.get("examples", "").splitlines():
                text = re.sub(r"\W", "", _MARKED.sub(r"\1", line))
                if len(text) > SHORT:
                    yield text


def test_no_measured_message_is_a_training_example() -> None:
    measured = set(texts(ROOT / "benchmarks" / "unseen"))
    assert len(measured) > 900
    assert measured & set(texts(ROOT / "data" / "nlu")) == set()
