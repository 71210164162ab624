"""What a described symptom may mean and how urgent it is. The rules are data: triage.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

RULES = Path(__file__).with_name("triage.yml")
URGENCIES = ("stop_now", "check_soon", "note")
#: 「没冒烟」 is no smoke.
_DENIED = re.compile(r"没有?(?:看?见|看到|再)?(?:冒.?烟|着火|起火|漏油|漏水|开锅)")


@dataclass(frozen=True)
class Symptom:
    """A kind of fault: its id (response `utter_fault_<id>`) and its urgency, one of URGENCIES."""

    id: str
    urgency: str


@dataclass(frozen=True)
class _Rule:
    symptom: Symptom
    groups: tuple[tuple[str, ...], ...]

    def matches(self, text: str) -> bool:
        return any(all(word in text for word in group) for group in self.groups)


def find_symptom(text: str) -> Symptom | None:
    """The first, that is most urgent, symptom in the text; None when nothing is recognised."""
    told = _DENIED.sub("", text)
    return next((rule.symptom for rule in _rules() if rule.matches(told)), None)


def list_symptoms() -> list[Symptom]:
    """All symptoms that can be recognised, in the order of the rules."""
    return [rule.symptom for rule in _rules()]


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    entries = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return tuple(_read(entry) for entry in entries)


def _read(entry: dict[str, object]) -> _Rule:
    urgency = str(entry["urgency"])
    if urgency not in URGENCIES:
        raise ValueError(f"{RULES.name}: urgency {urgency!r} of {entry['id']} is not known")
    groups = entry["any"]
    assert isinstance(groups, list)
    return _Rule(Symptom(str(entry["id"]), urgency), tuple(tuple(group) for group in groups))
