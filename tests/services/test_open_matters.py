"""What a proven customer is greeted with; of nobody else's."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.services.open_matters import find_open_matter
from bot.storage import tables


@pytest.fixture
def matter(workshop, database):
    """`matter("王芳")`: kind, plate and time."""

    def find(name):
        with database.reading() as session:
            query = select(tables.Customer.id).where(tables.Customer.name == name)
            found = find_open_matter(workshop, session.scalars(query).one())
        return found and (found.kind, found.plate, found.at and f"{found.at:%d %H:%M}")

    return find


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王芳", ("repair_order", "京N3K587", "23 17:00")),
        ("李强", ("appointment", "京AD12345", "26 10:00")),
        ("陈静", ("complaint", "京AF67890", None)),
        ("孙丽", None),
        ("周涛", None),
    ],
)
def test_each_is_greeted_with_their_own(matter, name, expected):
    assert matter(name) == expected


def test_a_car_that_is_ready_is_to_be_fetched(matter, database):
    with database.transaction() as session:
        order = tables.RepairOrder
        session.execute(update(order).where(order.plate == "京N3K587").values(status="ready"))
    assert matter("王芳") == ("ready", "京N3K587", None)


def test_a_time_that_has_passed_is_not_told_as_if_it_held(matter, clock):
    clock.let_pass(hours=9)
    assert matter("王芳") == ("repair_order", "京N3K587", None)


def test_a_visit_that_was_is_no_matter(matter, clock):
    clock.let_pass(days=5)
    assert matter("李强") is None
