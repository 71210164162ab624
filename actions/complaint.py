"""Complaints: first the person, then what happened, which visit, what they wish; then who, and when."""

from __future__ import annotations

import re
from datetime import timedelta

from actions.base import Said, SkillAction, Talk
from actions.booking_facts import find_car
from actions.complaint_words import complaint_card, complaint_values, find_visit, visit_button
from actions.form import PERSON_BUTTON, Question, SkillForm
from actions.identity import prove_quietly
from actions.understood import ask_person
from actions.wording import say_moment
from bot.services import complaint, opening
from bot.services.complaint_record import Complaint, VisitCard, list_recent_visits
from bot.services.identity import Owner
from bot.shop.complaints import Level, Topic, assess, find_wish, says_what_happened
from bot.shop.states import ComplaintStatus

RESCUE_BUTTON = "道路救援"
SEPARATE_BUTTON = "这是另一件事"
NO_VISIT_BUTTON = "不是这几次"
WISHES = ("给我个说法", "重新修好", "退还费用", "赔礼道歉")
#: Visits that a complaint may be about.
LATELY = timedelta(days=45)
#: Messages that may hold the matter of a complaint which begins after them.
_TOLD = ("describe_fault", "vent", "give_feedback", "")
#: So few characters beside a place or a day tell nothing that happened.
_FEW = 4
NONE = "none"
_WISH = re.compile(r"[要想望给赔退修换免补求]|道歉|说法|解释|处理|解决|算了|随便|怎么办")
_DIGITS = re.compile(r"\d")
#: Open complaints of which the customer hears how they stand.
MOST_TOLD = 3


