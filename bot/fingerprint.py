"""Which model fits: a fingerprint of everything that training reads.

A model's file is named after the fingerprint of what it was trained on, so whether it still fits
is a question about a name, and switching back to earlier data finds the earlier model again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

TRAINED_ON = ("domain.yml", "config.yml", "requirements.lock", "data", "bot/nlu", "bot/dialogue")
"""Files and directories under the project's root that change what a model is."""

UNSEEN_BY_RASA = ("requirements.lock", "bot/nlu", "data/dictionaries")
"""Those of them whose change Rasa's own cache of trained components would overlook."""


def fingerprint(root: Path, catalogue: Path, names: tuple[str, ...] = TRAINED_ON) -> str:
    """16 hexadecimal digits for the inputs `names` under `root` and the exported catalogue.

    Depends on names and contents only, not on times or places. A missing input counts as empty.
    """
    total = hashlib.sha256()
    for path in _inputs(root, names):
        _add(total, path.relative_to(root).as_posix(), path.read_bytes())
    _add(total, "catalogue", catalogue.read_bytes() if catalogue.exists() else b"")
    return total.hexdigest()[:16]


def model_path(model_dir: Path, mark: str) -> Path:
    """Where the model with this fingerprint lies, whether it is there or not."""
    return model_dir / f"aftercare-{mark}.tar.gz"


def _inputs(root: Path, names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        given = root / name
        if given.is_file():
            yield given
        for path in sorted(given.rglob("*")):
            parts = path.relative_to(root).parts
            hidden = any(part.startswith((".", "__pycache__")) for part in parts)
            if path.is_file() and not hidden:
                yield path


def _add(total: hashlib._Hash, name: str, content: bytes) -> None:
    # Lengths keep "a" + "bc" apart from "ab" + "c".
    total.update(f"{name}\0{len(content)}\0".encode())
    total.update(content)
