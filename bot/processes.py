"""Child processes: their environment, their life and their last words."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.settings import ROOT, Settings

STOP_SECONDS = 10
"""How long a child may take to stop before it is killed."""
LOG_BYTES = 10_000_000
"""A log that has grown past this is set aside as `.1` at the child's next start."""
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "PYTHONUNBUFFERED": "1",
}
LEAN = {
    # One arena a core keeps glibc from holding memory for every thread that ever allocated.
    "MALLOC_ARENA_MAX": "2",
    # Our models are small: a second BLAS thread costs more than it gives.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class ProcessError(Exception):
    """A child could not do its work. The message is one sentence for the operator."""


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment of every child: the parent's, with each setting spelled out."""
    return {
        **LEAN,
        **os.environ,
        **QUIET,
        "AFTERCARE_DATABASE_URL": settings.database_url,
        "AFTERCARE_HOST": settings.host,
        "AFTERCARE_PORT": str(settings.port),
        "AFTERCARE_RASA_PORT": str(settings.rasa_port),
        "AFTERCARE_ACTIONS_PORT": str(settings.actions_port),
        "AFTERCARE_TEST_DOOR": "1" if settings.test_door else "0",
        "AFTERCARE_INTERNAL_TOKEN": settings.internal_token,
        "AFTERCARE_LOG_LEVEL": settings.log_level,
        "AFTERCARE_STATE_DIR": str(settings.state_dir),
        "AFTERCARE_MODEL_DIR": str(settings.model_dir),
    }


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def last_words(log: Path) -> str:
    """The last line of a log that says anything; usually the exception that ended a child."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "no log"
    return next((line.strip() for line in reversed(lines) if line.strip()), "no word in its log")


def memory_bytes(pid: int) -> int:
    """Proportional memory of a process: what is its own, and its share of what it has with others.

    Zero where the kernel does not tell (no Linux) or the process has ended.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


@dataclass
class Child:
    """One process of ours, which writes all it says to a log of its own."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(repr=False)
    log: Path
    ready_url: str
    """Answers once the process can do its work."""
    _process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_death_wish(),
            )
        self.started_at = time.monotonic()

    def why_ended(self) -> str | None:
        """None while it runs; else how it ended and the last line that it wrote."""
        status = self._process.poll() if self._process else 0
        if status is None:
            return None
        how = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
        return f"{how}; its last line: {last_words(self.log)}"

    def stop(self) -> None:
        """Asks it to stop, and makes it if it does not."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@cache
def _death_wish() -> Callable[[], None] | None:
    """Runs in the child: a supervisor that is killed leaves no orphans that hold its ports."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)  # loaded before the fork; afterwards only the call is safe
    pr_set_pdeathsig = 1
    return lambda: libc.prctl(pr_set_pdeathsig, signal.SIGTERM) and None
