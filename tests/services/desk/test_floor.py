"""The floor of a day: bays, technicians, and giving a car to them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.clock import parse_moment
from bot.services import booking
from bot.services.desk_assign import assign
from bot.services.desk_board import read_board, read_day_floor
from bot.services.desk_orders import advance_order
from bot.services.desk_reception import receive_appointment, receive_walk_in
from bot.services.errors import NotAllowed, NotFound
from bot.shop.states import RepairOrderStatus as Status
from bot.storage import tables

WANG, ZHANG = "京N3K587", "京P9Q662"


@pytest.fixture
def floor(workshop, gu):
    """`floor()`: the floor of CY as it is now."""
    return lambda: read_day_floor(workshop, gu, "CY")


@pytest.fixture
def number(database):
    """`number(plate)`: of the order that goes on for this car."""

    def find(plate):
        with database.reading() as session:
            row = tables.RepairOrder
            query = select(row.number).where(row.plate == plate, row.delivered_at.is_(None))
            return session.scalars(query).one()

    return find


def drawn(floor):
    """Each lane as half hours: the last digits of the plate, or a dot."""
    return {
        lane.label: [
            "".join((cell.spot.plate[-1] if cell.spot else ".") * cell.span for cell in row)
            for row in lane.rows
        ]
        for lane in floor.lanes
    }


def spots(floor):
    """What stands on the floor, by number."""
    cells = (cell for lane in floor.lanes for row in lane.rows for cell in row)
    return {cell.spot.number: cell.spot for cell in cells if cell.spot}


def ids(floor, bay=None, technician=None):
    bays = {each.label: each.id for each in floor.bays}
    people = {each.label: each.id for each in floor.technicians}
    return bays[bay] if bay else None, people[technician] if technician else None


def test_the_day_as_seeded(floor):
    found = floor()
    assert found.hours[0] == (8, 1) and found.hours[-1] == (17, 2)
    assert sum(span for _, span in found.hours) == 19 and found.now_column == 2
    lanes = drawn(found)
    assert len(lanes) == 6
    # 王芳's car since this morning until the promised 17:00, 刘洋's without a promise all day.
    assert lanes["通用工位1"] == ["7" * 17 + ".."]
    assert lanes["通用工位2"] == ["9" * 19]
    benches = {bench.name: [spot.plate for spot in bench.spots] for bench in found.benches}
    assert benches == {"韩磊": [], "马超": [WANG], "丁洁": ["京L6M739"]}
    assert next(b for b in found.benches if b.name == "韩磊").certificates == ("ev",)


def test_appointments_and_walk_ins_stand_in_free_bays_of_their_kind(workshop, gu, floor):
    visit = booking.book(
        workshop,
        conversation_id="web-a",
        store_code="CY",
        job_codes=["minor_service", "car_wash"],
        starts_at=parse_moment("2026-11-23T11:00"),
        plate="京J7B053",
        customer_id=8,
    ).number
    receive_walk_in(workshop, gu, "CY", "京A12345", "minor_service", 1)
    lanes = drawn(floor())
    assert lanes["通用工位3"] == ["..55.33" + "." * 12]
    assert lanes["美容工位1"] == ["." * 7 + "3" + "." * 11]
    before = next(
        c.spot
        for lane in floor().lanes
        for r in lane.rows
        for c in r
        if c.spot and c.spot.number == visit
    )
    assert (before.kind, before.what, before.status) == ("visit", "小保养、洗车", "booked")
    order = receive_appointment(workshop, gu, visit, 9_900).number
    after = spots(floor())
    assert order in after and visit not in after, "the order stands for its visit"


def test_a_car_is_put_into_a_bay_and_given_to_somebody(workshop, gu, floor, number, rows):
    bay, person = ids(floor(), "通用工位3", "韩磊")
    assign(workshop, gu, number(ZHANG), bay, person, seen=(None, None))
    assert drawn(floor())["通用工位3"] == ["2" * 19]
    (order,) = rows(tables.RepairOrder, number=number(ZHANG))
    assert (order.bay_id, order.technician_id) == (bay, person)
    assert [each.step for each in rows(tables.StaffLook)] == ["assign"]
    shown = next(o for o in read_board(workshop, gu).orders if o.number == number(ZHANG))
    assert (shown.bay_id, shown.technician_id) == (bay, person)
    assign(workshop, gu, number(ZHANG), None, None, seen=(bay, person))
    assert drawn(floor())["通用工位3"] == ["." * 19]


def test_two_who_assign_at_once_and_two_cars_for_one_bay(workshop, gu, floor, number):
    wangs = ids(floor(), "通用工位1", "马超")
    free = ids(floor(), "通用工位3", "马超")
    with pytest.raises(NotAllowed, match="moved_on"):
        assign(workshop, gu, number(WANG), *free, seen=(None, None))
    with pytest.raises(NotAllowed, match="bay_taken"):
        assign(workshop, gu, number(ZHANG), *wangs, seen=(None, None))
    assign(workshop, gu, number(WANG), *free, seen=wangs)
    assign(workshop, gu, number(ZHANG), *wangs, seen=(None, None))


def test_work_that_asks_for_a_certificate_goes_to_who_holds_it(workshop, colleague, gu, floor):
    order = receive_walk_in(workshop, gu, "CY", "京AF67890", "high_voltage_repair", 20_000).number
    with pytest.raises(NotAllowed, match="certificate"):
        assign(workshop, gu, order, None, ids(floor(), None, "马超")[1], seen=(None, None))
    assign(workshop, gu, order, None, ids(floor(), None, "韩磊")[1], seen=(None, None))


def test_rights_and_places_go_by_store(workshop, gu, he, colleague, floor, number):
    bay, person = ids(read_day_floor(workshop, he, "HD"), "通用工位1", "罗阳")
    with pytest.raises(NotFound, match="bay"):
        assign(workshop, gu, number(ZHANG), bay, None, seen=(None, None))
    with pytest.raises(NotFound, match="technician"):
        assign(workshop, gu, number(ZHANG), None, person, seen=(None, None))
    with pytest.raises(NotFound, match="repair_order"):
        assign(workshop, he, number(ZHANG), None, None, seen=(None, None))
    with pytest.raises(NotAllowed, match="role"):
        assign(workshop, colleague("kefu"), number(ZHANG), None, None, seen=(None, None))
    with pytest.raises(NotFound, match="store"):
        read_day_floor(workshop, he, "CY")


def test_a_car_that_is_ready_leaves_its_bay(workshop, gu, floor, number):
    wangs = ids(floor(), "通用工位1", "马超")
    for seen, to in (
        (Status.REPAIRING, Status.QUALITY_CHECK),
        (Status.QUALITY_CHECK, Status.READY),
    ):
        advance_order(workshop, gu, number(WANG), seen, to)
    assert drawn(floor())["通用工位1"] == ["." * 19]
    with pytest.raises(NotAllowed, match="off_the_floor"):
        assign(workshop, gu, number(WANG), *wangs, seen=wangs)
    assign(workshop, gu, number(ZHANG), *wangs, seen=(None, None))


def test_a_late_car_still_stands_there(floor, clock):
    clock.now = parse_moment("2026-11-23T17:40")
    found = floor()
    assert drawn(found)["通用工位1"] == ["7" * 19]
    assert [each.plate for each in spots(found).values() if each.is_late] == [WANG]


def test_a_closed_day_has_no_timetable(workshop, colleague, clock):
    found = read_day_floor(workshop, colleague("yz.yu"), "YZ")
    assert (found.opens_at, found.lanes) == (None, ())
    assert [bench.name for bench in found.benches] == ["高原", "唐宁"]
