"""Wishes that a colleague carries out: on record once, with one call that is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.services import leads, promises
from bot.services.errors import InvalidValue
from bot.services.workshop import Workshop
from bot.storage import tables
from tests.services.conftest import MONDAY, Clock

Rows = Callable[..., list[Any]]
PHONE = "13800138000"
IN_HALF_AN_HOUR = MONDAY + timedelta(minutes=30)


def calls(rows: Rows) -> list[Any]:
    return rows(tables.Promise, subject_type="lead")


def test_a_wish_is_on_record_with_who_to_call_and_by_when(workshop: Workshop, rows: Rows) -> None:
    taken = leads.take_lead(
        workshop, "web-1", "rescue", "北四环望和桥东边", PHONE, plate="京A8F221", store_code="CY"
    )
    assert taken.is_new and taken.call_back_by == IN_HALF_AN_HOUR
    (row,) = rows(tables.Lead)
    assert (row.number, row.service_line, row.status) == (taken.number, "rescue", "open")
    assert (row.phone, row.plate, row.store_code) == (PHONE, "京A8F221", "CY")
    assert (row.conversation_id, row.customer_id, row.note) == ("web-1", None, "北四环望和桥东边")
    (call,) = calls(rows)
    assert (call.kind, call.status, call.due_at) == ("call_back", "open", IN_HALF_AN_HOUR)
    assert (call.subject_id, call.conversation_id) == (row.id, "web-1")


def test_a_wish_is_taken_down_once(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    first = leads.take_lead(workshop, "web-1", "used_car", note="想卖车", phone=PHONE)
    clock.let_pass(minutes=10)
    again = leads.take_lead(workshop, "web-1", "used_car", note="三年的云电", phone=PHONE)
    leads.take_lead(workshop, "web-1", "used_car", note="想卖车", phone=PHONE)
    assert (again.number, again.is_new) == (first.number, False)
    assert again.call_back_by == first.call_back_by == IN_HALF_AN_HOUR
    (row,) = rows(tables.Lead)
    assert row.note == "想卖车\n三年的云电"  # what was said before is not repeated
    assert len(calls(rows)) == 1


def test_another_wish_and_another_conversation_are_wishes_of_their_own(
    workshop: Workshop, rows: Rows
) -> None:
    taken = [
        leads.take_lead(workshop, conversation, line, phone=PHONE)
        for conversation, line in (("web-1", "used_car"), ("web-1", "rental"), ("web-2", "rental"))
    ]
    assert all(lead.is_new for lead in taken)
    assert [row.number for row in rows(tables.Lead)] == [lead.number for lead in taken]
    assert len({lead.number for lead in taken}) == len(calls(rows)) == 3


def test_a_new_telephone_replaces_the_first_and_none_keeps_it(
    workshop: Workshop, rows: Rows
) -> None:
    (owner,) = rows(tables.Customer, name="孙丽")
    leads.take_lead(workshop, "web-1", "pickup", phone=PHONE, customer_id=owner.id)
    leads.take_lead(workshop, "web-1", "pickup", customer_id=owner.id)
    assert rows(tables.Lead)[0].phone == PHONE
    leads.take_lead(workshop, "web-1", "pickup", phone="13911112222", customer_id=owner.id)
    assert rows(tables.Lead)[0].phone == "13911112222"


def test_a_proven_customer_needs_no_telephone(workshop: Workshop, rows: Rows) -> None:
    (owner,) = rows(tables.Customer, name="孙丽")
    leads.take_lead(workshop, "web-1", "insurance", customer_id=owner.id)
    assert rows(tables.Lead)[0].customer_id == calls(rows)[0].customer_id == owner.id


def test_a_wish_without_a_telephone_cannot_be_followed_up(workshop: Workshop, rows: Rows) -> None:
    with pytest.raises(InvalidValue, match="phone"):
        leads.take_lead(workshop, "web-1", "used_car")
    assert rows(tables.Lead) == [] and calls(rows) == []


def test_at_night_the_call_is_promised_for_the_morning(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    clock.now = MONDAY.replace(hour=22)
    taken = leads.take_lead(workshop, "web-1", "rental", phone=PHONE)
    assert taken.call_back_by == (MONDAY + timedelta(days=1)).replace(hour=9, minute=0)
    assert calls(rows)[0].due_at == taken.call_back_by


def test_the_store_that_is_closed_today_calls_on_its_next_day(workshop: Workshop) -> None:
    taken = leads.take_lead(workshop, "web-1", "rental", phone=PHONE, store_code="YZ")
    assert taken.call_back_by == (MONDAY + timedelta(days=1)).replace(hour=9, minute=30)


def test_who_asks_again_after_a_call_that_did_not_come_is_promised_another(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    first = leads.take_lead(workshop, "web-1", "rental", phone=PHONE)
    clock.let_pass(hours=1)
    assert promises.mark_broken(workshop) == 1
    again = leads.take_lead(workshop, "web-1", "rental", phone=PHONE)
    assert (again.number, again.is_new) == (first.number, False)
    assert again.call_back_by == IN_HALF_AN_HOUR + timedelta(hours=1)
    assert [call.status for call in calls(rows)] == ["broken", "open"]


def test_a_wish_that_is_done_does_not_swallow_the_next(workshop: Workshop, rows: Rows) -> None:
    first = leads.take_lead(workshop, "web-1", "rental", phone=PHONE)
    with workshop.database.transaction() as session:
        session.get(tables.Lead, rows(tables.Lead)[0].id).status = "won"
    again = leads.take_lead(workshop, "web-1", "rental", phone=PHONE)
    assert again.is_new and again.number != first.number


def test_the_newest_open_wish_is_found_of_a_kind_or_of_any(workshop: Workshop) -> None:
    assert leads.find_lead(workshop, "web-1") is None
    rescue = leads.take_lead(workshop, "web-1", "rescue", "望和桥", PHONE)
    other = leads.take_lead(workshop, "web-1", "other", "车险", PHONE)
    found = leads.find_lead(workshop, "web-1")
    assert found and (found.number, found.call_back_by) == (other.number, IN_HALF_AN_HOUR)
    found = leads.find_lead(workshop, "web-1", "rescue")
    assert found and found.number == rescue.number
    assert leads.find_lead(workshop, "web-2", "rescue") is None
