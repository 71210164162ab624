"""What a job or a part costs, from the price list; what is not on it is not guessed."""

from __future__ import annotations

import re
from typing import Any

from actions.advice import offer_call
from actions.base import SkillAction, Talk
from actions.booking_facts import job_cards
from actions.booking_recall import offer_visit, offered_job, size_alone
from actions.identity import prove_quietly
from actions.job_words import DIAGNOSIS, JOB_OF_PART, SIZES
from actions.parts import list_sold, say_parts
from actions.wording import say_yuan
from bot.services import catalogue
from bot.services.catalogue import JobCard
from bot.shop.going_on import asks_on
from bot.shop.plain_questions import find_question
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
#: A question of yes or no: does it cost anything?
_FREE = re.compile(r"免费|要钱|收费[吗么不]|花钱|要不要钱")
_ARRIVES = re.compile(
    r"到货|(?:货|配件|件).{0,3}到|到了[吗没么]|(?:多久|几天|什么时候|啥时候|几号).{0,2}到"
)
FIRST_SERVICE = "minor_service"
#: Letters of half a job's name.
_HALF = 2
#: Words that ask for less than the list says.
REBATE = re.compile(rf"便宜|优惠|打折|折扣|少[收算]?[点一]|抹零|{_DEAR.pattern}")


class AskPrice(SkillAction):
    """The price of jobs; for a bare part, what it costs."""

    def name(self) -> str:
        return "action_ask_price"

    def act(self, talk: Talk) -> None:
        prove_quietly(talk, talk.said.value("plate"))
        question = find_question(talk.said.text, "ask_price")
        if question:
            _answer_question(talk, question)
            return
        named = talk.said.values("service_item") or _fitted(talk)
        codes = [
            narrowed
            for code in named or _named_in_halves(talk) or _in_talk(talk) or _offered(talk)
            for narrowed in NARROWED.get(code, (code,))
        ]
        jobs = [talk.ask_shop(catalogue.find_job, code) for code in codes]
        priced = [job for job in jobs if job]
        if priced and _FREE.search(talk.said.text) and all(job.price_fen for job in priced):
            talk.say("utter_price_not_free")
        for job in priced[:MOST_ANSWERS]:
            _say_price(talk, job)
        if priced:
            talk.speak_of("work", "service_item", priced[0].code, priced[0].name)
            offer_visit(talk, priced[0].code, priced[0].name)
            _expect_another(talk, priced[0])
        elif not say_parts(talk):
            _say_no_price(talk)


def _answer_question(talk: Talk, question: str) -> None:
    """About the price itself: what it holds, whether the first service is free, whether it may be less."""
    asks_free = question == "first_free"
    job = talk.ask_shop(catalogue.find_job, FIRST_SERVICE if asks_free else _job_in_talk(talk))
    if asks_free and job:
        talk.say("utter_price_first_free")
    else:
        talk.say(f"utter_price_{question}")
    if job and job.price_fen and question != "rebate":
        _say_price(talk, job)
    offer_call(talk, "quote", "请顾问报价")


def _job_in_talk(talk: Talk) -> str:
    return str(talk.spoken_of("service_item") or "")


def _named_in_halves(talk: Talk) -> list[str]:
    """「空调有异味」, then 「清洗多少」: the name of a job, half of it said a moment ago."""
    now, before = talk.said.text, "".join(text for _, text in talk.earlier_messages)
    if not before or talk.said.values("part"):
        return []
    named = (job for job in talk.ask_shop(catalogue.list_jobs) if len(job.name) >= 2 * _HALF)
    return [
        job.code
        for job in named
        if (job.name[:_HALF] in before and job.name[_HALF:] in now)
        or (job.name[-_HALF:] in before and job.name[:-_HALF] in now)
    ][:1]


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
        talk.say("utter_price_rebate" if REBATE.search(talk.said.text) else "utter_price_unknown")
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
    """「换条轮胎多少钱」; oil is not sold without the work: 「机油多少钱」."""
    put_in = _FITTED.search(talk.said.text) or not list_sold(talk)
    parts = talk.said.values("part") if put_in else []
    return [JOB_OF_PART[part] for part in parts if part in JOB_OF_PART]


def _in_talk(talk: Talk) -> list[str]:
    """「多少钱」 in the middle of a booking is about what is being booked."""
    asked_for_part = talk.said.values("part") or not talk.is_aside
    return [] if asked_for_part else list(talk.slot("booking_jobs") or [])


def _offered(talk: Talk) -> list[str]:
    """「多少钱」 to the offer of a visit; not if a part is meant that is sold."""
    job = offered_job(talk) if asks_on(talk.said.text) else None
    return [job] if job and not list_sold(talk) else []


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
