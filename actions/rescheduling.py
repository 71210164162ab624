"""A booked visit is changed: its time, its store, its jobs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from actions import booking_facts as facts
from actions.base import NeedsForm, SkillAction, Talk
from actions.booking_again import AGAIN_BUTTON, INSTEAD, hear_one_more
from actions.booking_windows import Search, find_window
from actions.form import Question
from actions.visit_changes import hear_changed_jobs, hear_shift, span_beside
from actions.visit_in_talk import CONTACT, GOES_BACK, keep_in_talk, was_before
from actions.visits import VisitForm, describe, forget_changes, list_booked, say_none_booked
from actions.wording import say_list
from bot.services import booking, catalogue
from bot.services.booking import Appointment
from bot.services.catalogue import JobCard
from bot.services.errors import ServiceError

#: In `change_store`: the customer wants another store and has not said which.
WHICH_STORE = "which"


class ChangeForm(VisitForm):
    """Which visit, to when; then reads both back."""

    form = "change_form"
    slots = (
        "change_visit",
        "change_jobs",
        "change_store",
        "change_time",
        "change_start",
        "change_sure",
        INSTEAD,
    )
    visit_slot = "change_visit"
    sure_slot = "change_sure"
    which = "utter_change_ask_which"

    def hear(self, talk: Talk) -> None:
        if re.search(CONTACT, talk.said.text) and not talk.said.value("time"):
            raise NeedsForm("manage_contact")
        hear_one_more(talk)
        self.hear_visit(talk)
        stores = talk.ask_shop(catalogue.list_stores)
        asked = talk.slot("requested_slot")
        visit = self.find_visit(talk)
        if visit is None:
            return
        self._hear_jobs(talk, visit)
        self._hear_time(talk, visit, asked)
        begins_another = talk.said.intent == "book_service" and asked and not talk.said.is_bare
        if begins_another and not any(talk.changed(slot) for slot in self.slots):
            raise NeedsForm("book_service")
        store = facts.hear_store(talk.said, stores, asked == "change_store")
        offered = [o["value"] for o in talk.slot("offered") or [] if o["entity"] == "store"]
        agrees = asked == "change_store" and talk.said.intent == "affirm" and len(offered) == 1
        if store == "any" or agrees:
            store = store if store in offered else next(iter(offered), None)
        if "booking_store" in facts.hear_reopened(talk.said):
            talk.set("change_store", WHICH_STORE)
        elif store and store != talk.slot("change_store"):
            talk.set("change_store", store)
            talk.clear("change_start")
            if not talk.slot("change_time"):
                talk.set("change_time", _same_time(visit).as_slot())
        self.hear_yes_or_no(talk)

    @staticmethod
    def _hear_jobs(talk: Talk, visit: Appointment) -> None:
        """Other work than was booked: at the time that was booked, as long as none is named."""
        listed = [job.code for job in talk.ask_shop(catalogue.list_jobs)]
        jobs = hear_changed_jobs(
            talk.said, talk.slot("change_jobs") or list(visit.job_codes), listed
        )
        if jobs is None:
            return
        talk.set("change_jobs", jobs)
        talk.clear("change_start")
        if not talk.slot("change_time"):
            talk.set("change_time", _same_time(visit).as_slot())

    @staticmethod
    def _hear_time(talk: Talk, visit: Appointment, asked: str | None) -> None:
        offered = talk.slot("offered") or []
        is_wished = bool(talk.slot("change_time"))
        span = facts.hear_span(talk.said, talk.now, asked == "change_start", offered, is_wished)
        span = span and facts.keep_week(span, talk.said, offered)
        shift = hear_shift(talk.said)
        if shift and not talk.said.value("time"):
            start = visit.starts_at + shift
            span = facts.Span(start, start + timedelta(minutes=1), is_point=True)
        span = span or span_beside(talk.said, visit.starts_at, talk.now) or _former(talk, visit)
        if facts.says_no_day(talk) or span is None:
            return
        now_at, wished = _same_time(visit).as_slot(), talk.slot("change_time")
        start = talk.slot("change_start")
        if not wished or start:  # else the hour wished before could not be had
            span = facts.keep_hour(span, wished or now_at)
        day = facts.day_in_talk(offered, wished or now_at, start)
        span = facts.keep_coming(facts.keep_day(span, talk.said, day), talk.said, talk.now)
        if not span.start <= visit.starts_at < span.end:
            talk.set("change_time", span.as_slot())
            talk.clear("change_start")

    def next_question(self, talk: Talk) -> Question | None:
        question = self.ask_which(talk)
        visit = self.find_visit(talk)
        if question or visit is None or talk.slot("change_sure") is not None:
            return question
        jobs = facts.job_cards(talk, talk.slot("change_jobs") or visit.job_codes)
        elsewhere = self._ask_store(talk, visit, jobs)
        if elsewhere:
            return elsewhere
        values = describe(talk, visit)
        if not talk.slot("change_start"):
            ask = Question("change_start", "utter_change_ask_time", values)
            question = find_window(Search(talk, jobs, "change", ask, visit))
            if question:
                return question
        return self._read_back(talk, visit, jobs, values)

    @staticmethod
    def _ask_store(talk: Talk, visit: Appointment, jobs: list[JobCard]) -> Question | None:
        """Which store, when another is wished or the chosen one does not do all of it."""
        stores = talk.ask_shop(catalogue.list_stores)
        code = talk.slot("change_store") or visit.store_code
        chosen = next((store for store in stores if store.code == code), None)
        able = [store for store in stores if facts.can_do(store, jobs, None)]
        if chosen in able:
            talk.set("change_store", code)
            return None
        if not able:  # no store does all of it in one visit
            talk.say("utter_change_not_together")
            talk.clear("change_jobs", "change_store")
            return Question("change_start", "utter_change_ask_time", describe(talk, visit))
        if chosen:
            others = say_list([store.name for store in able])
            names = facts.say_jobs(jobs)
            talk.say("utter_booking_store_cannot", store=chosen.name, job=names, stores=others)
        return facts.store_question("change_store", able)

    @staticmethod
    def _read_back(
        talk: Talk, visit: Appointment, jobs: list[JobCard], values: dict[str, Any]
    ) -> Question:
        store = talk.ask_shop(catalogue.find_store, talk.slot("change_store"))
        is_elsewhere = talk.slot("change_store") != visit.store_code
        starts_at = datetime.fromisoformat(talk.slot("change_start"))
        counts = {line.code: line.quantity for line in visit.jobs}
        moved = {
            **values,
            "old": values["when"] + (f"，{values['store']}" if is_elsewhere else ""),
            "store": store.name if store else "",
            "when": facts.say_when(starts_at, talk),
            "jobs": facts.say_jobs(jobs),
            "duration": facts.say_duration(
                sum(job.minutes * counts.get(job.code, 1) for job in jobs)
            ),
            "price": facts.say_price(jobs, counts),
        }
        stays = starts_at == visit.starts_at and not is_elsewhere
        response = "utter_change_confirm_jobs" if stays else "utter_change_confirm"
        explain = "utter_booking_explain_confirm"
        again = (AGAIN_BUTTON,) if talk.slot(INSTEAD) else ()
        if again and not stays:
            response = "utter_change_confirm_instead"
        buttons = ("可以", "不改了", *again)
        return Question("change_sure", response, moved, buttons, explain=explain)


class Change(SkillAction):
    """Moves the visit that was confirmed."""

    def name(self) -> str:
        return "action_change_booking"

    def act(self, talk: Talk) -> None:
        number, sure = talk.slot("change_visit"), talk.slot("change_sure")
        booked = list_booked(talk)
        visit = next((visit for visit in booked if visit.number == number), None)
        if visit is None:
            forget_changes(talk)
            say_none_booked(talk)
            return
        if not sure:
            forget_changes(talk)
            talk.say("utter_change_kept", **describe(talk, visit))
            keep_in_talk(talk, visit)
            return
        owner = talk.owner()
        try:
            moved = talk.ask_shop(
                booking.reschedule,
                number,
                starts_at=datetime.fromisoformat(talk.slot("change_start")),
                store_code=talk.slot("change_store"),
                job_codes=talk.slot("change_jobs"),
                conversation_id=talk.conversation_id,
                customer_id=owner.customer_id if owner else None,
            )
        except ServiceError:
            talk.say("utter_booking_taken_meanwhile")
            talk.clear("change_start", "change_sure")
            talk.reopen(ChangeForm.form)
            return
        forget_changes(talk)
        talk.say("utter_change_changed", **describe(talk, moved))
        keep_in_talk(talk, moved, before=visit)


def _former(talk: Talk, visit: Appointment) -> facts.Span | None:
    """「还是原来那个吧」: when, and where, it was before it was moved."""
    was = was_before(talk, visit)
    if not was or not GOES_BACK.search(talk.said.text) or talk.slot("requested_slot"):
        return None
    if not talk.said.value("store"):
        talk.set("change_store", was["store"])
    start = datetime.fromisoformat(was["start"])
    return facts.Span(start, start + timedelta(minutes=1), is_point=True)


def _same_time(visit: Appointment) -> facts.Span:
    return facts.Span(visit.starts_at, visit.ends_at, is_point=True)
