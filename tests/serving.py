"""`aftercare serve` as an operator runs it, for tests that watch or harm it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.settings import ROOT
from tests.ports import free_ports


class Server:
    """`aftercare serve` with a state directory of its own and the model that is there."""

    def __init__(self, place: Path, **environment: str) -> None:
        self.front, self.rasa, self.actions = free_ports(3)
        self.state = place / "var"
        self._output = place / "output"
        self.environment = {
            **os.environ,
            "AFTERCARE_STATE_DIR": str(self.state),
            "AFTERCARE_PORT": str(self.front),
            "AFTERCARE_RASA_PORT": str(self.rasa),
            "AFTERCARE_ACTIONS_PORT": str(self.actions),
            **environment,
        }
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        self._started = time.monotonic()
        with self._output.open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self._output.read_text()

    @property
    def age(self) -> float:
        return time.monotonic() - self._started

    def children(self) -> dict[str, int]:
        """The living processes by name."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        pids = [int(pid) for task in tasks for pid in task.read_text().split()]
        names = {"bot.dialogue.serve": "rasa", "bot.channels.front": "front", "actions": "actions"}
        found = {}
        for pid in pids:
            words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            if len(words) > 2 and words[2] in names:  # neither dead nor just being born
                found[names[words[2]]] = pid
        return found

    def wait_for(self, true: Callable[[], object], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.1)
