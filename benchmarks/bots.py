"""The two bots: how each is trained, started, found ready and stopped."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peer_data import write_peer_data
from bot.app import build_workshop, prepare_database
from bot.processes import LEAN, Child, child_environment, memory_bytes
from bot.settings import ROOT, Settings, load_settings
from bot.training import export_catalogue
from tests.ports import free_ports

PLAIN = ROOT / "benchmarks" / "plain"
NOON = "2026-11-23T12:00:00+08:00"
START_SECONDS = 300


@dataclass(frozen=True)
class Took:
    """What a training took: seconds on the clock, and of all processors together."""

    seconds: float
    cpu_seconds: float


@dataclass
class Bot:
    """One bot with a database, ports and a model directory of its own."""

    name: str
    place: Path
    settings: Settings = field(init=False)
    _children: list[Child] = field(default_factory=list)

    def __post_init__(self) -> None:
        front, rasa, actions = free_ports(3)
        self.settings = load_settings(
            {
                "AFTERCARE_STATE_DIR": str(self.place),
                "AFTERCARE_MODEL_DIR": str(self.place / "models"),
                "AFTERCARE_PORT": str(front),
                "AFTERCARE_RASA_PORT": str(rasa),
                "AFTERCARE_ACTIONS_PORT": str(actions),
                "AFTERCARE_TEST_DOOR": "1",
                "AFTERCARE_NOW": NOON,
            }
        )
        self.environment = {
            **child_environment(self.settings),
            "AFTERCARE_NOW": NOON,
            "AFTERCARE_ENV_FILE": os.devnull,
            "BENCH_TRACKERS": str(self.place / "trackers.db"),
        }

    @property
    def door(self) -> str:
        return f"{self.settings.rasa_url}/webhooks/rest/webhook"

    @property
    def parse_url(self) -> str:
        return f"{self.settings.rasa_url}/model/parse?token={self.settings.internal_token}"

    @property
    def model(self) -> Path:
        """The newest model of this bot."""
        return max((self.place / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)

    def train(self) -> Took:
        """Trains in a process of its own and returns what it took."""
        self.seed()
        started, cpu_before = time.monotonic(), _cpu_of_children()
        log = self.place / "train.log"
        with log.open("w") as output:
            subprocess.run(
                self._training(),
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=True,
            )
        return Took(time.monotonic() - started, _cpu_of_children() - cpu_before)

    def start(self) -> float:
        """Starts all processes; the seconds until the first answer."""
        started = time.monotonic()
        self._children = self._processes()
        for child in self._children:
            child.start()
        while not self._speaks():
            for child in self._children:
                if reason := child.why_ended():
                    raise RuntimeError(f"{self.name}: {child.name} ended ({reason})")
            if time.monotonic() - started > START_SECONDS:
                raise RuntimeError(f"{self.name} gives no answer; see {self.place}")
            time.sleep(0.05)
        return time.monotonic() - started

    def stop(self) -> None:
        for child in reversed(self._children):
            child.stop()

    def memory(self) -> dict[str, int]:
        """Bytes of each process by name, those of its children included."""
        return {child.name: sum(map(memory_bytes, tree(child.pid))) for child in self._children}

    def seed(self) -> None:
        """Makes or updates its database, and writes the catalogue that training reads."""
        workshop = build_workshop(self.settings)
        prepare_database(workshop, lambda _: None)
        export_catalogue(workshop, self.settings.catalogue_path)
        workshop.database.close()

    def _child(self, name: str, ready_url: str, *arguments: str) -> Child:
        command = [sys.executable, "-m", *arguments]
        return Child(name, command, self.environment, self.place / f"{name}.log", ready_url)

    def _speaks(self) -> bool:
        body = b'{"sender": "first", "message": "\xe4\xbd\xa0\xe5\xa5\xbd"}'
        request = urllib.request.Request(self.door, body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return len(response.read()) > len("[]")
        except OSError:
            return False

    def _training(self) -> list[str]:
        raise NotImplementedError

    def _processes(self) -> list[Child]:
        raise NotImplementedError


class Ours(Bot):
    """Aftercare as its own commands train and start it: front and supervisor included."""

    def _training(self) -> list[str]:
        return [sys.executable, "-m", "bot.cli", "train", "--force"]

    def _processes(self) -> list[Child]:
        return [self._child("aftercare serve", "", "bot.cli", "serve")]


class Plain(Bot):
    """Stock Rasa with its suggested configuration, and the same action server."""

    epochs: int | None = None
    """For trying the benchmark out: fewer than the configuration says."""

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in LEAN:  # our own tuning is no part of stock Rasa
            if name not in os.environ:
                del self.environment[name]

    def _training(self) -> list[str]:
        data = self.place / "data"
        write_peer_data(data, self.settings.catalogue_path)
        config = self.place / "config.yml"
        text = (PLAIN / "config.yml").read_text(encoding="utf-8")
        if self.epochs is not None:
            text = text.replace("epochs: 100", f"epochs: {self.epochs}")
        config.write_text(text, encoding="utf-8")
        return [
            *(sys.executable, "-m", "rasa", "train", "--force"),
            *("--domain", "domain.yml", "--data", str(data), "--config", str(config)),
            *("--out", str(self.place / "models")),
        ]

    def _processes(self) -> list[Child]:
        settings = self.settings
        return [
            self._child("actions", "", "actions"),
            self._child(
                *("rasa", "", "rasa", "run", "--enable-api", "-i", "127.0.0.1"),
                *("-p", str(settings.rasa_port), "--auth-token", settings.internal_token),
                *("--endpoints", str(PLAIN / "endpoints.yml")),
                *("--credentials", str(PLAIN / "credentials.yml")),
                *("-m", str(self.model)),
            ),
        ]


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        below = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(found for child in below for found in tree(child))]


def forget(place: Path) -> None:
    """Leaves nothing of a bot behind."""
    shutil.rmtree(place, ignore_errors=True)


def machine() -> str:
    """The processor, its cores and the memory, in one line."""
    info = Path("/proc/cpuinfo").read_text()
    name = next((line.split(":")[1] for line in info.splitlines() if "model name" in line), "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{name.strip()}, {os.cpu_count()} cores, {memory:.0f} GiB"
