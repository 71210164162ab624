"""Rights from repeated repairs, and the warnings before: what counts, how often, what is open."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.warranty import (
    Assembly,
    Car,
    Condition,
    Fault,
    Ground,
    Quantity,
    Replacement,
    Rights,
    Verdict,
    Visit,
    list_warnings,
    rights,
    sanbao_cover,
    standard_rules,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BOOK = standard_rules()
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def new_car(km: int | None = 10_000, age_days: int = 300, **more: object) -> Car:
    return Car(TODAY - timedelta(days=age_days), km, **more)  # type: ignore[arg-type]


def repair(
    start: datetime,
    length: timedelta | None,
    fault: str = "shake",
    quality: bool | None = True,
    **more: object,
) -> Visit:
    done_at = None if length is None else start + length
    return Visit(f"RO{start:%m%d%H}", start, done_at, fault, quality, **more)  # type: ignore[arg-type]


def finding_of(result: Rights, rule: str):  # type: ignore[no-untyped-def]
    return next(finding for finding in result.findings if finding.rule.id == rule)


@given(st.lists(st.integers(1, 20 * 24), max_size=8))
def test_repair_days_are_counted_for_each_repair_and_added_up(hours: list[int]) -> None:
    visits, start = [], NOW - 250 * DAY
    for spent in hours:
        visits.append(repair(start, spent * HOUR, fault=f"{start}"))
        start += spent * HOUR + DAY
    finding = finding_of(rights(BOOK, new_car(), visits, NOW), "repair_days")
    total = sum((spent + 23) // 24 for spent in hours)
    assert finding.measure(Quantity.REPAIR_DAYS).value == total
    assert (finding.verdict is Verdict.RIGHT) is (total > 30)


@pytest.mark.parametrize(("days", "verdict"), [(30, Verdict.NO_RIGHT), (31, Verdict.RIGHT)])
def test_thirty_days_are_not_more_than_thirty(days: int, verdict: Verdict) -> None:
    visits = [repair(NOW - 200 * DAY, 10 * DAY), repair(NOW - 100 * DAY, (days - 10) * DAY)]
    finding = finding_of(rights(BOOK, new_car(), visits, NOW), "repair_days")
    assert finding.measure(Quantity.REPAIR_DAYS).value == days
    assert finding.verdict is verdict


@pytest.mark.parametrize(("repairs", "verdict"), [(4, Verdict.NO_RIGHT), (5, Verdict.RIGHT)])
def test_four_repairs_of_the_same_fault_are_not_more_than_four(
    repairs: int, verdict: Verdict
) -> None:
    visits = [repair(NOW - (10 + 10 * i) * DAY, HOUR) for i in range(repairs)]
    assert finding_of(rights(BOOK, new_car(), visits, NOW), "same_fault_repairs").verdict is verdict


def test_the_fifth_repair_that_goes_on_is_told_apart() -> None:
    visits = [repair(NOW - (10 + 10 * i) * DAY, HOUR) for i in range(4)]
    visits.append(repair(NOW - DAY, None))
    finding = finding_of(rights(BOOK, new_car(), visits, NOW), "same_fault_repairs")
    assert (finding.verdict, finding.conditions) == (
        Verdict.CONDITIONAL,
        (Condition.REPAIR_COUNTS,),
    )


def test_a_repair_whose_cause_is_open_hangs_on_it() -> None:
    visits = [repair(NOW - (10 + 10 * i) * DAY, HOUR) for i in range(4)]
    visits.append(repair(NOW - 5 * DAY, HOUR, quality=None))
    finding = finding_of(rights(BOOK, new_car(), visits, NOW), "same_fault_repairs")
    assert (finding.verdict, finding.conditions) == (
        Verdict.CONDITIONAL,
        (Condition.QUALITY_PROBLEM,),
    )


def test_repairs_for_another_cause_or_another_fault_do_not_add_up() -> None:
    visits = [repair(NOW - (10 + 10 * i) * DAY, HOUR, quality=False) for i in range(9)]
    visits += [repair(NOW - (11 + 10 * i) * DAY, HOUR, fault=f"other {i}") for i in range(9)]
    result = rights(BOOK, new_car(), visits, NOW)
    assert result.verdict is Verdict.NO_RIGHT
    assert finding_of(result, "same_fault_repairs").measure(Quantity.REPAIRS).value == 1


def severe(start: datetime, length: timedelta | None = HOUR, quality: bool | None = True) -> Visit:
    return repair(start, length, fault=f"brake {start}", quality=quality, is_severe_safety=True)


def test_two_repairs_of_severe_safety_faults_and_a_third_fault() -> None:
    two = [severe(NOW - 40 * DAY), severe(NOW - 20 * DAY)]
    fault = Fault(TODAY, is_severe_safety=True)
    quiet = finding_of(rights(BOOK, new_car(), two, NOW), "severe_safety_fault")
    told = finding_of(rights(BOOK, new_car(), two, NOW, fault), "severe_safety_fault")
    back = finding_of(
        rights(BOOK, new_car(), [*two, severe(NOW - DAY, None)], NOW), "severe_safety_fault"
    )
    assert (quiet.verdict, quiet.ground) == (Verdict.NO_RIGHT, Ground.FAULT_GONE)
    assert told.verdict is Verdict.CONDITIONAL
    assert told.conditions == (Condition.QUALITY_PROBLEM, Condition.FAULT_PERSISTS)
    assert back.verdict is Verdict.RIGHT


def test_one_repair_of_a_severe_safety_fault_is_not_enough() -> None:
    fault = Fault(TODAY, is_severe_safety=True, is_quality_problem=True)
    result = rights(BOOK, new_car(), [severe(NOW - 20 * DAY)], NOW, fault)
    assert finding_of(result, "severe_safety_fault").ground is Ground.BELOW_LIMIT


def replaced(start: datetime, *items: Replacement, length: timedelta | None = HOUR) -> Visit:
    return repair(
        start, length, fault=f"{start}", assembly=items[0].assembly, replaced=tuple(items)
    )


def test_an_engine_replaced_twice_that_still_fails() -> None:
    engine = Replacement(Assembly.ENGINE)
    twice = [replaced(NOW - 60 * DAY, engine), replaced(NOW - 30 * DAY, engine)]
    works = rights(BOOK, new_car(), twice, NOW)
    fails = rights(BOOK, new_car(), twice, NOW, Fault(TODAY, assembly=Assembly.ENGINE))
    comes_back = [*twice, repair(NOW - DAY, None, fault="again", assembly=Assembly.ENGINE)]
    assert finding_of(works, "assembly_replaced").ground is Ground.FAULT_GONE
    assert finding_of(fails, "assembly_replaced").verdict is Verdict.CONDITIONAL
    back = rights(BOOK, new_car(), comes_back, NOW)
    assert finding_of(back, "assembly_replaced").verdict is Verdict.RIGHT
    assert finding_of(back, "main_part_replaced").verdict is Verdict.NO_RIGHT


def test_the_assembly_and_its_main_part_are_not_added_up() -> None:
    visits = [
        replaced(NOW - 60 * DAY, Replacement(Assembly.ENGINE)),
        replaced(NOW - 30 * DAY, Replacement(Assembly.ENGINE, "cylinder_head")),
    ]
    fault = Fault(TODAY, assembly=Assembly.ENGINE, is_quality_problem=True)
    result = rights(BOOK, new_car(), visits, NOW, fault)
    for rule in ("assembly_replaced", "main_part_replaced"):
        assert finding_of(result, rule).verdict is Verdict.NO_RIGHT


def test_the_same_main_part_of_the_steering_replaced_twice() -> None:
    rack = Replacement(Assembly.STEERING, "steering_rack")
    visits = [replaced(NOW - 60 * DAY, rack), replaced(NOW - 30 * DAY, rack)]
    fault = Fault(TODAY, assembly=Assembly.STEERING, is_quality_problem=True)
    result = rights(BOOK, new_car(), visits, NOW, fault)
    finding = finding_of(result, "main_part_replaced")
    assert (finding.verdict, finding.subject) == (Verdict.RIGHT, "steering_rack")
    assert finding_of(result, "assembly_replaced").verdict is Verdict.NO_RIGHT


def test_after_the_period_a_crossed_line_is_for_a_person_and_a_new_one_gives_nothing() -> None:
    old = Car(TODAY - timedelta(days=760), 30_000)
    assert sanbao_cover(BOOK, old, TODAY).verdict is Verdict.EXPIRED
    within = [repair(NOW - (60 + 30 * i) * DAY, HOUR) for i in range(5)]
    crossed = finding_of(rights(BOOK, old, within, NOW), "same_fault_repairs")
    assert (crossed.verdict, crossed.ground) == (Verdict.PERSON, Ground.CAME_ABOUT_BEFORE)
    after = [repair(NOW - (3 + i) * DAY, HOUR) for i in range(5)]
    late = finding_of(rights(BOOK, old, after, NOW), "same_fault_repairs")
    assert (late.verdict, late.ground) == (Verdict.NO_RIGHT, Ground.TERM_OVER)


def test_kilometres_at_hand_in_decide_whether_a_repair_counts() -> None:
    visits = [repair(NOW - (10 + 10 * i) * DAY, HOUR, mileage_km=50_001) for i in range(5)]
    result = rights(BOOK, new_car(km=50_000), visits, NOW)
    assert finding_of(result, "same_fault_repairs").measure(Quantity.REPAIRS).value == 0


# warnings


@pytest.mark.parametrize(("repairs", "warned"), [(2, []), (3, [3])])
def test_staff_are_warned_at_the_third_repair_of_a_fault(repairs: int, warned: list[int]) -> None:
    visits = [repair(NOW - (10 + 10 * i) * DAY, HOUR) for i in range(repairs)]
    warnings = list_warnings(BOOK, new_car(), visits, NOW)
    assert [warning.value for warning in warnings] == warned
    assert not any(warning.is_crossed for warning in warnings)


@pytest.mark.parametrize(("length", "warned"), [(19 * DAY, []), (20 * DAY, [20])])
def test_staff_are_warned_at_twenty_days(length: timedelta, warned: list[int]) -> None:
    visits = [repair(NOW - 100 * DAY, length)]
    assert [w.value for w in list_warnings(BOOK, new_car(), visits, NOW)] == warned


def test_no_warning_once_the_period_is_over() -> None:
    visits = [repair(NOW - (10 + 10 * i) * DAY, 12 * DAY) for i in range(3)]
    assert list_warnings(BOOK, new_car(km=50_001), visits, NOW) == ()
