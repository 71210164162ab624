"""What a visit is for: heard, asked, and for maintenance of which size."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions import booking_facts as facts
from actions import job_words
from actions.base import Talk
from actions.form import Question
from actions.wording import say_yuan
from bot.services import catalogue, maintenance
from bot.services.catalogue import JobCard
from bot.services.identity import Owner
from bot.shop.maintenance import is_major_at

TOP_JOBS = ("小保养", "大保养", "故障诊断", "四轮定位", "洗车")
KM = "booking_km"
#: What is looked at under a job that stands for it: {job, text, told}; and what staff should know besides.
LOOKED_AT, NOTES = "booking_unlisted", "booking_notes"
LONGEST_NOTE = 200
#: How often the size of maintenance was asked; no slot of the form, as counting is not hearing.
ASKED = "booking_size_asked"
#: Asked so often while other things are told, the likely size is proposed.
ASKED_ENOUGH = 2
#: To the question of the size: 「不知道」, 「哪个好」; and 「随便」, which takes what is proposed.
_ASKS_BACK = re.compile(
    r"不知道|不清楚|不懂|不晓得|不确定|哪[个种]|你说|您说|怎么选|建议|推荐|什么区别"
)
_LEAVES_IT = re.compile(r"随便|都[行可]|[你您]定|[你您]看着|听[你您]的|无所谓")


def hear_jobs(talk: Talk) -> None:
    """The jobs named, how many of them, and a yes to the size that is due or proposed."""
    listed = [job.code for job in talk.ask_shop(catalogue.list_jobs)]
    known = talk.slot("booking_jobs") or []
    jobs = job_words.hear_jobs(talk.said, known, listed)
    quantities = job_words.hear_quantities(talk.said, jobs)
    if quantities:
        talk.set("booking_quantities", quantities)
    if talk.said.value("mileage"):
        talk.set(KM, talk.said.value("mileage"))
    if not talk.slot("requested_slot"):
        talk.clear(ASKED)
    if jobs != known:
        talk.set("booking_jobs", jobs)
        talk.clear("booking_start")
    _hear_unlisted(talk, jobs, listed)
    if talk.slot("requested_slot") != "booking_jobs" or job_words.MAINTENANCE not in jobs:
        return
    leaves_it = bool(_LEAVES_IT.search(talk.said.text))
    if talk.said.intent == "affirm" or leaves_it:
        _hear_yes_to_size(talk)
    if leaves_it or _ASKS_BACK.search(talk.said.text):
        talk.set(ASKED, max(talk.slot(ASKED) or 0, ASKED_ENOUGH))


def _hear_unlisted(talk: Talk, jobs: list[str], listed: list[str]) -> None:
    """Work that is not on the list is looked at under another job, or noted for the adviser."""
    known = (*listed, job_words.MAINTENANCE)
    items = [item for item in talk.said.entities if item["entity"] == "service_item"]
    words = {str(item.get("text")): item["value"] for item in items if item["value"] not in known}
    for text, code in words.items():
        stands_for = job_words.listed_as(code, listed)
        if stands_for in jobs:
            look_at(talk, stands_for, text, text)
        else:
            _note(talk, text)
            talk.say("utter_booking_noted_work", job=text)
    for job in jobs if not words else ():
        if job_words.is_looked_at(talk.said, job):
            look_at(talk, job, talk.said.text)


def look_at(talk: Talk, job: str, words: str, unlisted: str | None = None) -> None:
    """The job stands for what was told in these words, a symptom or work that is not on the list."""
    before = talk.slot(LOOKED_AT) or {}
    if (before.get("job"), before.get("text")) != (job, unlisted):
        talk.set(LOOKED_AT, {"job": job, "text": unlisted, "told": False})
        _note(talk, words)


def _note(talk: Talk, text: str) -> None:
    notes = talk.slot(NOTES) or []
    if text not in notes:
        talk.set(NOTES, [*notes, text])


def say_note(talk: Talk) -> str | None:
    """What staff should know besides the jobs, in the customer's words."""
    notes = talk.slot(NOTES)
    return f"客户说：{'；'.join(notes)}"[:LONGEST_NOTE] if notes else None


