"""The queue shows what waits, most pressing first, and nothing that is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.services import complaint, handover, leads, progress, promises
from bot.services.queue import Urgency, list_queue
from bot.services.workshop import Workshop
from bot.shop.states import ComplaintStatus as Status
from bot.storage import tables
from tests.services.conftest import MONDAY, Clock

Rows = Callable[..., list[Any]]


def kinds(workshop: Workshop) -> list[str]:
    return [item.kind for item in list_queue(workshop)]


def test_the_shop_as_seeded(workshop: Workshop) -> None:
    found = {(item.kind, item.what, item.urgency) for item in list_queue(workshop)}
    assert found == {
        ("complaint", "quality", Urgency.DUE),
        ("broken_promise", "repair_done", Urgency.BROKEN),
        ("sanbao_warning", "repair_days 33/30", Urgency.WATCH),
        ("sanbao_warning", "same_fault_repairs 5/4", Urgency.WATCH),
    }


def test_the_most_pressing_comes_first(workshop: Workshop, clock: Clock) -> None:
    leads.take_lead(workshop, "a", "used_car", phone="13811112222")
    clock.let_pass(minutes=1)
    handover.request_person(workshop, "b", "customer_asked")
    complaint.open_complaint(workshop, "c", "刹车失灵了", phone="13811113333")
    queue = list_queue(workshop)
    assert [item.urgency for item in queue] == sorted(item.urgency for item in queue)
    assert {item.kind for item in queue[:2]} == {"complaint", "handover"}
    assert queue[0].phone == "13811113333"
    assert [item.kind for item in queue if item.urgency is Urgency.WAITING] == ["lead", "handover"]


def test_what_is_late_moves_up(workshop: Workshop, clock: Clock) -> None:
    number = complaint.open_complaint(workshop, "a", "收费太贵").complaint.number
    clock.let_pass(hours=5)
    promises.mark_broken(workshop)
    urgencies = {item.kind: item.urgency for item in list_queue(workshop) if item.number == number}
    assert urgencies == {"complaint": Urgency.BROKEN, "broken_promise": Urgency.BROKEN}


def test_what_is_done_is_gone(workshop: Workshop, rows: Rows) -> None:
    taken = complaint.open_complaint(workshop, "a", "收费太贵").complaint
    for step in list(Status)[1:]:
        complaint.advance(workshop, taken.number, step, "kefu")
    assert taken.number not in {item.number for item in list_queue(workshop)}


def test_a_silent_order_is_in_the_queue(workshop: Workshop, clock: Clock, rows: Rows) -> None:
    (order,) = rows(tables.RepairOrder, plate="京N3K587")
    clock.now = MONDAY.replace(hour=16)
    progress.report(workshop, order.customer_id)
    (alert,) = [item for item in list_queue(workshop) if item.kind == "alert"]
    assert (alert.number, alert.store_code) == (order.number, "CY")


def test_a_store_sees_its_own_and_what_belongs_to_none(workshop: Workshop) -> None:
    handover.request_person(workshop, "a", "customer_asked", store_code="HD")
    handover.request_person(workshop, "b", "customer_asked", store_code="CY")
    handover.request_person(workshop, "c", "customer_asked")
    stores = {item.store_code for item in list_queue(workshop, "HD")}
    assert stores == {"HD", None}


def test_the_owner_is_named(workshop: Workshop, rows: Rows) -> None:
    broken = next(item for item in list_queue(workshop) if item.kind == "broken_promise")
    assert (broken.customer_name, broken.phone) == ("张伟", "13700137003")
    assert broken.due_at == (MONDAY - timedelta(days=1)).replace(hour=17, minute=0)
