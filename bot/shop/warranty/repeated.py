"""The rights that repeated repairs give within the 三包 period: article 24, first paragraph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.shop.warranty.cover import sanbao_cover
from bot.shop.warranty.facts import CORE_ASSEMBLIES, Assembly, Car, Fault, Visit
from bot.shop.warranty.findings import (
    Condition,
    Finding,
    Ground,
    Measure,
    Quantity,
    Verdict,
)
from bot.shop.warranty.loaner import repair_time
from bot.shop.warranty.rules import Rule, RuleBook


@dataclass(frozen=True)
class Repairs:
    """The repairs of a car that count under article 24, and how its 三包 period stands."""

    period: Finding
    now: datetime
    possible: tuple[Visit, ...]
    """Handed in within the period and not found to be something else than a quality problem."""

    @classmethod
    def of(cls, book: RuleBook, car: Car, visits: Iterable[Visit], now: datetime) -> Repairs:
        def counts(visit: Visit) -> bool:
            if visit.is_quality_problem is False:
                return False
            at_hand_in = replace(car, mileage_km=visit.mileage_km)
            period = sanbao_cover(book, at_hand_in, visit.received_at.date())
            return period.verdict is not Verdict.EXPIRED

        in_order = sorted(visits, key=lambda visit: visit.received_at)
        period = sanbao_cover(book, car, now.date())
        return cls(period, now, tuple(visit for visit in in_order if counts(visit)))

    @property
    def sure(self) -> tuple[Visit, ...]:
        """Found to be quality problems; one may still be going on."""
        return tuple(visit for visit in self.possible if visit.is_quality_problem)

    def days_of(self, visit: Visit) -> int:
        """Days that one repair has taken so far."""
        return repair_time(visit, self.now).days

    @staticmethod
    def by_fault(visits: Iterable[Visit]) -> Mapping[str, list[Visit]]:
        """The visits of each same fault, in order."""
        same: dict[str, list[Visit]] = defaultdict(list)
        for visit in visits:
            same[visit.fault].append(visit)
        return same

    def finding(
        self,
        rule: Rule,
        quantity: Quantity,
        counted: Sequence[Visit],
        value: int,
        subject: str | None = None,
    ) -> Finding:
        """A finding that gives nothing yet, with what was counted."""
        (limit_name,) = (name for name in rule.figures if not name.startswith("warn_"))
        limit = rule.figures[limit_name]
        return Finding(
            rule,
            Verdict.NO_RIGHT,
            ground=Ground.BELOW_LIMIT,
            measures=(*self.period.measures, Measure(quantity, value, limit, value > limit)),
            repairs=tuple(repair_time(visit, self.now) for visit in counted),
            term=self.period.term,
            starts_on=self.period.starts_on,
            ends_on=self.period.ends_on,
            subject=subject,
        )


def repeated_rights(
    book: RuleBook, repairs: Repairs, fault: Fault | None = None
) -> tuple[Finding, ...]:
    """What each item of article 24 says about the repairs and the fault that there is now."""
    findings = (
        _repair_days(book.rule("repair_days"), repairs),
        _same_fault(book.rule("same_fault_repairs"), repairs),
        _severe_safety(book.rule("severe_safety_fault"), repairs, fault),
        _replaced(book.rule("assembly_replaced"), repairs, fault, whole=True),
        _replaced(book.rule("main_part_replaced"), repairs, fault, whole=False),
    )
    return tuple(_within_period(finding, repairs.period) for finding in findings)


def _repair_days(rule: Rule, repairs: Repairs) -> Finding:
    sure = sum(repairs.days_of(visit) for visit in repairs.sure)
    possible = sum(repairs.days_of(visit) for visit in repairs.possible)
    limit = rule.figures["days"]
    if sure <= limit < possible:
        finding = repairs.finding(rule, Quantity.REPAIR_DAYS, repairs.possible, possible)
        return _conditional(finding, Condition.QUALITY_PROBLEM)
    finding = repairs.finding(rule, Quantity.REPAIR_DAYS, repairs.sure, sure)
    return _right(finding) if sure > limit else finding


def _same_fault(rule: Rule, repairs: Repairs) -> Finding:
    def best(visits: Iterable[Visit]) -> tuple[str | None, list[Visit]]:
        groups: Iterable[tuple[str | None, list[Visit]]] = repairs.by_fault(visits).items()
        return max(groups, key=lambda group: len(group[1]), default=(None, []))

    limit = rule.figures["repairs"]
    finished = [visit for visit in repairs.sure if visit.is_finished]
    fault, counted = best(finished)
    if len(counted) > limit:
        return _right(repairs.finding(rule, Quantity.REPAIRS, counted, len(counted), fault))
    maybe_fault, maybe = best(repairs.possible)
    if len(maybe) > limit:
        finding = repairs.finding(rule, Quantity.REPAIRS, maybe, len(maybe), maybe_fault)
        open_quality = any(visit.is_quality_problem is None for visit in maybe)
        still_going = any(not visit.is_finished for visit in maybe)
        return _conditional(
            finding,
            *([Condition.QUALITY_PROBLEM] if open_quality else []),
            *([Condition.REPAIR_COUNTS] if still_going else []),
        )
    fault, counted = best(repairs.sure)
    return repairs.finding(rule, Quantity.REPAIRS, counted, len(counted), fault)


def _severe_safety(rule: Rule, repairs: Repairs, fault: Fault | None) -> Finding:
    severe = [visit for visit in repairs.possible if visit.is_severe_safety]
    done = [visit for visit in severe if visit.is_quality_problem and visit.is_finished]
    needed = rule.figures["repairs"]
    finding = repairs.finding(rule, Quantity.REPAIRS, done, len(done))
    if len(done) < needed:
        return finding
    after = [visit for visit in severe if visit.received_at > done[needed - 1].received_at]
    now_severe = fault if fault is not None and fault.is_severe_safety else None
    return _still_there(finding, after, now_severe)


def _replaced(rule: Rule, repairs: Repairs, fault: Fault | None, whole: bool) -> Finding:
    """Items (2) and (3): `whole` assemblies, or the same main part of one."""
    new: dict[tuple[Assembly, str | None], list[Visit]] = defaultdict(list)
    for visit in repairs.sure:
        for item in set(visit.replaced):
            if (item.part_code is None) is whole and _concerned(item.assembly, whole):
                new[item.assembly, item.part_code].append(visit)
    if not new:
        return repairs.finding(rule, Quantity.REPLACEMENTS, (), 0)
    (assembly, part_code), counted = max(new.items(), key=lambda entry: len(entry[1]))
    subject = part_code or assembly.value
    finding = repairs.finding(rule, Quantity.REPLACEMENTS, counted, len(counted), subject)
    needed = rule.figures["replacements"]
    if len(counted) < needed:
        return finding
    since = counted[needed - 1].received_at
    after = [v for v in repairs.possible if v.assembly is assembly and v.received_at > since]
    now_there = fault if fault is not None and fault.assembly is assembly else None
    return _still_there(finding, after, now_there)


def _concerned(assembly: Assembly, whole: bool) -> bool:
    return not whole or assembly in CORE_ASSEMBLIES


def _still_there(finding: Finding, after: Sequence[Visit], fault: Fault | None) -> Finding:
    """The count is reached; a right arises if the fault is still there or comes anew."""
    if any(visit.is_quality_problem for visit in after):
        return _right(finding)
    if fault is not None and fault.is_quality_problem:
        return _right(finding)
    if after:
        return _conditional(finding, Condition.QUALITY_PROBLEM)
    if fault is not None and fault.is_quality_problem is None:
        return _conditional(finding, Condition.QUALITY_PROBLEM, Condition.FAULT_PERSISTS)
    return replace(finding, ground=Ground.FAULT_GONE)


def _within_period(finding: Finding, period: Finding) -> Finding:
    """The same finding, seen with how the 三包 period stands today."""
    if period.verdict is Verdict.EXPIRED:
        if finding.gives:  # it came about in time, the claim comes after: not for a bot to decide
            return replace(finding, verdict=Verdict.PERSON, ground=Ground.CAME_ABOUT_BEFORE)
        return replace(finding, ground=Ground.TERM_OVER, conditions=period.conditions)
    if not finding.gives:
        return finding
    conditions = (*finding.conditions, *period.conditions)
    open_facts = finding.verdict is Verdict.CONDITIONAL or period.verdict is Verdict.CONDITIONAL
    verdict = Verdict.CONDITIONAL if open_facts else Verdict.RIGHT
    return replace(finding, verdict=verdict, conditions=conditions)


def _right(finding: Finding) -> Finding:
    return replace(finding, verdict=Verdict.RIGHT, ground=None)


def _conditional(finding: Finding, *conditions: Condition) -> Finding:
    return replace(finding, verdict=Verdict.CONDITIONAL, ground=None, conditions=conditions)
