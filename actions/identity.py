"""Whose car is it: plate and the last four digits of the registered telephone, before anything private.

The proof is a row that the service writes, never a slot. The words are the same whether a plate exists
or not.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from actions.base import MISSES_BEFORE_PERSON, Talk
from actions.form import PERSON_BUTTON, Question, SkillForm
from actions.waiting import say_if_waiting
from actions.wording import say_moment
from bot.clock import SHANGHAI
from bot.services import identity
from bot.services.identity import ProofResult
from bot.shop.digits import find_digits

REFUSE_BUTTON = "先不核对"
#: 「尾号是8001」: so short an answer holds nothing but the digits.
_ONLY_DIGITS = 10


class IdentityForm(SkillForm):
    """Asks for plate and last four digits, and proves them with the shop."""

    form = "identity_form"
    slots = ("identity_plate", "identity_last4")
    counts_asides = True  # who keeps talking of something else does not mean to prove anything

    def hear(self, talk: Talk) -> None:
        if _refuses(talk):
            talk.set("detour_result", "refused")
            return
        plate = talk.said.value("plate")
        if plate:
            talk.set("identity_plate", plate)
        if _say_paused(talk, talk.slot("identity_plate")):
            talk.set("detour_result", "paused")
            return
        last4 = last_four(talk)
        alone = bool(talk.slot("requested_slot")) and _is_short(talk)
        if last4 and (alone or talk.slot("identity_plate") or talk.said.value("phone")):
            talk.set("identity_last4", last4)
        if talk.slot("identity_plate") and talk.slot("identity_last4"):
            self._prove(talk)

    def next_question(self, talk: Talk) -> Question | None:
        question = self._question(talk)
        return replace(question, explain="utter_noted") if question and talk.said.kept else question

    def _question(self, talk: Talk) -> Question | None:
        if talk.owner() or talk.slot("detour_result"):
            talk.clear(*self.slots)
            return None
        if not talk.slot("identity_plate"):
            return Question("identity_plate", "utter_identity_ask_plate", choices=(REFUSE_BUTTON,))
        if talk.has_spoken:  # they did not fit: digits or plate may be put right
            plate = talk.slot("identity_plate")
            return Question(
                "identity_last4",
                "utter_identity_ask_again",
                {"plate": plate},
                choices=(REFUSE_BUTTON,),
            )
        return Question("identity_last4", "utter_identity_ask_last4", choices=(REFUSE_BUTTON,))

    def _prove(self, talk: Talk) -> None:
        result = talk.ask_shop(
            identity.prove,
            talk.conversation_id,
            talk.slot("identity_plate"),
            talk.slot("identity_last4"),
            talk.source,
        )
        talk.forget_owner()
        if result.owner:
            talk.say("utter_identity_known", salutation=result.owner.salutation)
            _say_who_came_along(talk, result)
            talk.set("detour_result", "done")
        elif result.has_visits:
            talk.say("utter_identity_visits")
            talk.set("detour_result", "done")
        elif result.paused:
            _say_paused(talk, talk.slot("identity_plate"))
            talk.set("detour_result", "paused")
        else:
            talk.say("utter_identity_mismatch")
            talk.clear("identity_last4")


def _refuses(talk: Talk) -> bool:
    """In so many words, or by never answering: then the matter goes on without a proof."""
    if talk.said.text.strip() == REFUSE_BUTTON:
        return True
    if talk.said.intent == "deny":
        return not talk.said.entities
    is_asked = bool(talk.slot("requested_slot"))
    tells = talk.said.value("plate") or last_four(talk)
    return is_asked and not tells and (talk.slot("misses") or 0) >= MISSES_BEFORE_PERSON


def prove_quietly(talk: Talk, plate: str | None) -> None:
    """Who gives plate and digits of the telephone along the way is known from then on.

    A mismatch says nothing: the words go on as with any newcomer. It counts like any failed try.
    """
    digits = last_four(talk)
    if plate and digits and talk.owner() is None:
        result = talk.ask_shop(identity.prove, talk.conversation_id, plate, digits, talk.source)
        talk.forget_owner()
        if result.owner:
            talk.say("utter_identity_known", salutation=result.owner.salutation)
            _say_who_came_along(talk, result)


def say_if_paused(talk: Talk) -> bool:
    """Whether a plate or digits came that are not looked at for now; then it was said once more."""
    plate = talk.said.value("plate")
    tries = plate or (last_four(talk) and _is_short(talk))
    return bool(tries) and talk.owner() is None and _say_paused(talk, plate)


def _say_paused(talk: Talk, plate: str | None) -> bool:
    until = talk.ask_shop(identity.find_pause, talk.source, plate)
    if until is None:
        return False
    talk.say(
        "utter_identity_paused",
        buttons=[PERSON_BUTTON, "预约到店"],
        until=_say_until(until, talk.now),
    )
    talk.expect({PERSON_BUTTON: "request_human", "预约到店": "book_service"})
    return True


def _say_until(until: datetime, now: datetime) -> str:
    """A pause of half an hour ends at 10:00, one of a day 明天（周二）09:30."""
    near = until.astimezone(SHANGHAI).date() == now.astimezone(SHANGHAI).date()
    return f"{until.astimezone(SHANGHAI):%H:%M}" if near else say_moment(until, now)


def _is_short(talk: Talk) -> bool:
    return len(talk.said.text.strip()) <= _ONLY_DIGITS


def _say_who_came_along(talk: Talk, result: ProofResult) -> None:
    """Who waits for a person at another door waits, or talks, here from now on."""
    if result.brought_request:
        say_if_waiting(talk)


def last_four(talk: Talk) -> str | None:
    """Four digits standing alone, or the end of a whole telephone number; never part of the plate."""
    phone = talk.said.value("phone")
    if phone:
        return str(phone)[-4:]
    text = talk.said.text
    for item in talk.said.entities:
        if item["entity"] in ("plate", "order_no", "vin") and item.get("text"):
            text = text.replace(item["text"], " ")
    return next((run for run in reversed(find_digits(text)) if len(run) == 4), None)
