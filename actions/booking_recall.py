"""What a booking need not ask, because it was said a moment ago in the same conversation."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions import booking_facts as facts
from actions.base import Talk
from actions.visits import list_known
from actions.wording import say_list

OFFERED = "visit_offered"
#: After so long nobody means it any more.
LASTS = timedelta(minutes=30)


def note_offered(talk: Talk, job_code: str) -> None:
    """A visit for this work was offered: a booking that names none will be for it."""
    talk.set(OFFERED, {"job": job_code, "at": talk.now.isoformat()})


def recall_jobs(talk: Talk) -> None:
    """「那约一个」 is about the work that was offered a moment ago; it is said which."""
    offered = talk.slot(OFFERED)
    talk.clear(OFFERED)
    if talk.slot("booking_jobs") or not offered:
        return
    if talk.now - datetime.fromisoformat(offered["at"]) <= LASTS:
        talk.set("booking_jobs", [offered["job"]])
        names = [job.name for job in facts.job_cards(talk, [offered["job"]])]
        talk.say("utter_booking_recalled", jobs=say_list(names or ["保养"]))


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
