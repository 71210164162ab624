"""Only plate and telephone together prove who is speaking; guessing is slowed and tells nothing."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.services.booking import book, list_appointments, search
from bot.services.identity import ProofResult, find_owner, find_pause, prove, withdraw_proof
from bot.storage import tables

WANG = ("京N3K587", "8001")
LI = ("京AD12345", "9002")


def try_wrong(workshop, plate="京N3K587", source="10.0.0.1", times=1, conversation="thief"):
    results = [prove(workshop, conversation, plate, "0000", source) for _ in range(times)]
    return results[-1]


def test_plate_and_last_four_digits_prove_the_owner_for_an_hour(workshop, clock):
    proven = prove(workshop, "web-1", *WANG, "10.0.0.1")
    assert proven.ok
    owner = find_owner(workshop, "web-1")
    assert owner == proven.owner
    assert (owner.name, owner.salutation, owner.phone) == ("王芳", "王女士", "13800138001")
    assert [car.plate for car in owner.cars] == ["京N3K587"]
    clock.let_pass(minutes=59)
    assert find_owner(workshop, "web-1") is not None
    clock.let_pass(minutes=1)
    assert find_owner(workshop, "web-1") is None


def test_an_owner_of_two_cars_is_proven_by_either_and_has_both(workshop):
    for plate in ("京AD12345", "京N8H312"):
        owner = prove(workshop, "web-1", plate, "9002", "10.0.0.1").owner
        assert {car.plate for car in owner.cars} == {"京AD12345", "京N8H312"}


def test_the_plate_may_be_written_as_people_write_it(workshop):
    assert prove(workshop, "web-1", "京n·3k587", "8001", "10.0.0.1").ok


@pytest.mark.parametrize(
    ("plate", "last4"),
    [
        ("京N3K587", "8002"),
        ("京N3K587", ""),
        ("京N3K587", "13800138001"),
        ("京N3K587", "----"),
        ("京N3K587", "%"),
        ("京X00000", "8001"),
        ("京X00000", "----"),
        ("", ""),
        ("' OR 1=1 --", "8001"),
        ("京N3K587", "９００２"),
    ],
)
def test_anything_else_proves_nothing(workshop, rows, plate, last4):
    assert prove(workshop, "web-1", plate, last4, "10.0.0.1") == ProofResult(ok=False)
    assert find_owner(workshop, "web-1") is None
    assert rows(tables.Proof) == []


def test_a_newcomer_finds_the_coming_visit_again_in_another_chat(workshop, clock, rows):
    visit = book_as_newcomer(workshop, "京B55K21", "13911113333")
    assert not try_wrong(workshop, "京B55K21").has_visits
    found = prove(workshop, "web-2", "京B55K21", "3333", "10.0.0.1")
    assert (found.ok, found.owner, found.has_visits) == (False, None, True)
    assert find_owner(workshop, "web-2") is None, "nobody on record"
    assert [v.number for v in list_appointments(workshop, None, "web-2")] == [visit.number]
    assert list_appointments(workshop, None, "web-1") == ()
    clock.let_pass(days=30)
    assert not prove(workshop, "web-3", "京B55K21", "3333", "10.0.0.1").has_visits


def test_a_newcomers_visit_for_a_known_plate_opens_nothing_of_its_owner(workshop):
    book_as_newcomer(workshop, "京N3K587", "13911113333")
    assert prove(workshop, "web-2", "京N3K587", "3333", "10.0.0.1").has_visits
    assert find_owner(workshop, "web-2") is None


def book_as_newcomer(workshop, plate, phone):
    tomorrow = workshop.now() + timedelta(days=1)
    free = search(workshop, "HD", ["car_wash"], tomorrow, tomorrow + timedelta(days=2)).windows[0]
    return book(
        workshop,
        conversation_id="web-1",
        store_code="HD",
        job_codes=["car_wash"],
        starts_at=free.starts_at,
        plate=plate,
        phone=phone,
    )


def test_a_proof_belongs_to_one_conversation_only(workshop):
    prove(workshop, "web-1", *WANG, "10.0.0.1")
    for other in ("web-2", "web-10", "WEB-1", "", "web-1 "):
        assert find_owner(workshop, other) is None


def test_who_proves_to_be_somebody_else_is_no_longer_the_first(workshop):
    prove(workshop, "web-1", *WANG, "10.0.0.1")
    prove(workshop, "web-1", *LI, "10.0.0.1")
    assert find_owner(workshop, "web-1").name == "李强"


def test_a_failed_try_leaves_an_earlier_proof_as_it_is(workshop):
    prove(workshop, "web-1", *WANG, "10.0.0.1")
    try_wrong(workshop, plate="京AD12345", conversation="web-1")
    assert find_owner(workshop, "web-1").name == "王芳"


def test_a_withdrawn_proof_is_gone_at_once(workshop):
    prove(workshop, "web-1", *WANG, "10.0.0.1")
    withdraw_proof(workshop, "web-1")
    assert find_owner(workshop, "web-1") is None


@pytest.mark.parametrize("plate", ["京N3K587", "京X99999"])
def test_five_failures_on_a_plate_pause_it_alike_whether_it_exists_or_not(workshop, clock, plate):
    results = [
        prove(workshop, f"thief-{count}", plate, "0000", f"10.0.0.{count}") for count in range(7)
    ]
    assert [result.paused for result in results] == [False] * 4 + [True] * 3
    assert all(result == ProofResult(ok=False, paused=True) for result in results[4:])
    clock.let_pass(minutes=29, seconds=59)
    assert try_wrong(workshop, plate, source="10.9.9.9").paused
    clock.let_pass(seconds=1)
    assert not try_wrong(workshop, plate, source="10.9.9.9").paused


@pytest.mark.parametrize("plate", ["京N3K587", "京X99999"])
def test_until_when_it_is_paused_can_be_said_beforehand(workshop, clock, plate):
    assert find_pause(workshop, "10.0.0.1", plate) is None
    try_wrong(workshop, plate, times=5)
    until = clock.now + timedelta(minutes=30)
    assert find_pause(workshop, "10.0.0.1") == until  # whatever the plate
    assert find_pause(workshop, "10.9.9.9", plate) == until  # whoever asks
    assert find_pause(workshop, "10.9.9.9", "京A00001") is None
    clock.let_pass(minutes=30)
    assert find_pause(workshop, "10.0.0.1", plate) is None


def test_a_paused_plate_is_paused_even_for_the_right_digits(workshop, clock):
    try_wrong(workshop, times=5)
    assert prove(workshop, "web-1", *WANG, "10.9.9.9") == ProofResult(ok=False, paused=True)
    clock.let_pass(minutes=30)
    assert prove(workshop, "web-1", *WANG, "10.9.9.9").ok


def test_five_failures_of_one_source_pause_it_on_every_plate(workshop):
    for count in range(5):
        try_wrong(workshop, plate=f"京A0000{count}")
    assert prove(workshop, "web-1", *WANG, "10.0.0.1").paused
    assert prove(workshop, "web-2", *WANG, "10.0.0.2").ok


def test_the_pause_lasts_half_an_hour_from_the_fifth_failure(workshop, clock):
    for _ in range(5):
        try_wrong(workshop)
        clock.let_pass(minutes=5)
    clock.let_pass(minutes=20)  # 25 minutes since the fifth, 45 since the first
    assert try_wrong(workshop).paused
    clock.let_pass(minutes=5)
    assert prove(workshop, "web-1", *WANG, "10.0.0.1").ok


def guess_slowly(workshop, clock, plate, times, minutes=10):
    """Never five within half an hour, each from another address; whether each was looked at."""
    looked_at = []
    for count in range(times):
        result = prove(workshop, f"thief-{count}", plate, "0000", f"10.1.0.{count}")
        looked_at.append(not result.paused)
        clock.let_pass(minutes=minutes)
    return looked_at


@pytest.mark.parametrize("plate", ["京N3K587", "京X99999"])
def test_patient_guessing_ends_after_ten_failures_alike_whether_the_plate_exists(
    workshop, clock, rows, plate
):
    began = clock.now
    assert guess_slowly(workshop, clock, plate, times=20) == [True] * 9 + [False] * 11
    assert len(rows(tables.ProofAttempt, succeeded=False)) == 10
    assert find_pause(workshop, "10.9.9.9", plate) == began + timedelta(days=1)
    assert len(rows(tables.StaffAlert, kind="proof_paused")) == 1


def test_patient_guessing_of_one_source_on_many_plates_ends_too(workshop, clock):
    """Later than of one plate: a waiting room's wireless has one address for all who sit there."""
    for count in range(30):
        assert not prove(workshop, "web-1", *WANG, "10.0.0.1").paused
        last = try_wrong(workshop, plate=f"京A000{count:02}")
        clock.let_pass(minutes=10)
    assert last.paused
    assert prove(workshop, "web-1", *WANG, "10.0.0.1").paused
    assert prove(workshop, "web-2", *WANG, "10.0.0.2").ok


