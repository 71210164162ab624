"""How far the cars of the demonstration shop are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.services import progress
from bot.services.progress import Progress
from bot.services.workshop import Workshop
from bot.shop.states import RepairOrderStatus as Status
from bot.storage import tables
from tests.services.conftest import MONDAY, Clock

Rows = Callable[..., list[Any]]


def customer(rows: Rows, name: str) -> int:
    (row,) = rows(tables.Customer, name=name)
    return int(row.id)


def only(workshop: Workshop, rows: Rows, name: str) -> Progress:
    (found,) = progress.report(workshop, customer(rows, name))
    return found


def test_wang_fangs_car_is_being_repaired_for_today_17(workshop: Workshop, rows: Rows) -> None:
    car = only(workshop, rows, "王芳")
    assert (car.plate, car.status, car.next_stage) == (
        "京N3K587",
        Status.REPAIRING,
        Status.QUALITY_CHECK,
    )
    assert car.fault == "空调不制冷"
    assert car.promised_at == MONDAY.replace(hour=17, minute=0)
    assert (car.is_overdue, car.is_postponed, car.is_stale) == (False, False, False)
    assert (car.store_name, car.adviser_name) == ("星驰朝阳店", "顾晓")


def test_a_car_that_is_here_is_found_by_its_owner_only(workshop: Workshop, rows: Rows) -> None:
    liu_yang, wang_fang = customer(rows, "刘洋"), customer(rows, "王芳")
    here = progress.find_here(workshop, liu_yang, "京L6M739")
    assert here is not None and here.store_name == "星驰朝阳店"
    assert progress.find_here(workshop, wang_fang, "京L6M739") is None
    assert rows(tables.StaffAlert) == []  # nothing is set going by asking


def test_after_17_it_is_overdue(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    clock.now = MONDAY.replace(hour=17, minute=0)
    assert not only(workshop, rows, "王芳").is_overdue
    clock.let_pass(minutes=1)
    assert only(workshop, rows, "王芳").is_overdue


def test_zhang_weis_car_waits_for_a_part_longer_than_first_promised(
    workshop: Workshop, rows: Rows
) -> None:
    car = only(workshop, rows, "张伟")
    assert (car.status, car.waiting_part) == (Status.WAITING_PARTS, "变速箱机电单元")
    assert car.is_postponed and not car.is_overdue
    assert car.first_promised_at == (MONDAY - timedelta(days=1)).replace(hour=17, minute=0)
    assert car.promised_at == (MONDAY + timedelta(days=4)).replace(hour=17, minute=0)
    assert car.delay_reason and "厂家发货晚了" in car.delay_reason
    assert not car.is_stale


def test_nothing_in_the_workshop(workshop: Workshop, rows: Rows) -> None:
    assert progress.report(workshop, customer(rows, "孙丽")) == ()
    zhou = customer(rows, "周涛")
    assert progress.report(workshop, zhou) == ()
    (done,) = progress.list_finished(workshop, zhou, MONDAY - timedelta(days=7))
    assert (done.plate, done.fault) == ("京E2F481", "刹车异响，更换前刹车片")
    assert progress.list_finished(workshop, zhou, MONDAY - timedelta(days=1)) == ()


def test_one_of_two_cars(workshop: Workshop, rows: Rows) -> None:
    li = customer(rows, "李强")
    cars = {row.plate: row for row in rows(tables.Car, customer_id=li)}
    with workshop.database.transaction() as session:
        for index, (plate, car) in enumerate(sorted(cars.items())):
            session.add(
                tables.RepairOrder(
                    number=f"RO2611900{index}",
                    store_code="CY",
                    plate=plate,
                    car_id=car.id,
                    customer_id=li,
                    status="inspecting",
                    received_at=MONDAY - timedelta(hours=index + 1),
                    created_at=MONDAY,
                )
            )
    assert [car.plate for car in progress.report(workshop, li)] == ["京N8H312", "京AD12345"]
    (one,) = progress.report(workshop, li, "京AD12345")
    assert one.plate == "京AD12345"


def test_another_owners_plate_shows_nothing(workshop: Workshop, rows: Rows) -> None:
    assert progress.report(workshop, customer(rows, "孙丽"), "京N3K587") == ()


def test_a_silent_order_is_put_before_staff_once_with_a_call_to_the_owner(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    clock.now = MONDAY.replace(hour=15, minute=2)
    car = only(workshop, rows, "王芳")
    assert car.is_stale
    assert car.checked_by == MONDAY.replace(hour=15, minute=35)
    clock.let_pass(minutes=20)
    assert only(workshop, rows, "王芳").checked_by == car.checked_by
    (alert,) = rows(tables.StaffAlert)
    assert (alert.kind, alert.status, alert.store_code) == ("stale_order", "open", "CY")
    (promise,) = rows(tables.Promise, subject_type="staff_alert", subject_id=alert.id)
    assert (promise.kind, promise.due_at) == ("call_back", car.checked_by)
    assert promise.customer_id == customer(rows, "王芳")


def test_a_fresh_order_writes_nothing(workshop: Workshop, rows: Rows) -> None:
    only(workshop, rows, "王芳")
    assert rows(tables.StaffAlert) == []


def test_a_late_car_is_put_before_staff_with_a_call_to_the_owner(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    clock.now = MONDAY.replace(hour=17, minute=10)
    car = only(workshop, rows, "王芳")
    assert car.is_overdue
    assert car.checked_by == MONDAY.replace(hour=17, minute=40)
    (alert,) = rows(tables.StaffAlert)
    assert alert.kind == "overdue_order"


def test_when_nobody_called_in_time_a_new_call_is_promised(
    workshop: Workshop, clock: Clock, rows: Rows
) -> None:
    clock.now = MONDAY.replace(hour=15, minute=0)
    first = only(workshop, rows, "王芳").checked_by
    clock.let_pass(hours=1)
    second = only(workshop, rows, "王芳").checked_by
    assert first is not None and second is not None and first < clock.now < second
    assert len(rows(tables.StaffAlert)) == 1
    assert len(rows(tables.Promise, subject_type="staff_alert")) == 2
