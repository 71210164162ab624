"""Wishes that a colleague carries out: rescue, pick-up, insurance, used cars … taken down, with a time.

One form for all of them: what it is comes from the intent and the words; asked is only what a colleague
cannot do without: a telephone, and for help on the spot the place.
"""

from __future__ import annotations

import re

from actions.base import NeedsForm, SkillAction, Talk
from actions.form import PERSON_BUTTON, Question, SkillForm
from actions.identity import prove_quietly
from actions.prices import REBATE
from actions.wording import say_moment
from bot.services import leads, opening
from bot.shop.digits import find_digits
from bot.shop.rescue_words import asks_price, hurries
from bot.shop.whereabouts import joined, may_be_place, names_place

RESCUE = "rescue"
RESCUE_TAKEN = "rescue_taken"
"""Set while a rescue called in this conversation is under way: see bot/shop/rescue_words.py."""
KIND_OF_INTENT = {
    "request_rescue": RESCUE,
    "request_pickup": "pickup",
    "manage_contact": "contact",
    "manage_privacy": "privacy",
    "ask_other_service": "other",
}
NEEDS_PLACE = (RESCUE, "pickup")
#: What is told after taking these down has words of its own.
OWN_WORDS = (*NEEDS_PLACE, "loaner", "privacy", "contact")
#: Shorter answers name no place and tell nothing: 「在」, 「这里」.
SHORTEST_WORDS = 3
#: Digits in a row from which on a number counts nothing: it is meant to be dialled.
LONGEST_COUNT = 7
#: 「3007」, 「尾号三零零七」: the digits that go with a plate told before.
_ONLY_DIGITS = re.compile(r"\D{0,4}[\d零〇一二两三四五六七八九幺]{4}\D{0,2}")
#: Who does not know tells nothing.
_KNOWS_NOT = re.compile(r"不(?:太|大)?(?:知道|清楚|晓得|认识)|说不[上清准]")
_PHONE = re.compile(r"[，,。；;\s]*(?:我?的?(?:电话|手机|号码)号?码?是?)?[\s:：]*\d[\d\s-]{9,}\d")


class LeadForm(SkillForm):
    """Takes down a wish for a colleague."""

    form = "lead_form"
    slots = ("lead_kind", "lead_note", "lead_phone", "lead_place", "lead_sure")

    def hear(self, talk: Talk) -> None:
        kind = talk.said.value("service_line") or KIND_OF_INTENT.get(talk.said.intent)
        if talk.warned_of:
            kind = RESCUE
        begins = kind and not talk.slot("lead_kind")
        if begins:
            talk.set("lead_kind", kind)
            talk.set("lead_note", talk.said.text)
            is_question = talk.said.intent == "ask_other_service" and not talk.said.follows
            talk.set("lead_sure", "ask" if is_question else True)
            if kind == RESCUE and talk.said.follows:  # the place was the answer to the offer
                self._hear_place(talk)
        elif kind == RESCUE and talk.slot("lead_kind") != RESCUE:  # no wish is as urgent
            talk.set("lead_kind", RESCUE)
            talk.set("lead_sure", True)
            self._note(talk)
        elif talk.slot("requested_slot") == "lead_sure":
            talk.set("lead_sure", {"affirm": True, "deny": False}.get(talk.said.intent, "ask"))
        elif talk.said.intent == "deny" and talk.slot("lead_sure") == "ask":
            talk.set("lead_sure", False)  # who only asked need not leave a telephone
        phone = talk.said.value("phone")
        if phone:
            talk.set("lead_phone", phone)
        else:
            self._hear_who(talk)
        if not begins:
            self._hear_answer(talk)

    @staticmethod
    def _hear_who(talk: Talk) -> None:
        """Plate and four digits, at once or one after the other, tell whom to call as a number does."""
        plate = talk.said.value("plate")
        if plate:
            talk.set("identity_plate", plate)
        elif not _ONLY_DIGITS.fullmatch(talk.said.text.strip()):
            return
        prove_quietly(talk, talk.slot("identity_plate"))
        if talk.owner() and talk.slot("requested_slot") == "lead_phone":
            talk.set("lead_sure", True)

    def _hear_answer(self, talk: Talk) -> None:
        """A place, whatever was asked, or something more for the colleague to know."""
        phone, asked = talk.said.value("phone"), talk.slot("requested_slot")
        needs_place = talk.slot("lead_kind") in NEEDS_PLACE
        if needs_place and (names_place(talk.said.text) or (asked == "lead_place" and not phone)):
            self._hear_place(talk)
        elif asked == "lead_phone" and talk.said.intent == "out_of_scope" and not needs_place:
            talk.say("utter_not_ours_short")
        elif asked == "lead_phone" and not (phone or talk.owner()) and _tells_more(talk):
            self._note(talk)

    def _hear_place(self, talk: Talk) -> None:
        text = talk.said.text
        if not (names_place(text) or _tells(talk)):
            return
        if talk.said.is_bare and talk.said.value("time"):  # when, not where
            self._note(talk)
        elif names_place(text) or (may_be_place(text) and not talk.warned_of):
            talk.set("lead_place", joined(talk.slot("lead_place"), _PHONE.sub("", text)))
        else:
            self._note(talk, says_so=False)
            if not talk.warned_of:
                talk.say("utter_lead_explain_place" if hurries(text) else "utter_noted")

    @staticmethod
    def _note(talk: Talk, says_so: bool = True) -> None:
        """What else the colleague should know: 「十万左右」, 「明天上午十点」."""
        before = talk.slot("lead_note") or ""
        if talk.said.text not in before:
            talk.set("lead_note", f"{before}；{talk.said.text}" if before else talk.said.text)
        if says_so and not talk.warned_of:  # then the warning was the answer
            talk.say("utter_noted")

    def next_question(self, talk: Talk) -> Question | None:
        kind = talk.slot("lead_kind") or "other"
        if kind in NEEDS_PLACE and not talk.slot("lead_place"):
            return Question(
                "lead_place", _place_question(talk, kind), explain="utter_lead_explain_place"
            )
        if talk.slot("lead_sure") is False:
            return None
        owner = talk.owner()
        if owner and talk.slot("lead_sure") == "ask":  # who asks has not ordered a call yet
            return Question("lead_sure", "utter_lead_ask_sure", {}, ("好的", "不用了"))
        if not talk.slot("lead_phone") and not owner:
            return Question("lead_phone", _phone_question(talk), explain="utter_lead_explain_phone")
        return None