def test_ten_failures_in_a_day_are_forgotten_one_by_one(workshop, clock, rows):
    guess_slowly(workshop, clock, "京N3K587", times=10)
    clock.let_pass(hours=22, minutes=20)  # a day since the first
    assert prove(workshop, "web-1", "京N3K587", "0000", "10.9.9.9").paused  # the tenth again
    clock.let_pass(minutes=10)
    assert prove(workshop, "web-1", *WANG, "10.9.9.9").ok
    assert len(rows(tables.StaffAlert, kind="proof_paused")) == 2  # once a day


def test_slips_spread_over_a_day_pause_nobody(workshop, clock):
    for _ in range(8):
        assert not try_wrong(workshop).paused
        clock.let_pass(minutes=31)


def test_tries_during_a_pause_do_not_make_it_longer(workshop, clock):
    try_wrong(workshop, times=5)
    clock.let_pass(minutes=15)
    try_wrong(workshop, times=5)
    clock.let_pass(minutes=15)
    assert prove(workshop, "web-1", *WANG, "10.0.0.1").ok


def test_staff_are_told_once_and_learn_no_more_than_needed(workshop, rows):
    try_wrong(workshop, times=9)
    (alert,) = rows(tables.StaffAlert, kind="proof_paused")
    assert alert.status == "open"
    assert "8001" not in alert.detail


def test_fifty_guesses_at_once_are_no_more_than_five(workshop, rows):
    def guess(count: int) -> bool:
        return prove(workshop, f"thief-{count}", "京N3K587", f"{count:04d}", f"10.0.0.{count}").ok

    with ThreadPoolExecutor(max_workers=50) as pool:
        assert not any(pool.map(guess, range(50)))
    assert len(rows(tables.ProofAttempt, succeeded=False)) == 5


def test_the_answer_takes_as_long_for_an_unknown_plate(workshop):
    def seconds(plate: str, count: int) -> float:
        begin = time.perf_counter()
        prove(workshop, f"c-{count}", plate, "0000", f"s-{plate}-{count}")
        return time.perf_counter() - begin

    rounds = range(4)  # a fifth would pause the plate
    known = statistics.median(seconds("京N3K587", count) for count in rounds)
    unknown = statistics.median(seconds("京X99999", count) for count in rounds)
    assert 1 / 4 < known / unknown < 4  # no query more or less; the machine's own noise is allowed
