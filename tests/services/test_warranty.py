"""The verdicts of the worked examples, from the rows of the demonstration shop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bot.services import warranty
from bot.services.errors import NotFound
from bot.services.warranty import ToldCar
from bot.services.workshop import Workshop
from bot.shop.warranty import Condition, Exclusion, Ground, Quantity, Remedy, Verdict
from bot.storage import tables
from tests.services.conftest import MONDAY

Rows = Callable[..., list[Any]]
CARS = {
    "王芳": "京N3K587",
    "李强": "京AD12345",
    "张伟": "京P9Q662",
    "赵敏": "京Q5T210",
    "刘洋": "京L6M739",
    "周涛": "京E2F481",
    "吴磊": "京AF20386",
    "孙丽": "京J7B053",
}


@pytest.fixture
def owners(rows: Rows) -> dict[str, int]:
    return {row.name: row.id for row in rows(tables.Customer)}


def test_zhao_min_may_choose_for_two_reasons(workshop: Workshop, owners: dict[str, int]) -> None:
    answer = warranty.rights(workshop, owners["赵敏"], CARS["赵敏"])
    assert answer.rights.verdict is Verdict.RIGHT
    by_rule = {finding.rule.id: finding for finding in answer.rights.entitling}
    days = by_rule["repair_days"].measure(Quantity.REPAIR_DAYS)
    times = by_rule["same_fault_repairs"].measure(Quantity.REPAIRS)
    assert set(by_rule) == {"repair_days", "same_fault_repairs"}
    assert days and times and (days.value, times.value) == (33, 5)
    assert answer.fault_names[by_rule["same_fault_repairs"].subject or ""] == "发动机抖动"
    assert answer.rights.use_payment is not None
    assert answer.rights.use_payment.amount_fen == 2_680_370


def test_liu_yang_may_choose_if_it_is_a_quality_problem(
    workshop: Workshop, owners: dict[str, int]
) -> None:
    answer = warranty.rights(workshop, owners["刘洋"], CARS["刘洋"])
    (finding,) = answer.rights.entitling
    assert (finding.rule.id, finding.verdict) == ("failure_within_60_days", Verdict.CONDITIONAL)
    assert finding.conditions == (Condition.QUALITY_PROBLEM,)
    assert answer.rights.is_safety_matter
    assert answer.rights.remedies == {Remedy.NEW_CAR_OR_REFUND}


def test_zhou_tao_is_out_by_the_day(workshop: Workshop, owners: dict[str, int]) -> None:
    answer = warranty.cover(workshop, owners["周涛"], CARS["周涛"])
    assert answer.finding.verdict is Verdict.EXPIRED
    assert answer.finding.ends_on == date(2026, 10, 23)
    km = answer.finding.measure(Quantity.KM)
    assert km and (km.value, km.beyond) == (64_200, False)


def test_zhang_wei_is_out_and_owed_no_loaner(workshop: Workshop, owners: dict[str, int]) -> None:
    (answer,) = warranty.loaner_rights(workshop, owners["张伟"])
    assert (answer.finding.verdict, answer.finding.ground) == (
        Verdict.NO_RIGHT,
        Ground.TERM_OVER,
    )


def test_wu_lei_is_owed_a_loaner(workshop: Workshop, owners: dict[str, int]) -> None:
    (answer,) = warranty.loaner_rights(workshop, owners["吴磊"], CARS["吴磊"])
    assert answer.finding.verdict is Verdict.RIGHT
    assert answer.offered_at is None
    assert answer.finding.owed_from_at == (MONDAY - timedelta(days=3)).replace(hour=10, minute=10)


def test_wang_fang_is_not_yet_owed_one(workshop: Workshop, owners: dict[str, int]) -> None:
    (answer,) = warranty.loaner_rights(workshop, owners["王芳"])
    assert (answer.finding.verdict, answer.finding.ground) == (
        Verdict.NO_RIGHT,
        Ground.BELOW_LIMIT,
    )


@pytest.mark.parametrize(
    ("name", "part", "rule", "verdict"),
    [
        ("王芳", "transmission", "repair_period", Verdict.COVERED),
        ("王芳", "front_brake_pads", "wear_parts", Verdict.EXPIRED),
        ("李强", "traction_battery", "three_electric_period", Verdict.COVERED),
        ("李强", "motor_controller", "three_electric_period", Verdict.COVERED),
        ("王芳", "traction_battery", "three_electric_period", Verdict.PERSON),
        ("张伟", "mechatronic_unit", "repair_period", Verdict.EXPIRED),
        ("刘洋", "wipers", "wear_parts", Verdict.COVERED),
    ],
)
def test_parts(
    workshop: Workshop, owners: dict[str, int], name: str, part: str, rule: str, verdict: Verdict
) -> None:
    answer = warranty.cover(workshop, owners[name], CARS[name], part)
    assert (answer.finding.rule.id, answer.finding.verdict) == (rule, verdict)
    assert answer.part_name


def test_the_owner_may_correct_the_kilometres_upwards_only(
    workshop: Workshop, owners: dict[str, int]
) -> None:
    more = warranty.cover(workshop, owners["王芳"], CARS["王芳"], mileage_km=100_001)
    less = warranty.cover(workshop, owners["王芳"], CARS["王芳"], mileage_km=10)
    assert (more.finding.verdict, more.finding.conditions) == (
        Verdict.EXPIRED,
        (Condition.AS_TOLD,),
    )
    assert (less.car.mileage_km, less.finding.conditions) == (18_600, ())


def test_another_owners_car_is_not_found(workshop: Workshop, owners: dict[str, int]) -> None:
    for service in (warranty.cover, warranty.rights):
        with pytest.raises(NotFound):
            service(workshop, owners["孙丽"], CARS["赵敏"])
    assert warranty.loaner_rights(workshop, owners["孙丽"], CARS["吴磊"]) == ()


def test_an_unknown_part_is_not_found(workshop: Workshop, owners: dict[str, int]) -> None:
    with pytest.raises(NotFound):
        warranty.cover(workshop, owners["孙丽"], CARS["孙丽"], "no_such_part")


def test_what_the_owner_mentions_may_exclude_it(workshop: Workshop, owners: dict[str, int]) -> None:
    hire = [Exclusion.HIRE]
    covered = warranty.cover(workshop, owners["王芳"], CARS["王芳"], exclusions=hire)
    asked = warranty.rights(workshop, owners["赵敏"], CARS["赵敏"], exclusions=hire)
    assert covered.finding.verdict is asked.rights.verdict is Verdict.PERSON


def test_a_car_for_hire_on_record_goes_to_a_person(
    workshop: Workshop, owners: dict[str, int]
) -> None:
    with workshop.database.transaction() as session:
        car = session.query(tables.Car).filter_by(plate=CARS["王芳"]).one()
        car.use_kind = "hire"
    answer = warranty.cover(workshop, owners["王芳"], CARS["王芳"])
    assert answer.finding.verdict is Verdict.PERSON


def test_a_fault_that_is_told_counts_when_nothing_is_in_the_workshop(
    workshop: Workshop, owners: dict[str, int]
) -> None:
    answer = warranty.rights(workshop, owners["孙丽"], CARS["孙丽"], told="刹车突然失灵了")
    assert answer.rights.is_safety_matter
    early = next(f for f in answer.rights.findings if f.rule.id == "failure_within_60_days")
    assert (early.verdict, early.ground) == (Verdict.NO_RIGHT, Ground.TERM_OVER)


@pytest.mark.parametrize(
    ("told", "part", "verdict"),
    [
        (ToldCar("chenfeng", date(2024, 1, 1), 30_000), None, Verdict.COVERED),
        (ToldCar("chenfeng", date(2023, 1, 1), 30_000), None, Verdict.EXPIRED),
        (ToldCar(None, date(2024, 1, 1), 59_000), None, Verdict.COVERED),
        (ToldCar(None, date(2024, 1, 1), 61_000), None, Verdict.EXPIRED),
        (ToldCar(None, date(2024, 1, 1), None), None, Verdict.CONDITIONAL),
        (ToldCar(None, date(2020, 1, 1), 90_000), "traction_battery", Verdict.COVERED),
        (ToldCar("yundian", date(2020, 1, 1), 150_000), "traction_battery", Verdict.COVERED),
    ],
)
def test_a_car_that_is_only_told_of(
    workshop: Workshop, told: ToldCar, part: str | None, verdict: Verdict
) -> None:
    answer = warranty.cover_told(workshop, told, part)
    assert answer.finding.verdict is verdict
    assert Condition.AS_TOLD in answer.finding.conditions


def test_staff_are_warned_of_zhao_mins_car(workshop: Workshop) -> None:
    warned = {(w.plate, w.warning.rule.id) for w in warranty.list_warnings(workshop)}
    assert warned == {(CARS["赵敏"], "repair_days"), (CARS["赵敏"], "same_fault_repairs")}


def test_every_part_of_the_catalogue_has_an_answer(
    workshop: Workshop, owners: dict[str, int], rows: Rows
) -> None:
    for part in rows(tables.Part):
        answer = warranty.cover(workshop, owners["李强"], CARS["李强"], part.code)
        assert answer.finding.verdict in (Verdict.COVERED, Verdict.EXPIRED), part.code
