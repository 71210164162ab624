"""What a job or a part costs, from the price list; what is not on it is not guessed."""

from __future__ import annotations

import re
from typing import Any

from actions.advice import offer_call
from actions.base import SkillAction, Talk
from actions.booking_facts import job_cards
from actions.booking_recall import offer_visit, size_alone
from actions.job_words import DIAGNOSIS, JOB_OF_PART, SIZES
from actions.wording import say_list, say_yuan
from bot.services import catalogue
from bot.services.catalogue import JobCard, PartCard
from bot.shop.triage import find_symptom

#: Words for a job that the price list has in two sizes.
NARROWED = {"maintenance": SIZES}
MOST_ANSWERS = 3
#: A part that is to be put in is priced with the work: 「换条轮胎多少钱」.
_FITTED = re.compile(r"[换装]")
_FAULT = re.compile(r"不|坏|漏|响|抖|异|故障|毛病|失灵|卡|修")
#: Words that find the price too high; who adds 「不要」 has decided, and is left in peace.
_DEAR = re.compile(r"(?<!不)(?:太|好|真|这么|那么|有点|有些|挺|老|忒)贵|(?<!不)贵[了点得死]")
_DECIDED = re.compile(r"不[要用做约修换]|算了|别(?!家|人|处|的)|甭")
#: Words that ask for less than the list says.
REBATE = re.compile(rf"便宜|优惠|打折|折扣|少[收算]?[点一]|抹零|{_DEAR.pattern}")


class AskPrice(SkillAction):
    """The price of jobs; for a bare part, what it costs."""

    def name(self) -> str:
        return "action_ask_price"

    def act(self, talk: Talk) -> None:
        codes = [
            narrowed
            for code in talk.said.values("service_item") or _fitted(talk) or _in_talk(talk)
            for narrowed in NARROWED.get(code, (code,))
        ]
        jobs = [talk.ask_shop(catalogue.find_job, code) for code in codes]
        priced = [job for job in jobs if job]
        for job in priced[:MOST_ANSWERS]:
            _say_price(talk, job)
        if priced:
            offer_visit(talk, priced[0].code, priced[0].name)
            _expect_another(talk, priced[0])
        elif not say_parts(talk):
            _say_no_price(talk)


def _say_no_price(talk: Talk) -> None:
    """A fault is priced once it is found; a rebate, and what is not on the list, is a person's."""
    takes_down = talk.is_aside and talk.slot("lead_kind")
    if takes_down:  # a colleague's matter: they say it before anything is done
        talk.say("utter_price_lead")
        return
    if find_symptom(talk.said.text) and _FAULT.search(talk.said.text):
        talk.say("utter_price_fault")
        for diagnosis in job_cards(talk, (DIAGNOSIS,)):
            _say_price(talk, diagnosis)
            offer_visit(talk, diagnosis.code, diagnosis.name)
        return
    if _DEAR.search(talk.said.text):
        talk.say("utter_price_dear")
    else:
        talk.say("utter_price_fixed" if REBATE.search(talk.said.text) else "utter_price_unknown")
    offer_call(talk, "quote", "请顾问报价")


class Decline(SkillAction):
    """A no with no question open; 「你们价格太贵了」 is one too, and more than an 「好的」 is due."""

    def name(self) -> str:
        return "action_decline"

    def act(self, talk: Talk) -> None:
        if _DEAR.search(talk.said.text) and not _DECIDED.search(talk.said.text):
            _say_no_price(talk)
        else:
            talk.say("utter_ack")


class AskPart(SkillAction):
    """Price, stock, delivery time and genuineness of a part."""

    def name(self) -> str:
        return "action_ask_part"

    def act(self, talk: Talk) -> None:
        if not say_parts(talk):
            genuine = any(word in talk.said.text for word in ("正品", "原厂", "假", "真的", "副厂"))
            talk.say("utter_part_genuine" if genuine else "utter_part_unknown")
            offer_call(talk, "part_inquiry", "请配件同事查")


def say_parts(talk: Talk) -> bool:
    """Say price and stock of the parts named; False when none of them is sold here."""
    found = [talk.ask_shop(catalogue.find_part, code) for code in talk.said.values("part")]
    sold = [part for part in found if part and part.grades]
    for part in sold[:MOST_ANSWERS]:
        _say_part(talk, part)
    return bool(sold)


def _expect_another(talk: Talk, job: JobCard) -> None:
    """What is asked next by a word or two: another job, how long it takes, 「那大的呢」."""
    if talk.is_aside:
        return
    again = _price_question(job)
    talk.expect({"service_item": "ask_price", "part": "ask_price", "when": again})
    for other in job_cards(talk, SIZES) if job.code in SIZES else ():
        talk.expect({other.code: {**_price_question(other), "pattern": size_alone(other.name)}})


def _price_question(job: JobCard) -> dict[str, Any]:
    item = {"entity": "service_item", "value": job.code, "text": job.name}
    return {"intent": "ask_price", "said": {"text": f"{job.name}多少钱", "entities": [item]}}


def _fitted(talk: Talk) -> list[str]:
    parts = talk.said.values("part") if _FITTED.search(talk.said.text) else []
    return [JOB_OF_PART[part] for part in parts if part in JOB_OF_PART]


def _in_talk(talk: Talk) -> list[str]:
    """「多少钱」 in the middle of a booking is about what is being booked."""
    asked_for_part = talk.said.values("part") or not talk.is_aside
    return [] if asked_for_part else list(talk.slot("booking_jobs") or [])


def _say_price(talk: Talk, job: JobCard) -> None:
    if job.price_fen is None:
        talk.say("utter_price_after_diagnosis", job=job.name)
    elif job.price_fen == 0:
        talk.say("utter_price_free", job=job.name)
    else:
        kind = "waived" if job.waived_if_repaired else job.unit
        talk.say(
            f"utter_price_{kind}",
            job=job.name,
            price=say_yuan(job.price_fen),
            minutes=job.minutes,
        )


def _say_part(talk: Talk, part: PartCard) -> None:
    price = say_yuan(part.grades["original"]) if "original" in part.grades else ""
    talk.say("utter_part_price", part=part.name, price=price)
    if "brand" in part.grades:
        talk.say("utter_part_brand", price=say_yuan(part.grades["brand"]))
    stores = {store.code: store.name for store in talk.ask_shop(catalogue.list_stores)}
    wanted = talk.said.value("store")
    here = [code for code, quantity in part.stock.items() if quantity > 0 and code in stores]
    if wanted in stores and wanted not in here and here:
        talk.say(
            "utter_part_elsewhere",
            store=stores[wanted],
            stores=say_list([stores[code] for code in here]),
        )
    elif here:
        talk.say("utter_part_in_stock", stores=say_list([stores[code] for code in here]))
    elif part.lead_days is not None:
        talk.say("utter_part_to_order", days=part.lead_days)
    else:
        talk.say("utter_part_stock_unknown")
