"""The visits a customer has: which are theirs, which one is meant, how it is told."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from actions import booking_facts as facts
from actions import job_words
from actions.base import NeedsForm, Talk
from actions.form import Question, SkillForm
from actions.visit_changes import hear_changed_jobs
from actions.visit_in_talk import find_in_talk, names_one
from actions.wording import say_list
from bot.services import booking, catalogue
from bot.services.booking import Appointment

#: How a refusal begins: 「不改了」 must never move a visit, 「先留着」 never call one off.
REFUSALS = ("不改", "不用", "不要", "不了", "不行", "不取消", "别", "先不", "先留", "算了")


#: More work for a visit, not one more visit: 「再加个洗车」.
_ADDS = re.compile(r"^.{0,4}加(?:个|一[个项]|上|做)")
WHEN_AND_WHERE = frozenset({"time", "duration", "store", "district"})


def list_known(talk: Talk) -> list[Appointment]:
    """The coming visits that may be told without a question: the proven owner's, and those booked here."""
    owner = talk.owner()
    return list(
        talk.ask_shop(
            booking.list_appointments,
            customer_id=owner.customer_id if owner else None,
            conversation_id=talk.conversation_id,
        )
    )


def list_booked(talk: Talk) -> list[Appointment]:
    """The same; whoever has neither, or names another one, proves first who they are."""
    booked = list_known(talk)
    if not booked or is_foreign(talk, booked):
        talk.require_owner()
        booked = list_known(talk)
    return booked


def is_foreign(talk: Talk, booked: list[Appointment]) -> bool:
    """A plate or a number is named that none of these visits has: no other one is meant by it."""
    is_named = talk.said.value("order_no") or talk.said.value("plate")
    return bool(is_named) and not _named(talk, booked)


def say_none_booked(talk: Talk) -> None:
    """No visit is on record; of somebody unknown no more is known than what was booked here."""
    known = talk.owner()
    talk.say("utter_check_none" if known else "utter_check_none_unknown", ["预约到店"])


def forget_changes(talk: Talk) -> None:
    """What was collected for moving or cancelling: one of them done, the other is done with too."""
    for form in VisitForm.__subclasses__():
        talk.clear(*form.slots)


def meant(talk: Talk, booked: list[Appointment]) -> list[Appointment]:
    """Those of the visits that the words may mean: by number, plate, job or day, or as the one in talk."""
    named = _named(talk, booked)
    narrowed = _narrowed(talk, named)
    in_talk = find_in_talk(talk, named)
    if in_talk and (len(narrowed) != 1 or not names_one(talk.said.text)):
        return [in_talk]
    return narrowed


def _named(talk: Talk, booked: list[Appointment]) -> list[Appointment]:
    """Those with the number and the plate that are named, if any."""
    number, plates = talk.said.value("order_no"), talk.said.values("plate")
    numbered = [visit for visit in booked if number in (None, visit.number)]
    return [visit for visit in numbered if not plates or visit.plate in plates]


def _narrowed(talk: Talk, narrowed: list[Appointment]) -> list[Appointment]:
    said = talk.said
    jobs = said.values("service_item")
    if job_words.MAINTENANCE in jobs:
        jobs = [*jobs, *job_words.SIZES]
    by_job = [visit for visit in narrowed if set(jobs) & set(visit.job_codes)]
    narrowed = by_job or narrowed
    for time in said.values("time"):
        start, end = datetime.fromisoformat(time["start"]), datetime.fromisoformat(time["end"])
        by_day = [visit for visit in narrowed if start <= visit.starts_at < end]
        narrowed = by_day or narrowed
    return narrowed


def describe(talk: Talk, visit: Appointment) -> dict[str, Any]:
    """The values that responses about a visit use."""
    store = talk.ask_shop(catalogue.find_store, visit.store_code)
    jobs = facts.job_cards(talk, visit.job_codes)
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


def changed_jobs(talk: Talk, booked: list[Appointment]) -> list[str] | None:
    """The jobs of the visit that is meant after these words, if they change some and leave some."""
    possible = meant(talk, booked)
    if len(possible) != 1:
        return None
    listed = [job.code for job in talk.ask_shop(catalogue.list_jobs)]
    return hear_changed_jobs(talk.said, possible[0].job_codes, listed)


def changes_visit(talk: Talk) -> bool:
    """「再加个洗车」, 「十一点行吗」, when a visit was booked or told a moment ago: no new one is wished."""
    said, kinds = talk.said, {item["entity"] for item in talk.said.entities}
    adds = bool(_ADDS.search(said.text))
    only_when = "time" in kinds and kinds <= WHEN_AND_WHERE and "约" not in said.text
    in_talk = find_in_talk(talk, list_known(talk)) if adds or only_when else None
    return in_talk is not None and (only_when or bool(changed_jobs(talk, [in_talk])))


class VisitForm(SkillForm):
    """What moving and cancelling share: which visit, and a yes before anything happens."""

    visit_slot: str
    sure_slot: str
    which: str  # the response that asks which visit

    def find_visit(self, talk: Talk) -> Appointment | None:
        """The chosen visit, as it stands in the shop now."""
        booked = list_booked(talk)
        number = talk.slot(self.visit_slot)
        return next((visit for visit in booked if visit.number == number), None)

    def hear_visit(self, talk: Talk) -> None:
        booked = list_booked(talk)
        if is_foreign(talk, booked):
            talk.clear(*self.slots)
            raise NeedsForm("check_booking")  # which says so, and offers no other visit
        if talk.slot(self.visit_slot):
            return
        possible = meant(talk, booked)
        if len(possible) == 1:
            talk.set(self.visit_slot, possible[0].number)

    def ask_which(self, talk: Talk) -> Question | None:
        booked = list_booked(talk)
        if len(booked) == 1 and not talk.slot(self.visit_slot):
            talk.set(self.visit_slot, booked[0].number)
        if talk.slot(self.visit_slot) or not booked:
            return None
        values = [describe(talk, visit) for visit in booked]
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
