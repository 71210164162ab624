"""Cars come in, with an appointment or without, and take a bay; or they do not come."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.clock import parse_moment
from bot.services import booking
from bot.services.desk_board import read_board
from bot.services.desk_orders import advance_order
from bot.services.desk_reception import mark_no_show, receive_appointment, receive_walk_in
from bot.services.errors import InvalidValue, NotAllowed, NotFound, Unavailable
from bot.services.promises import mark_broken
from bot.shop.states import RepairOrderStatus as Status
from bot.storage import tables

NEWCOMERS, SUN_LIS = "京A12345", "京J7B053"


@pytest.fixture
def visit(workshop):
    """Today's appointment of 孙丽 at 11:00; gives the number."""
    return booking.book(
        workshop,
        conversation_id="web-a",
        store_code="CY",
        job_codes=["minor_service"],
        starts_at=parse_moment("2026-11-23T11:00"),
        plate=SUN_LIS,
        customer_id=8,
    ).number


def fill(workshop, store, job, times, start="2026-11-23T11:00"):
    for n in range(times):
        booking.book(
            workshop,
            conversation_id=f"other-{start}-{n}",
            store_code=store,
            job_codes=[job],
            starts_at=parse_moment(start),
            plate=f"京B1234{n}",
            phone=f"1381234567{n}",
        )


def test_an_appointment_becomes_a_repair_order_and_its_promise_is_kept(
    workshop, gu, visit, rows, clock
):
    clock.let_pass(hours=1, minutes=40)  # ten minutes late: the shop has kept its word all the same
    mark_broken(workshop)
    received = receive_appointment(workshop, gu, visit, 9_850, "顺便看看雨刷")
    (order,) = rows(tables.RepairOrder, number=received.number)
    (row,) = rows(tables.Appointment, number=visit)
    assert (order.status, order.fault, order.mileage_km) == ("received", "顺便看看雨刷", 9_850)
    assert (order.appointment_id, order.customer_id, order.adviser_id) == (row.id, 8, gu.id)
    assert row.status == "arrived"
    (car,) = rows(tables.Car, plate=SUN_LIS)
    assert order.car_id == car.id and car.mileage_km == 9_850
    (item,) = rows(tables.RepairOrderItem, repair_order_id=order.id)
    assert (item.job_code, item.price_fen) == ("minor_service", 38_000)
    (promise,) = rows(tables.Promise, kind="appointment", subject_id=row.id)
    assert promise.status == "kept"
    (notice,) = rows(tables.Outbox, kind="repair_order_step")
    assert notice.facts["status"] == "received" and notice.facts["store_code"] == "CY"
    assert [each.step for each in rows(tables.StaffLook)] == ["receive"]
    with pytest.raises(NotAllowed, match="not_expected"):
        receive_appointment(workshop, gu, visit, 9_850)
    assert len(rows(tables.RepairOrder, plate=SUN_LIS)) == 1


def test_what_is_ready_takes_no_bay_for_the_rest_of_its_visit(workshop, gu, visit, rows):
    number = receive_appointment(workshop, gu, visit, 9_850).number
    steps = (
        Status.RECEIVED,
        Status.INSPECTING,
        Status.REPAIRING,
        Status.QUALITY_CHECK,
        Status.READY,
    )
    for seen, to in pairwise(steps):
        assert rows(tables.Appointment, number=visit)[0].status == "arrived"
        advance_order(workshop, gu, number, seen, to)
    assert rows(tables.Appointment, number=visit)[0].status == "completed"


def test_a_walk_in_takes_the_first_bay_that_is_free(workshop, gu, rows):
    received = receive_walk_in(workshop, gu, "CY", "京a·12345", "minor_service", 30_000)
    assert (received.plate, f"{received.starts_at:%H:%M}") == (NEWCOMERS, "09:30")
    (order,) = rows(tables.RepairOrder, number=received.number)
    assert (order.fault, order.customer_id, order.status) == ("小保养", None, "received")
    (visit,) = rows(tables.Appointment, plate=NEWCOMERS)
    assert (visit.source, visit.status, order.appointment_id) == ("walk_in", "arrived", visit.id)
    assert rows(tables.Outbox) == [], "nobody is known to be told"


