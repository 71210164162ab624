"""Is the car, or this part of it, still covered? Terms by day and by kilometres, first come."""

from __future__ import annotations

from datetime import date

from bot.shop.calendar import add_months
from bot.shop.warranty.facts import Car, Part, Term
from bot.shop.warranty.findings import Condition, Finding, Ground, Measure, Quantity, Verdict
from bot.shop.warranty.rules import Rule, RuleBook


def cover(book: RuleBook, car: Car, today: date, part: Part | None = None) -> Finding:
    """What the term that applies to the car (`part` None) or to a part of it says today.

    A wear part has its own period, the three-electric parts the maker's longer promise, everything
    else the vehicle's 包修期. Within it a quality problem is repaired free (article 19).
    """
    if car.exclusions:
        return excluded(book)
    if part is not None and part.wear is not None:
        return term_finding(book.rule("wear_parts"), part.wear, car, today)
    if part is not None and part.is_three_electric:
        return _three_electric_cover(book, car, today)
    return vehicle_cover(book, car, today)


def vehicle_cover(book: RuleBook, car: Car, today: date) -> Finding:
    """The 包修期: the maker's promise, never below the lowest of article 18."""
    return _promised(book, "repair_period", car.vehicle, car, today)


def sanbao_cover(book: RuleBook, car: Car, today: date) -> Finding:
    """The 三包有效期: the maker's promise, never below the lowest of article 18."""
    return _promised(book, "sanbao_period", car.sanbao, car, today)


def list_covers(book: RuleBook, car: Car, today: date) -> tuple[Finding, ...]:
    """Every term of the car: 包修期, 三包有效期 and, with a traction battery, three-electric."""
    if car.exclusions:
        return (excluded(book),)
    covers = (vehicle_cover(book, car, today), sanbao_cover(book, car, today))
    if car.three_electric is None:
        return covers
    return (*covers, _three_electric_cover(book, car, today))


def excluded(book: RuleBook) -> Finding:
    """The owner mentioned what may exclude the duty: a person looks at it."""
    return Finding(
        book.rule("exclusions"),
        Verdict.PERSON,
        ground=Ground.EXCLUSION,
        conditions=(Condition.NOT_EXCLUDED,),
    )


def lowest_term(book: RuleBook, rule_id: str) -> Term:
    """The least that a rule asks of the maker."""
    return Term(book.figure(rule_id, "months"), book.figure(rule_id, "km"))


def term_finding(
    rule: Rule, term: Term, car: Car, today: date, doubts: tuple[Condition, ...] = ()
) -> Finding:
    """Whether `today` and the mileage are within a term; `doubts` are added if it seems over.

    The last day and the last kilometre still belong to the term. One limit that is passed ends it,
    known or not how the other stands.
    """
    ends_on = add_months(car.starts_on, term.months) if car.starts_on else None
    measures, unknown = [], []
    if ends_on is None:
        unknown.append(Condition.START_WITHIN)
    else:
        measures.append(Measure(Quantity.DAY, today, ends_on, today > ends_on))
    past_km = None if car.mileage_km is None else car.mileage_km > term.km
    measures.append(Measure(Quantity.KM, car.mileage_km, term.km, past_km))
    if past_km is None:
        unknown.append(Condition.MILEAGE_WITHIN)
    told = () if car.from_records else (Condition.AS_TOLD,)
    if any(measure.beyond for measure in measures):
        verdict, conditions = Verdict.EXPIRED, (*doubts, *told)
    else:
        verdict = Verdict.CONDITIONAL if unknown else Verdict.COVERED
        conditions = (*unknown, *told)
    return Finding(
        rule,
        verdict,
        ground=Ground.TERM_OVER if verdict is Verdict.EXPIRED else None,
        conditions=conditions,
        measures=tuple(measures),
        term=term,
        starts_on=car.starts_on,
        ends_on=ends_on,
    )


def _promised(book: RuleBook, rule_id: str, maker: Term | None, car: Car, today: date) -> Finding:
    lowest = lowest_term(book, rule_id)
    term = maker.at_least(lowest) if maker else lowest
    # Within the lowest term the car is covered whoever made it; beyond it the maker may give more.
    doubts = () if maker else (Condition.MAKER_TERM,)
    return term_finding(book.rule(rule_id), term, car, today, doubts)


def _three_electric_cover(book: RuleBook, car: Car, today: date) -> Finding:
    rule = book.rule("three_electric_period")
    if car.three_electric is None:
        return Finding(rule, Verdict.PERSON, ground=Ground.NO_TERM)
    return _promised(book, rule.id, car.three_electric, car, today)
