"""A car that is booked already for the same work: is that visit to be moved, or shall there be one more?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from actions import booking_facts as facts
from actions import job_words
from actions.base import NeedsForm, Talk
from actions.form import Question, slots_of
from actions.visits import describe, list_known
from bot.services.appointments import Appointment
from bot.services.catalogue import JobCard

SLOT = "booking_again"
MOVE, AGAIN = "move", "again"
AGAIN_BUTTON = "再约一次"
MEANS = {"改那一次": MOVE, AGAIN_BUTTON: AGAIN}
#: What was wished when the visit that was there is moved instead, in case it is to be one more after all.
INSTEAD = "change_instead"
#: What 「改那次吧」 and 「再来一次」 are read as; a plain yes says neither.
_INTENTS = {"change_booking": MOVE, "correct": MOVE, "book_service": AGAIN}
_WORDS = (
    (AGAIN, re.compile(r"[再另多又]外?[约来加]|约吧|照样约|新约|两次都")),
    (MOVE, re.compile(r"[改换挪]")),
)


def ask_again(talk: Talk, jobs: Sequence[JobCard]) -> Question | None:
    """Which of the two, when a coming visit of the same car has some of the same work."""
    if talk.slot(SLOT) or not talk.slot("booking_plate"):
        return None
    visit = _find_same(talk, [job.code for job in jobs])
    if visit is None:
        return None
    return Question(
        SLOT,
        "utter_booking_already",
        {**describe(talk, visit), "plate": visit.plate},
        buttons=tuple(MEANS),
        explain="utter_booking_explain_again",
        entity=SLOT,
        means=MEANS,
    )


def hear_again(talk: Talk) -> None:
    """Take the answer; who wants the other visit moved goes on there, with the time told here.

    A time or a place told instead of an answer means that visit: nobody needs the same work twice. It is
    read back before it is moved, and may still be made one more. Who wants neither hears what is booked.
    """
    if talk.slot("requested_slot") != SLOT:
        return
    said = talk.said
    if said.value("plate") or (said.intent == "correct" and said.value("service_item")):
        return  # 「不对，是另一台」: what was told is put right
    chosen = _chosen(talk)
    if chosen == AGAIN:
        talk.set(SLOT, AGAIN)
        talk.say("utter_booking_one_more")
    elif chosen == MOVE:
        _move(talk)
    elif said.intent == "deny" and not said.entities:
        talk.clear(*slots_of("booking_form"))
        raise NeedsForm("check_booking")


def _chosen(talk: Talk) -> str | None:
    said = talk.said
    if said.value(SLOT):
        return str(said.value(SLOT))
    words = next((meant for meant, pattern in _WORDS if pattern.search(said.text)), None)
    if words or said.intent == "deny":
        return words
    tells = any(
        talk.changed(slot) and talk.slot(slot) for slot in ("booking_time", "booking_store")
    )
    agrees_again = said.intent == "affirm" and bool(talk.slot("misses"))
    return MOVE if tells or agrees_again else _INTENTS.get(said.intent)


def hear_one_more(talk: Talk) -> None:
    """「再约一次」 while the visit that was there is being moved: one more is booked instead."""
    wished = talk.slot(INSTEAD)
    if not wished or not _WORDS[0][1].search(talk.said.text):
        return
    talk.clear(*slots_of("booking_form"))
    for slot in ("store", "time"):
        talk.set(f"booking_{slot}", talk.slot(f"change_{slot}"))
    for slot, value in {**wished, SLOT: AGAIN}.items():
        talk.set(slot, value)
    talk.clear(*slots_of("change_form"))
    raise NeedsForm("book_service")


def _move(talk: Talk) -> None:
    wished = talk.slot("booking_jobs") or []
    visit = _find_same(talk, wished)
    if visit is None:  # called off meanwhile
        return
    talk.clear(*slots_of("change_form"))
    talk.set("change_visit", visit.number)
    kept = ("booking_jobs", "booking_plate", "booking_phone", "booking_model")
    talk.set(INSTEAD, {slot: talk.slot(slot) for slot in kept})
    jobs = _with(visit.job_codes, wished)
    time = talk.slot("booking_time")
    if _is_same(talk, visit, jobs):
        talk.clear(*slots_of("change_form"), *slots_of("booking_form"))
        raise NeedsForm("check_booking")  # it is booked already as it is wished
    if jobs != list(visit.job_codes):
        talk.set("change_jobs", jobs)
        time = time or facts.Span(visit.starts_at, visit.ends_at, is_point=True).as_slot()
    if talk.slot("booking_store") != "any":
        talk.set("change_store", talk.slot("booking_store"))
    talk.set("change_time", time)
    talk.clear(*slots_of("booking_form"))
    raise NeedsForm("change_booking")


def _is_same(talk: Talk, visit: Appointment, jobs: list[str]) -> bool:
    time, store = talk.slot("booking_time"), talk.slot("booking_store")
    at_once = bool(time) and datetime.fromisoformat(time["start"]) == visit.starts_at
    return at_once and store in (None, "any", visit.store_code) and jobs == list(visit.job_codes)


def _find_same(talk: Talk, wished: Sequence[str]) -> Appointment | None:
    """The first visit still ahead of this car that has some of this work; both sizes of service are one."""
    wanted = _widened(wished)
    for visit in list_known(talk):
        ahead = visit.starts_at > talk.now and visit.plate == talk.slot("booking_plate")
        if ahead and wanted & _widened(visit.job_codes):
            return visit
    return None


def _widened(codes: Sequence[str]) -> set[str]:
    is_service = any(code in (*job_words.SIZES, job_words.MAINTENANCE) for code in codes)
    return {*codes, *(job_words.SIZES if is_service else ())}


def _with(booked: Sequence[str], wished: Sequence[str]) -> list[str]:
    """The visit's jobs and the wished ones; another size of service takes the place of the first."""
    new = [code for code in wished if code != job_words.MAINTENANCE]
    sized = any(code in job_words.SIZES for code in new)
    kept = [code for code in booked if not (sized and code in job_words.SIZES)]
    return [*booked] if set(new) <= set(booked) else list(dict.fromkeys([*kept, *new]))
