"""A report of the gateway settles its message once, whatever is repeated or comes late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.services import dead_letters, outbox
from bot.services.delivery_reports import Reception, Report, note_report
from bot.services.workshop import Workshop
from bot.storage import tables
from tests.services.conftest import Clock
from tests.services.test_outbox import must_claim, on_sqlite, put, state

Rows = Callable[..., list[Any]]
ARRIVED, LOST = Report("m1", "k1", True), Report("m1", "k1", False, "absent")


def send(workshop: Workshop, receipt: str | None = "m1") -> None:
    outbox.note_sent(workshop, must_claim(workshop), receipt)


def report(workshop: Workshop, said: Report) -> str:
    return note_report(workshop, "sms", said).value


def test_what_arrived_is_dated_and_stays_so(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    row_id = put(workshop, key="k1")
    send(workshop)
    clock.let_pass(seconds=8)
    arrived_at = clock.now
    assert report(workshop, ARRIVED) == "noted"
    clock.let_pass(minutes=1)
    for late in (ARRIVED, LOST):
        assert report(workshop, late) == "known"
    assert state(rows, row_id) == ("sent", None)
    assert rows(tables.Outbox)[0].delivered_at == arrived_at


def test_what_did_not_arrive_is_before_staff_until_it_does(workshop: Workshop, rows: Rows) -> None:
    row_id = put(workshop, key="k1")
    send(workshop)
    assert [report(workshop, LOST), report(workshop, LOST)] == ["noted", "known"]
    assert state(rows, row_id) == ("failed", "not_delivered absent")
    assert [letter.id for letter in dead_letters.list_dead_letters(workshop)] == [row_id]
    assert report(workshop, ARRIVED) == "noted"  # the telephone was switched on again
    assert state(rows, row_id) == ("sent", None)


@on_sqlite
def test_a_report_settles_what_nobody_knew(workshop: Workshop, rows: Rows) -> None:
    row_id = put(workshop, key="k1")
    outbox.note_unknown(workshop, must_claim(workshop), "Timeout")
    assert report(workshop, ARRIVED) == "noted"
    assert state(rows, row_id) == ("sent", None)


@on_sqlite
def test_what_arrived_is_not_tried_again(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    row_id = put(workshop, key="k1")
    outbox.note_try_later(workshop, must_claim(workshop), "Timeout", may_have_arrived=True)
    assert report(workshop, LOST) == "known"  # the next try is on its way already
    assert report(workshop, ARRIVED) == "noted"
    clock.let_pass(minutes=5)
    assert outbox.claim(workshop, "sms", {"sms"}) is None
    assert state(rows, row_id) == ("sent", None)


@on_sqlite
def test_a_report_on_an_earlier_sending_says_nothing_of_the_next(
    workshop: Workshop, rows: Rows
) -> None:
    row_id = put(workshop, key="k1")
    send(workshop)
    report(workshop, LOST)
    dead_letters.send_again(workshop, row_id)
    send(workshop, "m2")
    assert report(workshop, LOST) == "not_ours"
    assert state(rows, row_id) == ("sent", None)


@on_sqlite
def test_a_report_that_is_faster_than_the_answer_comes_again(workshop: Workshop) -> None:
    put(workshop, key="k1")
    parcel = must_claim(workshop)
    assert note_report(workshop, "sms", ARRIVED) is Reception.TOO_EARLY
    outbox.note_sent(workshop, parcel, "m1")
    assert note_report(workshop, "sms", ARRIVED) is Reception.NOTED


@on_sqlite
def test_what_is_not_the_gateways_is_left_alone(workshop: Workshop, rows: Rows) -> None:
    row_id = put(workshop, key="k1")
    assert report(workshop, LOST) == "not_ours"  # not even tried
    assert report(workshop, Report("m1", "k2", False)) == "not_ours"
    send(workshop)
    assert note_report(workshop, "web", LOST) is Reception.NOT_OURS
    report(workshop, LOST)
    dead_letters.put_aside(workshop, row_id)
    assert report(workshop, ARRIVED) == "known"
    assert state(rows, row_id)[0] == "withdrawn"
