"""The running system: who may reach what, and that tests get it back as new."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.processes import Child
from tests.system import MONDAY, RunningSystem


def listening_addresses(pid: int) -> set[str]:
    """Addresses on which a process listens, in the kernel's hexadecimal."""
    inodes = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes.add(link.readlink().name.removeprefix("socket:[").rstrip("]"))
        except OSError:
            continue
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                found.add(fields[1].split(":")[0])
    return found


def test_every_process_listens_on_loopback_only(system: RunningSystem) -> None:
    for child in system.children:
        assert listening_addresses(child.pid) == {"0100007F"}, child.name


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/model/parse"),
        ("PUT", "/model"),
        ("GET", "/domain"),
        ("GET", "/status"),
        ("GET", "/conversations/anyone/tracker"),
        ("POST", "/conversations/anyone/messages"),
        ("POST", "/conversations/anyone/tracker/events"),
        ("POST", "/conversations/anyone/execute"),
        ("POST", "/conversations/anyone/trigger_intent"),
        ("POST", "/webhooks/inner/turn"),
    ],
)
def test_rasas_interface_is_closed_without_the_token(
    system: RunningSystem, method: str, path: str
) -> None:
    for token in ("", "?token=", "?token=guess"):
        response = httpx.request(method, f"{system.settings.rasa_url}{path}{token}", json={})
        assert response.status_code in (401, 403), token


def test_the_actions_are_closed_without_the_token(system: RunningSystem) -> None:
    call = {"next_action": "action_greet", "tracker": {"sender_id": "x"}}
    for token in ("", "?token=guess"):
        url = f"{system.settings.actions_url}/webhook{token}"
        assert httpx.post(url, json=call).status_code in (401, 403)
        assert httpx.get(f"{system.settings.actions_url}/actions{token}").status_code in (401, 403)


def test_the_token_is_in_no_process_list(system: RunningSystem) -> None:
    for child in system.children:
        command = Path(f"/proc/{child.pid}/cmdline").read_bytes().decode()
        assert system.settings.internal_token not in command


def test_reset_gives_the_shop_and_the_clock_back_as_new(system: RunningSystem) -> None:
    system.reset()
    seeded = system.rows("customer"), system.rows("appointment")
    with system.workshop.database.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM appointment_job")
        session.connection().exec_driver_sql("UPDATE customer SET name = 'changed'")
    system.let_pass(hours=3)
    assert system.workshop.now() == MONDAY + timedelta(hours=3)
    assert system.rows("customer", name="changed")
    system.reset()
    assert (system.rows("customer"), system.rows("appointment")) == seeded
    assert len(system.rows("appointment_job")) == 1
    assert system.workshop.now() == MONDAY


def test_the_seed_and_the_processes_agree_on_the_time(fresh_system: RunningSystem) -> None:
    order = fresh_system.rows("repair_order", plate="京N3K587")[-1]
    assert order.promised_at == MONDAY.replace(hour=17, minute=0)


def test_the_front_answers(system: RunningSystem) -> None:
    page = httpx.get(system.front_url)
    assert page.status_code == 200
    assert "星驰" in page.text


def test_logs_hold_no_words_of_customers(fresh_system: RunningSystem) -> None:
    words = "这句话只在测试里说过"
    body = {"sender": "log-test", "message": words}
    assert httpx.post(fresh_system.door_url, json=body, timeout=30).status_code == 200
    escaped = words.encode("unicode_escape").decode()
    for child in fresh_system.children:
        log = _log_of(child)
        assert words not in log and escaped not in log, child.name


def _log_of(child: Child) -> str:
    return child.log.read_text(encoding="utf-8", errors="replace")
