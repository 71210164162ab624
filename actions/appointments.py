"""What is booked already: hear it, move it, call it off."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from actions import booking_facts as facts
from actions.base import SkillAction, Talk
from actions.booking_windows import Search, find_window
from actions.form import Question, SkillForm
from actions.wording import say_list
from bot.services import booking, catalogue
from bot.services.booking import Appointment
from bot.services.errors import ServiceError

KEEPS = re.compile(r"(?:不|别|甭|先别|没)[^，。]{0,3}取消|留着|保留")
#: In `change_store`: the customer wants another store and has not said which.
WHICH_STORE = "which"


#: How a refusal begins: 「不改了」 must never move a visit, 「先留着」 never call one off.
REFUSALS = ("不改", "不用", "不要", "不了", "不行", "不取消", "别", "先不", "先留", "算了")


async def list_booked(talk: Talk) -> list[Appointment]:
    """The coming visits of the proven owner, or those booked in this conversation.

    Whoever has neither proves first who they are.
    """
    owner = await talk.owner()
    if owner is None:
        booked = await talk.ask_shop(
            booking.list_appointments, conversation_id=talk.conversation_id
        )
        if booked:
            return list(booked)
        owner = await talk.require_owner()
    if owner is None:
        return []
    return list(
        await talk.ask_shop(
            booking.list_appointments,
            customer_id=owner.customer_id,
            conversation_id=talk.conversation_id,
        )
    )


def meant(talk: Talk, booked: list[Appointment]) -> list[Appointment]:
    """Those of the visits that the words may mean: by number, plate, job or day."""
    said = talk.said
    number = said.value("order_no")
    if number:
        return [visit for visit in booked if visit.number == number]
    plate, jobs = said.value("plate"), said.values("service_item")
    if facts.MAINTENANCE in jobs:
        jobs = [*jobs, *facts.SIZES]
    narrowed = [visit for visit in booked if not plate or visit.plate == plate]
    by_job = [visit for visit in narrowed if set(jobs) & set(visit.job_codes)]
    narrowed = by_job or narrowed
    for time in said.values("time"):
        start, end = datetime.fromisoformat(time["start"]), datetime.fromisoformat(time["end"])
        by_day = [visit for visit in narrowed if start <= visit.starts_at < end]
        narrowed = by_day or narrowed
    return narrowed


async def describe(talk: Talk, visit: Appointment) -> dict[str, Any]:
    """The values that responses about a visit use."""
    store = await talk.ask_shop(catalogue.find_store, visit.store_code)
    jobs = await facts.job_cards(talk, visit.job_codes)
    return {
        "number": visit.number,
        "when": facts.say_when(visit.starts_at, talk),
        "store": store.name if store else visit.store_code,
        "jobs": say_list([job.name for job in jobs]),
    }


def card(visit: Appointment, values: dict[str, Any]) -> dict[str, Any]:
    """The visit as a card (docs/cards.md)."""
    return {
        "type": "appointment",
        "title": values["jobs"],
        "number": visit.number,
        "rows": [
            {"label": "时间", "value": values["when"]},
            {"label": "门店", "value": values["store"]},
            {"label": "车牌", "value": visit.plate},
        ],
        "actions": [
            {"title": "改时间", "payload": f"{visit.number}改时间"},
            {"title": "取消", "payload": f"取消预约{visit.number}"},
        ],
    }


class CheckBooking(SkillAction):
    """Says what is booked."""

    def name(self) -> str:
        return "action_check_booking"

    async def act(self, talk: Talk) -> None:
        booked = await list_booked(talk)
        if not booked:
            known = await talk.owner()
            talk.say("utter_check_none" if known else "utter_check_none_unknown", ["预约到店"])
            return
        if len(booked) > 1:
            talk.say("utter_check_many", count=len(booked))
        for visit in booked:
            values = await describe(talk, visit)
            talk.say("utter_check_one", card=card(visit, values), **values)


class _VisitForm(SkillForm):
    """What moving and cancelling share: which visit, and a yes before anything happens."""

    visit_slot: str
    sure_slot: str
    which: str  # the response that asks which visit

    async def find_visit(self, talk: Talk) -> Appointment | None:
        """The chosen visit, as it stands in the shop now."""
        booked = await list_booked(talk)
        number = talk.slot(self.visit_slot)
        return next((visit for visit in booked if visit.number == number), None)

    async def hear_visit(self, talk: Talk) -> None:
        if talk.slot(self.visit_slot):
            return
        possible = meant(talk, await list_booked(talk))
        if len(possible) == 1:
            talk.set(self.visit_slot, possible[0].number)

    async def ask_which(self, talk: Talk) -> Question | None:
        booked = await list_booked(talk)
        if len(booked) == 1 and not talk.slot(self.visit_slot):
            talk.set(self.visit_slot, booked[0].number)
        if talk.slot(self.visit_slot) or not booked:
            return None
        values = [await describe(talk, visit) for visit in booked]
        means = {f"{value['when']} {value['jobs']}": value["number"] for value in values}
        return Question(
            self.visit_slot,
            self.which,
            buttons=tuple(means),
            explain="utter_change_explain_which",
            entity="order_no",
            means=means,
        )

    def hear_yes_or_no(self, talk: Talk) -> None:
        if talk.slot("requested_slot") != self.sure_slot:
            return
        if talk.said.text.strip().startswith(REFUSALS):  # whatever it was read as
            talk.set(self.sure_slot, False)
        elif talk.said.intent in ("affirm", "cancel_booking"):
            talk.set(self.sure_slot, True)
        elif talk.said.intent == "deny":
            talk.set(self.sure_slot, False)


class ChangeForm(_VisitForm):
    """Which visit, to when; then reads both back."""

    form = "change_form"
    slots = ("change_visit", "change_store", "change_time", "change_start", "change_sure")
    visit_slot = "change_visit"
    sure_slot = "change_sure"
    which = "utter_change_ask_which"

    async def hear(self, talk: Talk) -> None:
        await self.hear_visit(talk)
        stores = await talk.ask_shop(catalogue.list_stores)
        asked = talk.slot("requested_slot")
        visit = await self.find_visit(talk)
        if visit is None:
            return
        self._hear_time(talk, visit, asked)
        store = facts.hear_store(talk.said, stores, asked == "change_store")
        if "booking_store" in facts.hear_reopened(talk.said):
            talk.set("change_store", WHICH_STORE)
        elif store and store != talk.slot("change_store"):
            talk.set("change_store", store)
            talk.clear("change_start")
            if not talk.slot("change_time"):
                talk.set("change_time", _same_time(visit).as_slot())
        self.hear_yes_or_no(talk)

    @staticmethod
    def _hear_time(talk: Talk, visit: Appointment, asked: str | None) -> None:
        offered = talk.slot("offered") or []
        span = facts.hear_span(talk.said, talk.now, asked == "change_start", offered)
        span = span and facts.keep_week(span, talk.said, offered)
        shift = facts.hear_shift(talk.said)
        if shift and not talk.said.value("time"):
            start = visit.starts_at + shift
            span = facts.Span(start, start + timedelta(minutes=1), is_point=True)
        if span is None:
            return
        now_at, wished = _same_time(visit).as_slot(), talk.slot("change_time")
        start = talk.slot("change_start")
        if not wished or start:  # else the hour wished before could not be had
            span = facts.keep_hour(span, wished or now_at)
        day = facts.day_in_talk(offered, wished or now_at, start)
        span = facts.keep_day(span, talk.said, day)
        if not span.start <= visit.starts_at < span.end:
            talk.set("change_time", span.as_slot())
            talk.clear("change_start")

    async def next_question(self, talk: Talk) -> Question | None:
        question = await self.ask_which(talk)
        visit = await self.find_visit(talk)
        if question or visit is None or talk.slot("change_sure") is not None:
            return question
        jobs = await facts.job_cards(talk, visit.job_codes)
        if talk.slot("change_store") == WHICH_STORE:
            stores = await talk.ask_shop(catalogue.list_stores)
            able = [store for store in stores if facts.can_do(store, jobs, None)]
            return facts.store_question("change_store", able)
        talk.set("change_store", talk.slot("change_store") or visit.store_code)
        values = await describe(talk, visit)
        if not talk.slot("change_start"):
            ask = Question("change_start", "utter_change_ask_time", values)
            question = await find_window(Search(talk, jobs, "change", ask, visit))
            if question:
                return question
        store = await talk.ask_shop(catalogue.find_store, talk.slot("change_store"))
        is_elsewhere = talk.slot("change_store") != visit.store_code
        moved = {
            **values,
            "old": values["when"] + (f"，{values['store']}" if is_elsewhere else ""),
            "store": store.name if store else "",
            "when": facts.say_when(datetime.fromisoformat(talk.slot("change_start")), talk),
        }
        explain = "utter_booking_explain_confirm"
        return Question(
            "change_sure", "utter_change_confirm", moved, ("可以", "不改了"), explain=explain
        )


class Change(SkillAction):
    """Moves the visit that was confirmed."""

    def name(self) -> str:
        return "action_change_booking"

    async def act(self, talk: Talk) -> None:
        number, sure = talk.slot("change_visit"), talk.slot("change_sure")
        booked = await list_booked(talk)
        visit = next((visit for visit in booked if visit.number == number), None)
        if visit is None:
            talk.clear(*ChangeForm.slots)
            talk.say("utter_check_none", buttons=["预约到店"])
            return
        if not sure:
            talk.clear(*ChangeForm.slots)
            talk.say("utter_change_kept", **await describe(talk, visit))
            return
        owner = await talk.owner()
        try:
            moved = await talk.ask_shop(
                booking.reschedule,
                number,
                starts_at=datetime.fromisoformat(talk.slot("change_start")),
                store_code=talk.slot("change_store"),
                conversation_id=talk.conversation_id,
                customer_id=owner.customer_id if owner else None,
            )
        except ServiceError:
            talk.say("utter_booking_taken_meanwhile")
            talk.clear("change_start", "change_sure")
            talk.reopen(ChangeForm.form)
            return
        talk.clear(*ChangeForm.slots)
        talk.say("utter_change_changed", **await describe(talk, moved))


class CancelForm(_VisitForm):
    """Which visit, and whether really."""

    form = "cancel_form"
    slots = ("cancel_visit", "cancel_sure")
    visit_slot = "cancel_visit"
    sure_slot = "cancel_sure"
    which = "utter_cancel_ask_which"

    async def hear(self, talk: Talk) -> None:
        await self.hear_visit(talk)
        self.hear_yes_or_no(talk)
        if talk.said.intent == "stop" or KEEPS.search(talk.said.text):
            # 「取消」 is yes; 「算了」 and 「不取消了」 leave everything as it is
            sure = "取消" in talk.said.text and not KEEPS.search(talk.said.text)
            talk.set(self.sure_slot, sure)

    async def next_question(self, talk: Talk) -> Question | None:
        question = await self.ask_which(talk)
        visit = await self.find_visit(talk)
        if question or visit is None or talk.slot("cancel_sure") is not None:
            return question
        return Question(
            "cancel_sure",
            "utter_cancel_confirm",
            await describe(talk, visit),
            ("确定取消", "先留着"),
            explain="utter_cancel_explain_confirm",
        )


class Cancel(SkillAction):
    """Calls off the visit that was confirmed."""

    def name(self) -> str:
        return "action_cancel_booking"

    async def act(self, talk: Talk) -> None:
        number, sure = talk.slot("cancel_visit"), talk.slot("cancel_sure")
        booked = await list_booked(talk)
        visit = next((visit for visit in booked if visit.number == number), None)
        talk.clear(*CancelForm.slots)
        if visit is None:
            talk.say("utter_check_none", buttons=["预约到店"])
            return
        values = await describe(talk, visit)
        if not sure:
            talk.say("utter_cancel_kept", **values)
            return
        owner = await talk.owner()
        await talk.ask_shop(
            booking.cancel,
            number,
            conversation_id=talk.conversation_id,
            customer_id=owner.customer_id if owner else None,
        )
        talk.say("utter_cancel_cancelled", **values)


def _same_time(visit: Appointment) -> facts.Span:
    return facts.Span(visit.starts_at, visit.ends_at, is_point=True)
