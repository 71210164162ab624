"""A car to use meanwhile: whether it is owed (article 21), and how to get one."""

from __future__ import annotations

from actions.advice import offer_call
from actions.base import SkillAction, Talk
from actions.booking_facts import find_car
from actions.warranty_words import limit_values, loaner_values, say_basis
from bot.services import warranty
from bot.services.warranty import Loaner
from bot.shop.warranty import Condition, Ground, Verdict, standard_rules

BUTTON = "请同事帮我安排"


class RequestLoaner(SkillAction):
    """Works it out for the owner's cars in the workshop; says the rule when none is there."""

    def name(self) -> str:
        return "action_request_loaner"

    def act(self, talk: Talk) -> None:
        say_loaner(talk)


def say_loaner(talk: Talk) -> None:
    """The answer about a loaner; also for a question of warranty that turns out to be one."""
    owner = talk.require_owner()
    if owner is None:
        talk.say("utter_loaner_rule", **limit_values())
        offer_call(talk, "loaner", BUTTON, response="utter_loaner_ask")
        return
    car = find_car(talk.said, owner)
    found = talk.ask_shop(
        warranty.loaner_rights, owner.customer_id, plate=car.plate if car else None
    )
    if not found:
        talk.say("utter_loaner_none_in_workshop", **limit_values())
        offer_call(talk, "loaner", BUTTON, response="utter_loaner_ask")
        return
    for loaner in found:
        _say_one(talk, loaner)
    basis = say_basis([loaner.finding for loaner in found])
    if basis:
        book = standard_rules()
        talk.say(
            "utter_loaner_basis",
            article=basis,
            regulation=book.title,
            reservation=book.reservation,
        )
    giving = any(loaner.finding.gives for loaner in found)
    offer_call(
        talk, "loaner", BUTTON, response="utter_loaner_arrange" if giving else "utter_loaner_ask"
    )


def _say_one(talk: Talk, loaner: Loaner) -> None:
    finding = loaner.finding
    values = {**loaner_values(loaner.car, finding, talk.now), "fault": loaner.fault}
    talk.say(_response(loaner), **values)


def _response(loaner: Loaner) -> str:
    finding = loaner.finding
    if finding.verdict is Verdict.PERSON:
        return "utter_loaner_person"
    if finding.verdict is Verdict.RIGHT:
        return "utter_loaner_right"
    if finding.verdict is Verdict.CONDITIONAL:
        only_quality = Condition.QUALITY_PROBLEM in finding.conditions
        return "utter_loaner_if_quality" if only_quality else "utter_loaner_person"
    return {
        Ground.TERM_OVER: "utter_loaner_term_over",
        Ground.NOT_A_QUALITY_PROBLEM: "utter_loaner_not_quality",
    }.get(finding.ground or Ground.BELOW_LIMIT, "utter_loaner_not_yet")
