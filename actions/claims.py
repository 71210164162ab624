"""A right under warranty or 三包 carried out: checked first, then taken, with the time of an answer."""

from __future__ import annotations

import re
from typing import Any

from actions.advice import offer_call
from actions.base import SkillAction, Talk
from actions.booking_facts import find_car
from actions.form import PERSON_BUTTON
from actions.warranty_answers import say_cover, say_rights
from actions.warranty_facts import RIGHTS
from actions.wording import say_day, say_moment
from bot.services import catalogue, claims, warranty
from bot.services.identity import CarCard, Owner
from bot.shop.warranty import Verdict, find_exclusions

_RETURN = re.compile(r"退(?!换)")
_REPLACE = re.compile(r"换新|(?<!退)换(?:一|台|辆|车)|(?<!退)换$")
_EITHER = re.compile(r"退换|换退|换车或退车|退车或换车")
REPLACE_BUTTON, RETURN_BUTTON = "换一辆新车", "退车"
KIND_NAMES = {"warranty": "质保", "replace_car": "换车", "return_car": "退车"}
#: Verdicts with which a claim is taken; what they depend on is told and found out in the workshop.
_CLEAR = (Verdict.RIGHT, Verdict.CONDITIONAL, Verdict.COVERED)


class ClaimWarranty(SkillAction):
    """For the owner's car: what gives no right is explained instead of being taken down."""

    def name(self) -> str:
        return "action_claim_warranty"

    def act(self, talk: Talk) -> None:
        owner = talk.require_owner()
        if owner is None:
            offer_call(talk, claims.ASKED_FOR, "请同事联系我", "utter_claim_unproven")
            return
        car = find_car(talk.said, owner) or owner.find_car(talk.slot("warranty_plate") or "")
        if car is None and len(owner.cars) != 1:
            _ask_which_car(talk, owner)
            return
        car = car or owner.cars[0]
        if _is_about_return(talk):
            _claim_return(talk, owner, car)
        else:
            _claim_cover(talk, owner, car)


def _is_about_return(talk: Talk) -> bool:
    """By the words; 「我要申请」 alone goes on from what was just explained."""
    text = _told(talk)
    if any(words.search(text) for words in (_EITHER, _RETURN, _REPLACE)):
        return True
    names_cover = any(word in text for word in ("质保", "保修", "索赔", "包修", "免费修"))
    return not names_cover and talk.slot("warranty_kind") == RIGHTS


def _told(talk: Talk) -> str:
    """What was asked about before, then what is said now."""
    return f"{talk.slot('warranty_text') or ''} {talk.said.text}".strip()


def _claim_return(talk: Talk, owner: Owner, car: CarCard) -> None:
    text, told = talk.said.text, _told(talk)
    answer = talk.ask_shop(warranty.rights, owner.customer_id, car.plate, told=told)
    if answer.rights.verdict not in _CLEAR:
        say_rights(talk, answer, told)
        return
    if _EITHER.search(text) or bool(_RETURN.search(text)) == bool(_REPLACE.search(text)):
        talk.say("utter_claim_ask_which", buttons=[REPLACE_BUTTON, RETURN_BUTTON])
        for button in (REPLACE_BUTTON, RETURN_BUTTON):
            talk.expect({button: {"intent": "claim_warranty", "said": _about(button, car)}})
        return
    _take(talk, owner, car, "return_car" if _RETURN.search(text) else "replace_car", told)


def _claim_cover(talk: Talk, owner: Owner, car: CarCard) -> None:
    text = talk.said.text
    part = talk.said.value("part") or talk.slot("warranty_part")
    part = part if part and talk.ask_shop(catalogue.find_part, part) else None
    exclusions = find_exclusions(text)
    cover = talk.ask_shop(warranty.cover, owner.customer_id, car.plate, part, exclusions=exclusions)
    if cover.finding.verdict in _CLEAR:
        _take(talk, owner, car, "warranty", _told(talk))
    else:
        say_cover(talk, cover)


def _take(talk: Talk, owner: Owner, car: CarCard, kind: str, told: str) -> None:
    claim = talk.ask_shop(
        claims.take_claim, talk.conversation_id, owner.customer_id, car.plate, kind, told
    )
    assert claim.call_back_by is not None
    talk.say(
        "utter_claim_taken",
        car=f"{car.model_name}（{car.plate}）",
        kind=KIND_NAMES[kind],
        number=claim.number,
        answer_by=say_moment(claim.call_back_by, talk.now),
    )
    talk.clear("warranty_text", "warranty_kind")
    about = {"text": claim.number, "entities": [{"entity": "order_no", "value": claim.number}]}
    talk.expect({"when": {"intent": "check_progress", "said": about}})


def _ask_which_car(talk: Talk, owner: Owner) -> None:
    buttons = [f"{car.model_name} {car.plate}" for car in owner.cars]
    talk.say("utter_claim_ask_car", buttons=buttons)
    text = talk.said.text
    same = {"intent": "claim_warranty", "said": {"text": text}}  # of the car that is named then
    talk.expect({"inform": same, "correct": same})
    for car, button in zip(owner.cars, buttons, strict=True):
        talk.expect({button: {"intent": "claim_warranty", "said": _about(text, car)}})


def _about(text: str, car: CarCard) -> dict[str, Any]:
    return {"text": text, "entities": [{"entity": "plate", "value": car.plate, "text": car.plate}]}


def say_claims(talk: Talk, owner: Owner, only_open: bool = False) -> bool:
    """How the newest claim stands; False when there is none."""
    listed = talk.ask_shop(claims.list_claims, owner.customer_id)
    found = [claim for claim in listed if claim.is_open or not only_open]
    number = talk.said.value("order_no")
    found = [claim for claim in found if claim.number == number] or found
    if not found:
        return False
    claim = found[0]
    late = claim.status in ("asked_for", "submitted") and claim.call_back_by is None
    status = f"{claim.status}_late" if late else claim.status
    talk.say(
        f"utter_claim_{status}",
        buttons=[PERSON_BUTTON],
        number=claim.number,
        asked=say_day(claim.asked_at.date(), talk.now.date()),
        decision=claim.decision or "",
        call_back_by=say_moment(claim.call_back_by, talk.now) if claim.call_back_by else "",
    )
    talk.expect({"affirm": "request_human"})
    return True