def _tells(talk: Talk) -> bool:
    """Words that say something: more than a bare yes or no."""
    long_enough = len(talk.said.text.strip()) >= SHORTEST_WORDS
    knows = not _KNOWS_NOT.search(talk.said.text)
    return long_enough and knows and talk.said.intent not in ("affirm", "deny")


def _tells_more(talk: Talk) -> bool:
    """Something else than the telephone that was asked for, and no number that misses a digit."""
    return _tells(talk) and all(len(run) < LONGEST_COUNT for run in find_digits(talk.said.text))


def _place_question(talk: Talk, kind: str) -> str:
    """What keeps people safe is said once; after it, and after a warning, only where."""
    closed = _closed(talk, kind)
    asked = talk.slot("requested_slot") == "lead_place" or (talk.warned_of and not closed)
    return f"utter_lead_ask_place_{kind}{'_again' if asked else closed}"


def _phone_question(talk: Talk) -> str:
    """Who only asked hears first why a colleague answers that; then for what the telephone is."""
    if talk.slot("lead_sure") != "ask":
        return "utter_lead_ask_phone"
    rebate = REBATE.search(talk.slot("lead_note") or "")
    return "utter_lead_ask_phone_rebate" if rebate else "utter_lead_ask_phone_question"


class TakeLead(SkillAction):
    """Writes the wish down and says who will call, and when."""

    def name(self) -> str:
        return "action_take_lead"

    def act(self, talk: Talk) -> None:
        owner = talk.owner()
        if talk.slot("lead_sure") is False:
            talk.clear(*LeadForm.slots)
            talk.say("utter_lead_not_taken")
            return
        kind = talk.slot("lead_kind") or "other"
        place = talk.slot("lead_place")
        note = talk.slot("lead_note") or ""
        lead = talk.ask_shop(
            leads.take_lead,
            talk.conversation_id,
            kind,
            note=f"{note}（位置：{place}）" if place else note,
            phone=talk.slot("lead_phone") or (owner.phone if owner else None),
            customer_id=owner.customer_id if owner else None,
        )
        talk.clear(*LeadForm.slots)
        when = say_moment(lead.call_back_by, talk.now)
        response = f"utter_lead_taken_{kind}" if kind in OWN_WORDS else "utter_lead_taken"
        response += _closed(talk, kind)
        talk.say(response, number=lead.number, call_back_by=when)
        talk.expect({"when": "check_lead"})
        if kind == RESCUE:
            talk.set(RESCUE_TAKEN, True)


class CheckLead(SkillAction):
    """When somebody calls about what was just taken down; what it costs; that it is urgent."""

    def name(self) -> str:
        return "action_check_lead"

    def act(self, talk: Talk) -> None:
        lead = talk.ask_shop(leads.find_lead, talk.conversation_id)
        if lead is None and talk.slot(RESCUE_TAKEN):  # it is over: the words were about the car
            talk.set(RESCUE_TAKEN, None)
            raise NeedsForm("check_progress")
        if lead is None:  # perhaps a person was asked for, who calls as well
            raise NeedsForm("ask_queue")
        if asks_price(talk.said.text):
            talk.say("utter_lead_price")
            return
        is_late = lead.call_back_by < talk.now
        if hurries(talk.said.text):
            talk.ask_shop(leads.note_more, talk.conversation_id, talk.said.text)
            talk.say("utter_lead_hurried")
        state = "late" if is_late else RESCUE if lead.service_line == RESCUE else "other"
        closed = "" if is_late else _closed(talk, lead.service_line)
        when = say_moment(lead.call_back_by, talk.now)
        response = f"utter_lead_when_{state}{closed}"
        talk.say(response, buttons=[PERSON_BUTTON], number=lead.number, call_back_by=when)
        talk.expect({"when": "check_lead", "affirm": "request_human"})


class CancelLead(SkillAction):
    """The rescue called in this conversation is not needed any more."""

    def name(self) -> str:
        return "action_cancel_lead"

    def act(self, talk: Talk) -> None:
        talk.set(RESCUE_TAKEN, None)
        number = talk.ask_shop(leads.cancel_rescue, talk.conversation_id, talk.said.text)
        if number:
            talk.say("utter_rescue_cancelled", number=number)
        else:
            talk.say("utter_nothing_to_stop")


def _closed(talk: Talk, kind: str) -> str:
    """The ending of what is said about a rescue while nobody is in: it names who comes at night."""
    return "_closed" if kind == "rescue" and not talk.ask_shop(opening.is_open) else ""
