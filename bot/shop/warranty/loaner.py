"""How long a repair has taken, and whether a loaner or transport money is owed (article 21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.shop.warranty.counting import begun_days
from bot.shop.warranty.cover import excluded, vehicle_cover
from bot.shop.warranty.facts import Car, Visit
from bot.shop.warranty.findings import (
    Condition,
    Finding,
    Ground,
    Measure,
    Quantity,
    RepairTime,
    Verdict,
)
from bot.shop.warranty.rules import RuleBook


def repair_time(visit: Visit, now: datetime) -> RepairTime:
    """The time of one repair: from hand-in until the customer was told, or until `now`."""
    until_at = visit.told_done_at or max(now, visit.received_at)
    days = begun_days(visit.received_at, until_at)
    return RepairTime(visit.number, visit.received_at, until_at, days, visit.is_finished)


def loaner_right(book: RuleBook, car: Car, visit: Visit, now: datetime) -> Finding:
    """Whether this repair gives a right to a loaner or a reasonable transport allowance.

    The car must have been within its 包修期 when it was handed in, the repair must be for a quality
    problem and must take more than the rule's days. Moments are aware, Asia/Shanghai.
    """
    if car.exclusions:
        return excluded(book)
    rule = book.rule("loaner")
    limit = book.figure("loaner", "days")
    time = repair_time(visit, now)
    days = Measure(Quantity.DAYS, time.days, limit, time.days > limit)
    mileage_km = car.mileage_km if visit.mileage_km is None else visit.mileage_km
    term = vehicle_cover(book, replace(car, mileage_km=mileage_km), visit.received_at.date())
    result = Finding(
        rule,
        Verdict.NO_RIGHT,
        measures=(*term.measures, days),
        repairs=(time,),
        term=term.term,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        subject=visit.fault,
    )
    if term.verdict is Verdict.EXPIRED:
        return replace(result, ground=Ground.TERM_OVER, conditions=term.conditions)
    if visit.is_quality_problem is False:
        return replace(result, ground=Ground.NOT_A_QUALITY_PROBLEM)
    result = replace(result, owed_from_at=visit.received_at + timedelta(days=limit))
    if not days.beyond:
        return replace(result, ground=Ground.BELOW_LIMIT)
    unknown = () if visit.is_quality_problem else (Condition.QUALITY_PROBLEM,)
    conditions = (*unknown, *term.conditions)
    open_facts = [c for c in conditions if c is not Condition.AS_TOLD]
    verdict = Verdict.CONDITIONAL if open_facts else Verdict.RIGHT
    return replace(result, verdict=verdict, conditions=conditions)
