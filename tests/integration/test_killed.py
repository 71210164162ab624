"""`aftercare serve` killed in the middle: every message is answered once or honestly excused, and
what was agreed on is there, once."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from bot.channels import wording
from bot.clock import parse_moment
from bot.services.workshop import Workshop
from bot.storage.database import Database
from bot.storage.tables import Appointment, Message, Outbox, Table
from tests.gateway import Gateway, running_gateway
from tests.integration.front.served import Visitor
from tests.ports import free_ports
from tests.serving import Server
from tests.system import MONDAY, RunningSystem

EXCUSE = wording.say("no_answer")
WISH = "我想约个小保养"
#: What the customer answers to which question.
ANSWERS = {
    "哪家店": "海淀",
    "什么时候": "周六上午十点",
    "车牌号报我一下": "京A8F221",
    "手机号": "13811112222",
    "这样约": "可以",
}
PATIENCE = 45.0
"""Seconds until even a killed Rasa has come back and the message has been settled."""
A_WHILE = timedelta(minutes=2)


class Shop:
    """The served shop, its database and its clock, which a test turns."""

    def __init__(self, place: Path) -> None:
        self.dial = place / "now"
        self.dial.write_text(MONDAY.isoformat())
        (self.sms_port,) = free_ports(1)
        dead = Gateway(url=f"http://127.0.0.1:{self.sms_port}/send")
        self.server = Server(place, AFTERCARE_NOW=f"@{self.dial}", **dead.environment())
        url = f"sqlite:///{self.server.state / 'aftercare.db'}"
        self.workshop = Workshop(Database(url), lambda: parse_moment(self.dial.read_text()))

    def wait_until_open(self) -> None:
        self.server.wait_for(lambda: "Aftercare is open" in self.server.output, 120)

    def let_pass(self, span: timedelta) -> None:
        draft = self.dial.with_suffix(".draft")
        draft.write_text((self.workshop.now() + span).isoformat())
        draft.replace(self.dial)

    def rows(self, table: type[Table], **equal: Any) -> list[Any]:
        with self.workshop.database.reading() as session:
            return list(session.scalars(select(table).filter_by(**equal).order_by(table.id)))

    def kill(self, name: str) -> None:
        """SIGKILL for one of the processes, or for the supervisor that runs them all."""
        if name != "serve":
            self.server.wait_for(lambda: name in self.server.children(), PATIENCE)
            os.kill(self.server.children()[name], signal.SIGKILL)
            return
        self.server.process.kill()
        self.server.process.wait()

    def revive(self, name: str) -> None:
        """What an operator's init system does: starts `serve` again. The others come by themselves."""
        if name != "serve":
            return
        deadline = time.monotonic() + 60
        while True:
            self.server.process = self.server.start()
            while self.server.process.poll() is None:
                if "Aftercare is open" in self.server.output:
                    return
                assert time.monotonic() < deadline, self.server.output
                time.sleep(0.1)


class Customer:
    """Somebody in the web chat who answers what is asked, and says it again after an excuse."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.visitor = Visitor(f"http://127.0.0.1:{shop.server.front}")
        self.said: list[str] = []

    def say(self, text: str) -> list[dict[str, Any]]:
        """Says it as the widget does, with a key and until it is taken; what the shop answered."""
        self.said.append(text)
        key, deadline = uuid4().hex, time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.visitor.send(key, text=text)
                if answer.status_code == 202:
                    return self._await_answer(answer.json()["message"]["id"], deadline)
                assert answer.status_code in (429, 503), answer.text
            except httpx.TransportError:
                pass
            assert time.monotonic() < deadline, "the message was not taken"
            time.sleep(0.3)

    def _await_answer(self, message_id: int, deadline: float) -> list[dict[str, Any]]:
        begun, turned = time.monotonic(), False
        while True:
            (row,) = self.shop.rows(Message, id=message_id)
            if row.answer != "pending":
                return self.lines_after(message_id)
            if not turned and time.monotonic() - begun > 12:
                self.shop.let_pass(A_WHILE)  # nobody can be at work on it any more
                turned = True
            assert time.monotonic() < deadline, "neither answer nor excuse"
            time.sleep(0.1)

    def lines_after(self, message_id: int) -> list[dict[str, Any]]:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return list(self.visitor.history(after=message_id)["messages"])
            except httpx.TransportError:
                assert time.monotonic() < deadline, "the front does not come back"
                time.sleep(0.3)

    def book(self, killed: str, at: set[int], chance: Random) -> None:
        """Books a visit; in the rounds `at`, a process is killed a moment after the words."""
        text = WISH
        for turn in range(20):
            attack = threading.Timer(chance.random() / 4, self.shop.kill, (killed,))
            if turn in at:
                attack.start()
                revival = threading.Thread(target=self._revive_after, args=(attack, killed))
                revival.start()
            heard = self.say(text)
            if turn in at:
                attack.join()
                revival.join()
            words = "\n".join(line.get("text", "") for line in heard if line["from"] != "customer")
            if self.shop.rows(Appointment, plate="京A8F221") and EXCUSE not in words:
                return
            if EXCUSE in words:
                time.sleep(3)  # nobody says it again at once
            else:
                places = {words.rfind(question): said for question, said in ANSWERS.items()}
                assert max(places) >= 0, words
                text = places[max(places)]
        raise AssertionError(f"no visit after {self.said}")

    def _revive_after(self, attack: threading.Timer, killed: str) -> None:
        attack.join()
        self.shop.revive(killed)


@pytest.fixture(scope="module")
def shop(system: RunningSystem, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Served after `system`, so that a model that fits is there. Its gateway is dead."""
    running = Shop(tmp_path_factory.mktemp("killed"))
    try:
        running.wait_until_open()
        yield running
    finally:
        running.server.process.terminate()
        running.server.process.wait(30)
        running.workshop.database.close()


