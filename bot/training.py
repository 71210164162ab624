"""`aftercare train`: a model that fits the data, the configuration and the shop's catalogue."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.fingerprint import UNSEEN_BY_RASA, fingerprint, model_path
from bot.processes import ProcessError, child_environment, last_words
from bot.services.catalogue import export_vocabulary
from bot.services.workshop import Workshop
from bot.settings import ROOT, Settings

MODELS_KEPT = 3
"""So that switching between branches does not train anew each time."""
ROOMY = {
    # Freed memory stays at hand: the regression takes and frees 50 MB in each product, and to have
    # the kernel fetch and clean them anew is a tenth of all work.
    "MALLOC_MMAP_THRESHOLD_": str(2**30),
    "MALLOC_TRIM_THRESHOLD_": str(2**32),
}

Say = Callable[[str], None]


def ensure_model(workshop: Workshop, settings: Settings, say: Say, force: bool = False) -> Path:
    """The newest model, trained now unless one fits (or `force`). Tells its progress to `say`.

    Raises ProcessError when training fails, in one sentence.
    """
    export_catalogue(workshop, settings.catalogue_path)
    model = model_path(settings.model_dir, fingerprint(ROOT, settings.catalogue_path))
    if model.exists() and not force:
        model.touch()  # the newest is the one that fits
        return model
    say("Training a model …")
    started = time.monotonic()
    cache = _trained_parts(settings)
    if force:
        shutil.rmtree(cache, ignore_errors=True)
    _train(settings, model, cache, say)
    _forget_old(settings.model_dir, "aftercare-*.tar.gz")
    _forget_old(cache.parent, "*")
    say(f"Trained {model.name} in {time.monotonic() - started:.0f} s.")
    return model


def export_catalogue(workshop: Workshop, path: Path) -> None:
    """Writes the catalogue's words for the language components; whole or not at all."""
    words = json.dumps(export_vocabulary(workshop), ensure_ascii=False, indent=1, sort_keys=True)
    if path.exists() and path.read_text(encoding="utf-8") == words:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(words, encoding="utf-8")
    draft.replace(path)


def _trained_parts(settings: Settings) -> Path:
    """Where Rasa keeps trained components, so that new words of the bot need no new classifier."""
    mark = fingerprint(ROOT, settings.catalogue_path, UNSEEN_BY_RASA)
    return settings.model_dir / "parts" / mark


def _train(settings: Settings, model: Path, cache: Path, say: Say) -> None:
    """Runs Rasa as a child; the model appears under its name only when it is complete."""
    settings.model_dir.mkdir(parents=True, exist_ok=True)
    settings.log_dir.mkdir(parents=True, exist_ok=True)
    cache.mkdir(parents=True, exist_ok=True)
    log = settings.log_dir / "train.log"
    with tempfile.TemporaryDirectory(dir=settings.model_dir, prefix=".new-") as place:
        command = [sys.executable, "-m", "bot.dialogue.train", place, model.name]
        with log.open("w") as output:
            child = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**child_environment(settings), **ROOMY, "RASA_CACHE_DIRECTORY": str(cache)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            _wait(child, say)
        trained = Path(place) / model.name
        if child.returncode or not trained.exists():
            raise ProcessError(f"Training failed ({last_words(log)}); see {log}.")
        trained.replace(model)


def _wait(child: subprocess.Popen[bytes], say: Say) -> None:
    started = time.monotonic()
    try:
        while True:
            try:
                child.wait(timeout=10)
                return
            except subprocess.TimeoutExpired:
                say(f"  {time.monotonic() - started:.0f} s …")
    except BaseException:
        child.terminate()
        child.wait()
        raise


def _forget_old(place: Path, names: str) -> None:
    found = sorted(place.glob(names), key=lambda path: path.stat().st_mtime)
    for path in found[:-MODELS_KEPT]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
