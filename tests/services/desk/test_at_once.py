"""Many colleagues reach for the same at the same moment: one gets it, the others are told."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from bot.services.desk_assign import assign
from bot.services.desk_notes import add_note
from bot.services.desk_reception import receive_walk_in
from bot.services.errors import ServiceError
from bot.storage import tables

COLLEAGUES = 8


def at_once(act):
    """`act(n)` by all colleagues at the same moment: how often it was done, or why it was not."""
    start = threading.Barrier(COLLEAGUES)

    def one(number):
        start.wait()
        try:
            act(number)
        except ServiceError as refused:
            return refused.reason
        return "done"

    with ThreadPoolExecutor(max_workers=COLLEAGUES) as pool:
        return Counter(pool.map(one, range(COLLEAGUES)))


def test_a_car_is_taken_in_once(workshop, gu, rows):
    def take_in(_):
        receive_walk_in(workshop, gu, "CY", "京A12345", "minor_service", 30_000)

    assert at_once(take_in) == {"done": 1, "in_workshop": COLLEAGUES - 1}
    assert len(rows(tables.RepairOrder, plate="京A12345")) == 1


def test_a_bay_holds_one_car(workshop, gu, rows, database):
    cars = [
        receive_walk_in(workshop, gu, "CY", f"京A1234{n}", "car_wash", 1).number
        for n in range(COLLEAGUES)
    ]
    with database.reading() as session:
        bay = session.scalars(select(tables.Bay.id).where(tables.Bay.label == "美容工位1")).first()

    def put(n):
        assign(workshop, gu, cars[n], bay, None, seen=(None, None))

    assert at_once(put) == {"done": 1, "bay_taken": COLLEAGUES - 1}
    assert len(rows(tables.RepairOrder, bay_id=bay)) == 1


def test_a_note_sent_twice_at_once_is_one_note(workshop, gu, asked, rows):
    assert at_once(lambda _: add_note(workshop, gu, asked, "同一条", "k")) == {"done": COLLEAGUES}
    assert len(rows(tables.StaffNote)) == 1
