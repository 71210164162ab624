"""What in a customer's words is a danger to people right now. The rules are data: danger.yml.

>>> [danger.id for danger in hear("车冒黑烟了", frozenset()).dangers]
['fire']
>>> hear("没冒烟，就是有点响", frozenset()).dangers
()
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).with_name("danger.yml")
CALLED = frozenset({"rescue", "stranded"})
"""The scenes of who is asking for help on the spot, whatever the words."""


@dataclass(frozen=True)
class Danger:
    """A danger: its id (response `utter_danger_<id>`) and the intent that helps against it."""

    id: str
    begins: str
    asks: bool
    """It is a question, which is answered as often as it is put."""
    since: frozenset[str]
    """What it adds to, told in this message or before: a hurt person to a crash."""


@dataclass(frozen=True)
class Heard:
    """What a message is about: the dangers in it, and everything that is known once it was heard."""

    dangers: tuple[Danger, ...]
    known: frozenset[str]


@dataclass(frozen=True)
class _Rule:
    danger: Danger
    says: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    needs: frozenset[str]
    after: frozenset[str]
    implies: str

    def holds(self, text: str, before: Set[str], known: Set[str]) -> bool:
        if not (self.needs <= known and self.after <= before):
            return False
        said = self.says.search(text) if self.says else not self.needs <= before
        return bool(said) and not (self.unless and self.unless.search(text))


@dataclass(frozen=True)
class _Rules:
    past: re.Pattern[str]
    now: re.Pattern[str]
    denied: re.Pattern[str]
    scenes: dict[str, re.Pattern[str]]
    dangers: tuple[_Rule, ...]


def is_past(text: str) -> bool:
    """Whether the words tell of what is over.

    >>> is_past("上周高速上刹车失灵"), is_past("昨天就冒烟，现在又冒了")
    (True, False)
    """
    rules = _rules()
    return bool(rules.past.search(text)) and not rules.now.search(text)


def hear(text: str, before: Set[str]) -> Heard:
    """The dangers in a message; `before`: scenes and dangers known from earlier ones (`Heard.known`)."""
    rules = _rules()
    if is_past(text):
        return Heard((), frozenset(before))
    told = rules.denied.sub("", text)
    known = {*before, *(name for name, scene in rules.scenes.items() if scene.search(told))}
    found: list[Danger] = []
    said: set[str] = set()
    for rule in rules.dangers:
        if rule.danger.id not in said and rule.holds(told, before, known):
            found.append(rule.danger)
            said |= {rule.danger.id, rule.implies}
            known |= said
    return Heard(tuple(found), frozenset(known))


def list_dangers() -> set[str]:
    """The ids of all dangers that can be heard."""
    return {rule.danger.id for rule in _rules().dangers}


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    content = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    scenes = {name: re.compile(words) for name, words in content["scenes"].items()}
    names = {*CALLED, *scenes, *(entry["id"] for entry in content["dangers"])}
    return _Rules(
        re.compile(content["past"]),
        re.compile(content["now"]),
        re.compile(content["denied"]),
        scenes,
        tuple(_read(entry, names) for entry in content["dangers"]),
    )


def _read(entry: dict[str, Any], names: set[str]) -> _Rule:
    needs, after = (frozenset(entry.get(name, ())) for name in ("needs", "after"))
    if not needs | after <= names:
        raise ValueError(f"{RULES.name}: {entry['id']} waits for something that is no scene")
    begins = entry.get("begins", "request_rescue")
    return _Rule(
        Danger(entry["id"], begins, bool(entry.get("asks")), needs | after),
        re.compile("|".join(entry["says"])) if "says" in entry else None,
        re.compile(entry["unless"]) if "unless" in entry else None,
        needs,
        after,
        entry.get("implies", entry["id"]),
    )
