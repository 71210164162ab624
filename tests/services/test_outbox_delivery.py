"""From a step in the workshop to the owner, over real parts."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import supervisor
from bot.care.delivery import Deliverer, DeliveryLoop, open_doors
from bot.services import repair_order, transcript
from bot.services.workshop import Workshop
from bot.settings import load_settings
from bot.shop.states import RepairOrderStatus as Status
from bot.storage import tables
from bot.supervisor import Supervisor
from tests.gateway import Gateway, running_gateway
from tests.services.conftest import MONDAY, Clock
from tests.services.test_outbox import LI, must_claim, prove, put, state

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

Rows = Callable[..., list[Any]]


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with running_gateway() as running:
        yield running


def deliverer(workshop: Workshop, gateway: Gateway) -> Deliverer:
    return Deliverer(workshop, open_doors(workshop, gateway.environment()))


def step(workshop: Workshop, rows: Rows) -> None:
    order = rows(tables.RepairOrder, plate="京N3K587")[0]
    repair_order.advance(workshop, order.number, Status.QUALITY_CHECK, "cy.gu")


def test_a_step_is_in_the_owners_chat_within_seconds(workshop: Workshop, rows: Rows) -> None:
    prove(workshop)
    loop = DeliveryLoop(workshop, open_doors(workshop, {}))
    loop.start()
    try:
        begun = time.monotonic()
        step(workshop, rows)
        while not transcript.list_lines(workshop, "web-wang").lines:
            assert time.monotonic() - begun < 3
            time.sleep(0.02)
    finally:
        loop.stop()
    (line,) = transcript.list_lines(workshop, "web-wang").lines
    assert line.author == "system"
    assert line.text.startswith("王女士，您的车京N3K587修完了，正在做最后的质检。")
    (row,) = rows(tables.Outbox)
    assert (row.status, row.channel) == ("sent", "web")


def test_serve_delivers_until_it_is_closed(
    workshop: Workshop,
    rows: Rows,
    gateway: Gateway,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`serve` without its children: what runs in its own process."""
    put(workshop)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    url = workshop.database.url
    env = {"AFTERCARE_DATABASE_URL": url, "AFTERCARE_STATE_DIR": str(tmp_path)}
    for name, value in {**gateway.environment(), "AFTERCARE_NOW": MONDAY.isoformat()}.items():
        monkeypatch.setenv(name, value)

    def watch(_: Supervisor) -> None:
        begun = time.monotonic()
        while state(rows, 1)[0] != "sent":
            assert time.monotonic() - begun < 5
            time.sleep(0.02)
        raise KeyboardInterrupt

    monkeypatch.setattr(supervisor, "check_ports", lambda _: None)
    monkeypatch.setattr(supervisor, "processes", lambda *_: [])
    monkeypatch.setattr(Supervisor, "watch", watch)
    monkeypatch.setattr("bot.training.ensure_model", lambda *_: tmp_path)
    said: list[str] = []
    try:
        supervisor.serve(load_settings(env), said.append)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert said[-1] == "Closing …"
    assert len(gateway.shown) == 1
    assert not [each for each in threading.enumerate() if each.name.startswith("outbox-")]


def test_a_new_time_reaches_the_telephone_of_who_is_not_in_the_chat(
    workshop: Workshop, clock: Clock, rows: Rows, gateway: Gateway, caplog: Any
) -> None:
    order = rows(tables.RepairOrder, plate="京N3K587")[0]
    tomorrow = clock.now.replace(hour=12) + timedelta(days=1)
    repair_order.promise_time(workshop, order.number, tomorrow, "cy.gu", "密封圈明天到")
    with caplog.at_level(logging.INFO):
        assert deliverer(workshop, gateway).deliver_all() == 1
    (message,) = gateway.shown
    assert message["to"] == "13800138001"
    assert "交车时间定在明天（周二）12:30" in message["text"]
    assert "密封圈明天到" in message["text"]
    (row,) = rows(tables.Outbox)
    assert (row.status, row.receipt) == ("sent", "m0")
    assert "13800138001" not in caplog.text
    assert "138****8001" in caplog.text


def test_a_gateway_that_is_down_is_tried_again_later(
    workshop: Workshop, clock: Clock, rows: Rows, gateway: Gateway
) -> None:
    gateway.plan = [(503, {"Retry-After": "60"}, {})]
    worker, row_id = deliverer(workshop, gateway), put(workshop)
    assert worker.deliver_all() == 1
    assert state(rows, row_id) == ("waiting", "http_503")
    clock.let_pass(seconds=59)
    assert worker.deliver_all() == 0
    clock.let_pass(seconds=2)
    assert worker.deliver_all() == 1
    assert state(rows, row_id) == ("sent", None)


def test_an_answer_that_is_lost_is_asked_for_again_where_keys_are_honoured(
    workshop: Workshop, clock: Clock, rows: Rows, gateway: Gateway
) -> None:
    gateway.plan = ["cut"]
    worker, row_id = deliverer(workshop, gateway), put(workshop)
    worker.deliver_all()
    clock.let_pass(seconds=6)
    worker.deliver_all()
    assert state(rows, row_id) == ("sent", None)
    assert (gateway.requests, len(gateway.shown)) == (2, 1)


def test_and_is_left_to_staff_where_they_are_not(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    with running_gateway(honours_keys=False) as careless:
        careless.plan = ["cut"]
        worker, row_id = deliverer(workshop, careless), put(workshop)
        for _ in range(5):
            worker.deliver_all()
            clock.let_pass(hours=1)
        assert state(rows, row_id)[0] == "unknown"
        assert careless.requests == 1


def test_a_gateway_that_hangs_holds_up_no_chat(
    workshop: Workshop, rows: Rows, gateway: Gateway
) -> None:
    gateway.plan = ["slow"]
    put(workshop, customer_id=LI, recipient="13800138002")
    loop = DeliveryLoop(workshop, open_doors(workshop, gateway.environment()), poll_seconds=0.05)
    loop.start()
    try:
        while not gateway.requests:
            time.sleep(0.02)
        prove(workshop)
        put(workshop)
        begun = time.monotonic()
        while not transcript.list_lines(workshop, "web-wang").lines:
            assert time.monotonic() - begun < 3
            time.sleep(0.02)
        assert state(rows, 1)[0] == "sending"
    finally:
        gateway.go_on.set()
        loop.stop()
    assert state(rows, 1)[0] == "sent"


def test_a_notice_without_words_is_a_dead_letter(
    workshop: Workshop, rows: Rows, gateway: Gateway
) -> None:
    row_id = put(workshop, "repair_order_promise")  # says no time
    deliverer(workshop, gateway).deliver_all()
    status, error = state(rows, row_id)
    assert (status, error) == ("failed", "no_words: 'promised'")
    assert gateway.requests == 0


def test_a_worker_that_died_after_writing_into_the_chat_does_not_write_twice(
    workshop: Workshop, clock: Clock, rows: Rows, gateway: Gateway
) -> None:
    prove(workshop)
    row_id = put(workshop)
    parcel = must_claim(workshop, "web")
    transcript.record_notice(workshop, parcel.address, parcel.id, "车修好了")  # and dies
    clock.let_pass(minutes=2)
    deliverer(workshop, gateway).deliver_all()
    assert state(rows, row_id)[0] == "sent"
    assert [line.text for line in transcript.list_lines(workshop, "web-wang").lines] == ["车修好了"]
