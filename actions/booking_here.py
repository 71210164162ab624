"""A car that stands in the workshop: more work is added to its order by the adviser, not booked beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from actions import booking_facts as facts
from actions.base import NeedsForm, Talk
from actions.form import Question, slots_of
from actions.progress import STAGE_NAMES
from bot.services import progress
from bot.services.catalogue import JobCard
from bot.services.progress import Progress
from bot.shop.states import RepairOrderStatus

SLOT = "booking_here"
ADD, LATER = "add", "later"
MEANS = {"请顾问一起做": ADD, "以后再来": LATER}
#: Where nobody knows yet when the car is ready, a visit so far ahead is one for later.
FAR = timedelta(days=3)
_LATER = re.compile(r"以后|下次|改天|回头|另外|单独|照样|再来|[再还]是?[约来]|约吧")
_SOME_DAY = re.compile(r"以后|下次|改天|回头")
_ADD = re.compile(r"一起|加上|加进|加到|顺便|顾问|转告|[帮给]我(?:加|说)")


def ask_here(talk: Talk, jobs: Sequence[JobCard]) -> Question | None:
    """Whether the adviser shall do it now, when the car is here and the visit would be before it leaves."""
    order = None if talk.slot(SLOT) else _find_order(talk)
    if order is None or _is_later(talk, order):
        return None
    values = {
        "car": f"{order.model_name}（{order.plate}）",
        "store": order.store_name,
        "stage": STAGE_NAMES[order.status],
        "jobs": facts.say_jobs(jobs),
    }
    explain = "utter_booking_explain_here"
    return Question(
        SLOT, "utter_booking_here", values, tuple(MEANS), entity=SLOT, means=MEANS, explain=explain
    )


def hear_here(talk: Talk) -> None:
    """Take the answer; a time told instead of one insists on a visit."""
    if talk.slot("requested_slot") != SLOT:
        return
    said = talk.said
    if said.value(SLOT) == LATER or _LATER.search(said.text) or talk.changed("booking_time"):
        talk.set(SLOT, LATER)
        if _SOME_DAY.search(said.text) and not talk.changed("booking_time"):
            talk.clear("booking_time", "booking_start")  # not as soon as it was wished
    elif said.value(SLOT) == ADD or _ADD.search(said.text) or said.intent == "affirm":
        _tell_adviser(talk)
    elif said.intent == "book_service":
        talk.set(SLOT, LATER)
    elif said.intent == "deny" and not said.entities:
        talk.clear(*slots_of("booking_form"))
        raise NeedsForm("stop")


def _tell_adviser(talk: Talk) -> None:
    order = _find_order(talk)
    jobs = facts.say_jobs(facts.job_cards(talk, talk.slot("booking_jobs") or []))
    talk.clear(*slots_of("booking_form"), *slots_of("lead_form"))
    if order is None:  # handed back meanwhile
        raise NeedsForm("check_progress")
    talk.set("lead_kind", "other")
    talk.set("lead_note", f"{order.plate}在店（{order.number}），想一起做：{jobs}")
    talk.set("lead_sure", True)
    raise NeedsForm("ask_other_service")


def _find_order(talk: Talk) -> Progress | None:
    owner, plate = talk.owner(), talk.slot("booking_plate")
    if owner is None or not plate:
        return None
    found: Progress | None = talk.ask_shop(progress.find_here, owner.customer_id, plate)
    return found


def _is_later(talk: Talk, order: Progress) -> bool:
    """Whether the car will be out again when the visit is wished; in another store it must be."""
    elsewhere = talk.slot("booking_store") not in (None, "any", order.store_code)
    if elsewhere or order.status is RepairOrderStatus.READY:
        return True
    wished = talk.slot("booking_time")
    known = order.promised_at if not order.is_overdue else None
    if not wished:  # as long as it may still be for afterwards
        return known is not None
    return datetime.fromisoformat(wished["end"]) > (known or talk.now + FAR)
