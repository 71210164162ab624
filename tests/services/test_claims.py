"""A claim is taken once, for one's own car, with a first answer promised."""

from __future__ import annotations

import pytest

from bot.services import claims
from bot.services.errors import NotFound
from bot.services.queue import list_queue
from bot.storage import tables


def take(workshop, rows, plate="京Q5T210", name="赵敏", **more):
    (customer,) = rows(tables.Customer, name=name)
    more = {"kind": "return_car", "description": "修了五次", **more}
    return claims.take_claim(workshop, "web-1", customer.id, plate, **more)


def test_a_claim_has_a_number_a_repair_and_the_time_of_its_first_answer(workshop, rows):
    taken = take(workshop, rows)
    (row,) = rows(tables.Claim)
    assert (row.number, row.kind, row.status) == (taken.number, "return_car", "submitted")
    assert taken.number.startswith("CL") and row.repair_order_id is not None
    (promise,) = rows(tables.Promise, subject_type="claim", subject_id=row.id)
    assert (promise.kind, promise.status) == ("first_reply", "open")
    assert promise.due_at == taken.call_back_by


def test_the_same_claim_again_adds_its_words_and_promises_no_other_time(workshop, rows, clock):
    first = take(workshop, rows)
    clock.let_pass(minutes=20)
    again = take(workshop, rows, description="还在抖")
    assert (again.number, again.call_back_by) == (first.number, first.call_back_by)
    (row,) = rows(tables.Claim)
    assert row.description == "修了五次\n还在抖"
    assert len(rows(tables.Promise, subject_type="claim")) == 1


def test_another_kind_or_a_decided_one_is_a_claim_of_its_own(workshop, rows, database):
    take(workshop, rows)
    take(workshop, rows, kind="warranty")
    with database.transaction() as session:
        for row in session.query(tables.Claim):
            row.status = "settled"
    take(workshop, rows)
    assert len(rows(tables.Claim)) == 3


def test_nobody_claims_for_a_car_that_is_not_theirs(workshop, rows):
    with pytest.raises(NotFound, match="car"):
        take(workshop, rows, plate="京N3K587")
    assert rows(tables.Claim) == []


def test_staff_see_it_and_its_owner_hears_of_it(workshop, rows):
    taken = take(workshop, rows)
    (line,) = [item for item in list_queue(workshop) if item.kind == "claim"]
    assert (line.number, line.customer_name, line.due_at) == (
        taken.number,
        "赵敏",
        taken.call_back_by,
    )
    (customer,) = rows(tables.Customer, name="赵敏")
    (listed,) = claims.list_claims(workshop, customer.id)
    assert (listed.number, listed.call_back_by, listed.is_open) == (
        taken.number,
        taken.call_back_by,
        True,
    )
    (other,) = rows(tables.Customer, name="王芳")
    assert claims.list_claims(workshop, other.id) == ()
