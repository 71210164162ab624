"""Warranty at its borders: the last day and kilometre, the first one over, what is unknown."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.calendar import add_months
from bot.shop.warranty import (
    Assembly,
    Car,
    Certainty,
    Condition,
    Exclusion,
    Failure,
    Fault,
    Ground,
    Part,
    Quantity,
    Rights,
    Term,
    Verdict,
    Visit,
    cover,
    loaner_right,
    rights,
    standard_rules,
    use_payment,
    vehicle_cover,
)
from bot.shop.warranty.counting import begun_days

SHANGHAI = ZoneInfo("Asia/Shanghai")
BOOK = standard_rules()
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
kilometres = st.integers(0, 400_000)
terms = st.builds(Term, st.integers(1, 120), st.integers(1_000, 300_000))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(SHANGHAI))


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


# terms


@given(days, terms, kilometres)
def test_the_last_day_belongs_to_the_term_and_the_next_does_not(
    start: date, term: Term, km: int
) -> None:
    car = Car(start, min(km, term.km), vehicle=term)
    finding = vehicle_cover(BOOK, car, start)
    assert finding.ends_on is not None
    assert vehicle_cover(BOOK, car, finding.ends_on).verdict is Verdict.COVERED
    assert vehicle_cover(BOOK, car, finding.ends_on + DAY).verdict is Verdict.EXPIRED


@given(days, terms, days)
def test_the_last_kilometre_belongs_to_the_term_and_the_next_does_not(
    start: date, term: Term, today: date
) -> None:
    km = vehicle_cover(BOOK, Car(start, 0, vehicle=term), today).measure(Quantity.KM)
    assert km is not None and isinstance(km.limit, int)
    at_limit = vehicle_cover(BOOK, Car(start, km.limit, vehicle=term), start)
    beyond = vehicle_cover(BOOK, Car(start, km.limit + 1, vehicle=term), start)
    assert (at_limit.verdict, beyond.verdict) == (Verdict.COVERED, Verdict.EXPIRED)


@given(days, terms, days, kilometres)
def test_whichever_comes_first_ends_the_term(start: date, term: Term, today: date, km: int) -> None:
    finding = vehicle_cover(BOOK, Car(start, km, vehicle=term), today)
    over = [measure.beyond for measure in finding.measures]
    assert (finding.verdict is Verdict.EXPIRED) is any(over)


@given(days, terms, days, kilometres, st.booleans(), st.booleans())
def test_what_is_unknown_never_makes_a_verdict_wrong(
    start: date, term: Term, today: date, km: int, hide_start: bool, hide_km: bool
) -> None:
    """A verdict on part of the facts is the verdict on all of them, or it is conditional."""
    full = vehicle_cover(BOOK, Car(start, km, vehicle=term), today)
    known = Car(None if hide_start else start, None if hide_km else km, vehicle=term)
    part = vehicle_cover(BOOK, known, today)
    assert part.verdict in (full.verdict, Verdict.CONDITIONAL)
    assert (part.verdict is Verdict.CONDITIONAL) is (
        Condition.START_WITHIN in part.conditions or Condition.MILEAGE_WITHIN in part.conditions
    )


@given(days, st.integers(1, 120))
def test_a_period_of_months_ends_on_the_same_number_or_at_the_months_end(
    start: date, months: int
) -> None:
    end = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + DAY).day == 1)


def test_a_car_of_leap_day_is_covered_to_the_end_of_february() -> None:
    assert add_months(date(2024, 2, 29), 24) == date(2026, 2, 28)


def test_beyond_the_lowest_term_an_unknown_maker_may_still_promise_more() -> None:
    finding = cover(BOOK, Car(TODAY - timedelta(days=1200), 30_000), TODAY)
    assert finding.verdict is Verdict.EXPIRED
    assert finding.conditions == (Condition.MAKER_TERM,)
    assert finding.certainty is Certainty.CONDITIONAL


def test_what_the_owner_tells_is_answered_with_the_reservation_that_it_was_told() -> None:
    finding = cover(BOOK, new_car(from_records=False), TODAY)
    assert finding.verdict is Verdict.COVERED
    assert finding.conditions == (Condition.AS_TOLD,)


# parts


def test_a_wear_part_has_its_own_short_period() -> None:
    pads = Part("front_brake_pads", Assembly.BRAKES, wear=Term(6, 10_000))
    car = new_car(km=9_000, age_days=200)
    assert cover(BOOK, car, TODAY).verdict is Verdict.COVERED
    finding = cover(BOOK, car, TODAY, pads)
    assert (finding.rule.id, finding.verdict) == ("wear_parts", Verdict.EXPIRED)


def test_the_traction_battery_has_the_longer_promise() -> None:
    battery = Part("traction_battery", Assembly.TRACTION_BATTERY, is_three_electric=True)
    car = new_car(km=90_000, age_days=2000, three_electric=Term(96, 160_000))
    assert cover(BOOK, car, TODAY).verdict is Verdict.EXPIRED
    assert cover(BOOK, car, TODAY, battery).verdict is Verdict.COVERED


def test_a_traction_battery_without_a_known_promise_goes_to_a_person() -> None:
    battery = Part("traction_battery", Assembly.TRACTION_BATTERY, is_three_electric=True)
    finding = cover(BOOK, new_car(), TODAY, battery)
    assert (finding.verdict, finding.ground) == (Verdict.PERSON, Ground.NO_TERM)


@pytest.mark.parametrize("exclusion", list(Exclusion))
def test_what_may_exclude_the_duty_goes_to_a_person_everywhere(exclusion: Exclusion) -> None:
    car = new_car(exclusions=frozenset({exclusion}))
    visit = repair(NOW - 9 * DAY, None)
    assert cover(BOOK, car, TODAY).verdict is Verdict.PERSON
    assert loaner_right(BOOK, car, visit, NOW).verdict is Verdict.PERSON
    assert rights(BOOK, car, [visit], NOW).verdict is Verdict.PERSON


# repair time and the loaner


@given(moments, st.integers(0, 60 * 24 * 60))
def test_a_begun_day_counts_as_one(start: datetime, minutes: int) -> None:
    counted = begun_days(start, start + timedelta(minutes=minutes))
    assert counted == max(1, (minutes + 1439) // 1440)


@pytest.mark.parametrize(
    ("spent", "verdict"),
    [(5 * DAY, Verdict.NO_RIGHT), (5 * DAY + timedelta(seconds=1), Verdict.RIGHT)],
)
def test_the_loaner_is_owed_as_soon_as_the_sixth_day_begins(
    spent: timedelta, verdict: Verdict
) -> None:
    finding = loaner_right(BOOK, new_car(), repair(NOW - spent, None), NOW)
    assert finding.verdict is verdict
    assert finding.owed_from_at == NOW - spent + 5 * DAY


@pytest.mark.parametrize(
    ("quality", "verdict", "ground"),
    [
        (True, Verdict.RIGHT, None),
        (None, Verdict.CONDITIONAL, None),
        (False, Verdict.NO_RIGHT, Ground.NOT_A_QUALITY_PROBLEM),
    ],
)
def test_the_loaner_is_owed_for_a_quality_problem(
    quality: bool | None, verdict: Verdict, ground: Ground | None
) -> None:
    finding = loaner_right(BOOK, new_car(), repair(NOW - 7 * DAY, None, quality=quality), NOW)
    assert (finding.verdict, finding.ground) == (verdict, ground)


def test_the_term_counts_on_the_day_of_hand_in_not_today() -> None:
    received_at = NOW - 8 * DAY
    started = received_at.date() - timedelta(days=1094)
    car = Car(started, 30_000, vehicle=Term(36, 60_000))
    assert vehicle_cover(BOOK, car, TODAY).verdict is Verdict.EXPIRED
    assert loaner_right(BOOK, car, repair(received_at, None), NOW).verdict is Verdict.RIGHT


# the first days


@pytest.mark.parametrize(
    ("age_days", "km", "verdict"),
    [
        (60, 3_000, Verdict.RIGHT),
        (61, 3_000, Verdict.NO_RIGHT),
        (60, 3_001, Verdict.NO_RIGHT),
        (60, None, Verdict.CONDITIONAL),
    ],
)
@pytest.mark.parametrize("failure", list(Failure))
def test_the_five_failures_within_60_days_and_3000_km(
    failure: Failure, age_days: int, km: int | None, verdict: Verdict
) -> None:
    fault = Fault(TODAY, failure=failure, is_quality_problem=True)
    result = rights(BOOK, new_car(km, age_days), [], NOW, fault)
    assert finding_of(result, "failure_within_60_days").verdict is verdict


def test_the_day_of_the_failure_counts_not_the_day_of_the_question() -> None:
    fault = Fault(TODAY - 5 * DAY, failure=Failure.FUEL_LEAK, is_quality_problem=True)
    assert rights(BOOK, new_car(500, 63), [], NOW, fault).verdict is Verdict.RIGHT


@pytest.mark.parametrize(("age_days", "seven", "sixty"), [(7, True, True), (8, False, True)])
def test_a_new_engine_within_seven_days_gives_more_than_within_sixty(
    age_days: int, seven: bool, sixty: bool
) -> None:
    fault = Fault(
        TODAY,
        assembly=Assembly.ENGINE,
        is_quality_problem=True,
        is_main_part=True,
        needs_replacement=True,
    )
    result = rights(BOOK, new_car(500, age_days), [], NOW, fault)
    assert (finding_of(result, "assembly_within_7_days").verdict is Verdict.RIGHT) is seven
    assert (finding_of(result, "assembly_within_60_days").verdict is Verdict.RIGHT) is sixty


def test_an_early_fault_that_was_only_told_hangs_on_what_the_workshop_finds() -> None:
    fault = Fault(TODAY, assembly=Assembly.TRANSMISSION)
    result = rights(BOOK, new_car(500, 3), [], NOW, fault)
    conditions = {finding.rule.id: finding.conditions for finding in result.entitling}
    assert conditions == {
        "assembly_within_7_days": (Condition.QUALITY_PROBLEM, Condition.REPLACEMENT_NEEDED),
        "assembly_within_60_days": (Condition.QUALITY_PROBLEM, Condition.MAIN_PART),
    }


def test_a_seat_gives_no_early_right() -> None:
    result = rights(BOOK, new_car(500, 3), [], NOW, Fault(TODAY, assembly=Assembly.BODY))
    assert result.verdict is Verdict.NO_RIGHT
    assert not result.is_safety_matter


# use payment


@given(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(0, 5))
def test_use_payment_is_exact_to_the_fen(price_fen: int, km: int, permille: int) -> None:
    amount = use_payment(BOOK, price_fen, km, Fraction(permille, 1000)).amount_fen
    exact = Fraction(price_fen * km * permille, 10**6)
    assert abs(amount - exact) <= Fraction(1, 2)
    if exact.denominator == 2:
        assert amount > exact


def test_a_rate_above_the_highest_is_cut_down() -> None:
    payment = use_payment(BOOK, 10_000_000, 10_000, Fraction(8, 1000))
    assert payment.rate == Fraction(5, 1000)
    assert payment.amount_fen == 500_000


def test_no_use_payment_where_the_first_days_give_the_right() -> None:
    car = new_car(500, 30, price_fen=10_000_000, use_rate=Fraction(5, 1000))
    many = [repair(NOW - (2 + 3 * i) * DAY, HOUR) for i in range(5)]
    fault = Fault(TODAY, failure=Failure.BRAKE_FAILURE, is_quality_problem=True)
    assert rights(BOOK, car, many, NOW).use_payment is not None
    assert rights(BOOK, car, many, NOW, fault).use_payment is None


@pytest.mark.parametrize("values", [(-1, 1, 1), (1, -1, 1), (1, 1, -1)])
def test_negative_numbers_are_refused(values: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="below 0"):
        use_payment(BOOK, values[0], values[1], Fraction(values[2], 1000))
