"""What is to change about a booked visit, read from the words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.base import Said
from actions.visit_changes import hear_changed_jobs, hear_shift

LISTED = ["minor_service", "major_service", "car_wash", "wheel_alignment"]
BOTH = ["minor_service", "car_wash"]


NAMES = {"minor_service": "小保养", "major_service": "大保养", "car_wash": "洗车"}


def said(text: str, *codes: str) -> Said:
    items = [
        {"entity": "service_item", "value": code, "start": max(0, text.find(NAMES.get(code, code)))}
        for code in codes
    ]
    return Said("change_booking", text, items)


@pytest.mark.parametrize(
    ("text", "codes", "now", "jobs"),
    [
        ("再加个洗车", ["car_wash"], ["minor_service"], BOTH),
        ("洗车不做了", ["car_wash"], BOTH, ["minor_service"]),
        ("把洗车去掉", ["car_wash"], BOTH, ["minor_service"]),
        (
            "小保养换成大保养",
            ["minor_service", "major_service"],
            BOTH,
            ["car_wash", "major_service"],
        ),
        ("改成大保养", ["major_service"], BOTH, ["car_wash", "major_service"]),
        ("改成洗车", ["car_wash"], ["minor_service"], ["car_wash"]),
        ("改成小保养加洗车", BOTH, ["fault_diagnosis"], BOTH),
        ("改成小保养加洗车", BOTH, ["fault_diagnosis", "car_wash"], BOTH),
        ("洗车改成小保养", ["car_wash", "minor_service"], ["car_wash"], ["minor_service"]),
        ("再加个洗车，改成周五", ["car_wash"], ["minor_service"], BOTH),
        ("洗车不做了", ["car_wash"], ["car_wash"], None),  # that would be to cancel
        ("洗车那个改到周五", ["car_wash"], BOTH, None),  # which visit is meant
        ("四轮定位改到周五", ["wheel_alignment"], BOTH, None),
        ("改到周五", [], BOTH, None),
        ("再加个火箭", ["rocket"], BOTH, None),  # not on the price list
    ],
)
def test_jobs(text: str, codes: list[str], now: list[str], jobs: list[str] | None) -> None:
    assert hear_changed_jobs(said(text, *codes), now, LISTED) == jobs


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("提前一天", timedelta(days=-1)),
        ("推迟两周", timedelta(weeks=2)),
        ("往后挪半个小时", timedelta(minutes=30)),
        ("晚3个小时", timedelta(hours=3)),
        ("一天", None),
        ("早点", None),
    ],
)
def test_a_length_that_understanding_did_not_mark(text: str, shift: timedelta | None) -> None:
    assert hear_shift(Said("change_booking", text)) == shift
