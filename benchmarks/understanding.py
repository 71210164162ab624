"""What both models understand of labelled files, by `bot.nlu.evaluation`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.nlu.evaluation.goals import Figure
from bot.settings import ROOT

TIMES_SAID_AT = "2026-11-23T10:20:00+08:00"
"""The moment from which the phrases of a file of booking times are meant, unless another is given."""


@dataclass(frozen=True)
class Reading:
    """One labelled file as both models read it."""

    size: str
    """How much it holds: 165 messages, 40 phrases."""
    figures: tuple[Figure, ...]


def evaluate(
    files: list[Path], ours: Path, plain: Path, place: Path, said_at: str = TIMES_SAID_AT
) -> dict[str, Reading]:
    """Both models on the same labelled files, by file name; `place` is for what is written between."""
    out = place / "understanding.json"
    subprocess.run(
        [
            *(sys.executable, "-m", "bot.nlu.evaluation", *map(str, files)),
            *("--model", str(ours), "--peer", str(plain), "--json", str(out), "--now", said_at),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return read(json.loads(out.read_text(encoding="utf-8")))


def read(written: Mapping[str, Any]) -> dict[str, Reading]:
    """The files of a report as `bot.nlu.evaluation` writes it."""
    sizes = {name: f"{each['messages']} messages" for name, each in written["files"].items()}
    sizes |= {name: f"{each['phrases']} phrases" for name, each in written["times"].items()}
    return {
        name: Reading(sizes[name], tuple(Figure(**figure) for figure in figures))
        for name, figures in written["figures"].items()
    }
