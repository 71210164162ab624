"""The rights of a car's first days: articles 20, 22 and 23."""

from __future__ import annotations

from bot.shop.warranty.counting import last_day_of_days
from bot.shop.warranty.facts import CORE_ASSEMBLIES, Car, Fault
from bot.shop.warranty.findings import Condition, Finding, Ground, Measure, Quantity, Verdict
from bot.shop.warranty.rules import Rule, RuleBook

#: A fact that the workshop still has to find out, what hangs on it, and what its absence means.
_Question = tuple["bool | None", Condition, Ground]


def early_rights(book: RuleBook, car: Car, fault: Fault) -> tuple[Finding, ...]:
    """What each of the three rules says about a fault; one that does not concern it is left out."""
    quality: _Question = (
        fault.is_quality_problem,
        Condition.QUALITY_PROBLEM,
        Ground.NOT_A_QUALITY_PROBLEM,
    )
    replacement: _Question = (
        fault.needs_replacement,
        Condition.REPLACEMENT_NEEDED,
        Ground.NO_REPLACEMENT,
    )
    main_part: _Question = (fault.is_main_part, Condition.MAIN_PART, Ground.NOT_A_MAIN_PART)
    findings = []
    if fault.failure is not None:
        rule = book.rule("failure_within_60_days")
        findings.append(_finding(rule, car, fault, fault.failure.value, (quality,)))
    if fault.assembly in CORE_ASSEMBLIES:
        subject = fault.assembly.value
        rule = book.rule("assembly_within_7_days")
        findings.append(_finding(rule, car, fault, subject, (quality, replacement)))
        rule = book.rule("assembly_within_60_days")
        findings.append(_finding(rule, car, fault, subject, (quality, main_part)))
    return tuple(findings)


def _finding(
    rule: Rule, car: Car, fault: Fault, subject: str, questions: tuple[_Question, ...]
) -> Finding:
    ends_on = last_day_of_days(car.starts_on, rule.figures["days"]) if car.starts_on else None
    measures = _measures(rule, car, fault)
    verdict, ground, conditions = _decide(measures, car, questions)
    return Finding(
        rule,
        verdict,
        ground=ground,
        conditions=conditions,
        measures=measures,
        starts_on=car.starts_on,
        ends_on=ends_on,
        subject=subject,
    )


def _measures(rule: Rule, car: Car, fault: Fault) -> tuple[Measure, ...]:
    days = rule.figures["days"]
    passed = (fault.happened_on - car.starts_on).days if car.starts_on else None
    measures = [Measure(Quantity.DAYS, passed, days, _beyond(passed, days))]
    if "km" in rule.figures:
        km = rule.figures["km"]
        mileage_km = car.mileage_km if fault.mileage_km is None else fault.mileage_km
        measures.append(Measure(Quantity.KM, mileage_km, km, _beyond(mileage_km, km)))
    return tuple(measures)


def _decide(
    measures: tuple[Measure, ...], car: Car, questions: tuple[_Question, ...]
) -> tuple[Verdict, Ground | None, tuple[Condition, ...]]:
    told = () if car.from_records else (Condition.AS_TOLD,)
    if any(measure.beyond for measure in measures):
        return Verdict.NO_RIGHT, Ground.TERM_OVER, told
    for answer, _, ground in questions:
        if answer is False:
            return Verdict.NO_RIGHT, ground, told
    unknown = [condition for answer, condition, _ in questions if answer is None]
    missing = {Quantity.DAYS: Condition.START_WITHIN, Quantity.KM: Condition.MILEAGE_WITHIN}
    unknown += [missing[measure.quantity] for measure in measures if measure.beyond is None]
    verdict = Verdict.CONDITIONAL if unknown else Verdict.RIGHT
    return verdict, None, (*unknown, *told)


def _beyond(value: int | None, limit: int) -> bool | None:
    return None if value is None else value > limit
