"""The small talk of a front desk: greeting, stopping, repeating, not understanding."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Any, ClassVar

from actions.base import MISSES_BEFORE_PERSON, NeedsForm, SkillAction, Talk
from actions.booking_facts import job_cards
from actions.booking_recall import size_alone
from actions.form import PERSON_BUTTON, slots_of
from actions.identity import say_if_paused
from actions.job_words import SIZES
from actions.understood import wish_names
from actions.waiting import say_if_waiting
from actions.wording import say_moment
from bot.services import booking, open_matters
from bot.services.identity import Owner

MENU = ("book_service", "check_progress", "ask_warranty", "file_complaint", "request_human")
ABOUT = {
    "complaint": "check_complaint",
    "ready": "check_progress",
    "repair_order": "check_progress",
    "appointment": "check_booking",
}
"""What to ask about each kind of open matter."""
ASKED_WHICH = "asked_which"
"""Among the values of a message: the two readings that were asked about just before, and of what words."""


def offer_wishes(
    talk: Talk,
    response: str,
    intents: list[str],
    keep_words: bool = False,
    words: str | None = None,
    **values: Any,
) -> None:
    """Say a response with a button for each intent; `keep_words` serves the choice with what was said.

    `words` were said a little before and are kept in place of the last ones.

    The choice may also be made in words of its own: 「洗车」, then 「多少钱」.
    """
    names = {intent: wish_names()[intent] for intent in intents if intent in wish_names()}
    talk.say(response, buttons=names.values(), **values)
    kept = {"text": words or talk.said.text, "entities": talk.said.entities}
    said = kept if keep_words or words else None
    for intent, name in names.items():
        meaning = {"intent": intent, **({"said": said} if said else {})}
        talk.expect({name: meaning, **({intent: meaning} if said else {})}, beside=True)


class Greet(SkillAction):
    """Greets, by name who has proven who they are."""

    def name(self) -> str:
        return "action_greet"

    def act(self, talk: Talk) -> None:
        owner = talk.owner()
        if talk.slot("requested_slot"):
            talk.say("utter_greet_again")
        elif owner:
            _greet_owner(talk, owner)
        elif talk.earlier_messages and talk.earlier_messages[-1][0] == "greet":  # 「有人吗」
            offer_wishes(talk, "utter_greet_again", list(MENU))
        else:
            offer_wishes(talk, "utter_greet", list(MENU))


class Stop(SkillAction):
    """Lets the current matter rest, and forgets what was collected for it."""

    def name(self) -> str:
        return "action_stop"

    def act(self, talk: Talk) -> None:
        stopped = ((talk.slot("agenda") or {}).get("current") or {}).get("form")
        talk.clear(*slots_of(stopped))
        if stopped:
            talk.ask_shop(booking.release, talk.conversation_id)
        talk.set("misses", 0)
        talk.say("utter_stopped" if stopped else "utter_nothing_to_stop")


class Repeat(SkillAction):
    """Says the last words again, buttons and all."""

    def name(self) -> str:
        return "action_repeat"

    def act(self, talk: Talk) -> None:
        spoken = [event for event in talk.latest_messages if event.get("text")]
        if not spoken:
            offer_wishes(talk, "utter_greet", list(MENU))
        for event in spoken:
            talk.repeat(event["text"], (event.get("data") or {}).get("buttons") or [])


class Miss(SkillAction):
    """Words that nothing fits; a plate or digits during a pause of proofs are told of the pause."""

    def act(self, talk: Talk) -> None:
        if not say_if_paused(talk):
            self.answer(talk)

    @abstractmethod
    def answer(self, talk: Talk) -> None:
        """What `act` is for other actions."""


class AskWhich(Miss):
    """Unsure between two readings: asks, with the two as buttons."""

    def name(self) -> str:
        return "action_ask_which"

    def answer(self, talk: Talk) -> None:
        candidates = [name for name in talk.candidates if name in wish_names()]
        if _one_more_miss(talk):
            _offer_person(talk)
        elif len(candidates) > 1:
            offer_wishes(talk, "utter_ask_which", candidates[:2], keep_words=True)
            _keep_question(talk, candidates[:2])
        else:
            offer_wishes(talk, "utter_not_understood", list(MENU))


def _keep_question(talk: Talk, candidates: list[str]) -> None:
    """Who says who they are instead of choosing is asked once more after that."""
    text = talk.said.text
    asked = {"entity": ASKED_WHICH, "value": {"intents": candidates, "text": text}}
    said = {"text": text, "entities": [*talk.said.entities, asked]}
    talk.expect({"plate": {"intent": "inform", "said": said}})


class NotUnderstood(Miss):
    """Nothing fits: says so, shows what can be done; the second time offers a person."""

    def name(self) -> str:
        return "action_not_understood"

    def answer(self, talk: Talk) -> None:
        _not_understood(talk)


class BareValues(Miss):
    """A plate or a job with no question open: asks what to do with it."""

    USES = (
        ("service_item", ["book_service", "ask_price"]),
        ("part", ["ask_part", "ask_warranty"]),
        ("warning_light", ["describe_fault", "book_service"]),
        ("plate", ["check_progress", "book_service", "ask_warranty"]),
        ("order_no", ["check_progress", "check_booking"]),
        ("time", ["book_service", "change_booking"]),
    )

    def name(self) -> str:
        return "action_bare_values"

    BOOKS = re.compile(r"约(?!好|了|的|定|过|完)")
    """「那约周日下午三点」, but not 「我约的周日」."""
    MOVES: ClassVar[tuple[str, ...]] = ("改", "换", "挪", "提前", "推迟", "推到", "延")

    def answer(self, talk: Talk) -> None:
        if talk.said.value("time") and any(word in talk.said.text for word in self.MOVES):
            raise NeedsForm("change_booking")
        told = talk.said.value("time") or talk.said.value("store")
        if told and (talk.said.values("service_item") or self.BOOKS.search(talk.said.text)):
            raise NeedsForm("book_service")
        has_just_proven = talk.slot("detour_result") == "done"
        if talk.said.value("plate") and (has_just_proven or talk.owner() is None):
            owner = talk.require_owner()
            asked = talk.said.value(ASKED_WHICH)
            if owner and asked:
                offer_wishes(talk, "utter_ask_which", asked["intents"], words=asked["text"])
                return
            if owner:
                _greet_owner(talk, owner)
                return
        for entity, intents in self.USES:
            if talk.said.values(entity):
                talk.set("misses", 0)
                offer_wishes(talk, "utter_bare_values", intents, keep_words=True)
                self._expect_more(talk)
                return
        _not_understood(talk)

    @staticmethod
    def _expect_more(talk: Talk) -> None:
        """What is said next bit by bit adds up: 「保养」, 「小的」, 「明天」."""
        said = {"text": talk.said.text, "entities": talk.said.entities}
        talk.expect({"inform": {"intent": "inform", "said": said}})
        if talk.said.values("service_item"):  # 「那个多少钱」 sounds like a part's price
            talk.expect({"ask_part": {"intent": "ask_price", "said": said}})
        if "maintenance" in talk.said.values("service_item"):
            for job in job_cards(talk, SIZES):
                item = {"entity": "service_item", "value": job.code, "text": job.name}
                sized = {"text": job.name, "entities": [item]}
                pattern = size_alone(job.name)
                talk.expect({job.code: {"intent": "inform", "said": sized, "pattern": pattern}})


class NotOurs(Miss):
    """A real request that the shop has nothing to do with, or words that are none of its business."""

    def name(self) -> str:
        return "action_not_ours"

    def answer(self, talk: Talk) -> None:
        if talk.slot("requested_slot"):
            talk.say("utter_not_ours_short")
        elif _one_more_miss(talk):
            _offer_person(talk)
        else:
            offer_wishes(talk, "utter_not_ours", list(MENU))


class WelcomeBack(SkillAction):
    """Takes up an open matter after hours of silence."""

    def name(self) -> str:
        return "action_welcome_back"

    def act(self, talk: Talk) -> None:
        talk.say("utter_welcome_back")


def _greet_owner(talk: Talk, owner: Owner) -> None:
    """By name, and with what is open, from whichever door it came."""
    matter = talk.ask_shop(open_matters.find_open_matter, owner.customer_id)
    name = owner.salutation
    if say_if_waiting(talk):
        talk.say("utter_greet_owner_waiting", salutation=name)
    elif matter is None:
        offer_wishes(talk, "utter_greet_owner", list(MENU[:3]), salutation=name)
    else:
        until = "_until" if matter.kind == "repair_order" and matter.at else ""
        offer_wishes(
            talk,
            f"utter_greet_owner_{matter.kind}{until}",
            [ABOUT[matter.kind], *MENU[:1]],
            number=matter.number,
            store=matter.store_name,
            at=say_moment(matter.at, talk.now) if matter.at else "",
            salutation=name,
        )


def _not_understood(talk: Talk) -> None:
    if _one_more_miss(talk):
        _offer_person(talk)
    else:
        offer_wishes(talk, "utter_not_understood", list(MENU))


def _one_more_miss(talk: Talk) -> bool:
    """Count a message that was not understood; True once a person should be offered."""
    misses = (talk.slot("misses") or 0) + 1
    talk.set("misses", misses)
    return misses >= MISSES_BEFORE_PERSON


def _offer_person(talk: Talk) -> None:
    talk.say("utter_offer_person", buttons=[PERSON_BUTTON])
    talk.expect({"affirm": "request_human", PERSON_BUTTON: "request_human"})
