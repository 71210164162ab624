"""The staff's group is told who waits, what is unsafe, what was promised in vain; once, and no names."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.care.delivery import Deliverer, open_doors
from bot.services import dead_letters, handover, promises, repair_order
from bot.services.desk_idle import IDLE_AFTER, return_idle
from bot.services.outbox_doors import ROBOT_PACE
from bot.services.transcript import record_customer
from bot.services.workshop import Workshop
from bot.shop.states import RepairOrderStatus as Status
from bot.storage import tables
from tests.robots import KEY, TOO_FAST, Robot, running_robot
from tests.services.conftest import Clock
from tests.services.test_outbox import on_sqlite

Rows = Callable[..., list[Any]]
DESK = "https://service.example/desk/"


def ask(workshop: Workshop, conversation_id: str = "web-1", reason: str = "customer_asked") -> str:
    asked = handover.request_person(
        workshop, conversation_id, reason, phone="13800138001", store_code="CY", summary="京N3K587"
    )
    return asked.number


def tell(workshop: Workshop, robot: Robot) -> int:
    return Deliverer(workshop, open_doors(workshop, robot.environment(), DESK)).deliver_all()


def test_the_group_is_told_in_seconds_and_finds_the_way(workshop: Workshop, rows: Rows) -> None:
    number = ask(workshop)
    (row,) = rows(tables.Outbox)
    assert (row.kind, row.recipient, row.customer_id) == ("staff_waiting", "staff", None)
    with running_robot("wecom") as robot:
        assert tell(workshop, robot) == 1
    (text,) = robot.shown
    assert text == (
        "【星驰朝阳店】有客户在等人工，今天（周一）09:30起等，说好今天（周一）10:00前联系。"
        f"编号{number}。\n{DESK}talk/{number}"
    )
    (row,) = rows(tables.Outbox)
    assert (row.status, row.channel) == ("sent", "robot")


@on_sqlite
def test_asking_twice_tells_once_and_a_safety_matter_tells_again(
    workshop: Workshop, rows: Rows
) -> None:
    for reason in ("customer_asked", "customer_asked", "safety", "safety"):
        ask(workshop, reason=reason)
    assert [row.kind for row in rows(tables.Outbox)] == ["staff_waiting", "staff_safety"]


@on_sqlite
def test_nobody_is_named(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    ask(workshop, reason="safety")
    clock.let_pass(days=1)
    promises.mark_broken(workshop)
    notices = [row for row in rows(tables.Outbox) if row.recipient == "staff"]
    assert {row.kind for row in notices} == {"staff_safety", "staff_broken_promise"}
    with running_robot("feishu") as robot:
        tell(workshop, robot)
    said = json.dumps([row.facts for row in notices], ensure_ascii=False) + "".join(robot.shown)
    for personal in ("13800138001", "8001", "京N3K587", "王", "web-1"):
        assert personal not in said


def test_a_broken_promise_is_told_once(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    ask(workshop)
    clock.let_pass(minutes=31)
    assert promises.mark_broken(workshop) >= 1
    assert promises.mark_broken(workshop) == 0
    broken = rows(tables.Outbox, kind="staff_broken_promise")
    assert "call_back" in [row.facts["promise"] for row in broken]
    assert len(broken) == len({row.facts["promise_id"] for row in broken})


@on_sqlite
def test_a_promise_about_a_matter_that_is_over_hurries_nobody(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    order = rows(tables.RepairOrder, plate="京N3K587")[0]
    clock.let_pass(days=1)
    promises.mark_broken(workshop)
    told = [row for row in rows(tables.Outbox) if row.facts.get("number") == order.number]
    assert [row.kind for row in told] == ["staff_broken_promise"]
    for status in (Status.QUALITY_CHECK, Status.READY):
        repair_order.advance(workshop, order.number, status, "cy.gu")
    with running_robot("wecom") as robot:
        tell(workshop, robot)
    assert not [text for text in robot.shown if order.number in text]
    (row,) = rows(tables.Outbox, id=told[0].id)
    assert (row.status, row.last_error) == ("withdrawn", "settled_meanwhile")


@on_sqlite
def test_who_was_taken_meanwhile_is_not_told_of(workshop: Workshop, rows: Rows) -> None:
    ask(workshop)
    with workshop.database.transaction() as session:
        session.query(tables.Handover).update({"status": "taken", "taken_by": 1})
    with running_robot("wecom") as robot:
        tell(workshop, robot)
    assert robot.shown == []
    assert rows(tables.Outbox)[0].status == "withdrawn"


@on_sqlite
def test_who_is_left_waiting_is_told_of_again(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    ask(workshop)
    with workshop.database.transaction() as session:
        session.query(tables.Handover).update(
            {"status": "taken", "taken_by": 1, "taken_at": clock.now}
        )
    record_customer(workshop, "web-1", "在吗", answer="to_staff")
    clock.let_pass(seconds=IDLE_AFTER.total_seconds() + 1)
    assert return_idle(workshop, "马上换一位同事来。") == 1
    assert len(rows(tables.Outbox, kind="staff_waiting")) == 2


@on_sqlite
@pytest.mark.parametrize(("reason", "shown"), [("customer_asked", 0), ("safety", 1)])
def test_at_night_only_a_safety_matter_rings(
    workshop: Workshop, clock: Clock, reason: str, shown: int
) -> None:
    clock.now = clock.now.replace(hour=22)
    ask(workshop, reason=reason)
    with running_robot("dingtalk") as robot:
        tell(workshop, robot)
        assert len(robot.shown) == shown
        clock.now = clock.now.replace(hour=8, minute=31) + timedelta(days=1)
        tell(workshop, robot)
        assert len(robot.shown) == 1


@on_sqlite
def test_no_more_than_a_robot_takes_in_a_minute(workshop: Workshop, clock: Clock) -> None:
    numbers = [ask(workshop, f"web-{place}") for place in range(ROBOT_PACE + 5)]
    with running_robot("wecom") as robot:
        for shown in (ROBOT_PACE, ROBOT_PACE):
            tell(workshop, robot)
            assert len(robot.shown) == shown == robot.requests
            clock.let_pass(seconds=29)
        clock.let_pass(seconds=2)
        tell(workshop, robot)
    assert [number for number in numbers if number not in "".join(robot.shown)] == []


@on_sqlite
def test_a_robot_that_is_too_busy_is_asked_again(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    ask(workshop)
    with running_robot("wecom") as robot:
        robot.plan = [(200, TOO_FAST["wecom"])]
        tell(workshop, robot)
        assert (rows(tables.Outbox)[0].status, robot.shown) == ("waiting", [])
        clock.let_pass(seconds=61)
        tell(workshop, robot)
    assert (rows(tables.Outbox)[0].status, len(robot.shown)) == ("sent", 1)


@on_sqlite
def test_an_answer_that_is_lost_is_no_silence(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    ask(workshop)
    with running_robot("wecom") as robot:
        robot.plan = ["cut"]
        tell(workshop, robot)
        clock.let_pass(seconds=6)
        tell(workshop, robot)
    assert (rows(tables.Outbox)[0].status, len(robot.shown)) == ("sent", 2)


@on_sqlite
def test_a_robot_that_was_removed_is_a_dead_letter_that_can_be_sent_again(
    workshop: Workshop, rows: Rows, caplog: pytest.LogCaptureFixture
) -> None:
    ask(workshop)
    with running_robot("wecom") as robot:
        robot.url = robot.url.replace(KEY, "removed")
        tell(workshop, robot)
        (letter,) = dead_letters.list_dead_letters(workshop)
        assert (letter.kind, letter.status, letter.error) == (
            "staff_waiting",
            "failed",
            "wecom_93000",
        )
        robot.url = robot.url.replace("removed", KEY)
        dead_letters.send_again(workshop, letter.id)
        tell(workshop, robot)
    assert len(robot.shown) == 1
    assert "removed" not in caplog.text  # the key in the address is a secret


@on_sqlite
def test_without_a_robot_the_log_says_it(
    workshop: Workshop, rows: Rows, caplog: pytest.LogCaptureFixture
) -> None:
    ask(workshop)
    with caplog.at_level("INFO"):
        assert Deliverer(workshop, open_doors(workshop, {})).deliver_all() == 1
    (notice,) = rows(tables.Outbox)
    assert f"notice {notice.id} (staff_waiting) goes to nobody" in caplog.text
    assert notice.status == "sent"
