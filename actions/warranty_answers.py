"""The wording of warranty verdicts: which responses are said, in which order, with which figures."""

from __future__ import annotations

import re
from typing import Any

from actions.base import Talk
from actions.form import PERSON_BUTTON
from actions.understood import ask_person
from actions.waiting import WAITS
from actions.warranty_words import (
    count_values,
    cover_card,
    cover_values,
    payment_values,
    say_basis,
    say_car,
)
from actions.wording import say_moment
from bot.services import opening
from bot.services.warranty import CarRights, Cover
from bot.shop.warranty import (
    Condition,
    Finding,
    Ground,
    Quantity,
    Verdict,
    find_failure,
    standard_rules,
)

#: What goes on from an answer about a car.
FURTHER = {"intent": "ask_warranty", "follows": True}
TERMS_ONLY = "utter_warranty_terms_only"
#: What is told of the car bit by bit: 「云电」, 「去年五月买的」, 「三万公里」.
CAR_FACTS = ("vehicle_model", "time", "duration", "mileage")
CLAIM_BUTTON = "我要申请"
RESCUE_BUTTON = "道路救援"
#: After the right to return: a question of its money, however short.
PAYS = re.compile(
    r"使用(?:补偿)?费|补偿费|折旧|拿回|(?:退|扣|贴|补|掏|交)(?:我|回|给|车)*.{0,3}(?:多少|几个?钱|钱)"
    r"|^.{0,5}(?:多少钱?|(?:怎么|咋)算(?:的|出来的)?)[呢啊呀?？]?$"
)
#: Conditions that are told with the verdict: response utter_warranty_if_<condition>.
_TOLD_CONDITIONS = (
    Condition.QUALITY_PROBLEM,
    Condition.REPLACEMENT_NEEDED,
    Condition.MAIN_PART,
    Condition.FAULT_PERSISTS,
    Condition.REPAIR_COUNTS,
    Condition.START_WITHIN,
    Condition.MILEAGE_WITHIN,
    Condition.AS_TOLD,
    Condition.MAKER_TERM,
)


def say_cover(talk: Talk, answer: Cover) -> None:
    """Whether the car or the part is covered, why, and what follows."""
    finding = answer.finding
    if finding.verdict is Verdict.PERSON:
        response = "utter_warranty_excluded"
        if finding.ground is Ground.NO_TERM:
            response = "utter_warranty_no_term"
        say_person(talk, response, talk.slot("warranty_text") or "", part=answer.part_name)
        return
    values = {**cover_values(answer.car, finding), "part": answer.part_name or "整车"}
    card = cover_card(answer.car, answer.part_name, finding)
    response = _cover_response(finding)
    talk.say(response, card=card, **values)
    _say_conditions(talk, finding, counted=response != TERMS_ONLY)
    expired = finding.verdict is Verdict.EXPIRED
    talk.say("utter_warranty_paid" if expired else "utter_warranty_free")
    is_order = finding.rule.id != "three_electric_period"
    values["article"] = say_basis([finding])
    talk.say("utter_warranty_basis" if is_order else "utter_warranty_basis_maker", **values)
    if not talk.is_aside:
        talk.expect({"affirm": "book_service"})
        expect_further(talk)


def expect_further(talk: Talk) -> None:
    """What is put right or asked further after the answer is about the same car."""
    if not talk.is_aside:
        talk.expect({"correct": FURTHER, "inform": FURTHER})


def _cover_response(finding: Finding) -> str:
    if finding.verdict is Verdict.COVERED:
        wears = finding.rule.id == "wear_parts"
        return "utter_warranty_covered_wear" if wears else "utter_warranty_covered"
    if finding.verdict is Verdict.CONDITIONAL:
        known_day = finding.measure(Quantity.DAY) is not None
        known_km = (km := finding.measure(Quantity.KM)) is not None and km.value is not None
        if known_day:
            return "utter_warranty_within_day"
        return "utter_warranty_within_km" if known_km else TERMS_ONLY
    passed = [measure.quantity for measure in finding.measures if measure.beyond]
    if len(passed) > 1:
        return "utter_warranty_expired_both"
    if passed == [Quantity.KM]:
        return "utter_warranty_expired_km"
    km = finding.measure(Quantity.KM)
    known = km is not None and km.value is not None
    return "utter_warranty_expired_day" if known else "utter_warranty_expired_day_only"


def say_rights(talk: Talk, answer: CarRights, text: str) -> None:
    """What the owner may ask for: safety first, then each rule with its count, then what follows."""
    rights = answer.rights
    if rights.is_safety_matter:
        _say_safety(talk, answer, text)
    if rights.verdict is Verdict.PERSON:
        ground = next(f.ground for f in rights.findings if f.verdict is Verdict.PERSON)
        late = ground is Ground.CAME_ABOUT_BEFORE
        say_person(talk, "utter_warranty_came_late" if late else "utter_warranty_excluded", text)
    elif rights.verdict is Verdict.NO_RIGHT:
        _say_no_right(talk, answer)
    else:
        _say_entitled(talk, answer)


def say_payment(talk: Talk, answer: CarRights) -> bool:
    """What comes back on a return: price, use payment, the rest; False when there is nothing to count."""
    payment = answer.rights.use_payment
    if answer.rights.verdict is not Verdict.RIGHT or payment is None:
        return False
    talk.say("utter_warranty_money_back", **payment_values(payment))
    _say_basis(talk, [f for f in answer.rights.entitling if f.verdict is Verdict.RIGHT])
    if not talk.is_aside:
        talk.say("utter_warranty_offer_claim", buttons=[CLAIM_BUTTON, PERSON_BUTTON])
        _expect_claim(talk)
    return True


