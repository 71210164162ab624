"""Every pair of statuses, allowed and not allowed, as the shop's rules list them."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from bot.shop.states import (
    REPAIR_STAGES,
    ComplaintStatus,
    RepairOrderStatus,
    StepError,
    check_step,
    in_workshop,
    is_final,
    may_step,
    next_stage,
    stage,
)

# Written out a second time on purpose, in the words of the rule, as pairs.
REPAIR_PAIRS = {
    ("booked", "received"),
    ("received", "inspecting"),
    ("inspecting", "awaiting_approval"),
    ("inspecting", "repairing"),
    ("awaiting_approval", "repairing"),
    ("awaiting_approval", "ready"),
    ("repairing", "waiting_parts"),
    ("repairing", "awaiting_approval"),
    ("repairing", "quality_check"),
    ("waiting_parts", "repairing"),
    ("quality_check", "repairing"),
    ("quality_check", "ready"),
    ("ready", "delivered"),
    ("booked", "cancelled"),
    ("received", "cancelled"),
    ("inspecting", "cancelled"),
    ("awaiting_approval", "cancelled"),
    ("repairing", "cancelled"),
    ("waiting_parts", "cancelled"),
}
COMPLAINT_PAIRS = {
    ("accepted", "investigating"),
    ("investigating", "proposed"),
    ("proposed", "agreed"),
    ("proposed", "investigating"),
    ("agreed", "carrying_out"),
    ("carrying_out", "awaiting_follow_up"),
    ("awaiting_follow_up", "closed"),
    ("awaiting_follow_up", "investigating"),
}


@pytest.mark.parametrize(("current", "wanted"), product(RepairOrderStatus, repeat=2))
def test_repair_order_pair(current: RepairOrderStatus, wanted: RepairOrderStatus) -> None:
    allowed = (current.value, wanted.value) in REPAIR_PAIRS
    assert may_step(current, wanted) is allowed
    if allowed:
        check_step(current, wanted)
    else:
        with pytest.raises(StepError) as refusal:
            check_step(current, wanted)
        assert (refusal.value.current, refusal.value.wanted) == (current, wanted)


@pytest.mark.parametrize(("current", "wanted"), product(ComplaintStatus, repeat=2))
def test_complaint_pair(current: ComplaintStatus, wanted: ComplaintStatus) -> None:
    assert may_step(current, wanted) is ((current.value, wanted.value) in COMPLAINT_PAIRS)


def test_final_statuses() -> None:
    final = {status.value for status in (*RepairOrderStatus, *ComplaintStatus) if is_final(status)}
    assert final == {"delivered", "cancelled", "closed"}


def test_a_car_is_in_the_workshop_from_hand_in_until_it_is_fetched() -> None:
    outside = {status.value for status in RepairOrderStatus if not in_workshop(status)}
    assert outside == {"booked", "delivered", "cancelled"}


def test_stages_lead_from_one_to_the_next() -> None:
    for current, following in pairwise(REPAIR_STAGES):
        assert stage(current) is current
        assert next_stage(current) is following


@pytest.mark.parametrize(
    ("status", "its_stage", "then"),
    [
        ("awaiting_approval", "inspecting", "repairing"),
        ("waiting_parts", "repairing", "repairing"),
        ("delivered", "delivered", None),
        ("cancelled", None, None),
    ],
)
def test_stops_and_ends(status: str, its_stage: str | None, then: str | None) -> None:
    at = RepairOrderStatus(status)
    assert stage(at) == its_stage
    assert next_stage(at) == then


def test_what_comes_next_is_always_an_allowed_step() -> None:
    for status in RepairOrderStatus:
        following = next_stage(status)
        assert following is None or may_step(status, following)
