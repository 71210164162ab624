"""Cover, terms and 三包 rights: for the owner's car from its records, else for the car that is told of."""

from __future__ import annotations

from datetime import date

from actions.base import SkillAction, Talk
from actions.booking_facts import find_car, fits
from actions.form import PERSON_BUTTON, Question, SkillForm
from actions.identity import prove_quietly
from actions.loaner import say_loaner
from actions.warranty_answers import (
    FURTHER,
    PAYS,
    expect_further,
    say_cover,
    say_payment,
    say_person,
    say_rights,
)
from actions.warranty_facts import (
    COVER,
    EXCLUDED,
    LOANER,
    PAYMENT,
    RIGHTS,
    UNCLEAR,
    UNKNOWN,
    asks_term,
    find_kind,
    hear_km,
    hear_start,
)
from actions.warranty_parts import (
    find_drive,
    find_energy,
    known_part,
    lacking_part,
    part_of_car,
)
from actions.warranty_words import limit_values
from bot.services import catalogue, warranty
from bot.services.identity import Owner
from bot.services.warranty import ToldCar
from bot.shop.warranty import exclusion_pattern, find_exclusions

OTHER_MAKER = "其他品牌"


class WarrantyForm(SkillForm):
    """Finds out which car is meant: the owner's own, or series, day of purchase and kilometres."""

    form = "warranty_form"
    slots = (
        "warranty_text",
        "warranty_kind",
        "warranty_part",
        "warranty_plate",
        "warranty_model",
        "warranty_start",
        "warranty_km",
    )

    def hear(self, talk: Talk) -> None:
        said, asked = talk.said, talk.slot("requested_slot")
        if said.follows:
            _hear_words(talk)
            self._hear_further(talk)
            return
        again = (
            talk.slot("detour_result") is not None
        )  # the same words, now that the proof was asked for
        if asked not in self.slots and not again:  # a new question: the last one is past
            talk.clear(*self.slots, "identity_plate")
        if said.value("plate") and talk.owner() is None:
            talk.set("identity_plate", said.value("plate"))
        prove_quietly(talk, talk.slot("identity_plate"))
        if said.intent == "ask_warranty" or not talk.slot("warranty_text"):
            talk.set("warranty_text", said.text)
            talk.set("warranty_kind", find_kind(said.text))
            talk.set("warranty_part", said.value("part") or talk.slot("warranty_part"))
        else:
            if find_exclusions(said.text):
                _hear_words(talk)
            if said.value("part"):
                talk.set("warranty_part", said.value("part"))
        self._hear_car(talk, asked)
        if said.intent == "ask_warranty":
            self._hear_series(talk)

    @staticmethod
    def _hear_series(talk: Talk) -> None:
        """「云电电池保几年」 asks what holds for the series: nobody needs to be known for that."""
        model = talk.spoken_of("vehicle_model")
        told = talk.owner() or talk.slot("identity_plate") or talk.slot("warranty_start")
        if told or talk.slot("warranty_kind") != COVER or not asks_term(talk.said.text):
            return
        if not model and not talk.slot("warranty_part"):
            talk.set("warranty_kind", "sanbao")  # the terms that hold for every car
        elif model:
            told_km = talk.slot("warranty_km") or UNKNOWN
            for slot, value in (("model", model), ("start", UNKNOWN), ("km", told_km)):
                talk.set(f"warranty_{slot}", value)

    def _hear_further(self, talk: Talk) -> None:
        """「那发动机呢」「跑滴滴的」「不对，是去年五月买的」: the same question, with this put right."""
        self._hear_car(talk, "warranty_start" if talk.said.value("time") else None)
        owner, part = talk.owner(), talk.said.value("part")
        if not part:
            return
        talk.set("warranty_part", part)
        energy, drive = find_energy(talk), find_drive(talk)
        talk.set("warranty_part", part_of_car(part, energy, drive, talk.said.text))
        others = owner is not None and len(owner.cars) > 1 and not find_car(talk.said, owner)
        if others and lacking_part(talk):
            talk.clear("warranty_plate")

    @staticmethod
    def _hear_car(talk: Talk, asked: str | None) -> None:
        said = talk.said
        owner = talk.owner()
        car = find_car(said, owner)
        if car:
            talk.set("warranty_plate", car.plate)
            talk.clear("warranty_model", "warranty_start")  # the records know better
        elif said.value("vehicle_model"):
            talk.set("warranty_model", said.value("vehicle_model"))
        elif owner and said.value("plate"):
            talk.say("utter_warranty_not_listed")  # else the answer on their own car reads as its
        elif asked == "warranty_model" and (said.intent == "deny" or "其他" in said.text):
            talk.set("warranty_model", UNKNOWN)
        corrects = said.intent == "correct" and bool(said.value("time"))
        start = hear_start(said, talk.now, asked == "warranty_start" or corrects)
        if start:
            talk.set("warranty_start", start)
        km = hear_km(said, asked == "warranty_km")
        if km is not None:
            talk.set("warranty_km", km)

    def next_question(self, talk: Talk) -> Question | None:
        kind = talk.slot("warranty_kind")
        if kind not in (COVER, RIGHTS, PAYMENT):
            return None
        owner = talk.owner()
        by_record = kind != COVER or talk.said.value(
            "plate"
        )  # who gives a plate wishes to be known
        if owner is None and (by_record or not _is_told(talk)):
            owner = talk.require_owner()
        if owner is not None and not talk.slot("warranty_model"):
            return self._ask_which_car(talk, owner)
        return self._ask_about_car(talk) if kind == COVER else None

    @staticmethod
    def _ask_which_car(talk: Talk, owner: Owner) -> Question | None:
        if owner.find_car(talk.slot("warranty_plate") or ""):
            return None
        part = find_drive(talk)
        cars = [car for car in owner.cars if fits(part, car)] or list(owner.cars)
        if len(cars) == 1:
            talk.set("warranty_plate", cars[0].plate)
            return None
        buttons = tuple(f"{car.model_name} {car.plate}" for car in cars)
        return Question("warranty_plate", "utter_warranty_ask_car", {}, buttons)

    @staticmethod
    def _ask_about_car(talk: Talk) -> Question | None:
        if not talk.slot("warranty_model"):
            if talk.slot("detour_result"):
                talk.set("warranty_plate", UNKNOWN)  # they would rather tell than prove
                talk.say("utter_warranty_without_proof")
            models = talk.ask_shop(catalogue.list_models)
            buttons = (*(model.name for model in models), OTHER_MAKER)
            explain = "utter_warranty_explain_model"
            return Question(
                "warranty_model", "utter_warranty_ask_model", {}, buttons, explain=explain
            )
        if not talk.slot("warranty_start"):
            explain = "utter_warranty_explain_start"
            return Question(
                "warranty_start", "utter_warranty_ask_start", {}, ("记不清了",), explain=explain
            )
        if talk.slot("warranty_km") is None:
            explain = "utter_warranty_explain_km"
            return Question(
                "warranty_km", "utter_warranty_ask_km", {}, ("不清楚",), explain=explain
            )
        return None


