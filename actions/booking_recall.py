"""A visit that is offered, and what a booking need not ask because it was said a moment ago."""

from __future__ import annotations

import re
from datetime import datetime

from actions import booking_facts as facts
from actions.base import Talk
from actions.booking_jobs import look_at
from actions.job_words import MORE_WORDS, is_looked_at
from actions.visit_in_talk import LASTS, find_in_talk
from actions.visits import list_known
from actions.wording import say_list

OFFERED = "visit_offered"
_TOO = re.compile(r"[也都](?:给我|帮我)?[约做加要弄上来]|加上|加进|一起|一块|顺便")
#: Said alone to the offer of a visit, such a value means: yes, and so.
TAKES_UP = ("time", "store", "district", "plate", "vehicle_model", "service_item")


def offer_visit(
    talk: Talk, job_code: str, job_name: str, response: str = "utter_offer_visit", button: str = ""
) -> None:
    """Offer to book the work just spoken about; 「好的」 begins that booking, and so does 「明天上午」.

    Between an open question and its answer nothing is offered; what was priced in the middle of a booking
    is noted, for 「那也约上」. Where only a further wish of the same message comes next, the work is noted
    for it: 「小保养多少钱？帮我约明天」.
    """
    asked = talk.slot("requested_slot") or ""
    named = talk.said.values("part") or talk.said.values("service_item")
    if not asked and not named:  # 「多少钱」 next
        talk.speak_of("work", "service_item", job_code, job_name)
    if not asked or asked.startswith("booking_"):
        words = talk.said.text if is_looked_at(talk.said, job_code) else None
        talk.set(OFFERED, {"job": job_code, "at": talk.now.isoformat(), "looked_at": words})
    if talk.is_aside:
        return
    button = button or f"预约{job_name}"
    talk.say(response, buttons=[button])
    item = {"entity": "service_item", "value": job_code, "text": job_name}
    others = [e for e in talk.said.entities if e["entity"] != "service_item"]
    said = {"text": talk.said.text, "entities": [*others, item]}
    booking = {"intent": "book_service", "said": said}
    talk.expect(dict.fromkeys(TAKES_UP, "book_service"))
    talk.expect({"affirm": booking, "book_service": booking, button: booking})
    if find_in_talk(talk, list_known(talk)):  # 「那也加上」 is one more job of that visit
        more = {"text": f"加上{job_name}", "entities": [item]}
        too = {"intent": "change_booking", "said": more, "pattern": _TOO.pattern}
        talk.expect({"too": too})


def size_alone(name: str) -> str:
    """「大的呢」, 「那小的多少钱」: a job told by the first word of its name."""
    before = r"(?:[嗯呃哦就]|那个?|那么|还有|要是)*"
    after = r"(?:呢|要?多少钱?|什么价|怎么样)?[呢啊呀吧？?]*"
    return rf"^{before}{name[0]}的(?:那种|那个)?{after}$"


def recall_jobs(talk: Talk) -> None:
    """「那约一个」 is about the work that was offered a moment ago; it is said which."""
    job, offered = offered_job(talk), talk.slot(OFFERED) or {}
    talk.clear(OFFERED)
    named = talk.slot("booking_jobs") or []
    adds = any(word in talk.said.text for word in MORE_WORDS)
    if job and job not in named and (adds or not named):
        talk.set("booking_jobs", [job, *named])
        if offered.get("looked_at"):
            look_at(talk, job, offered["looked_at"])
            return
        names = [card.name for card in facts.job_cards(talk, [job])]
        talk.say("utter_booking_recalled", jobs=say_list(names or ["保养"]))


def offered_job(talk: Talk) -> str | None:
    """The work for which a visit was offered a moment ago."""
    offered = talk.slot(OFFERED)
    if offered and talk.now - datetime.fromisoformat(offered["at"]) <= LASTS:
        return str(offered["job"])
    return None


def recall_further(talk: Talk) -> bool:
    """「那也约上」, in the middle of a booking, about what was priced beside it: one job more."""
    offered, jobs = talk.slot(OFFERED), talk.slot("booking_jobs") or []
    if not offered or not jobs or offered["job"] in jobs or not _TOO.search(talk.said.text):
        return False
    talk.clear(OFFERED, "booking_start")
    talk.set("booking_jobs", [*jobs, offered["job"]])
    return True


def recall_car(talk: Talk) -> None:
    """A newcomer who has booked for one car here need not give plate and telephone again."""
    if talk.slot("booking_plate") or talk.owner():
        return
    cars = {visit.plate: visit for visit in list_known(talk)}
    if len(cars) == 1:
        ((plate, visit),) = cars.items()
        talk.set("booking_plate", plate)
        talk.set("booking_phone", talk.slot("booking_phone") or visit.phone)
        talk.set("booking_model", talk.slot("booking_model") or visit.model_code)
