"""What is owed today, alerts, notices that did not arrive, and 三包 warnings of a store."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.services import progress, warranty
from bot.services.desk_board import read_board
from bot.services.desk_letters import list_letters, put_aside, send_again
from bot.services.desk_owed import settle_alert, settle_lead
from bot.services.errors import NotAllowed, NotFound
from bot.services.leads import take_lead
from bot.services.promises import mark_broken
from bot.storage import tables


@pytest.fixture
def lead(workshop, rows):
    """A newcomer asked for a rescue at CY; gives its row."""
    take_lead(workshop, "web-a", "rescue", phone="13812345678", store_code="CY", note="北四环")
    (row,) = rows(tables.Lead)
    return row


@pytest.fixture
def letter(database, workshop, rows):
    """A notice of CY that failed; gives its id."""
    with database.transaction() as session:
        row = tables.Outbox(
            kind="repair_order_step",
            recipient="13800138001",
            idempotency_key="k",
            status="failed",
            attempts=3,
            last_error="no such number",
            facts={"number": "RO1", "store_code": "CY", "status": "ready"},
            not_before_at=workshop.now(),
            created_at=workshop.now(),
        )
        session.add(row)
        session.flush()
        return row.id


def test_a_wish_is_owed_a_call_until_somebody_has_called(workshop, gu, lead, clock, rows):
    (owed,) = [each for each in read_board(workshop, gu).owed if each.lead_id == lead.id]
    assert (owed.phone, owed.is_late) == ("13812345678", False) and "北四环" in owed.about
    clock.let_pass(hours=2)
    mark_broken(workshop)
    (owed,) = [each for each in read_board(workshop, gu).owed if each.lead_id == lead.id]
    assert owed.is_late, "a broken promise does not go away by itself"
    settle_lead(workshop, gu, lead.id)
    assert lead.id not in {each.lead_id for each in read_board(workshop, gu).owed}
    assert rows(tables.Lead)[0].status == "taken"
    with pytest.raises(NotAllowed, match="settled"):
        settle_lead(workshop, gu, lead.id)


def test_a_silent_order_that_its_owner_asked_about_is_an_alert(workshop, gu, he, clock, rows):
    clock.let_pass(hours=8)
    progress.report(workshop, 1)
    (alert,) = read_board(workshop, gu).alerts
    assert alert.kind == progress.OVERDUE_ALERT and alert.number.startswith("RO")
    assert alert.call_by is not None
    with pytest.raises(NotFound, match="alert"):
        settle_alert(workshop, he, alert.id)
    settle_alert(workshop, gu, alert.id)
    assert read_board(workshop, gu).alerts == ()
    (promise,) = rows(tables.Promise, subject_type="staff_alert")
    assert promise.status == "kept"
    with pytest.raises(NotAllowed, match="settled"):
        settle_alert(workshop, gu, alert.id)


def test_an_order_past_its_time_stays_owed_after_it_counts_as_broken(workshop, gu, clock):
    assert not [each for each in read_board(workshop, gu).owed if each.is_late], (
        "张伟's first promise was broken, but a new one stands"
    )
    clock.let_pass(hours=8)
    mark_broken(workshop)
    late = {each.number for each in read_board(workshop, gu).owed if each.is_late}
    assert any(number.startswith("RO") for number in late)


def test_a_dead_letter_is_sent_again_by_one_of_two(workshop, gu, letter, rows):
    (shown,) = list_letters(workshop, gu, "CY")
    assert (shown.id, shown.attempts) == (letter, 3)
    send_again(workshop, gu, letter)
    (row,) = rows(tables.Outbox, id=letter)
    assert (row.status, row.attempts) == ("waiting", 0)
    with pytest.raises(NotAllowed, match="status"):
        put_aside(workshop, gu, letter)
    (look,) = rows(tables.StaffLook)
    assert (look.step, look.subject) == ("send_again", str(letter))


def test_a_dead_letter_is_put_aside_and_is_nobody_elses(workshop, gu, he, letter, rows):
    assert list_letters(workshop, he, "CY") == () and list_letters(workshop, he, "HD") == ()
    for act in (send_again, put_aside):
        with pytest.raises(NotFound, match="outbox"):
            act(workshop, he, letter)
    put_aside(workshop, gu, letter)
    assert rows(tables.Outbox, id=letter)[0].status == "withdrawn"
    assert list_letters(workshop, gu, "CY") == ()


def test_warnings_are_those_of_the_store_that_had_the_car(workshop, database):
    assert {each.plate for each in warranty.list_warnings(workshop, "CY")} == {"京Q5T210"}
    assert warranty.list_warnings(workshop, "HD") == ()
    assert warranty.list_warnings(workshop, "CY") == warranty.list_warnings(workshop)
    with database.transaction() as session:
        session.execute(
            update(tables.RepairOrder)
            .where(tables.RepairOrder.plate == "京Q5T210")
            .values(fault_code=None)
        )
    (days,) = warranty.list_warnings(workshop)
    assert days.warning.rule.id == "repair_days", "no fault was repaired three times any more"
