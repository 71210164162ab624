"""Fifty customers race for the last place: exactly one gets it. Without the guard, more do."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from bot.services import booking
from bot.services.errors import Unavailable
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.storage import tables

TUESDAY_3PM = datetime(2026, 11, 24, 15, 0, tzinfo=SHANGHAI)
CUSTOMERS = 50
PROCESSES = 5


def book_one(workshop: Workshop, customer: int) -> str:
    """A wash at HD, which has one place for it; what became of it."""
    try:
        booking.book(
            workshop,
            conversation_id=f"web-{customer}",
            store_code="HD",
            job_codes=["car_wash"],
            starts_at=TUESDAY_3PM,
            plate=f"京A{customer:05d}",
            phone=f"130{customer:08d}",
        )
    except Unavailable as refused:
        return refused.reason
    return "booked"


def race(workshop: Workshop, customers: range) -> Counter[str]:
    """All customers at once, each in a thread of their own."""
    with ThreadPoolExecutor(max_workers=len(customers)) as pool:
        return Counter(pool.map(lambda customer: book_one(workshop, customer), customers))


def test_of_fifty_threads_exactly_one_books_the_last_place(workshop, rows):
    assert race(workshop, range(CUSTOMERS)) == {"booked": 1, "full": CUSTOMERS - 1}
    assert len(rows(tables.Appointment, store_code="HD")) == 1
    assert len(rows(tables.Outbox)) == 1


def test_of_fifty_customers_in_five_processes_exactly_one_books_the_last_place(workshop, rows):
    url = workshop.database.engine.url.render_as_string(hide_password=False)
    share = CUSTOMERS // PROCESSES
    runners = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.services.race_runner",
                url,
                str(share * number),
                str(share),
            ],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            text=True,
        )
        for number in range(PROCESSES)
    ]
    for runner in runners:
        assert runner.stdout.readline() == "ready\n"
    outcomes: Counter[str] = Counter()
    for runner in runners:
        runner.stdin.write("go\n")
        runner.stdin.flush()
    for runner in runners:
        said, _ = runner.communicate(timeout=120)
        assert runner.returncode == 0
        outcomes.update(said.split())
    assert outcomes == {"booked": 1, "full": CUSTOMERS - 1}
    assert len(rows(tables.Appointment, store_code="HD")) == 1


def test_of_fifty_threads_exactly_one_holds_the_last_place(workshop, rows):
    def hold_one(customer: int) -> str:
        try:
            booking.hold(workshop, f"web-{customer}", "HD", ["car_wash"], TUESDAY_3PM)
        except Unavailable as refused:
            return refused.reason
        return "held"

    with ThreadPoolExecutor(max_workers=CUSTOMERS) as pool:
        outcomes = Counter(pool.map(hold_one, range(CUSTOMERS)))
    assert outcomes == {"held": 1, "full": CUSTOMERS - 1}
    assert len(rows(tables.Hold)) == 1


def test_of_ten_visits_that_move_to_the_same_last_place_exactly_one_gets_there(workshop, rows):
    visits = [
        booking.book(
            workshop,
            conversation_id=f"web-{customer}",
            store_code="HD",
            job_codes=["car_wash"],
            starts_at=TUESDAY_3PM.replace(day=25 + customer // 8, hour=10 + customer % 8),
            plate=f"京A{customer:05d}",
            phone=f"130{customer:08d}",
        )
        for customer in range(10)
    ]

    def move(customer: int) -> str:
        number = visits[customer].number
        try:
            booking.reschedule(
                workshop, number, starts_at=TUESDAY_3PM, conversation_id=f"web-{customer}"
            )
        except Unavailable as refused:
            return refused.reason
        return "moved"

    with ThreadPoolExecutor(max_workers=10) as pool:
        outcomes = Counter(pool.map(move, range(10)))
    assert outcomes == {"moved": 1, "full": 9}
    there = [row for row in rows(tables.Appointment) if row.starts_at == TUESDAY_3PM]
    assert len(there) == 1


def test_without_the_guard_several_get_the_last_place(workshop, rows, monkeypatch):
    """The same race with the guard taken away: neither a lock nor a turn to wait for.

    Everybody has looked at the diary before anybody writes in it, which is what threads do by chance
    when nothing keeps them apart; here it is made certain.
    """
    racers = 5
    everybody_has_looked = threading.Barrier(racers)
    require_room = booking.require_room

    def look_and_wait(*args, **options):
        stretches = require_room(*args, **options)
        everybody_has_looked.wait(timeout=30)
        return stretches

    monkeypatch.setattr(booking, "lock_diaries", lambda *_: None)
    monkeypatch.setattr(booking, "require_room", look_and_wait)
    # The race is for the place: numbers, which have a guard of their own, are not to decide it.
    monkeypatch.setattr(booking, "next_number", lambda *_: f"AP{uuid4().hex[:12]}")
    if workshop.database.url.startswith("sqlite"):
        no_turn = workshop.database.engine.execution_options(begin="SELECT 'each statement alone'")
        monkeypatch.setattr(workshop.database, "_writing", no_turn)

    outcomes = race(workshop, range(racers))
    assert outcomes["booked"] > 1
    assert len(rows(tables.Appointment, store_code="HD")) == outcomes["booked"]


def test_numbers_given_out_at_the_same_time_all_differ(workshop):
    def book(customer: int) -> str:
        return booking.book(
            workshop,
            conversation_id=f"web-{customer}",
            store_code="CY",
            job_codes=["car_wash"],
            starts_at=TUESDAY_3PM.replace(day=24 + customer, hour=10),
            plate=f"京A{customer:05d}",
            phone=f"130{customer:08d}",
        ).number

    with ThreadPoolExecutor(max_workers=6) as pool:
        numbers = list(pool.map(book, range(6)))
    assert len(set(numbers)) == 6
