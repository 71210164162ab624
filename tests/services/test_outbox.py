"""Which row goes when and by which door; each to one worker; nothing told twice or at night."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.services import dead_letters, outbox
from bot.services.errors import NotAllowed, NotFound
from bot.services.outbox import BACK_OFF, LEASE, Parcel
from bot.services.queue import list_queue
from bot.services.workshop import Workshop
from bot.storage import tables
from tests.services.conftest import MONDAY, Clock

Rows = Callable[..., list[Any]]
DOORS = frozenset({"web", "sms"})
WANG, LI = 1, 2

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def put(workshop: Workshop, kind: str = "repair_order_step", **values: Any) -> int:
    """A row as the use cases write them; returns its id."""
    now = workshop.now()
    with workshop.database.transaction() as session:
        number = values.pop("number", "RO1")
        row = tables.Outbox(
            kind=kind,
            recipient=values.pop("recipient", "13800138001"),
            idempotency_key=values.pop("key", f"{kind}:{datetime.now().timestamp()}"),
            facts={"number": number, "plate": "京N3K587", "status": "repairing"},
            not_before_at=values.pop("not_before_at", now),
            created_at=now,
            **{"customer_id": WANG, **values},
        )
        session.add(row)
        session.flush()
        return row.id


def prove(workshop: Workshop, conversation_id: str = "web-wang", customer_id: int = WANG) -> None:
    now = workshop.now()
    with workshop.database.transaction() as session:
        session.add(
            tables.Proof(
                conversation_id=conversation_id,
                customer_id=customer_id,
                proven_at=now,
                expires_at=now + timedelta(hours=1),
            )
        )


def consent(workshop: Workshop, kind: str, channel: str, is_granted: bool) -> None:
    with workshop.database.transaction() as session:
        session.merge(
            tables.Consent(
                customer_id=WANG,
                kind=kind,
                channel=channel,
                is_granted=is_granted,
                changed_at=workshop.now(),
            )
        )


def claim(workshop: Workshop, door: str = "sms") -> Parcel | None:
    return outbox.claim(workshop, door, DOORS)


def must_claim(workshop: Workshop, door: str = "sms") -> Parcel:
    parcel = claim(workshop, door)
    assert parcel is not None
    return parcel


def state(rows: Rows, row_id: int) -> tuple[str, str | None]:
    (row,) = rows(tables.Outbox, id=row_id)
    return row.status, row.last_error


def test_of_many_workers_each_row_is_claimed_by_one(workshop: Workshop) -> None:
    ids = [
        put(workshop, recipient=f"1390000{i:04}", customer_id=None, key=f"k{i}") for i in range(20)
    ]
    claimed: list[int] = []

    def work() -> None:
        while parcel := claim(workshop):
            claimed.append(parcel.id)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(claimed) == ids


def test_the_whole_way_of_a_row(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    row_id = put(workshop)
    parcel = must_claim(workshop)
    assert (parcel.address, parcel.salutation) == ("13800138001", "王女士")
    assert outbox.note_try_later(workshop, parcel, "http_503")
    assert claim(workshop) is None
    clock.let_pass(seconds=BACK_OFF[0].total_seconds() + 1)
    again = must_claim(workshop)
    assert (again.id, again.key, again.attempt) == (parcel.id, parcel.key, 2)
    assert not outbox.note_sent(workshop, parcel)  # the first claim is over
    assert outbox.note_sent(workshop, again, "m1")
    (row,) = rows(tables.Outbox, id=row_id)
    assert (row.status, row.sent_at, row.receipt, row.last_error) == ("sent", clock.now, "m1", None)


def test_a_dead_workers_row_is_repeated_only_where_keys_are_honoured(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    prove(workshop, customer_id=LI)
    by_sms = put(workshop)
    by_web = put(workshop, customer_id=LI, recipient="13800138002")
    late, _ = must_claim(workshop, "sms"), must_claim(workshop, "web")
    clock.let_pass(seconds=LEASE.total_seconds() - 1)
    assert outbox.recover(workshop, {"web"}) == 0
    clock.let_pass(seconds=2)
    assert outbox.recover(workshop, {"web"}) == 2
    assert state(rows, by_sms) == ("unknown", "worker_died")
    assert state(rows, by_web) == ("waiting", "worker_died")
    assert outbox.note_sent(workshop, late)  # it was only slow: now we know
    assert state(rows, by_sms) == ("sent", None)


@on_sqlite
def test_tries_end_in_a_dead_letter(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    surely_not, perhaps = put(workshop), put(workshop, customer_id=LI, recipient="13800138002")
    while True:
        if parcel := claim(workshop):
            outbox.note_try_later(
                workshop, parcel, "trouble", may_have_arrived=parcel.id == perhaps
            )
        elif any(row.status == "waiting" for row in rows(tables.Outbox)):
            clock.let_pass(minutes=5)
        else:
            break
    assert clock.now < MONDAY + timedelta(hours=3)
    assert (state(rows, surely_not)[0], state(rows, perhaps)[0]) == ("failed", "unknown")
    listed = {item.what: item for item in list_queue(workshop) if item.kind == "undelivered"}
    assert set(listed) == {"repair_order_step failed", "repair_order_step unknown"}
    assert listed["repair_order_step failed"].phone == "13800138001"


@on_sqlite
def test_staff_send_a_dead_letter_again_or_put_it_aside(workshop: Workshop, rows: Rows) -> None:
    for end in (dead_letters.send_again, dead_letters.put_aside):
        outbox.note_refused(workshop, must_claim_new(workshop), "http_400")
        (letter,) = dead_letters.list_dead_letters(workshop)
        assert (letter.status, letter.error, letter.customer_name) == ("failed", "http_400", "王芳")
        end(workshop, letter.id)
        assert dead_letters.list_dead_letters(workshop) == ()
        with pytest.raises(NotAllowed):
            end(workshop, letter.id)
        if parcel := claim(workshop):
            outbox.note_sent(workshop, parcel)
    assert [row.status for row in rows(tables.Outbox)] == ["sent", "withdrawn"]
    with pytest.raises(NotFound):
        dead_letters.put_aside(workshop, 4711)


def must_claim_new(workshop: Workshop) -> Parcel:
    put(workshop)
    return must_claim(workshop)


@on_sqlite
def test_a_chat_that_has_just_proven_comes_before_the_telephone(
    workshop: Workshop, clock: Clock
) -> None:
    prove(workshop, "web-old")
    prove(workshop, "web-new")
    put(workshop)
    assert claim(workshop, "sms") is None
    assert must_claim(workshop, "web").address == "web-new"
    clock.let_pass(hours=2)
    put(workshop, number="RO2", recipient="13800138009")
    assert claim(workshop, "web") is None
    assert must_claim(workshop, "sms").address == "13800138009"


@on_sqlite
def test_a_chat_that_closed_meanwhile_leaves_it_to_the_telephone(
    workshop: Workshop, clock: Clock
) -> None:
    prove(workshop)
    put(workshop)
    outbox.note_try_later(workshop, must_claim(workshop, "web"), "busy")
    clock.let_pass(hours=2)
    assert claim(workshop, "web") is None
    assert must_claim(workshop, "sms").attempt == 2


@on_sqlite
def test_what_no_open_window_took_goes_to_the_telephone_once(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    prove(workshop)
    seen, unseen = put(workshop), put(workshop, number="RO2")
    for _ in range(2):
        outbox.note_sent(workshop, must_claim(workshop, "web"))
    outbox.note_seen(workshop, [seen])
    clock.let_pass(seconds=80)
    assert outbox.send_unseen_on(workshop, DOORS) == 0
    clock.let_pass(seconds=20)
    assert outbox.send_unseen_on(workshop, {"web"}) == 0  # there is no telephone
    assert outbox.send_unseen_on(workshop, DOORS) == 1
    parcel = must_claim(workshop, "sms")
    assert parcel.id == unseen
    outbox.note_sent(workshop, parcel)
    clock.let_pass(minutes=10)
    assert outbox.send_unseen_on(workshop, DOORS) == 0
    assert rows(tables.Outbox, id=seen)[0].delivered_at == MONDAY


@on_sqlite
def test_refused_consent_is_respected_by_door(workshop: Workshop, rows: Rows) -> None:
    prove(workshop)
    consent(workshop, "reminder", "web", False)
    first = put(workshop, "appointment_reminder")
    assert claim(workshop, "web") is None
    outbox.note_sent(workshop, must_claim(workshop, "sms"))
    consent(workshop, "reminder", "any", False)
    second = put(workshop, "appointment_reminder")
    assert claim(workshop, "sms") is None
    assert state(rows, first)[0] == "sent"
    assert state(rows, second) == ("withdrawn", "not_permitted")


@on_sqlite
def test_nobody_is_disturbed_at_night_not_even_by_a_late_try(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    clock.now = MONDAY.replace(hour=20, minute=59, second=58)
    row_id = put(workshop)
    outbox.note_try_later(workshop, must_claim(workshop), "http_503")
    clock.let_pass(seconds=10)
    assert claim(workshop) is None
    morning = (MONDAY + timedelta(days=1)).replace(hour=8, minute=30)
    assert rows(tables.Outbox, id=row_id)[0].not_before_at == morning
    clock.now = morning
    assert must_claim(workshop).id == row_id


@on_sqlite
def test_a_confirmation_answers_at_any_hour_while_it_is_fresh(
    workshop: Workshop, clock: Clock
) -> None:
    clock.now = MONDAY.replace(hour=23)
    put(workshop, "appointment_booked")
    outbox.note_sent(workshop, must_claim(workshop))
    put(workshop, "appointment_moved")
    clock.let_pass(minutes=11)
    assert claim(workshop) is None


@on_sqlite
def test_contacts_have_one_budget_and_a_matter_of_the_customers_is_outside_it(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    for kind in ("appointment_reminder", "visit_care"):
        put(workshop, kind)
        outbox.note_sent(workshop, must_claim(workshop))
        clock.let_pass(hours=1)
    third = put(workshop, "visit_care")
    too_late = put(workshop, "visit_care", expires_at=clock.now + timedelta(days=2))
    assert claim(workshop) is None
    assert state(rows, third) == ("waiting", "contact_budget")
    assert state(rows, too_late) == ("expired", "contact_budget")
    own_matter = put(workshop)
    assert must_claim(workshop).id == own_matter
    free_at = MONDAY + timedelta(days=7)
    assert rows(tables.Outbox, id=third)[0].not_before_at == free_at


@on_sqlite
def test_two_reminders_at_once_count_each_other(workshop: Workshop, rows: Rows) -> None:
    for place in range(4):  # to two telephones of one person, so that they may go side by side
        put(workshop, "visit_care", recipient=f"1380013800{place}", key=f"k{place}")
    assert [claim(workshop) is not None for _ in range(4)] == [True, True, False, False]


@on_sqlite
def test_only_the_newest_step_of_an_order_is_told(workshop: Workshop, rows: Rows) -> None:
    old, other, new = put(workshop), put(workshop, number="RO2"), put(workshop)
    told = []
    while parcel := claim(workshop):
        told.append(parcel.id)
        outbox.note_sent(workshop, parcel)
    assert told == [other, new]
    assert state(rows, old) == ("withdrawn", "superseded")


@on_sqlite
def test_one_person_gets_one_message_at_a_time_in_order(workshop: Workshop) -> None:
    first, second = put(workshop), put(workshop, number="RO2")
    parcel = must_claim(workshop)
    assert (parcel.id, claim(workshop)) == (first, None)
    outbox.note_sent(workshop, parcel)
    assert must_claim(workshop).id == second


@on_sqlite
@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ({"expires_at": MONDAY}, ("expired", None)),
        ({"kind": "no_such_kind"}, ("failed", "unknown_kind")),
        ({"kind": "no_such_kind", "channel": "sms"}, ("failed", "unknown_kind")),
        ({"recipient": "nobody", "customer_id": None}, ("failed", "no_door")),
    ],
)
def test_what_cannot_go_says_why(
    workshop: Workshop, rows: Rows, values: dict[str, Any], ends: tuple[str, str | None]
) -> None:
    row_id = put(workshop, **values)
    assert claim(workshop) is None
    assert state(rows, row_id) == ends


@on_sqlite
def test_what_waits_for_a_closed_door_ends_with_its_time(workshop: Workshop, clock: Clock) -> None:
    put(workshop, channel="wechat", expires_at=MONDAY + timedelta(days=2))
    put(workshop, channel="wechat", number="RO2")
    assert claim(workshop) is None
    assert outbox.expire_overdue(workshop) == 0
    clock.let_pass(days=2)
    assert (outbox.expire_overdue(workshop), outbox.expire_overdue(workshop)) == (1, 0)


@on_sqlite
def test_a_backlog_for_one_door_does_not_hold_up_another(workshop: Workshop) -> None:
    for place in range(outbox.BATCH * 2):
        put(workshop, recipient=f"1390000{place:04}", customer_id=None, key=f"k{place}")
    prove(workshop)
    row_id = put(workshop)
    assert must_claim(workshop, "web").id == row_id


def test_statuses_in_use_are_those_of_the_table() -> None:
    assert set(dead_letters.DEAD) < set(tables.records.OUTBOX_STATUSES)
    assert Counter(BACK_OFF) == Counter(sorted(BACK_OFF))
