"""A peer that is trained once and measured often: its training takes hours on two cores.

Its directory holds what `Plain.train` makes (models/, data/, aftercare.db) and training.json: the
seconds it took, the CPU seconds, the day and the commit of the data.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from benchmarks.bots import Plain
from bot.settings import ROOT

RECORD = "training.json"


@dataclass(frozen=True)
class Training:
    """How a peer was trained."""

    seconds: float
    cpu_seconds: float
    day: str
    commit: str
    note: str = ""
    """What a reader of the figures must know of it: a sentence that RESULTS.md repeats."""


class PeerError(Exception):
    """The directory holds no trained peer. The message is one sentence for whoever runs the bench."""


def train_peer(place: Path) -> Training:
    """Trains a peer that stays in `place`, on the data as they are now."""
    place.mkdir(parents=True, exist_ok=True)
    commit = current_commit()
    took = Plain("plain Rasa", place).train()
    few = Plain.epochs
    note = f"Its networks had {few} epochs instead of 100." if few is not None else ""
    training = Training(took.seconds, took.cpu_seconds, str(date.today()), commit, note)
    (place / RECORD).write_text(json.dumps(asdict(training)), encoding="utf-8")
    return training


def reuse_peer(directory: Path, place: Path) -> tuple[Plain, Training]:
    """The peer trained in `directory` as a bot that runs in `place`, with a database of its own.

    What customers say while it is measured stays in `place`. Raises PeerError.
    """
    record, models = directory / RECORD, directory / "models"
    if not record.is_file() or not any(models.glob("*.tar.gz")):
        raise PeerError(f"There is no trained peer in {directory}: make one with --train-peer.")
    training = _read(record)
    shutil.copytree(models, place / "models")
    peer = Plain("plain Rasa", place)
    peer.seed()
    return peer, training


def current_commit() -> str:
    """The commit of the working tree, with a + when something in it is not committed."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(ROOT), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    changed = "+" if git("status", "--porcelain") else ""
    return (git("rev-parse", "--short", "HEAD") or "unknown") + changed


def _read(record: Path) -> Training:
    """Only the times are required of a record; the day is then that of the file."""
    known = json.loads(record.read_text(encoding="utf-8"))
    day = str(date.fromtimestamp(record.stat().st_mtime))
    return Training(**{"day": day, "commit": "unknown", **known})