def _expect_claim(talk: Talk) -> None:
    """Yes, or a question of the money."""
    talk.expect({"affirm": "claim_warranty", CLAIM_BUTTON: "claim_warranty"})
    talk.expect({"pays": {**FURTHER, "pattern": PAYS.pattern}})


def _say_entitled(talk: Talk, answer: CarRights) -> None:
    rights = answer.rights
    certain = rights.verdict is Verdict.RIGHT
    told = sorted(
        (f for f in rights.entitling if f.verdict is rights.verdict),
        key=lambda finding: finding.rule.id == "repair_days",  # named by its fault first
    )
    for finding in told:
        talk.say(f"utter_warranty_rule_{finding.rule.id}", **_rule_values(answer, finding))
    for condition in dict.fromkeys(c for finding in told for c in finding.conditions):
        if condition in _TOLD_CONDITIONS:
            talk.say(f"utter_warranty_if_{condition.value}")
    if told[0].term is not None:
        several = len(told) > 1 and certain
        period = "utter_warranty_each_is_enough" if several else "utter_warranty_in_sanbao"
        talk.say(period, **cover_values(answer.car, told[0]))
    remedy = told[0].rule.remedy.value
    talk.say(f"utter_warranty_{'may' if certain else 'might'}_{remedy}")
    if rights.use_payment is not None and certain:
        talk.say("utter_warranty_use_payment", **payment_values(rights.use_payment))
    _say_basis(talk, told)
    if not rights.is_safety_matter and not talk.is_aside:
        talk.say("utter_warranty_offer_claim", buttons=[CLAIM_BUTTON, PERSON_BUTTON])
        _expect_claim(talk)


def _say_no_right(talk: Talk, answer: CarRights) -> None:
    findings = {finding.rule.id: finding for finding in answer.rights.findings}
    days, times = findings["repair_days"], findings["same_fault_repairs"]
    values = cover_values(answer.car, days)
    if days.ground is Ground.TERM_OVER:
        talk.say("utter_warranty_sanbao_over", **values)
    elif not days.repairs:
        talk.say("utter_warranty_no_repairs", **values)
    else:
        talk.say(
            "utter_warranty_not_yet",
            **count_values(times, answer.fault_names),
            days=count_values(days, {})["value"],
            limit_days=count_values(days, {})["limit"],
            car=values["car"],
        )
    _say_basis(talk, [days])
    if not talk.is_aside:
        talk.say("utter_warranty_still_free", buttons=["预约到店", PERSON_BUTTON])
        talk.expect({"affirm": "book_service", "预约到店": "book_service"})


def _say_safety(talk: Talk, answer: CarRights, text: str) -> None:
    """Before any arithmetic: do not drive, a person, rescue."""
    if answer.is_in_workshop:
        talk.say("utter_warranty_safety_in_workshop")
    else:
        failure = find_failure(text)
        talk.say(f"utter_warranty_safety_{failure.value}" if failure else "utter_warranty_safety")
    asked = ask_person(talk, "safety", f"{say_car(answer.car)} {text}")
    when = say_moment(asked.call_back_by, talk.now)
    closed = "" if talk.ask_shop(opening.is_open) else "_closed"
    if answer.is_in_workshop:
        talk.say(
            f"utter_warranty_safety_person{closed}", buttons=[PERSON_BUTTON], call_back_by=when
        )
        return
    buttons = [RESCUE_BUTTON, PERSON_BUTTON]
    talk.say(f"utter_warranty_safety_rescue{closed}", buttons=buttons, call_back_by=when)
    talk.expect({RESCUE_BUTTON: "request_rescue"})


def say_person(talk: Talk, response: str, text: str, **values: Any) -> None:
    """What the rules do not decide: says so, and puts it before a person with a time."""
    asked = ask_person(talk, "warranty_unclear", text)
    call_back_by = say_moment(asked.call_back_by, talk.now)
    talk.say(response, reservation=standard_rules().reservation, **values)
    talk.say("utter_warranty_person", call_back_by=call_back_by)
    talk.set(WAITS, True)
    more = {"intent": "request_human", "lasts": len(CAR_FACTS)}
    talk.expect(dict.fromkeys(CAR_FACTS, more))  # is told to who looks into it


def _rule_values(answer: CarRights, finding: Finding) -> dict[str, Any]:
    days, km = finding.measure(Quantity.DAYS), finding.measure(Quantity.KM)
    return {
        **cover_values(answer.car, finding),
        **count_values(finding, answer.fault_names),
        "days": days.value if days else "",
        "limit_days": days.limit if days else "",
        "limit_run": f"{km.limit:,}" if km else "",
    }


def _say_conditions(talk: Talk, finding: Finding, counted: bool) -> None:
    """What the answer hangs on; `counted`: with a day or kilometres that were told."""
    for condition in finding.conditions:
        if condition is Condition.MAKER_TERM or (counted and condition is Condition.AS_TOLD):
            talk.say(f"utter_warranty_if_{condition.value}")


def _say_basis(talk: Talk, findings: list[Finding]) -> None:
    book = standard_rules()
    talk.say(
        "utter_warranty_basis",
        regulation=book.title,
        article=say_basis(findings),
        reservation=book.reservation,
    )
