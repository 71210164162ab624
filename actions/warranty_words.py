"""How terms, kilometres and the arithmetic of the warranty rules are written in Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from actions.wording import say_list, say_moment, say_yuan
from bot.services.warranty import CoveredCar
from bot.shop.warranty import (
    Finding,
    Ground,
    Quantity,
    Rule,
    Term,
    UsePayment,
    Verdict,
    lowest_term,
    standard_rules,
)


def say_date(day: date) -> str:
    """2024年12月23日"""
    return f"{day.year}年{day.month}月{day.day}日"


def say_km(km: int) -> str:
    """10万公里, 41,300公里"""
    return f"{km // 10_000}万公里" if km >= 10_000 and km % 10_000 == 0 else f"{km:,}公里"


def say_months(months: int) -> str:
    """6个月, 3年, 1年半"""
    years, rest = divmod(months, 12)
    if rest == 0:
        return f"{years}年"
    return f"{years}年半" if years and rest == 6 else f"{months}个月"


def say_term(term: Term) -> str:
    """3年或10万公里"""
    return f"{say_months(term.months)}或{say_km(term.km)}"


def say_rate(rate: Fraction) -> str:
    """0.5%"""
    return f"{float(rate * 100):g}%"


def say_car(car: CoveredCar) -> str:
    """星驰晨风（京N3K587）; 您的车 when nothing is known"""
    if car.plate:
        return f"{car.model_name}（{car.plate}）"
    return f"您的{car.model_name}" if car.model_name else "您的车"


def say_basis(findings: Iterable[Finding]) -> str:
    """The articles that the findings rest on, each once; those that are not sure are left out.

    A term that is over rests on its own article as well, free repair within one on article 19.
    """
    book = standard_rules()
    rules: list[Rule] = []
    for finding in findings:
        over = finding.ground is Ground.TERM_OVER and finding.term is not None
        if over or finding.rule.id in ("repair_period", "sanbao_period"):
            rules.append(book.rule("repair_period"))
        rules.append(finding.rule)
        if finding.verdict is Verdict.COVERED and finding.rule.id == "repair_period":
            rules.append(book.rule("free_repair"))
    articles = [rule.cited_article for rule in rules if rule.cited_article]
    return say_list(list(dict.fromkeys(articles))) if articles else ""


def cover_values(car: CoveredCar, finding: Finding) -> dict[str, Any]:
    """What the responses about a term use; empty where nothing is known."""
    km = finding.measure(Quantity.KM)
    return {
        "car": say_car(car),
        "term_name": finding.rule.name,
        "term": say_term(finding.term) if finding.term else "",
        "start": say_date(finding.starts_on) if finding.starts_on else "",
        "end": say_date(finding.ends_on) if finding.ends_on else "",
        "limit_km": say_km(finding.term.km) if finding.term else "",
        "km": say_km(km.value) if km and isinstance(km.value, int) else "",
        "article": finding.rule.cited_article or "",
        "regulation": standard_rules().title,
        "reservation": standard_rules().reservation,
    }


def count_values(finding: Finding, fault_names: dict[str, str]) -> dict[str, Any]:
    """What the responses about counted repairs use."""
    measure = next((m for m in finding.measures if m.quantity in _COUNTED), None)
    subject = finding.subject or ""
    return {
        "value": measure.value if measure else "",
        "limit": measure.limit if measure else "",
        "sum": "+".join(str(time.days) for time in finding.repairs),
        "fault": fault_names.get(subject, subject),
    }


def limit_values() -> dict[str, Any]:
    """The figures of the rules, for answers about no particular car."""
    book = standard_rules()
    repair, sanbao = lowest_term(book, "repair_period"), lowest_term(book, "sanbao_period")
    return {
        "regulation": book.title,
        "reservation": book.reservation,
        "repair_term": say_term(repair),
        "sanbao_term": say_term(sanbao),
        "limit_repairs": book.figure("same_fault_repairs", "repairs"),
        "limit_repair_days": book.figure("repair_days", "days"),
        "limit_severe": book.figure("severe_safety_fault", "repairs"),
        "limit_replacements": book.figure("assembly_replaced", "replacements"),
        "limit_loaner_days": book.figure("loaner", "days"),
        "loaner_from": book.figure("loaner", "days") + 1,
    }


def payment_values(payment: UsePayment) -> dict[str, Any]:
    """The use payment with its arithmetic."""
    return {
        "price": say_yuan(payment.price_fen),
        "km": f"{payment.mileage_km:,}公里",
        "rate": say_rate(payment.rate),
        "amount": say_yuan(payment.amount_fen),
        "rest": say_yuan(payment.price_fen - payment.amount_fen),
    }


def loaner_values(car: CoveredCar, finding: Finding, now: datetime) -> dict[str, Any]:
    """What the responses about a loaner use."""
    days = finding.measure(Quantity.DAYS)
    owed_from_at = finding.owed_from_at
    return {
        **cover_values(car, finding),
        "days": days.value if days else "",
        "limit": days.limit if days else "",
        "received": say_moment(finding.repairs[0].from_at, now) if finding.repairs else "",
        "owed_from": say_moment(owed_from_at, now) if owed_from_at else "",
    }


def cover_card(car: CoveredCar, part_name: str | None, finding: Finding) -> dict[str, Any]:
    """The arithmetic of a term as a card (docs/cards.md)."""
    values = cover_values(car, finding)
    badges = {
        Verdict.COVERED: {"text": "在保", "tone": "good"},
        Verdict.EXPIRED: {"text": "已过保", "tone": "plain"},
    }
    rows = [
        ("期限", f"{values['term']}，先到为准"),
        ("起算日", values["start"]),
        ("到期日", values["end"]),
        ("里程", f"{values['km']} / {values['limit_km']}" if values["km"] else ""),
        ("依据", values["article"]),
    ]
    return {
        "type": "warranty",
        "title": f"{values['car']} {part_name or '整车'}"[:60],
        "badge": badges.get(finding.verdict, {"text": "待核对", "tone": "plain"}),
        "rows": [{"label": label, "value": value} for label, value in rows if value],
        "note": values["reservation"],
    }


_COUNTED = (Quantity.REPAIRS, Quantity.REPAIR_DAYS, Quantity.REPLACEMENTS)
