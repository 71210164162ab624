"""The supervisor keeps its children alive, says why one died, and leaves none behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import supervisor as supervisor_module
from bot.processes import Child, ProcessError, last_words, memory_bytes, port_is_free
from bot.settings import ROOT, load_settings
from bot.supervisor import STEADY_SECONDS, Supervisor, answers, check_ports
from tests.ports import free_ports

SERVER = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass
print("serving", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""
PARENT = """
import os, sys, time
from pathlib import Path
from bot.processes import Child
child = Child("c", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ),
              Path(sys.argv[1]), "")
child.start()
print(child.pid, flush=True)
time.sleep(60)
"""
DYING = "import sys; print('cannot find my model'); sys.exit(3)"


def eventually(true: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def make_child(tmp_path: Path, code: str, name: str = "server") -> Child:
    (port,) = free_ports(1)
    return Child(
        name,
        [sys.executable, "-c", code, str(port)],
        dict(os.environ),
        tmp_path / f"{name}.log",
        f"http://127.0.0.1:{port}/",
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Child]:
    child = make_child(tmp_path, SERVER)
    yield child
    child.stop()


def test_start_returns_when_the_child_answers(server: Child) -> None:
    supervisor = Supervisor([server], lambda _: None)
    supervisor.start()
    assert answers(server.ready_url)
    supervisor.stop()
    assert not answers(server.ready_url)


def test_a_dead_child_is_started_again_with_the_reason(server: Child) -> None:
    said: list[str] = []
    supervisor = Supervisor([server], said.append)
    supervisor.start()
    first = server.pid
    os.kill(first, signal.SIGKILL)
    eventually(lambda: supervisor.revive() or answers(server.ready_url))
    assert server.pid != first
    assert "server ended (signal SIGKILL; its last line: serving)" in said[0]


def test_pauses_double_while_a_child_keeps_dying_and_start_over_after_it_lived(
    tmp_path: Path,
) -> None:
    said: list[str] = []
    child = make_child(tmp_path, DYING)
    supervisor = Supervisor([child], said.append)
    for lived in (1, 1, 1, 1, 1, 1, 1, STEADY_SECONDS + 1, 1):
        child.started_at = 1000.0
        supervisor._mourn(child, "tired", now=1000.0 + lived)
    pauses = [int(re.search(r"again in (\d+) s", line)[1]) for line in said]  # type: ignore[index]
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 1, 2]


def test_a_child_that_never_starts_ends_the_start(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(supervisor_module, "TRIES_AT_START", 1)
    supervisor = Supervisor([make_child(tmp_path, DYING, "rasa")], lambda _: None)
    with pytest.raises(ProcessError, match=r"rasa does not start.*cannot find my model"):
        supervisor.start()


def test_stopping_kills_a_child_that_will_not_go(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("bot.processes.STOP_SECONDS", 0.2)
    child = make_child(tmp_path, STUBBORN)
    child.start()
    eventually(lambda: last_words(child.log) == "up")
    child.stop()
    assert child.why_ended() is not None and "SIGKILL" in child.why_ended()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a parent's death")
def test_a_supervisor_that_is_killed_leaves_no_orphan(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "c.log")]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert parent.stdout is not None
    orphan = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    eventually(lambda: not Path(f"/proc/{orphan}").exists() or _is_zombie(orphan))


def _is_zombie(pid: int) -> bool:
    return ") Z " in Path(f"/proc/{pid}/stat").read_text()


def test_a_log_that_has_grown_large_is_set_aside(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("bot.processes.LOG_BYTES", 10)
    child = make_child(tmp_path, "print('new')")
    child.log.write_text("old and long enough\n")
    child.start()
    eventually(child.why_ended)
    assert child.log.read_text() == "new\n"
    assert (tmp_path / "server.log.1").read_text() == "old and long enough\n"


def test_last_words_are_the_last_line_that_says_anything(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert last_words(log) == "no log"
    log.write_text("Traceback\nValueError: no model\n\n  \n")
    assert last_words(log) == "ValueError: no model"


def test_a_port_in_use_is_named_with_the_setting_that_changes_it(tmp_path: Path) -> None:
    front, rasa, actions = free_ports(3)
    settings = load_settings(
        {
            "AFTERCARE_STATE_DIR": str(tmp_path),
            "AFTERCARE_PORT": str(front),
            "AFTERCARE_RASA_PORT": str(rasa),
            "AFTERCARE_ACTIONS_PORT": str(actions),
        }
    )
    check_ports(settings)
    with socket.create_server(("127.0.0.1", rasa)):
        assert not port_is_free("127.0.0.1", rasa)
        with pytest.raises(ProcessError, match=f"{rasa}.*AFTERCARE_RASA_PORT"):
            check_ports(settings)


def test_memory_of_a_process_is_known_on_linux() -> None:
    assert memory_bytes(os.getpid()) > 1_000_000 or sys.platform != "linux"
    assert memory_bytes(2**22 + 1) == 0
