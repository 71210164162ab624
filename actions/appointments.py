"""What is booked already: hear it, call it off."""

from __future__ import annotations

import re

from actions.base import NeedsForm, SkillAction, Talk
from actions.form import Question
from actions.progress import is_in_workshop
from actions.visit_in_talk import keep_in_talk
from actions.visits import (
    VisitForm,
    card,
    changed_jobs,
    describe,
    forget_changes,
    is_foreign,
    list_booked,
    say_none_booked,
)
from bot.services import booking
from bot.services.booking import Appointment

KEEPS = re.compile(r"(?:不|别|甭|先别|没)[^，。]{0,3}取消|留着|保留")


class CheckBooking(SkillAction):
    """Says what is booked."""

    def name(self) -> str:
        return "action_check_booking"

    def act(self, talk: Talk) -> None:
        booked = list_booked(talk)
        if changed_jobs(talk, booked):
            raise NeedsForm("change_booking")
        if is_foreign(talk, booked) and not _says_none_of_car(talk, bool(booked)):
            _say_not_theirs(talk, booked)
            return
        if not booked:
            known = talk.owner()
            if known and "约" not in talk.said.text and is_in_workshop(talk, known):
                raise NeedsForm("check_progress")  # 「到底哪天」 is about the car that is here
            say_none_booked(talk)
            return
        if len(booked) > 1:
            talk.say("utter_check_many", count=len(booked))
        for visit in booked:
            values = describe(talk, visit)
            talk.say("utter_check_one", card=card(visit, values), **values)
        if len(booked) == 1:
            keep_in_talk(talk, booked[0])
        again = dict.fromkeys(("deny", "stop"), "cancel_booking")  # 「取消吧」 means this visit
        talk.expect({"correct": "change_booking", **again})


def _says_none_of_car(talk: Talk, others: bool) -> bool:
    """Of a car of their own for which nothing is booked: that is said, then what else there is."""
    owner, plate = talk.owner(), talk.said.value("plate")
    car = owner.find_car(plate) if owner and plate and not talk.said.value("order_no") else None
    if car and others:
        talk.say("utter_check_none_of_car", car=f"{car.model_name}（{car.plate}）")
    return car is not None


def _say_not_theirs(talk: Talk, booked: list[Appointment]) -> None:
    """A plate or a number that no visit of theirs has: whose it may be is not told, nothing offered."""
    number = talk.said.value("order_no")
    if not booked and not talk.owner():
        say_none_booked(talk)
        return
    if number:
        talk.say("utter_check_number_not_listed", number=number)
    else:
        talk.say("utter_check_not_listed")
    talk.expect({"plate": "check_booking", "order_no": "check_booking"})


class CancelForm(VisitForm):
    """Which visit, and whether really."""

    form = "cancel_form"
    slots = ("cancel_visit", "cancel_sure")
    visit_slot = "cancel_visit"
    sure_slot = "cancel_sure"
    which = "utter_cancel_ask_which"

    def hear(self, talk: Talk) -> None:
        is_asked = talk.slot("requested_slot") == self.sure_slot
        if not is_asked and changed_jobs(talk, list_booked(talk)):
            raise NeedsForm("change_booking")  # 「洗车不做了」: the rest stays
        self.hear_visit(talk)
        self.hear_yes_or_no(talk)
        if talk.said.intent == "stop" or KEEPS.search(talk.said.text):
            # 「取消」 is yes; 「算了」 and 「不取消了」 leave everything as it is
            sure = "取消" in talk.said.text and not KEEPS.search(talk.said.text)
            talk.set(self.sure_slot, sure)

    def next_question(self, talk: Talk) -> Question | None:
        question = self.ask_which(talk)
        visit = self.find_visit(talk)
        if question or visit is None or talk.slot("cancel_sure") is not None:
            return question
        return Question(
            "cancel_sure",
            "utter_cancel_confirm",
            describe(talk, visit),
            ("确定取消", "先留着"),
            explain="utter_cancel_explain_confirm",
        )


class Cancel(SkillAction):
    """Calls off the visit that was confirmed."""

    def name(self) -> str:
        return "action_cancel_booking"

    def act(self, talk: Talk) -> None:
        number, sure = talk.slot("cancel_visit"), talk.slot("cancel_sure")
        booked = list_booked(talk)
        visit = next((visit for visit in booked if visit.number == number), None)
        forget_changes(talk)
        if visit is None:
            say_none_booked(talk)
            return
        values = describe(talk, visit)
        if not sure:
            talk.say("utter_cancel_kept", **values)
            keep_in_talk(talk, visit)
            return
        owner = talk.owner()
        talk.ask_shop(
            booking.cancel,
            number,
            conversation_id=talk.conversation_id,
            customer_id=owner.customer_id if owner else None,
        )
        talk.say("utter_cancel_cancelled", **values)
        talk.expect({})  # nothing said of it before holds any longer