def test_a_walk_in_takes_room_that_nobody_else_can_book(workshop, he):
    for plate in ("京A00001", "京A00002"):
        receive_walk_in(workshop, he, "HD", plate, "major_service", 1)
    with pytest.raises(Unavailable, match="full"):
        fill(workshop, "HD", "minor_service", 1, "2026-11-23T10:30")


def test_when_today_is_full_the_car_is_taken_in_all_the_same(workshop, gu, clock, rows):
    clock.now = parse_moment("2026-11-23T17:40")
    received = receive_walk_in(workshop, gu, "CY", NEWCOMERS, "minor_service", 30_000)
    assert received.starts_at is None
    (order,) = rows(tables.RepairOrder, number=received.number)
    assert (order.appointment_id, order.status) == (None, "received")


def test_a_known_car_is_its_owners(workshop, gu, rows):
    received = receive_walk_in(workshop, gu, "CY", SUN_LIS, "car_wash", 9_900)
    (order,) = rows(tables.RepairOrder, number=received.number)
    assert order.customer_id == 8
    assert rows(tables.Outbox)[0].customer_id == 8


@pytest.mark.parametrize(
    ("given", "error", "reason"),
    [
        ({"plate": "没牌"}, InvalidValue, "plate"),
        ({"job_code": ""}, InvalidValue, "unknown_job"),
        ({"mileage_km": -1}, InvalidValue, "mileage"),
        ({"mileage_km": 3_000_000}, InvalidValue, "mileage"),
        ({"plate": SUN_LIS, "mileage_km": 100}, InvalidValue, "mileage_low"),
        ({"plate": "京N3K587"}, NotAllowed, "in_workshop"),
        ({"plate": SUN_LIS, "job_code": "battery_health_check"}, Unavailable, "not_for_this_car"),
        ({"store_code": "HD"}, NotFound, "store"),
        ({"store_code": "XX"}, NotFound, "store"),
    ],
)
def test_what_cannot_be_taken_in(workshop, gu, rows, given, error, reason):
    whole = {"store_code": "CY", "plate": NEWCOMERS, "job_code": "minor_service"}
    whole = {**whole, "mileage_km": 30_000, **given}
    before = len(rows(tables.RepairOrder))
    with pytest.raises(error, match=reason):
        receive_walk_in(workshop, gu, **whole)
    assert len(rows(tables.RepairOrder)) == before


def test_who_has_an_appointment_is_received_by_it(workshop, gu, visit):
    with pytest.raises(NotAllowed, match="has_appointment"):
        receive_walk_in(workshop, gu, "CY", SUN_LIS, "minor_service", 9_900)


def test_a_no_show_frees_the_bay_after_a_while(workshop, gu, visit, clock, rows):
    clock.let_pass(hours=1, minutes=45)
    with pytest.raises(NotAllowed, match="may_still_come"):
        mark_no_show(workshop, gu, visit)
    clock.let_pass(minutes=20)
    (shown,) = read_board(workshop, gu).visits
    assert (shown.is_late, shown.may_miss) == (True, True)
    mark_no_show(workshop, gu, visit)
    (row,) = rows(tables.Appointment, number=visit)
    (promise,) = rows(tables.Promise, kind="appointment", subject_id=row.id)
    assert (row.status, promise.status) == ("no_show", "withdrawn")
    assert not [each for each in rows(tables.Outbox) if each.kind == "appointment_no_show"]
    with pytest.raises(NotAllowed, match="not_expected"):
        receive_appointment(workshop, gu, visit, 9_900)


def test_rights_go_by_store_and_role_and_day(workshop, he, colleague, visit, gu, clock):
    for act in (
        lambda who: receive_appointment(workshop, who, visit, 9_900),
        lambda who: mark_no_show(workshop, who, visit),
    ):
        with pytest.raises(NotFound, match="appointment"):
            act(he)
        with pytest.raises(NotAllowed, match="role"):
            act(colleague("kefu"))
    with pytest.raises(NotAllowed, match="role"):
        receive_walk_in(workshop, colleague("kefu"), "CY", NEWCOMERS, "minor_service", 1)
    clock.now += timedelta(days=1)
    with pytest.raises(NotAllowed, match="not_expected"):
        receive_appointment(workshop, gu, visit, 9_900)
