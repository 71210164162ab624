"""Workers that are killed again and again, wherever they are, over both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

import pytest

from bot.care.delivery import Deliverer, open_doors
from bot.services.workshop import Workshop
from bot.settings import ROOT
from bot.storage import tables
from tests.gateway import Gateway, running_gateway
from tests.services.conftest import Clock
from tests.services.test_outbox import put

Rows = Callable[..., list[Any]]
ROWS = 60


@pytest.mark.parametrize("honours_keys", [True, False])
def test_killed_again_and_again_nothing_is_lost_and_nothing_shown_twice(
    workshop: Workshop, clock: Clock, rows: Rows, honours_keys: bool
) -> None:
    clock.now = clock.now.replace(hour=12)
    for place in range(ROWS):
        put(workshop, recipient=f"1390000{place:04}", customer_id=None, key=f"k{place}")
    with running_gateway(honours_keys) as gateway:
        kills = kill_in_a_loop(workshop.database.url, clock.now, gateway)
        clock.let_pass(minutes=10)
        worker = Deliverer(workshop, open_doors(workshop, gateway.environment()))
        for _ in range(3):
            worker.deliver_all()
            clock.let_pass(minutes=2)
        shown = gateway.times_shown()
    by_status: dict[str, set[str]] = {}
    for row in rows(tables.Outbox):
        by_status.setdefault(row.status, set()).add(row.idempotency_key)
    sent, unknown = by_status.pop("sent"), by_status.pop("unknown", set())
    assert kills >= 6
    assert by_status == {}
    assert len(sent | unknown) == ROWS
    assert set(shown.values()) == {1}
    assert sent <= set(shown) <= sent | unknown
    if honours_keys:
        assert unknown == set()
        assert gateway.requests > ROWS  # some were sent again, under their old key
    else:
        assert unknown
        assert gateway.requests == len(shown)


def kill_in_a_loop(url: str, now: datetime, gateway: Gateway) -> int:
    """Starts a worker and kills it some messages later, until most rows are through.

    Every second one dies while it waits for an answer, the others wherever they are.
    """
    chance, kills = Random(20261123), 0
    command = [sys.executable, "-m", "tests.services.outbox_runner", url, now.isoformat()]
    env = {**os.environ, **gateway.environment()}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=env, **pipes) as runner:
        while gateway.requests < ROWS * 3 // 4:
            before, enough = gateway.requests, chance.randint(3, 8)
            gateway.plan = [None] * (enough - 1) + ["slow"] if kills % 2 else []
            print("go", file=runner.stdin, flush=True)
            worker = int(runner.stdout.readline())
            deadline = time.monotonic() + 20
            while gateway.requests < before + enough:
                assert time.monotonic() < deadline
                time.sleep(0.001)
            time.sleep(chance.random() / 50)
            os.kill(worker, signal.SIGKILL)
            kills += 1
        runner.stdin.close()
    return kills
