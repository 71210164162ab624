"""Reads the rules (rules.yml) and refuses a file that the computation could not rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

RULES_FILE = Path(__file__).with_name("rules.yml")

#: Each rule that the computation uses, and exactly the figures that it reads from it.
FIGURES_OF: Mapping[str, frozenset[str]] = {
    "counting": frozenset(),
    "repair_period": frozenset({"months", "km"}),
    "sanbao_period": frozenset({"months", "km"}),
    "three_electric_period": frozenset({"months", "km"}),
    "free_repair": frozenset(),
    "wear_parts": frozenset(),
    "loaner": frozenset({"days"}),
    "assembly_within_7_days": frozenset({"days"}),
    "assembly_within_60_days": frozenset({"days", "km"}),
    "failure_within_60_days": frozenset({"days", "km"}),
    "severe_safety_fault": frozenset({"repairs"}),
    "assembly_replaced": frozenset({"replacements"}),
    "main_part_replaced": frozenset({"replacements"}),
    "repair_days": frozenset({"days", "warn_at_days"}),
    "same_fault_repairs": frozenset({"repairs", "warn_at_repairs"}),
    "use_payment": frozenset({"highest_rate_permille", "per_km"}),
    "exclusions": frozenset(),
}
_REGULATION_FIELDS = {"title", "issued_as", "published_on", "in_force_on", "reservation"}
_RULE_FIELDS = {
    "name",
    "article",
    "article_is_sure",
    "figures",
    "remedy",
    "source",
    "checked_on",
    "reliability",
    "note",
}


Word = TypeVar("Word", bound=Enum)


class RuleFileError(ValueError):
    """The rule file cannot be used. The message is one sentence that names the place."""


class Remedy(str, Enum):
    """What a rule gives to the customer when it applies."""

    NONE = "none"
    FREE_REPAIR = "free_repair"
    LOANER_OR_ALLOWANCE = "loaner_or_allowance"
    NEW_ASSEMBLY = "new_assembly"
    NEW_CAR_OR_REFUND = "new_car_or_refund"


class Reliability(str, Enum):
    """How far a shop may lean on a rule before its lawyer has read it."""

    SURE = "sure"
    CHECK = "check"


@dataclass(frozen=True)
class Rule:
    """One rule as it stands in the file."""

    id: str
    name: str
    article: str
    article_is_sure: bool
    figures: Mapping[str, int]
    remedy: Remedy
    source: str
    checked_on: date
    reliability: Reliability
    note: str

    @property
    def cited_article(self) -> str | None:
        """The article as a customer may hear it; None where its number is not sure."""
        return self.article if self.article_is_sure else None


@dataclass(frozen=True)
class RuleBook:
    """The regulation and its rules."""

    title: str
    issued_as: str
    published_on: date
    in_force_on: date
    reservation: str
    rules: Mapping[str, Rule]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; every id of FIGURES_OF is there."""
        return self.rules[rule_id]

    def figure(self, rule_id: str, name: str) -> int:
        """A number of a rule, in the unit that its name says."""
        return self.rules[rule_id].figures[name]


@lru_cache(maxsize=1)
def standard_rules() -> RuleBook:
    """The rules of rules.yml, read once. Raises RuleFileError."""
    return load_rules(RULES_FILE)


def load_rules(path: Path) -> RuleBook:
    """Read and check a rule file. Raises RuleFileError, OSError."""
    try:
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        raise RuleFileError(f"{path.name} is not readable YAML: {error}") from error
    if not isinstance(content, dict) or set(content) != {"regulation", "rules"}:
        raise RuleFileError(f"{path.name} must hold exactly: regulation, rules")
    regulation, rules = content["regulation"], content["rules"]
    _expect_keys("regulation", regulation, _REGULATION_FIELDS)
    _expect_keys("rules", rules, set(FIGURES_OF))
    return RuleBook(
        title=_text("regulation", regulation, "title"),
        issued_as=_text("regulation", regulation, "issued_as"),
        published_on=_day("regulation", regulation, "published_on"),
        in_force_on=_day("regulation", regulation, "in_force_on"),
        reservation=_text("regulation", regulation, "reservation"),
        rules={rule_id: _read_rule(rule_id, fields) for rule_id, fields in rules.items()},
    )


def _read_rule(rule_id: str, fields: Any) -> Rule:
    _expect_keys(rule_id, fields, _RULE_FIELDS)
    if not isinstance(fields["article_is_sure"], bool):
        raise RuleFileError(f"{rule_id}: article_is_sure must be true or false")
    return Rule(
        id=rule_id,
        name=_text(rule_id, fields, "name"),
        article=_text(rule_id, fields, "article"),
        article_is_sure=fields["article_is_sure"],
        figures=_read_figures(rule_id, fields["figures"]),
        remedy=_word(rule_id, fields, "remedy", Remedy),
        source=_text(rule_id, fields, "source"),
        checked_on=_day(rule_id, fields, "checked_on"),
        reliability=_word(rule_id, fields, "reliability", Reliability),
        note=_text(rule_id, fields, "note"),
    )


def _read_figures(rule_id: str, figures: Any) -> Mapping[str, int]:
    _expect_keys(f"{rule_id}: figures", figures, set(FIGURES_OF[rule_id]))
    for name, value in figures.items():
        if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
            raise RuleFileError(f"{rule_id}: {name} must be a whole number above 0, not {value!r}")
    return dict(figures)


def _expect_keys(where: str, mapping: Any, expected: set[str]) -> None:
    if not isinstance(mapping, dict):
        raise RuleFileError(f"{where}: names with values are expected")
    if missing := sorted(expected - set(mapping)):
        raise RuleFileError(f"{where}: missing {', '.join(missing)}")
    if unknown := sorted(str(key) for key in set(mapping) - expected):
        raise RuleFileError(f"{where}: unknown {', '.join(unknown)}")


def _text(where: str, fields: Mapping[str, Any], key: str) -> str:
    value = fields[key]
    if not isinstance(value, str) or not value.strip():
        raise RuleFileError(f"{where}: {key} must be a text")
    return value.strip()


def _day(where: str, fields: Mapping[str, Any], key: str) -> date:
    value = fields[key]
    if type(value) is not date:
        raise RuleFileError(f"{where}: {key} must be a day such as 2022-01-01")
    return value


def _word(where: str, fields: Mapping[str, Any], key: str, words: type[Word]) -> Word:
    try:
        return words(fields[key])
    except ValueError:
        known = ", ".join(str(word.value) for word in words)
        raise RuleFileError(f"{where}: {key} must be one of {known}") from None
