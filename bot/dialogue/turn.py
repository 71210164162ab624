"""What the agenda is decided by: a customer's turn and the skills that there are, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LISTEN = "action_listen"

#: Intents that mean the same in any form.
BARE_ANSWERS = frozenset({"inform", "affirm", "deny", "correct"})


@dataclass(frozen=True)
class FormManners:
    """How one form takes what is said while it is open (from config.yml)."""

    answers: frozenset[str] = frozenset()  # further intents that are answers, not interruptions
    stops: frozenset[str] = frozenset()  # intents that here mean: stop
    free_text: frozenset[str] = frozenset()  # slots whose answer is a free sentence
    wants: Mapping[str, str] = field(default_factory=dict)  # slot: the entity that answers it
    gives_up: str = "stop"  # the intent that 「不去了」 has here
    goes_on: frozenset[str] = frozenset()  # values that 「那电机呢」 puts right in this form
    replaces: frozenset[str] = frozenset()  # forms that are not gone back to once this one begins


@dataclass(frozen=True)
class Skills:
    """What the rules in data/rules say: how each skill begins and what follows a form."""

    starts: Mapping[str, list[str]]
    endings: Mapping[str, list[str]]
    forms: frozenset[str]
    manners: Mapping[str, FormManners] = field(default_factory=dict)

    def answers_of(self, form: str) -> frozenset[str]:
        """Intents that `form` takes as an answer: bare ones, its own, and those of its manners."""
        own = {intent for intent, steps in self.starts.items() if form in steps}
        return BARE_ANSWERS | own | self.manners_of(form).answers

    def opens_form(self, intent: str) -> bool:
        return any(step in self.forms for step in self.starts.get(intent, ()))

    def is_detour(self, form: str | None) -> bool:
        """Whether only actions lead to this form, never a wish: it is nothing to go back to."""
        return form in self.forms and not any(form in steps for steps in self.starts.values())

    def manners_of(self, form: str) -> FormManners:
        return self.manners.get(form, FormManners())


@dataclass(frozen=True)
class Said:
    """One wish of a message: its intent, its words, the values in it."""

    intent: str
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    confidence: float = 1.0
    follows: bool = False  # goes on from the last answer: 「那发动机呢」
    kept: bool = False  # kept for the question that waits for the open form

    def as_dict(self) -> dict[str, Any]:
        said = {"intent": self.intent, "text": self.text, "entities": self.entities}
        marks = {"follows": self.follows, "kept": self.kept}
        return said | {name: True for name, holds in marks.items() if holds}


@dataclass(frozen=True)
class Turn:
    """Where the conversation stands before the next step."""

    is_new: bool  # the customer has just spoken
    wishes: list[Said] = field(default_factory=list)  # the first is the main one
    decision: str = "sure"
    candidates: tuple[str, ...] = ()  # the two likeliest intents of an unsure message
    last_action: str = LISTEN
    form: str | None = None  # the open form
    requested: str | None = None  # the slot it asks for
    agenda: dict[str, Any] = field(default_factory=dict)
    expects: dict[str, Any] = field(default_factory=dict)  # short answers with an agreed meaning
    offered: list[dict[str, Any]] = field(default_factory=list)  # what the open question offers
    needs: str | None = None  # a form that the last action wants first, or what it was taken for
    silent_hours: float = 0.0
    calls_rescue: bool = False  # the open form takes down help on the spot
    danger: dict[str, Any] = field(default_factory=dict)  # known of it: see bot.dialogue.safety
    spoken_of: dict[str, Any] = field(
        default_factory=dict
    )  # the part, job, store, series named last


@dataclass(frozen=True)
class Step:
    """The next action, the slots to set before it, and whether the open form closes first."""

    action: str
    slots: dict[str, Any] = field(default_factory=dict)
    close_form: bool = False
