"""`aftercare serve`: sets up what is missing, starts the processes and keeps them alive."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.processes import Child, ProcessError, child_environment, last_words, port_is_free
from bot.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    from bot.services.workshop import Workshop

logger = logging.getLogger(__name__)

START_SECONDS = 180
"""How long the processes may take until they all answer."""
LONGEST_PAUSE = 30.0
"""Seconds between two starts of a child that keeps dying; the first pause is one second."""
STEADY_SECONDS = 60.0
"""A child that lived this long has recovered: its next death is again the first."""
TRIES_AT_START = 3
CARE_SECONDS = 60.0

Say = Callable[[str], None]


def serve(settings: Settings, say: Say) -> None:
    """Runs the desk until Ctrl-C or SIGTERM.

    Raises ProcessError, in one sentence, when it cannot start.
    """
    # Both mean: stop everything. A shell that starts us in the background has SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    check_ports(settings)
    from bot.app import build_workshop, prepare_database
    from bot.care.delivery import DeliveryLoop, open_doors
    from bot.training import ensure_model

    say("Preparing the database …")
    workshop = build_workshop(settings)
    doors = open_doors(
        workshop, os.environ, f"{settings.public_url}desk/"
    )  # a wrong setting is told before anything starts
    prepare_database(workshop, say)
    model = ensure_model(workshop, settings, say)
    supervisor = Supervisor(processes(settings, model), say)
    care = CareLoop(workshop)
    delivery = DeliveryLoop(workshop, doors)
    try:
        say("Starting the front, Rasa and the actions …")
        supervisor.start()
        care.start()
        delivery.start()
        say(f"Aftercare is open: {settings.public_url}  (Ctrl-C closes it)")
        supervisor.watch()
    except KeyboardInterrupt:
        say("Closing …")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave orphans
        delivery.stop()
        care.stop()
        supervisor.stop()


def check_ports(settings: Settings) -> None:
    """Raises ProcessError when a port that is needed is taken."""
    wanted = (
        ("AFTERCARE_PORT", settings.host, settings.port),
        ("AFTERCARE_RASA_PORT", LOOPBACK, settings.rasa_port),
        ("AFTERCARE_ACTIONS_PORT", LOOPBACK, settings.actions_port),
    )
    for name, host, port in wanted:
        if not port_is_free(host, port):
            raise ProcessError(
                f"Port {port} on {host} is in use (is Aftercare running already?): stop what uses "
                f"it, or set {name} to another port."
            )


def processes(settings: Settings, model: Path, with_front: bool = True) -> list[Child]:
    """Rasa first, because it takes longest to start."""
    settings.log_dir.mkdir(parents=True, exist_ok=True)
    environment = child_environment(settings)
    status = f"{settings.rasa_url}/status?token={settings.internal_token}"
    front = f"http://{settings.host}:{settings.port}/health"

    def child(name: str, ready_url: str, *arguments: str) -> Child:
        command = [sys.executable, "-m", *arguments]
        return Child(name, command, environment, settings.log_dir / f"{name}.log", ready_url)

    children = [
        child("rasa", status, "bot.dialogue.serve", str(model)),
        child("actions", f"{settings.actions_url}/health", "actions"),
    ]
    return [*children, child("front", front, "bot.channels.front")] if with_front else children


class Supervisor:
    """Starts children, waits until all answer, and starts again whatever dies."""

    def __init__(self, children: list[Child], say: Say) -> None:
        self.children = children
        self._say = say
        self._deaths = dict.fromkeys((child.name for child in children), 0)
        self._start_at: dict[str, float] = {}

    def start(self) -> None:
        """Returns when every child answers.

        Raises ProcessError when one dies again and again, or does not answer in time.
        """
        for child in self.children:
            child.start()
        waiting = list(self.children)
        deadline = time.monotonic() + START_SECONDS
        while waiting:
            self.revive()
            for child in waiting:
                if self._deaths[child.name] >= TRIES_AT_START:
                    words = last_words(child.log)
                    raise ProcessError(f"{child.name} does not start ({words}); see {child.log}.")
            if time.monotonic() > deadline:
                names = " and ".join(child.name for child in waiting)
                raise ProcessError(f"No answer from {names} in {START_SECONDS} s; see the logs.")
            waiting = [child for child in waiting if not answers(child.ready_url)]
            time.sleep(0.1)

    def watch(self) -> None:
        """Keeps the children alive until it is interrupted."""
        while True:
            self.revive()
            time.sleep(0.5)

    def revive(self) -> None:
        """Starts dead children again, each after a pause that doubles with every death."""
        now = time.monotonic()
        for child in self.children:
            due = self._start_at.get(child.name)
            if due is None:
                reason = child.why_ended()
                if reason is not None:
                    self._mourn(child, reason, now)
            elif now >= due:
                del self._start_at[child.name]
                child.start()

    def _mourn(self, child: Child, reason: str, now: float) -> None:
        if now - child.started_at > STEADY_SECONDS:
            self._deaths[child.name] = 0
        pause = min(2.0 ** self._deaths[child.name], LONGEST_PAUSE)
        self._deaths[child.name] += 1
        self._start_at[child.name] = now + pause
        message = f"{child.name} ended ({reason}); starting it again in {pause:.0f} s."
        logger.warning(message)
        self._say(message)

    def stop(self) -> None:
        """Stops all, the last started first, so that nobody talks to a process that is gone."""
        for child in reversed(self.children):
            child.stop()


class CareLoop:
    """The shop's own clockwork, every minute (bot/care/clockwork.py)."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="care", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Waits for a round that is under way."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        from bot.care.clockwork import run_round

        run_round(self._workshop)
        while not self._stopping.wait(CARE_SECONDS):
            run_round(self._workshop)


def answers(url: str) -> bool:
    """Whether the process behind `url` can do its work."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
