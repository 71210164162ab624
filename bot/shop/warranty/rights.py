"""三包 rights: what a car's faults and repairs let the customer ask for (articles 20 to 24)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.shop.warranty.cover import excluded
from bot.shop.warranty.early_rights import early_rights
from bot.shop.warranty.facts import Car, Fault, Visit
from bot.shop.warranty.findings import (
    EarlyWarning,
    Finding,
    Rights,
    UsePayment,
    Verdict,
)
from bot.shop.warranty.repeated import Repairs, repeated_rights
from bot.shop.warranty.rules import Remedy, RuleBook
from bot.shop.warranty.use_payment import use_payment

_ORDER = (
    Verdict.RIGHT,
    Verdict.CONDITIONAL,
    Verdict.PERSON,
    Verdict.NO_RIGHT,
)
_WITHOUT_USE_PAYMENT = {"assembly_within_7_days", "failure_within_60_days"}


def rights(
    book: RuleBook,
    car: Car,
    visits: Sequence[Visit],
    now: datetime,
    fault: Fault | None = None,
) -> Rights:
    """Every right that the car's visits, and a fault there is now, give or do not give.

    Moments are aware, Asia/Shanghai. What the owner mentioned as a possible exclusion leaves all of
    it to a person.
    """
    is_safety_matter = fault is not None and (fault.failure is not None or fault.is_severe_safety)
    if car.exclusions:
        return Rights((excluded(book),), is_safety_matter=is_safety_matter)
    early = early_rights(book, car, fault) if fault else ()
    repairs = Repairs.of(book, car, visits, now)
    findings = sorted(
        (*early, *repeated_rights(book, repairs, fault)),
        key=lambda finding: _ORDER.index(finding.verdict),
    )
    payment = _use_payment(book, car, findings)
    return Rights(tuple(findings), payment, is_safety_matter)


def list_lines(
    book: RuleBook, car: Car, visits: Sequence[Visit], now: datetime
) -> tuple[EarlyWarning, ...]:
    """How far a car in its 三包 period is on the way to the lines of article 24 (4).

    All repair days, and the repairs of each fault. A repair that goes on, or whose cause is not found
    yet, counts here: staff should know early.
    """
    repairs = Repairs.of(book, car, visits, now)
    if repairs.period.verdict is Verdict.EXPIRED:
        return ()
    days_rule, times_rule = book.rule("repair_days"), book.rule("same_fault_repairs")
    days = sum(repairs.days_of(visit) for visit in repairs.possible)
    figures, times = days_rule.figures, times_rule.figures
    return (
        EarlyWarning(days_rule, days, figures["warn_at_days"], figures["days"]),
        *(
            EarlyWarning(times_rule, len(same), times["warn_at_repairs"], times["repairs"], fault)
            for fault, same in repairs.by_fault(repairs.possible).items()
        ),
    )


def list_warnings(
    book: RuleBook, car: Car, visits: Sequence[Visit], now: datetime
) -> tuple[EarlyWarning, ...]:
    """Lines of article 24 (4) that a car in its 三包 period comes near to or has crossed."""
    return tuple(line for line in list_lines(book, car, visits, now) if line.is_near)


def _use_payment(book: RuleBook, car: Car, findings: Iterable[Finding]) -> UsePayment | None:
    giving = [f for f in findings if f.gives and f.rule.remedy is Remedy.NEW_CAR_OR_REFUND]
    if not giving or car.price_fen is None or car.use_rate is None or car.mileage_km is None:
        return None
    if any(f.verdict is Verdict.RIGHT and f.rule.id in _WITHOUT_USE_PAYMENT for f in giving):
        return None
    if all(f.rule.id in _WITHOUT_USE_PAYMENT for f in giving):
        return None
    return use_payment(book, car.price_fen, car.mileage_km, car.use_rate)