@pytest.fixture
def customer(shop: Shop) -> Customer:
    """A newcomer; what the tests before have booked is gone."""
    with shop.workshop.database.transaction() as session:
        for visit in session.scalars(select(Appointment).filter_by(plate="京A8F221")):
            session.delete(visit)
    return Customer(shop)


@pytest.mark.parametrize(
    ("killed", "rounds"),
    [("actions", {2, 5}), ("front", {0, 5}), ("rasa", {5}), ("serve", {3})],
)
def test_a_booking_survives_the_death_of(
    shop: Shop, customer: Customer, killed: str, rounds: set[int]
) -> None:
    customer.book(killed, rounds, Random(killed))
    conversation_id = shop.rows(Message, text=WISH)[-1].conversation_id
    lines = shop.rows(Message, conversation_id=conversation_id)
    asked = [line for line in lines if line.author == "customer"]
    assert [line.text for line in asked] == customer.said  # none lost, none twice
    excused = [line.payload_json["missed"] for line in lines if line.text == EXCUSE]
    assert sorted(excused) == [line.id for line in asked if line.answer == "missed"]
    assert {line.answer for line in asked} <= {"given", "missed"}
    assert len(shop.rows(Appointment, plate="京A8F221")) == 1


def test_a_lock_on_the_database_delays_and_loses_nothing(shop: Shop, customer: Customer) -> None:
    with shop.workshop.database.transaction() as session:
        session.connection()  # from here on nobody else writes
        answered = threading.Thread(target=customer.book, args=("nothing", set(), Random()))
        answered.start()
        time.sleep(4)
        assert answered.is_alive()
    answered.join(2 * PATIENCE)
    conversation_id = shop.rows(Message, text=WISH)[-1].conversation_id
    asked = shop.rows(Message, conversation_id=conversation_id, author="customer")
    assert [(line.text, line.answer) for line in asked] == [
        (text, "given") for text in (WISH, *ANSWERS.values())
    ]
    assert len(shop.rows(Appointment, plate="京A8F221")) == 1


def test_a_dead_gateway_holds_up_nothing_and_gets_its_message_later(
    shop: Shop, customer: Customer
) -> None:
    customer.book("nothing", set(), Random())
    row = shop.rows(Outbox, kind="appointment_booked")[-1]
    shop.server.wait_for(lambda: refused(shop, row.id), PATIENCE)
    with running_gateway(port=shop.sms_port) as gateway:
        shop.let_pass(A_WHILE)
        shop.server.wait_for(lambda: row.idempotency_key in gateway.times_shown(), PATIENCE)
        shop.let_pass(A_WHILE)
        time.sleep(2.5)  # two more looks of the deliverer
    assert gateway.times_shown()[row.idempotency_key] == 1
    assert shop.rows(Outbox, id=row.id)[0].status == "sent"


def refused(shop: Shop, row_id: int) -> bool:
    (row,) = shop.rows(Outbox, id=row_id)
    return bool((row.status, row.last_error) == ("waiting", "no_connection"))
