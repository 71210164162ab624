"""`aftercare check`: everything that must hold before a change is shared."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.processes import QUIET
from bot.settings import ROOT

BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "ruff": [f"{BIN}/ruff", "check", "."],
    "ruff format": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
    "mypy": [f"{BIN}/mypy"],
    "import-linter": [f"{BIN}/lint-imports"],
    "rasa data validate": [
        *(sys.executable, "-m", "rasa", "data", "validate"),
        *("--domain", "domain.yml", "--data", "data", "--config", "config.yml"),
    ],
    "tests": [sys.executable, "-m", "pytest", "-q"],
}

Say = Callable[[str], None]


TALKATIVE = ("rasa data validate",)
"""Warns of every response that an action says by itself; is heard only when it fails."""


def run_checks(say: Say, checks: dict[str, list[str]] = CHECKS) -> int:
    """Runs every check, also after one has failed; returns 0 only when all pass."""
    verdicts = {name: _passes(name, command, say) for name, command in checks.items()}
    for name, passed in verdicts.items():
        say(f"{'ok    ' if passed else 'FAILED'} {name}")
    return 0 if all(verdicts.values()) else 1


def _passes(name: str, command: list[str], say: Say) -> bool:
    say(f"── {name}")
    started = time.monotonic()
    output = subprocess.PIPE if name in TALKATIVE else None
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **QUIET},
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        text=True,
        check=False,
    )
    if done.returncode and done.stdout:
        say(done.stdout)
    say(f"   {time.monotonic() - started:.1f} s")
    return done.returncode == 0