class ComplaintForm(SkillForm):
    """Listens; asks only for what the shop cannot know, and for nothing more in a safety matter."""

    form = "complaint_form"
    slots = (
        "complaint_text",
        "complaint_topic",
        "complaint_visit",
        "complaint_store",
        "complaint_plate",
        "complaint_wish",
        "complaint_phone",
        "complaint_separate",
        "complaint_urgent",
    )

    def hear(self, talk: Talk) -> None:
        said = talk.said
        owner = talk.owner()
        if talk.slot("requested_slot") not in self.slots and not says_what_happened(said.text):
            self._recall(talk, owner)
        if said.value("complaint_separate"):
            talk.set("complaint_separate", True)
        for slot, entity in (("topic", "complaint_topic"), ("store", "store"), ("phone", "phone")):
            if said.value(entity):
                talk.set(f"complaint_{slot}", said.value(entity))
        if not talk.slot("complaint_topic") and not says_what_happened(said.text):
            _note_topic(talk)  # 「投诉你们拖太久」 says what it is about before what happened
        car = find_car(said, owner)
        plate = car.plate if car else said.value("plate")
        if plate:
            talk.set("complaint_plate", plate)
        if plate and owner is None:
            owner = self._know_by_plate(talk, plate)
        self._hear_words(talk, owner)
        if talk.slot("complaint_wish") is None:  # who has said it in the story is not asked for it
            talk.set("complaint_wish", find_wish(talk.slot("complaint_text") or ""))

    @staticmethod
    def _know_by_plate(talk: Talk, plate: str) -> Owner | None:
        """A plate in place of the telephone, or alone: they wish to be known, and four digits prove it."""
        if talk.said.value("phone"):
            prove_quietly(talk, plate)
        elif talk.slot("requested_slot") == "complaint_phone" or talk.said.is_bare:
            return talk.require_owner()
        return talk.owner()

    def _recall(self, talk: Talk, owner: Owner | None) -> None:
        """「我要投诉」, after what happened was told already: nobody has to tell it twice."""
        told = [text for intent, text in talk.earlier_messages if intent in _TOLD]
        told = [text for text in told if _is_matter(text)]
        if told and not talk.slot("complaint_text"):
            talk.set("complaint_text", "\n".join(told))
            self._acknowledge(talk, owner, first=True)

    def _hear_words(self, talk: Talk, owner: Owner | None) -> None:
        asked, text = talk.slot("requested_slot"), talk.said.text.strip()
        if asked == "complaint_visit":
            self._hear_visit(talk, owner, text)
        elif asked == "complaint_wish" and _only_announces(talk.said):
            return
        elif asked == "complaint_wish" and talk.said.intent == "vent":
            talk.say("utter_complaint_heard_other")
        elif asked == "complaint_wish" and _tells_more(text):
            talk.set("complaint_text", f"{talk.slot('complaint_text')}\n{text}")
            talk.say("utter_complaint_heard_more")
        elif asked == "complaint_wish" and not _is_about_something_else(talk):
            talk.set("complaint_wish", "" if talk.said.intent == "deny" else text)
        elif asked == "complaint_phone" and _is_only_a_number(talk.said):
            return
        elif asked == "complaint_text" and _only_says_where(talk.said):
            return  # noted above; what happened is still to be told
        elif asked == "complaint_text" or _tells(talk.said) or self._says_when(talk):
            told = talk.slot("complaint_text")
            talk.set("complaint_text", f"{told}\n{text}" if told else text)
            self._acknowledge(talk, owner, first=not told)

    @staticmethod
    def _says_when(talk: Talk) -> bool:
        """「昨天」, said late: it belongs to what happened, not to what they wish."""
        return bool(talk.slot("complaint_text") and talk.said.value("time"))

    @staticmethod
    def _hear_visit(talk: Talk, owner: Owner | None, text: str) -> None:
        visits = _recent_visits(talk, owner)
        visit = find_visit(talk.said, visits, talk.now)
        if visit:
            talk.set("complaint_visit", visit.number)
            return
        talk.set("complaint_visit", NONE)
        if text != NO_VISIT_BUTTON:  # where and when, in their words, belong to the matter
            talk.set("complaint_text", f"{talk.slot('complaint_text')}\n{text}")

    @staticmethod
    def _acknowledge(talk: Talk, owner: Owner | None, first: bool) -> None:
        """In the customer's terms, before any question; a safety matter gets a person at once."""
        found = assess(talk.slot("complaint_text"), _topic(talk))
        if found.level is Level.SAFETY and not talk.slot("complaint_urgent"):
            told, phone = talk.slot("complaint_text"), talk.slot("complaint_phone")
            asked = ask_person(talk, "safety", told, phone)
            talk.set("complaint_urgent", True)
            is_open = talk.ask_shop(opening.is_open)
            talk.say(
                "utter_complaint_safety" if is_open else "utter_complaint_safety_closed",
                buttons=[RESCUE_BUTTON, PERSON_BUTTON],
                call_back_by=say_moment(asked.call_back_by, talk.now),
            )
            talk.expect({RESCUE_BUTTON: "request_rescue"})
        elif first and not ComplaintForm._is_known_matter(talk, owner):
            talk.say(f"utter_complaint_heard_{found.topic.value}")

    def next_question(self, talk: Talk) -> Question | None:
        if not talk.slot("complaint_text"):
            explain = "utter_complaint_explain_what"
            return Question("complaint_text", "utter_complaint_ask_what", explain=explain)
        owner = talk.owner()
        if not talk.slot("complaint_urgent"):
            if self._is_known_matter(talk, owner):
                return None
            question = self._ask_visit(talk, owner)
            if question:
                return question
            if talk.slot("complaint_wish") is None:
                explain = "utter_complaint_explain_wish"
                return Question(
                    "complaint_wish", "utter_complaint_ask_wish", {}, WISHES, explain=explain
                )
        if owner is None and not talk.slot("complaint_phone"):
            explain = "utter_complaint_explain_phone"
            return Question("complaint_phone", "utter_complaint_ask_phone", explain=explain)
        return None

    @staticmethod
    def _is_known_matter(talk: Talk, owner: Owner | None) -> bool:
        if owner is None or talk.slot("complaint_separate"):
            return False
        same = talk.ask_shop(
            complaint.find_same,
            talk.conversation_id,
            talk.slot("complaint_text"),
            topic=_topic(talk),
            customer_id=owner.customer_id,
            plate=talk.slot("complaint_plate"),
        )
        return same is not None

    @staticmethod
    def _ask_visit(talk: Talk, owner: Owner | None) -> Question | None:
        """Which visit; the only one there was lately needs no question."""
        if talk.slot("complaint_visit"):
            return None
        explain = "utter_complaint_explain_visit"
        if owner is None:
            if talk.slot("complaint_store") or talk.said.value("time"):
                talk.set("complaint_visit", NONE)
                return None
            return Question("complaint_visit", "utter_complaint_ask_where", explain=explain)
        visits = _recent_visits(talk, owner)
        if len(visits) > 1:
            means = {visit_button(visit, talk.now): visit.number for visit in visits[:4]}
            return Question(
                "complaint_visit",
                "utter_complaint_ask_visit",
                buttons=(*means, NO_VISIT_BUTTON),
                entity="order_no",
                means=means,
                explain=explain,
            )
        talk.set("complaint_visit", visits[0].number if visits else NONE)
        return None


def _is_about_something_else(talk: Talk) -> bool:
    """A correction, or a bare value (「昨天」), is not what they wish; 「重新补漆」 and 「重新修」 are."""
    values = any(talk.said.value(entity) for entity in ("store", "phone", "plate", "time"))
    if talk.said.intent == "correct":
        return values or not _WISH.search(talk.said.text)
    return values and talk.said.is_bare


