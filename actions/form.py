"""How every form of the bot asks and listens.

A Rasa form calls `validate_<form>` on each turn. `SkillForm` makes that one call the whole turn of the
form: hear what the message gives (any answer, in any order, also a correction), then put the next
question. A subclass writes two methods: `hear` and `next_question`.

An answer that does not fit is explained once; the second time there are buttons, and a person is offered.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from actions.base import MISSES_BEFORE_PERSON, SkillAction, Talk

PERSON_BUTTON = "转人工"
HEARS_ONLY = "only"
"""As in bot.dialogue.agenda: something else is answered before the form asks."""


@dataclass(frozen=True)
class Question:
    """One question: the slot it fills, the response that asks it, and how to help with it."""

    slot: str
    response: str
    values: dict[str, Any] = field(default_factory=dict)
    buttons: tuple[str, ...] = ()  # always shown
    choices: tuple[str, ...] = ()  # shown after the second answer that did not fit
    entity: str = ""  # what kind of value a button stands for, and which:
    means: Mapping[str, Any] = field(default_factory=dict)  # 「第二个」 then means that value
    explain: str = "utter_explain_question"  # said before the question is put again
    card: dict[str, Any] | None = None


class SkillForm(SkillAction):
    """The validation action of a form, which also asks its questions."""

    form: ClassVar[str]  # the form's name in the domain
    slots: ClassVar[tuple[str, ...]]  # what it fills; forgotten when the customer stops
    counts_asides: ClassVar[bool] = False  # whether a question put again after an aside is a miss

    def name(self) -> str:
        return f"validate_{self.form}"

    @abstractmethod
    def hear(self, talk: Talk) -> None:
        """Take from `talk.said` whatever answers a question of this form: `talk.set(slot, value)`."""

    @abstractmethod
    def next_question(self, talk: Talk) -> Question | None:
        """The first question still open, or None when the form has all it needs."""

    def act(self, talk: Talk) -> None:
        asked = talk.slot("requested_slot")
        before = {slot: talk.slot(slot) for slot in self.slots}
        hears = talk.slot("hear") is not False
        if hears:
            self.hear(talk)
        if talk.slot("hear") == HEARS_ONLY:
            talk.set("requested_slot", asked or self.slots[0])  # the form stays open
            return
        question = self.next_question(talk)
        if hears and question and not (talk.has_spoken or talk.warned_of):
            self._note_the_rest(talk, question, before)
        learnt = any(talk.slot(slot) != value for slot, value in before.items())
        counts = hears or self.counts_asides
        self._ask(talk, question, missed=counts and not learnt and _asks(question, asked))

    @staticmethod
    def _note_the_rest(talk: Talk, question: Question, before: dict[str, Any]) -> None:
        """The same question again, although something else was learnt: say that it was heard."""
        same = question.slot == talk.slot("requested_slot") and _offers(question) == talk.slot(
            "offered"
        )
        if same and any(talk.slot(s) != v for s, v in before.items() if s != question.slot):
            talk.say("utter_noted")

    def _ask(self, talk: Talk, question: Question | None, missed: bool) -> None:
        talk.set("requested_slot", question.slot if question else None)
        misses = (talk.slot("misses") or 0) + 1 if missed else 0
        talk.set("misses", misses)
        talk.set("offered", _offers(question))
        if question is None:
            return
        helps = misses >= MISSES_BEFORE_PERSON
        if helps:
            talk.say("utter_offer_person_too")
            talk.expect({PERSON_BUTTON: "request_human"})
        elif missed and talk.slot("hear") is not False and not talk.has_spoken:
            talk.say(question.explain)  # unless a reason was given, or something else answered
        elif talk.slot("resumed"):
            talk.say("utter_resume")
        further = (*question.choices, PERSON_BUTTON) if helps else ()
        buttons = [*question.buttons, *(c for c in further if c not in question.buttons)]
        talk.say(question.response, buttons=buttons, card=question.card, **question.values)


def _offers(question: Question | None) -> list[dict[str, Any]] | None:
    if question is None:
        return None
    plain = [
        title for title in (*question.buttons, *question.choices) if title not in question.means
    ]
    return [
        *(
            {"title": title, "entity": question.entity, "value": value}
            for title, value in question.means.items()
        ),
        *({"title": title, "entity": "", "value": None} for title in plain),
    ]


def slots_of(form: str | None) -> tuple[str, ...]:
    """What the form of this name fills; nothing for an unknown one."""
    kinds = list(SkillForm.__subclasses__())
    while kinds:
        kind = kinds.pop()
        if getattr(kind, "form", None) == form and form:
            return kind.slots
        kinds += kind.__subclasses__()
    return ()


def _asks(question: Question | None, slot: str | None) -> bool:
    return question is not None and question.slot == slot
