"""Sorting a complaint: topic and level from the customer's words, who answers, and by when.

The words and times are data (complaints.yml). A wrong guess only changes who looks first; safety is
taken as safety whenever its words appear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.shop.promises import due_after
from bot.shop.triage import find_symptom
from bot.shop.working_time import OpenOn

RULES_FILE = Path(__file__).with_name("complaints.yml")
SAME_MATTER_WITHIN = timedelta(days=30)
_CLAUSE = re.compile(r"[，,。！!？?；;\n]+")
_DEMANDS = re.compile(
    r"(?:[要让叫请得想]|必须|希望|给我|把|赶紧|麻烦).{0,12}(?:退|赔|道歉|说法|交代|重新|重修|重做|返工|免费)"
    r"|^退(?:我|给我|钱|费)|^赔(?:我|钱)"
)
_DENIED = re.compile(r"[不没拒]|[要叫让]我|说好|答应|承诺|[吗么呢]$")
SHORTEST_MATTER = 5
"""Characters that say what happened, beside those that only announce a complaint."""
DANGERS = frozenset({"brake_failure", "steering_failure", "fire_or_smoke", "fuel_leak"})
"""Symptoms (triage.yml) that concern people's safety."""


class Topic(str, Enum):
    """What a complaint is about, most pressing first."""

    SAFETY = "safety"
    DAMAGE = "damage"
    WARRANTY_REFUSED = "warranty_refused"
    PROMISE_BROKEN = "promise_broken"
    DELAY = "delay"
    PARTS = "parts"
    PRICE = "price"
    ATTITUDE = "attitude"
    QUALITY = "quality"
    OTHER = "other"


class Level(str, Enum):
    """How soon a complaint must be answered."""

    NORMAL = "normal"
    SERIOUS = "serious"
    SAFETY = "safety"


@dataclass(frozen=True)
class Assessment:
    """How a complaint was sorted."""

    topic: Topic
    level: Level
    handler_role: str
    handler_name: str
    """The role as a customer hears it."""


@dataclass(frozen=True)
class Matter:
    """What tells one matter of a customer from another."""

    topic: Topic
    plate: str | None
    opened_at: datetime


@dataclass(frozen=True)
class _Rules:
    first_reply: Mapping[Level, timedelta]
    handlers: Mapping[str, str]
    handler_of: Mapping[Topic, str]
    words: Mapping[Topic, tuple[str, ...]]
    raising: Mapping[Level, tuple[str, ...]]
    bare: tuple[str, ...]
    staff_roles: Mapping[str, str]


def assess(text: str, topic: Topic | None = None) -> Assessment:
    """Sort a complaint by the customer's words; `topic` is what is known already."""
    rules = _rules()
    heard = _find_topic(text, rules)
    found = heard if topic is None or heard is Topic.SAFETY else topic
    role = rules.handler_of[found]
    return Assessment(found, _find_level(text, found, rules), role, rules.handlers[role])


def says_what_happened(text: str) -> bool:
    """Whether the words tell a matter, not only that somebody wants to complain."""
    rest = "".join(character for character in text if character.isalnum())
    for word in _rules().bare:
        rest = rest.replace(word, "")
    return len(rest) >= SHORTEST_MATTER or _is_dangerous(text)


def find_wish(text: str) -> str | None:
    """What the customer asks the shop to do about it, in their own words; None when only told.

    >>> find_wish("你们多收了我二百四，赶紧把钱退给我")
    '赶紧把钱退给我'
    >>> find_wish("说好免费重做的，拖了两个月") is find_wish("他们不给退钱") is None
    True
    """
    clauses = (clause.strip() for clause in _CLAUSE.split(text))
    return next(
        (each for each in clauses if _DEMANDS.search(each) and not _DENIED.search(each)), None
    )


def handler_name(topic: Topic) -> str:
    """The role that takes on complaints of this topic, as a customer hears it."""
    rules = _rules()
    return rules.handlers[rules.handler_of[topic]]


def higher(one: Level, other: Level) -> Level:
    """The more pressing of two levels."""
    return max(one, other, key=list(Level).index)


def staff_role_name(role: str) -> str:
    """What a member of staff with this role is called in front of customers."""
    rules = _rules()
    return rules.handlers[rules.staff_roles[role]]


def first_reply_due(level: Level, now: datetime, open_on: OpenOn) -> datetime:
    """By when a complaint of this level has its first answer. Raises NeverOpenError."""
    return due_after(now, _rules().first_reply[level], open_on)


def is_same_matter(earlier: Matter, later: Matter) -> bool:
    """Whether a customer tells the same thing again: same topic and car, within thirty days.

    Where the words show no topic, or one of them names no car, that does not tell them apart.
    """
    if later.opened_at - earlier.opened_at > SAME_MATTER_WITHIN:
        return False
    if earlier.plate and later.plate and earlier.plate != later.plate:
        return False
    return later.topic in (earlier.topic, Topic.OTHER)


def _find_topic(text: str, rules: _Rules) -> Topic:
    counts = {topic: _count(text, words) for topic, words in rules.words.items()}
    if counts[Topic.SAFETY] or _is_dangerous(text):
        return Topic.SAFETY
    best = max(Topic, key=lambda topic: counts[topic])  # of equals the more pressing one
    return best if counts[best] else Topic.OTHER


def _is_dangerous(text: str) -> bool:
    symptom = find_symptom(text)
    return symptom is not None and symptom.id in DANGERS


def _find_level(text: str, topic: Topic, rules: _Rules) -> Level:
    if topic is Topic.SAFETY:
        return Level.SAFETY
    raised = [level for level, words in rules.raising.items() if _count(text, words)]
    return max(raised, key=list(Level).index, default=Level.NORMAL)


def _count(text: str, words: Iterable[str]) -> int:
    return sum(word in text for word in words)


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    return read_rules(YAML(typ="safe").load(RULES_FILE.read_text(encoding="utf-8")))


def read_rules(content: Mapping[str, Any]) -> _Rules:
    """Check the content of a rule file. Raises ValueError with the place that is wrong."""
    handlers = {str(role): str(name) for role, name in content["handlers"].items()}
    topics, levels = content["topics"], content["levels"]
    if set(topics) != {topic.value for topic in Topic}:
        raise ValueError(f"{RULES_FILE.name}: topics must be {[topic.value for topic in Topic]}")
    if set(levels) != {level.value for level in Level}:
        raise ValueError(f"{RULES_FILE.name}: levels must be {[level.value for level in Level]}")
    for name, fields in topics.items():
        if fields["handler"] not in handlers:
            raise ValueError(f"{RULES_FILE.name}: {name} names an unknown handler")
    return _Rules(
        first_reply={
            Level(name): timedelta(minutes=_minutes(name, fields))
            for name, fields in levels.items()
        },
        handlers=handlers,
        handler_of={Topic(name): str(fields["handler"]) for name, fields in topics.items()},
        words={Topic(name): tuple(map(str, fields["words"])) for name, fields in topics.items()},
        raising={Level(name): tuple(map(str, words)) for name, words in content["raise"].items()},
        staff_roles={str(role): str(name) for role, name in content["staff_roles"].items()},
        bare=tuple(sorted(map(str, content["bare"]), key=len, reverse=True)),
    )


def _minutes(level: str, fields: Mapping[str, Any]) -> int:
    minutes = fields["first_reply_minutes"]
    if not isinstance(minutes, int) or minutes <= 0:
        raise ValueError(f"{RULES_FILE.name}: {level} needs whole first_reply_minutes above 0")
    return minutes
