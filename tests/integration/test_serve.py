"""`aftercare serve` from start to Ctrl-C, as an operator sees it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT
from tests.integration.desk.colleague import PASSWORD, DeskBrowser
from tests.serving import Server
from tests.system import RunningSystem

HALF_A_MINUTE = 30


@pytest.fixture(scope="module")
def server(system: RunningSystem, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Started after `system`, so that a model that fits is there already."""
    running = Server(tmp_path_factory.mktemp("serve"))
    try:
        running.wait_for(lambda: "Aftercare is open" in running.output, 3 * HALF_A_MINUTE)
        yield running
    finally:
        running.process.terminate()
        running.process.wait(30)


def test_it_tells_its_progress_and_the_address(server: Server) -> None:
    lines = server.output.splitlines()
    assert lines[0] == "Preparing the database …"
    assert not any(line.startswith("Training") for line in lines)
    assert f"http://127.0.0.1:{server.front}/" in lines[-1]
    assert httpx.get(f"http://127.0.0.1:{server.front}/").status_code == 200
    assert "Traceback" not in server.output


def test_the_one_time_passwords_of_the_first_start_open_the_desk(server: Server) -> None:
    told = dict(re.findall(r"one-time password of ([\w.]+): (\S+)", server.output))
    assert "cy.gu" in told
    assert len(set(told.values())) == len(told) == server.output.count("one-time password of")
    colleague = DeskBrowser(f"http://127.0.0.1:{server.front}")
    first = colleague.sign_in("cy.gu", told["cy.gu"])
    assert first.url.path == "/desk/password"  # nothing else before it is changed
    changed = {"old": told["cy.gu"], "new": PASSWORD, "again": PASSWORD}
    assert colleague.send("password", **changed).url.path == "/desk/"
    again = DeskBrowser(f"http://127.0.0.1:{server.front}")
    assert again.sign_in("cy.gu", told["cy.gu"]).url.path == "/desk/sign-in"
    assert again.sign_in("cy.gu").url.path == "/desk/"
    log = (server.state / "log" / "aftercare.log").read_text()
    assert [word for word in told.values() if word in log] == []


def test_the_test_door_is_shut_unless_it_was_asked_for(server: Server) -> None:
    url = f"http://127.0.0.1:{server.rasa}/webhooks/rest/webhook"
    assert httpx.post(url, json={"sender": "x", "message": "你好"}).status_code == 404


@pytest.mark.parametrize("name", ["actions", "front"])
def test_what_dies_is_started_again_and_the_log_says_why(server: Server, name: str) -> None:
    killed = server.children()[name]
    os.kill(killed, signal.SIGKILL)
    server.wait_for(lambda: server.children().get(name, killed) != killed, 10)
    log = (server.state / "log" / "aftercare.log").read_text()
    assert re.search(rf"{name} ended \(signal SIGKILL; .*starting it again in 1 s", log)
    port = {"actions": server.actions, "front": server.front}[name]
    server.wait_for(lambda: answers(f"http://127.0.0.1:{port}/health"), 20)


def test_a_second_server_says_which_port_is_taken(server: Server) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "serve"],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"Port {server.front} on 127.0.0.1 is in use" in done.stderr


def test_ctrl_c_closes_everything_and_the_next_start_takes_half_a_minute_at_most(
    server: Server,
) -> None:
    server.wait_for(lambda: set(server.children()) == {"rasa", "actions", "front"}, 20)
    children = server.children()
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(30) == 0
    assert server.output.endswith("Closing …\n")
    assert [name for name, pid in children.items() if Path(f"/proc/{pid}").exists()] == []
    server.process = server.start()
    server.wait_for(lambda: "Aftercare is open" in server.output, HALF_A_MINUTE)
    assert server.age < HALF_A_MINUTE
    assert "Seeded" not in server.output
    assert "one-time password" not in server.output


def answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.HTTPError:
        return False
