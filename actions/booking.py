"""Booking a visit: what, which car, which store, when; what is known is not asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from actions import booking_facts as facts
from actions.base import NeedsForm, SkillAction, Talk
from actions.booking_again import SLOT as AGAIN_SLOT
from actions.booking_again import ask_again, hear_again
from actions.booking_here import ask_here, hear_here
from actions.booking_jobs import ask_jobs, hear_jobs, say_note, say_price, which_job
from actions.booking_recall import OFFERED, recall_car, recall_further, recall_jobs
from actions.booking_windows import Search, find_window
from actions.form import Question, SkillForm
from actions.identity import prove_quietly
from actions.visit_changes import hear_direction, span_beside
from actions.visit_in_talk import keep_in_talk
from actions.visits import changes_visit
from actions.wording import say_list
from bot.services import booking, catalogue
from bot.services.catalogue import JobCard
from bot.services.errors import ServiceError
from bot.services.identity import CarCard, Owner


class BookingForm(SkillForm):
    """Collects a visit and reads it back before anything is booked."""

    form = "booking_form"
    slots = (
        "booking_jobs",
        "booking_plate",
        "booking_phone",
        "booking_store",
        "booking_time",
        "booking_start",
        "booking_confirmed",
        "booking_unlisted",
        "booking_notes",
        "booking_quantities",
        "booking_model",
        "booking_again",
        "booking_here",
        "booking_km",
        OFFERED,
    )

    def hear(self, talk: Talk) -> None:
        asked = talk.slot("requested_slot")
        if not asked and not talk.slot(OFFERED) and changes_visit(talk):
            raise NeedsForm("change_booking")
        bare = not (talk.said.entities or hear_direction(talk.said))  # 「能早点不」 is no plain no
        answers = talk.said.intent in ("affirm", "deny") and bare
        if asked == "booking_confirmed" and answers and not recall_further(talk):
            talk.set("booking_confirmed", talk.said.intent == "affirm")
            return
        reopened = facts.hear_reopened(talk.said)
        if reopened and asked != AGAIN_SLOT:
            talk.clear(*reopened, "booking_confirmed")
            return
        hear_jobs(talk)
        self._hear_car(talk)
        if asked:
            recall_further(talk)
        else:
            recall_jobs(talk)
            recall_car(talk)
        self._hear_where_and_when(talk)
        hear_again(talk)
        hear_here(talk)
        # A yes that repeats what was read back books; a yes that brings something new corrects.
        agrees = asked == "booking_confirmed" and talk.said.intent == "affirm"
        if agrees and not any(talk.changed(slot) for slot in self.slots):
            talk.set("booking_confirmed", True)

    @staticmethod
    def _hear_where_and_when(talk: Talk) -> None:
        asked = talk.slot("requested_slot")
        stores = talk.ask_shop(catalogue.list_stores)
        store = facts.hear_store(talk.said, stores, asked == "booking_store")
        store = store or _nearest_store(talk)
        if store and store != talk.slot("booking_store"):
            talk.set("booking_store", store)
            talk.clear("booking_start")
        if facts.says_no_day(talk):
            return
        offered = talk.slot("offered") or []
        wished = bool(talk.slot("booking_time"))
        span = facts.hear_span(talk.said, talk.now, asked == "booking_start", offered, wished)
        span = span and facts.keep_week(span, talk.said, offered)
        if asked != "booking_start":  # else the hour wished before could not be had
            span = span and facts.keep_hour(span, talk.slot("booking_time"))
        span = span and facts.keep_day(span, talk.said, _day_in_talk(talk))
        span = span and facts.keep_coming(span, talk.said, talk.now)
        if asked == "booking_confirmed" and span is None and talk.slot("booking_start"):
            start = datetime.fromisoformat(talk.slot("booking_start"))
            span = span_beside(talk.said, start, talk.now)
        if span and span.as_slot() != talk.slot("booking_time"):
            is_past = span.end <= talk.now
            talk.set("booking_time", None if is_past else span.as_slot())
            talk.clear("booking_start")
            if is_past:  # said at once, whatever is asked next
                talk.say("utter_booking_past")
            elif asked == "booking_start" and span.is_point and not talk.said.value("time"):
                talk.say("utter_booking_first_window", when=facts.say_when(span.start, talk))
        elif not span and asked != "booking_jobs" and _is_ambiguous(talk):
            talk.say("utter_booking_ambiguous_time")

    @staticmethod
    def _hear_car(talk: Talk) -> None:
        model = talk.said.value("vehicle_model")
        if model and not talk.ask_shop(catalogue.find_model, model):
            model = None  # another maker's: the shop has no terms for it
        car = facts.find_car(talk.said, talk.owner())
        heard = {
            "booking_phone": talk.said.value("phone"),
            "booking_model": model,
            "booking_plate": car.plate if car else talk.said.value("plate"),
        }
        for slot, value in heard.items():
            if value and value != talk.slot(slot):
                talk.set(slot, value)
        prove_quietly(talk, talk.slot("booking_plate"))

    def next_question(self, talk: Talk) -> Question | None:
        owner = talk.owner()
        jobs = facts.job_cards(talk, talk.slot("booking_jobs") or [])
        question = (
            ask_jobs(talk, owner, jobs)
            or self._ask_car(talk, owner, jobs)
            or ask_here(talk, jobs)
            or ask_again(talk, jobs)
            or self._ask_store(talk, jobs)
        )
        if question:
            return question
        if not talk.slot("booking_start"):
            window_question = find_window(Search(talk, jobs))
            if window_question:
                return window_question
        return self._ask_contact(talk, owner) or self._ask_confirmation(talk, owner, jobs)

    @staticmethod
    def _ask_car(talk: Talk, owner: Owner | None, jobs: list[JobCard]) -> Question | None:
        if owner is None:
            return None
        plate = talk.slot("booking_plate")
        chosen = owner.find_car(plate or "")
        if plate and not chosen:
            return None  # a car that is not on record as theirs
        cars = [chosen] if chosen else list(owner.cars)
        able = [car for car in cars if all(facts.fits(job.drive, car) for job in jobs)]
        if cars and not able:
            job = next(job for job in jobs if not facts.fits(job.drive, cars[0]))
            talk.say("utter_booking_wrong_car", job=job.name, cars=facts.DRIVE_NAMES[job.drive])
            talk.clear("booking_jobs", "booking_plate")
            return which_job(talk)
        if chosen:
            return None
        if len(able) == 1:
            talk.set("booking_plate", able[0].plate)
            return None
        means = {f"{car.model_name} {car.plate}": car.plate for car in able}
        return Question(
            "booking_plate",
            "utter_booking_ask_car",
            buttons=tuple(means),
            explain="utter_booking_explain_car",
            entity="plate",
            means=means,
        )

    @staticmethod
    def _ask_store(talk: Talk, jobs: list[JobCard]) -> Question | None:
        stores = talk.ask_shop(catalogue.list_stores)
        car = _chosen_car(talk)
        able = [store for store in stores if facts.can_do(store, jobs, car)]
        chosen = next((s for s in stores if s.code == talk.slot("booking_store")), None)
        if chosen in able or talk.slot("booking_store") == "any":
            return None
        names = facts.say_jobs(jobs)
        if chosen and able:
            others = say_list([store.name for store in able])
            talk.say("utter_booking_store_cannot", store=chosen.name, job=names, stores=others)
        if len(able) == 1:
            if not chosen:
                talk.say("utter_booking_only_store", job=names, store=able[0].name)
            talk.set("booking_store", able[0].code)
            return None
        talk.clear("booking_store")
        if not able:
            talk.say("utter_booking_nobody_does")
            talk.clear("booking_jobs")
            return which_job(talk)
        return facts.store_question("booking_store", able)

    @staticmethod
    def _ask_contact(talk: Talk, owner: Owner | None) -> Question | None:
        if owner is None and not talk.slot("booking_plate"):
            explain = "utter_booking_explain_plate"
            return Question("booking_plate", "utter_booking_ask_plate", explain=explain)
        if owner is None and not talk.slot("booking_phone"):
            explain = "utter_booking_explain_phone"
            return Question("booking_phone", "utter_booking_ask_phone", explain=explain)
        return None

    @staticmethod
    def _ask_confirmation(talk: Talk, owner: Owner | None, jobs: list[JobCard]) -> Question | None:
        confirmed = talk.slot("booking_confirmed")
        if confirmed:
            return None
        if confirmed is False:
            talk.clear("booking_confirmed")
            buttons = ("改时间", "改门店", "改项目", "算了")
            return Question("booking_confirmed", "utter_booking_what_to_change", {}, buttons)
        values = _read_back(talk, owner, jobs)
        return Question(
            "booking_confirmed",
            "utter_booking_confirm",
            values,
            ("可以", "改时间"),
            explain="utter_booking_explain_confirm",
        )


class Book(SkillAction):
    """Books what was confirmed; when it has just been taken, goes back to choosing a time."""

    def name(self) -> str:
        return "action_book"

    def act(self, talk: Talk) -> None:
        owner = talk.owner()
        jobs = facts.job_cards(talk, talk.slot("booking_jobs") or [])
        try:
            made = talk.ask_shop(
                booking.book,
                conversation_id=talk.conversation_id,
                store_code=talk.slot("booking_store"),
                job_codes=[job.code for job in jobs],
                starts_at=datetime.fromisoformat(talk.slot("booking_start")),
                plate=talk.slot("booking_plate"),
                phone=talk.slot("booking_phone") or (owner.phone if owner else None),
                customer_id=owner.customer_id if owner else None,
                model_code=talk.slot("booking_model"),
                quantities=talk.slot("booking_quantities"),
                note=say_note(talk),
            )
        except ServiceError:
            talk.say("utter_booking_taken_meanwhile")
            talk.clear("booking_start", "booking_confirmed")
            talk.reopen(BookingForm.form)
            return
        store = talk.ask_shop(catalogue.find_store, made.store_code)
        assert store is not None
        values = _read_back(talk, owner, jobs)
        talk.clear(*BookingForm.slots)
        talk.say("utter_booking_booked", **values)
        talk.say(
            "utter_booking_booked_phone",
            number=made.number,
            address=store.address,
            phone=store.phone,
        )
        keep_in_talk(talk, made)


def _is_ambiguous(talk: Talk) -> bool:
    begins = not talk.slot("requested_slot")  # then there is enough to ask without it
    return not begins and bool((talk.said.value("time") or {}).get("ambiguous"))


def _day_in_talk(talk: Talk) -> date | None:
    wished, start = talk.slot("booking_time"), talk.slot("booking_start")
    return facts.day_in_talk(talk.slot("offered") or [], wished, start)


def _nearest_store(talk: Talk) -> str | None:
    """The store next to the place that was named, of those that do the jobs known so far."""
    jobs = talk.slot("booking_jobs") or []
    for district in talk.said.values("district"):
        near = talk.ask_shop(catalogue.list_stores_near, str(district))
        able = [store for store, _ in near if all(code in store.job_codes for code in jobs)]
        if able:
            return able[0].code
    return None


def _chosen_car(talk: Talk) -> CarCard | None:
    owner = talk.owner()
    return owner.find_car(talk.slot("booking_plate") or "") if owner else None


def _read_back(talk: Talk, owner: Owner | None, jobs: list[JobCard]) -> dict[str, Any]:
    store = talk.ask_shop(catalogue.find_store, talk.slot("booking_store"))
    quantities = talk.slot("booking_quantities") or {}
    car = owner.find_car(talk.slot("booking_plate") or "") if owner else None
    return {
        "car": f"{car.model_name}（{car.plate}）" if car else talk.slot("booking_plate"),
        "jobs": facts.say_jobs(jobs),
        "store": store.name if store else "",
        "when": facts.say_when(datetime.fromisoformat(talk.slot("booking_start")), talk),
        "duration": facts.say_duration(
            sum(job.minutes * quantities.get(job.code, 1) for job in jobs)
        ),
        "price": say_price(talk, jobs),
    }
