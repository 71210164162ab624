"""The worked examples: what the rules say about the cars of the demonstration shop."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from bot.shop.warranty import (
    Car,
    Certainty,
    Condition,
    Failure,
    Fault,
    Ground,
    Quantity,
    Remedy,
    Term,
    Verdict,
    Visit,
    cover,
    list_covers,
    list_warnings,
    loaner_right,
    rights,
    standard_rules,
    vehicle_cover,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BOOK = standard_rules()
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
PETROL = Term(36, 100_000)
HYBRID = Term(48, 120_000)
SANBAO = Term(24, 50_000)


def months_ago(months: int) -> date:
    year, month = divmod(TODAY.year * 12 + TODAY.month - 1 - months, 12)
    return date(year, month + 1, TODAY.day)


def petrol_car(months: int, km: int, price_yuan: int) -> Car:
    return Car(
        starts_on=months_ago(months),
        mileage_km=km,
        vehicle=PETROL,
        sanbao=SANBAO,
        price_fen=price_yuan * 100,
        use_rate=Fraction(5, 1000),
    )


def finished(number: str, received_at: datetime, days: int, fault: str) -> Visit:
    """A repair that took `days` as they are counted, the last one begun only."""
    done_at = received_at + timedelta(days=days) - timedelta(hours=3)
    return Visit(number, received_at, done_at, fault, is_quality_problem=True)


def zhao_min() -> tuple[Car, list[Visit]]:
    """Five finished repairs of one fault, 33 days in all."""
    car = petrol_car(23, 41_300, 129_800)
    first = NOW - timedelta(days=300)
    visits = [
        finished(f"RO{i}", first + timedelta(days=50 * i), days, "engine_shake")
        for i, days in enumerate((5, 7, 6, 7, 8))
    ]
    return car, visits


def test_zhao_min_may_choose_a_new_car_or_the_money_for_each_of_two_reasons() -> None:
    car, visits = zhao_min()
    result = rights(BOOK, car, visits, NOW)
    assert result.verdict is Verdict.RIGHT
    assert result.remedies == {Remedy.NEW_CAR_OR_REFUND}
    by_days, by_times = result.entitling
    assert {by_days.rule.id, by_times.rule.id} == {"repair_days", "same_fault_repairs"}
    assert by_days.certainty is by_times.certainty is Certainty.CERTAIN
    assert by_days.rule.cited_article == "第二十四条第一款第（四）项"
    days = by_days.measure(Quantity.REPAIR_DAYS)
    assert days and (days.value, days.limit, days.beyond) == (33, 30, True)
    assert [time.days for time in by_days.repairs] == [5, 7, 6, 7, 8]
    times = by_times.measure(Quantity.REPAIRS)
    assert times and (times.value, times.limit, times.beyond) == (5, 4, True)
    assert by_times.subject == "engine_shake"


def test_zhao_min_pays_26803_70_for_the_use() -> None:
    car, visits = zhao_min()
    payment = rights(BOOK, car, visits, NOW).use_payment
    assert payment is not None
    assert payment.amount_fen == 2_680_370
    assert payment.rate == Fraction(5, 1000)


@pytest.mark.parametrize("reason", ["repair_days", "same_fault_repairs"])
def test_each_of_the_two_reasons_is_enough_alone(reason: str) -> None:
    car, visits = zhao_min()
    if reason == "repair_days":
        visits = [
            Visit(v.number, v.received_at, v.told_done_at, f"fault {i}", True)
            for i, v in enumerate(visits)
        ]
    else:
        visits = [finished(v.number, v.received_at, 2, v.fault) for v in visits]
    (finding,) = rights(BOOK, car, visits, NOW).entitling
    assert finding.rule.id == reason
    assert finding.verdict is Verdict.RIGHT


def test_liu_yang_may_choose_if_it_is_found_to_be_a_quality_problem_and_safety_comes_first() -> (
    None
):
    car = Car(
        starts_on=TODAY - timedelta(days=5),
        mileage_km=260,
        vehicle=PETROL,
        sanbao=SANBAO,
        price_fen=18_980_000,
        use_rate=Fraction(5, 1000),
    )
    fault = Fault(TODAY - timedelta(days=1), failure=Failure.BRAKE_FAILURE)
    result = rights(BOOK, car, [], NOW, fault)
    assert result.is_safety_matter
    (finding,) = result.entitling
    assert finding.rule.id == "failure_within_60_days"
    assert finding.rule.cited_article == "第二十三条"
    assert finding.verdict is result.verdict is Verdict.CONDITIONAL
    assert finding.conditions == (Condition.QUALITY_PROBLEM,)
    days, km = finding.measure(Quantity.DAYS), finding.measure(Quantity.KM)
    assert days and (days.value, days.limit) == (4, 60)
    assert km and (km.value, km.limit) == (260, 3000)
    assert result.use_payment is None


def test_zhang_wei_is_out_of_warranty_and_is_owed_no_loaner() -> None:
    car = petrol_car(40, 72_000, 189_800)
    assert cover(BOOK, car, TODAY).verdict is Verdict.EXPIRED
    visit = Visit("RO1", NOW - timedelta(days=6), None, "变速箱顿挫", is_quality_problem=None)
    finding = loaner_right(BOOK, car, visit, NOW)
    assert finding.verdict is Verdict.NO_RIGHT
    assert finding.ground is Ground.TERM_OVER
    assert finding.certainty is Certainty.CERTAIN


def test_wu_lei_is_owed_a_loaner_since_day_five() -> None:
    car = Car(months_ago(16), 22_400, vehicle=HYBRID, sanbao=SANBAO)
    received_at = NOW - timedelta(days=8)
    visit = Visit("RO1", received_at, None, "空调压缩机异响", is_quality_problem=True)
    finding = loaner_right(BOOK, car, visit, NOW)
    assert finding.verdict is Verdict.RIGHT
    assert finding.certainty is Certainty.CERTAIN
    assert finding.rule.remedy is Remedy.LOANER_OR_ALLOWANCE
    assert finding.rule.cited_article == "第二十一条"
    assert finding.owed_from_at == received_at + timedelta(days=5)
    days = finding.measure(Quantity.DAYS)
    assert days and (days.value, days.limit) == (8, 5)


def test_zhou_tao_is_outside_three_years_although_the_kilometres_are_below() -> None:
    finding = cover(BOOK, petrol_car(37, 64_200, 129_800), TODAY)
    assert finding.verdict is Verdict.EXPIRED
    day, km = finding.measure(Quantity.DAY), finding.measure(Quantity.KM)
    assert day and day.beyond is True
    assert km and (km.value, km.limit, km.beyond) == (64_200, 100_000, False)
    assert finding.ends_on == date(2026, 10, 23)


def test_a_hybrid_has_a_longer_three_electric_promise() -> None:
    car = Car(months_ago(60), 130_000, HYBRID, SANBAO, three_electric=Term(96, 150_000))
    verdicts = {finding.rule.id: finding.verdict for finding in list_covers(BOOK, car, TODAY)}
    assert verdicts == {
        "repair_period": Verdict.EXPIRED,
        "sanbao_period": Verdict.EXPIRED,
        "three_electric_period": Verdict.COVERED,
    }


def test_nobody_of_the_demonstration_shop_but_zhao_min_is_near_the_line() -> None:
    car, visits = zhao_min()
    crossed = {warning.rule.id: warning for warning in list_warnings(BOOK, car, visits, NOW)}
    assert {rule: (w.value, w.is_crossed) for rule, w in crossed.items()} == {
        "repair_days": (33, True),
        "same_fault_repairs": (5, True),
    }
    wu_lei = Car(months_ago(16), 22_400, vehicle=HYBRID, sanbao=SANBAO)
    visit = Visit("RO1", NOW - timedelta(days=8), None, "空调压缩机异响", True)
    assert list_warnings(BOOK, wu_lei, [visit], NOW) == ()


def test_the_maker_never_promises_less_than_the_rules() -> None:
    stingy = Car(months_ago(30), 55_000, vehicle=Term(24, 40_000))
    assert vehicle_cover(BOOK, stingy, TODAY).verdict is Verdict.COVERED