def say_price(talk: Talk, jobs: list[JobCard]) -> str:
    """As the price list has it; what is only looked at so far is quoted afterwards."""
    looked_at = (talk.slot(LOOKED_AT) or {}).get("job")
    if looked_at != job_words.DIAGNOSIS and looked_at in [job.code for job in jobs]:
        return facts.QUOTED_LATER
    return facts.say_price(jobs, talk.slot("booking_quantities") or {})


def _hear_yes_to_size(talk: Talk) -> None:
    """「可以」 to 「这次该做小保养了」 means that one."""
    was_proposed = (talk.slot(ASKED) or 0) > ASKED_ENOUGH
    likely = _due_size(talk, talk.owner()) or (_likely_size(talk) if was_proposed else None)
    jobs = talk.slot("booking_jobs") or []
    if likely and job_words.MAINTENANCE in jobs:
        others = [code for code in jobs if code != job_words.MAINTENANCE]
        talk.set("booking_jobs", [likely, *others])


def ask_jobs(talk: Talk, owner: Owner | None, jobs: list[JobCard]) -> Question | None:
    """What is to be done, or which size of maintenance; None when that is settled."""
    if job_words.MAINTENANCE in (talk.slot("booking_jobs") or []):
        return _ask_size(talk, owner)
    if not jobs:
        return which_job(talk)
    looked_at = talk.slot(LOOKED_AT) or {}
    named = {job.code: job.name for job in jobs}
    if looked_at.get("job") in named and not looked_at["told"]:
        talk.set(LOOKED_AT, {**looked_at, "told": True})
        values = {"job": looked_at["text"], "booked": named[looked_at["job"]]}
        talk.say(f"utter_booking_{'unlisted_job' if looked_at['text'] else 'looked_at'}", **values)
    return None


def _ask_size(talk: Talk, owner: Owner | None) -> Question:
    sizes = facts.job_cards(talk, job_words.SIZES)
    names = {size.code: size.name for size in sizes}
    values = {
        "minor": say_yuan(sizes[0].price_fen or 0),
        "major": say_yuan(sizes[1].price_fen or 0),
    }
    asked = talk.slot(ASKED) or 0
    proposes = bool(talk.slot(KM)) or asked >= ASKED_ENOUGH
    if talk.slot("hear") is not False:
        talk.set(ASKED, max(asked, ASKED_ENOUGH * proposes) + 1)
    due = _due_size(talk, owner)
    if proposes:
        likely = due or _likely_size(talk)
        km = talk.slot(KM)
        response = "utter_booking_propose_size" + ("_km" if km and not due else "")
        price = values["minor" if likely == job_words.SIZES[0] else "major"]
        values = {"size": names[likely], "price": price, "km": km and f"{km:,}"}
        return replace(_job_question(response, sizes, values), explain="utter_booking_explain_size")
    if due:
        return _job_question("utter_booking_ask_size_due", sizes, {**values, "due": names[due]})
    return _job_question("utter_booking_ask_size", sizes, values)


def _likely_size(talk: Talk) -> str:
    """By the kilometres told, else the small one, which is due three times out of four."""
    model_code = talk.slot("booking_model")
    model = talk.ask_shop(catalogue.find_model, model_code) if model_code else None
    interval = model.maintenance_km if model else None
    return job_words.SIZES[is_major_at(talk.slot(KM) or 0, interval)]


def _due_size(talk: Talk, owner: Owner | None) -> str | None:
    """The size of service that is due for the owner's only car, or the one chosen."""
    if owner is None:
        return None
    plans = talk.ask_shop(
        maintenance.list_plans,
        owner.customer_id,
        mileage_km=talk.slot(KM),
        plate=talk.slot("booking_plate"),
    )
    return job_words.SIZES[plans[0].next.is_major] if len(plans) == 1 else None


def which_job(talk: Talk) -> Question:
    """What would you like to have done?"""
    by_name = {job.name: job for job in talk.ask_shop(catalogue.list_jobs)}
    return _job_question("utter_booking_ask_jobs", [by_name[name] for name in TOP_JOBS])


def _job_question(
    response: str, jobs: list[JobCard], values: dict[str, Any] | None = None
) -> Question:
    means = {job.name: job.code for job in jobs}
    return Question(
        "booking_jobs",
        response,
        values or {},
        tuple(means),
        explain="utter_booking_explain_jobs",
        entity="service_item",
        means=means,
    )