class AnswerWarranty(SkillAction):
    """The rule, the arithmetic, the article, the reservation; what is not decided goes to a person."""

    def name(self) -> str:
        return "action_answer_warranty"

    def act(self, talk: Talk) -> None:
        kind = talk.slot("warranty_kind")
        if kind == LOANER:
            say_loaner(talk)
        elif kind in (EXCLUDED, UNCLEAR):
            say_person(talk, f"utter_warranty_{kind}", talk.slot("warranty_text") or "")
        elif kind == COVER:
            self._answer_cover(talk)
        elif kind in (RIGHTS, PAYMENT):
            self._answer_rights(talk, only_payment=kind == PAYMENT)
        else:
            self._say_topic(talk, kind)
        if not talk.is_aside:  # whatever the answer: 「跑网约车的」 after it is about this car
            told = {**FURTHER, "pattern": exclusion_pattern(), "yields": True}
            talk.expect({"exclusion": told})

    @staticmethod
    def _say_topic(talk: Talk, topic: str) -> None:
        talk.say(f"utter_warranty_topic_{topic}", **limit_values())
        if not talk.is_aside:
            talk.say("utter_warranty_offer_own_car", buttons=["算算我的车"])
            own = {"intent": "ask_warranty", "said": {"text": "我的车还在质保期吗", "entities": []}}
            talk.expect({"affirm": own, "算算我的车": own})

    @staticmethod
    def _answer_cover(talk: Talk) -> None:
        lacking = lacking_part(talk)
        if lacking:
            talk.say("utter_warranty_no_such_part", part=lacking)
            expect_further(talk)
            return
        owner = talk.owner()
        plate, part = talk.slot("warranty_plate"), known_part(talk)
        exclusions = find_exclusions(talk.slot("warranty_text") or "")
        km = talk.slot("warranty_km")
        if owner is not None and plate:
            answer = talk.ask_shop(
                warranty.cover,
                owner.customer_id,
                plate,
                part,
                mileage_km=km if isinstance(km, int) else None,
                exclusions=exclusions,
            )
        else:
            answer = talk.ask_shop(warranty.cover_told, _told_car(talk), part, exclusions)
        say_cover(talk, answer)

    @staticmethod
    def _answer_rights(talk: Talk, only_payment: bool) -> None:
        owner = talk.owner()
        plate = talk.slot("warranty_plate")
        if owner is None or not plate:
            if only_payment:
                talk.say("utter_warranty_payment_rule")
            talk.say("utter_warranty_topic_returns", **limit_values())
            talk.say("utter_warranty_rights_unproven", buttons=[PERSON_BUTTON])
            talk.expect({"affirm": "request_human"})
            return
        text = talk.slot("warranty_text") or ""
        part = known_part(talk)
        answer = talk.ask_shop(warranty.rights, owner.customer_id, plate, told=text, part_code=part)
        if not (only_payment and say_payment(talk, answer)):
            say_rights(talk, answer, text)


def _is_told(talk: Talk) -> bool:
    told = any(talk.slot(f"warranty_{name}") is not None for name in ("model", "start", "km"))
    return told or talk.slot("warranty_plate") == UNKNOWN


def _told_car(talk: Talk) -> ToldCar:
    model, start, km = (talk.slot(f"warranty_{name}") for name in ("model", "start", "km"))
    return ToldCar(
        model_code=None if model == UNKNOWN else model,
        starts_on=None if start in (None, UNKNOWN) else date.fromisoformat(start),
        mileage_km=km if isinstance(km, int) else None,
    )


def _hear_words(talk: Talk) -> None:
    """「网约车呢」, 「那能退吗」: said further, it may exclude the cover or ask for something else."""
    text = talk.slot("warranty_text") or ""
    if talk.said.text not in text:  # staff read it, and it may hold what excludes cover
        text = f"{text}，{talk.said.text}".strip("，")
    kind, before = find_kind(talk.said.text), talk.slot("warranty_kind")
    if kind == COVER and before in (RIGHTS, PAYMENT):
        kind = PAYMENT if PAYS.search(talk.said.text) else RIGHTS
    if kind in (COVER, RIGHTS) and find_exclusions(text):
        kind = EXCLUDED
    talk.set("warranty_text", text)
    talk.set("warranty_kind", kind)
