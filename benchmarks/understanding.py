"""What both models understand of labelled files, by `bot.nlu.evaluation`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.settings import ROOT

KINDS = ("plate", "phone", "vin", "mileage", "time", "order_no")
"""The entities that bookings and records stand on; each has a figure of its own."""
NOISE_SEED = 7


@dataclass(frozen=True)
class Understanding:
    """One labelled file as one model read it; shares between 0 and 1."""

    messages: int
    accuracy: float
    macro_f1: float
    out_of_scope: int = 0
    """Messages labelled so."""
    refused: float = 0.0
    """Share of those that were refused."""
    false_refusals: float = 0.0
    entities: float = 0.0
    """Strict F1 over all kinds."""
    entity_kinds: Mapping[str, float] = field(default_factory=dict)
    """The same of each of KINDS that the file labels."""
    noise_loss: float = 0.0
    """Macro-F1 that is lost when a hotline's transcription stands in for what was typed."""
    calibration_error: float = 0.0
    ms: float = 0.0
    """Milliseconds for a message, median."""
    has_entities: bool = True
    """Whether the file labels any; F1 says nothing where it does not."""


def evaluate(
    files: list[Path], ours: Path, plain: Path, place: Path
) -> dict[str, tuple[Understanding, Understanding]]:
    """Both models on the same labelled files, by file name; `place` is for what is written between."""
    clean = _run(files, ours, plain, place / "clean.json")
    noisy = _run(files, ours, plain, place / "noisy.json", "--noise", str(NOISE_SEED))

    def of(side: str, name: str) -> Understanding:
        return read(clean[side][name], noisy[side][name])

    return {name: (of("files", name), of("peer", name)) for name in clean["files"]}


def read(clean: Mapping[str, Any], noisy: Mapping[str, Any]) -> Understanding:
    """A file's report and that of its noisy twin, as `bot.nlu.evaluation` writes them."""
    labelled = {kind: score for kind, score in clean["entity_kinds"].items() if score["support"]}
    return Understanding(
        messages=clean["messages"],
        accuracy=clean["accuracy"],
        macro_f1=clean["macro_f1"],
        out_of_scope=clean["refusals"]["out_of_scope"],
        refused=clean["refusals"]["recall"],
        false_refusals=clean["refusals"]["false_refusals"],
        has_entities=bool(labelled),
        entities=clean["entities"]["f1"],
        entity_kinds={kind: labelled[kind]["f1"] for kind in KINDS if kind in labelled},
        noise_loss=clean["macro_f1"] - noisy["macro_f1"],
        calibration_error=clean["calibration"]["error"],
        ms=clean["speed"]["median"],
    )


def _run(files: list[Path], ours: Path, plain: Path, out: Path, *more: str) -> dict[str, Any]:
    subprocess.run(
        [
            *(sys.executable, "-m", "bot.nlu.evaluation", *map(str, files)),
            *("--model", str(ours), "--peer", str(plain), "--json", str(out), *more),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found