class FileComplaint(SkillAction):
    """Writes it down, or adds it to the same matter, and says who calls by when."""

    def name(self) -> str:
        return "action_file_complaint"

    def act(self, talk: Talk) -> None:
        owner = talk.owner()
        visit = talk.slot("complaint_visit")
        text, topic = talk.slot("complaint_text"), _topic(talk)
        taken = talk.ask_shop(
            complaint.open_complaint,
            talk.conversation_id,
            text,
            topic=topic,
            customer_id=owner.customer_id if owner else None,
            phone=talk.slot("complaint_phone") or (owner.phone if owner else None),
            plate=talk.slot("complaint_plate") or _only_plate(owner),
            repair_order_number=visit if owner and visit not in (None, NONE) else None,
            store_code=talk.slot("complaint_store"),
            wish=talk.slot("complaint_wish") or None,
            separate=bool(talk.slot("complaint_separate")),
        )
        talk.clear(*ComplaintForm.slots)
        values = complaint_values(taken.complaint, taken.answer_by, talk.now)
        card = complaint_card(taken.complaint, taken.answer_by, talk.now)
        if not taken.joined:
            urgent = taken.complaint.level is Level.SAFETY
            talk.say(f"utter_complaint_taken{'_safety' if urgent else ''}", card=card, **values)
            return
        talk.say("utter_complaint_joined", buttons=[SEPARATE_BUTTON], card=card, **values)
        flag = {"entity": "complaint_separate", "value": True, "text": ""}
        again = {"text": text, "entities": [*talk.said.entities, flag]}
        talk.expect({SEPARATE_BUTTON: {"intent": "file_complaint", "said": again}})


class CheckComplaint(SkillAction):
    """Says how a complaint stands, from its log, and promises the next answer."""

    def name(self) -> str:
        return "action_check_complaint"

    def act(self, talk: Talk) -> None:
        owner = talk.owner()
        found = self._list(talk, owner)
        if not found and owner is None:
            owner = talk.require_owner()
            found = self._list(talk, owner)
        number = talk.said.value("order_no")
        found = [each for each in found if each.number == number] or found
        if not found:
            talk.say("utter_complaint_none", buttons=["投诉反馈", PERSON_BUTTON])
            talk.expect({"投诉反馈": "file_complaint", "affirm": "file_complaint"})
            return
        unsettled = [each for each in found if each.status is not ComplaintStatus.CLOSED]
        for each in (unsettled or found[:1])[:MOST_TOLD]:
            self._say_one(talk, owner, each.number)

    @staticmethod
    def _list(talk: Talk, owner: Owner | None) -> list[Complaint]:
        customer_id = owner.customer_id if owner else None
        return list(talk.ask_shop(complaint.list_complaints, talk.conversation_id, customer_id))

    @staticmethod
    def _say_one(talk: Talk, owner: Owner | None, number: str) -> None:
        asked = talk.ask_shop(
            complaint.ask_after,
            number,
            talk.conversation_id,
            owner.customer_id if owner else None,
        )
        values = complaint_values(asked.complaint, asked.answer_by, talk.now)
        card = complaint_card(asked.complaint, asked.answer_by, talk.now)
        talk.say(f"utter_complaint_status_{asked.complaint.status.value}", card=card, **values)
        if values["note"] and asked.complaint.status is not ComplaintStatus.CLOSED:
            talk.say("utter_complaint_note", **values)


def _topic(talk: Talk) -> Topic | None:
    named = talk.slot("complaint_topic")
    return Topic(named) if named in {topic.value for topic in Topic} else None


def _is_matter(text: str) -> bool:
    return says_what_happened(text) and assess(text).topic is not Topic.OTHER


def _only_says_where(said: Said) -> bool:
    """「就在海淀」: a place or a day, and nothing that happened there."""
    rest = said.text
    places = [item for item in said.entities if item["entity"] in ("store", "district", "time")]
    for item in places:
        rest = rest.replace(item.get("text") or "", "")
    return bool(places) and sum(map(str.isalnum, rest)) <= _FEW


def _tells_more(text: str) -> bool:
    """「那个顾问态度还差」, said when asked what they wish: it belongs to the matter."""
    return assess(text).topic is not Topic.OTHER and not _WISH.search(text)


def _only_announces(said: Said) -> bool:
    """「投诉」 once more: not what they wish done."""
    return "投诉" in said.text and not (says_what_happened(said.text) or _WISH.search(said.text))


def _tells(said: Said) -> bool:
    """Whether something is told beside a plate or a number."""
    rest = said.text
    for item in said.entities:
        if item["entity"] in ("plate", "phone", "order_no"):
            rest = rest.replace(item.get("text") or "", "")
    return says_what_happened(rest)


def _is_only_a_number(said: Said) -> bool:
    return said.is_bare or not says_what_happened(_DIGITS.sub("", said.text))


def _note_topic(talk: Talk) -> None:
    heard = assess(talk.said.text).topic
    if heard is not Topic.OTHER:
        talk.set("complaint_topic", heard.value)


def _only_plate(owner: Owner | None) -> str | None:
    """Who has one car speaks of it."""
    return owner.cars[0].plate if owner and len(owner.cars) == 1 else None


def _recent_visits(talk: Talk, owner: Owner | None) -> tuple[VisitCard, ...]:
    if owner is None:
        return ()
    return talk.ask_shop(
        list_recent_visits,
        owner.customer_id,
        talk.now - LATELY,
        plate=talk.slot("complaint_plate"),
    )
