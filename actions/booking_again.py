"""A car that is booked already for the same work: is that visit to be moved, or shall there be one more?"""

from __future__ import annotations

from collections.abc import Sequence

from actions import booking_facts as facts
from actions.base import NeedsForm, Talk
from actions.form import Question, slots_of
from actions.visits import describe, list_known
from bot.services.appointments import Appointment
from bot.services.catalogue import JobCard

SLOT = "booking_again"
MOVE, AGAIN = "move", "again"
MEANS = {"改那一次": MOVE, "再约一次": AGAIN}
#: What 「改那次吧」 and 「再来一次」 are read as; a plain yes says neither.
_INTENTS = {"change_booking": MOVE, "correct": MOVE, "book_service": AGAIN}


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

    Who wants neither hears what is booked.
    """
    if talk.slot("requested_slot") != SLOT:
        return
    chosen = talk.said.value(SLOT) or _INTENTS.get(talk.said.intent)
    if talk.said.value("plate") or (talk.said.intent == "correct" and talk.said.entities):
        return  # 「不对，是另一台」: what was told is put right
    if chosen == AGAIN:
        talk.set(SLOT, AGAIN)
    elif chosen == MOVE:
        _move(talk)
    elif talk.said.intent == "deny" and not talk.said.entities:
        talk.clear(*slots_of("booking_form"))
        raise NeedsForm("check_booking")


def _move(talk: Talk) -> None:
    wished = talk.slot("booking_jobs") or []
    visit = _find_same(talk, wished)
    if visit is None:  # called off meanwhile
        return
    talk.clear(*slots_of("change_form"))
    talk.set("change_visit", visit.number)
    jobs = _with(visit.job_codes, wished)
    time = talk.slot("booking_time")
    if jobs != list(visit.job_codes):
        talk.set("change_jobs", jobs)
        time = time or facts.Span(visit.starts_at, visit.ends_at, is_point=True).as_slot()
    if talk.slot("booking_store") != "any":
        talk.set("change_store", talk.slot("booking_store"))
    talk.set("change_time", time)
    talk.clear(*slots_of("booking_form"))
    raise NeedsForm("change_booking")


def _find_same(talk: Talk, wished: Sequence[str]) -> Appointment | None:
    """The first visit still ahead of this car that has some of this work; both sizes of service are one."""
    wanted = _widened(wished)
    for visit in list_known(talk):
        ahead = visit.starts_at > talk.now and visit.plate == talk.slot("booking_plate")
        if ahead and wanted & _widened(visit.job_codes):
            return visit
    return None


def _widened(codes: Sequence[str]) -> set[str]:
    is_service = any(code in (*facts.SIZES, facts.MAINTENANCE) for code in codes)
    return {*codes, *(facts.SIZES if is_service else ())}


def _with(booked: Sequence[str], wished: Sequence[str]) -> list[str]:
    """The visit's jobs and the wished ones; another size of service takes the place of the first."""
    new = [code for code in wished if code != facts.MAINTENANCE]
    sized = any(code in facts.SIZES for code in new)
    kept = [code for code in booked if not (sized and code in facts.SIZES)]
    return [*booked] if set(new) <= set(booked) else list(dict.fromkeys([*kept, *new]))
