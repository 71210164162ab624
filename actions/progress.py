"""How far the car is: the state in the owner's words, what comes next, when it is ready."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from actions.base import NeedsForm, SkillAction, Talk
from actions.booking_facts import find_car
from actions.claims import say_claims
from actions.form import PERSON_BUTTON
from actions.taking_back import expect_taking_back, give_back
from actions.wording import say_day, say_list, say_moment
from bot.services import booking, catalogue, complaint, progress, warranty
from bot.services.identity import CarCard, Owner
from bot.services.progress import Progress
from bot.shop.states import REPAIR_STAGES, ComplaintStatus, RepairOrderStatus
from bot.shop.taking_back import takes_car_back
from bot.shop.warranty import Quantity, Verdict

#: Stages as an owner calls them.
STAGE_NAMES = {
    RepairOrderStatus.BOOKED: "预约",
    RepairOrderStatus.RECEIVED: "接车",
    RepairOrderStatus.INSPECTING: "检查",
    RepairOrderStatus.AWAITING_APPROVAL: "等您确认",
    RepairOrderStatus.REPAIRING: "维修",
    RepairOrderStatus.WAITING_PARTS: "等配件",
    RepairOrderStatus.QUALITY_CHECK: "质检",
    RepairOrderStatus.READY: "待提车",
    RepairOrderStatus.DELIVERED: "已交车",
}
#: With these words it is a claim whose progress is asked for.
CLAIM_WORDS = ("索赔", "申请", "批下来", "批了")
_ANSWER = re.compile(r"回[我复话个电]|答复|联系我|打给我|给我打")
#: A car that was handed back so recently may be the one that is asked about.
LATELY = timedelta(days=14)


class CheckProgress(SkillAction):
    """Answers for one car in the workshop, asks which of several, or says that none is there."""

    def name(self) -> str:
        return "action_check_progress"

    def act(self, talk: Talk) -> None:
        if _waits_for_answer(talk):
            raise NeedsForm("check_complaint")
        owner = talk.require_owner()
        if owner is None:
            if talk.slot("detour_result") != "paused":  # else a person was offered a moment ago
                talk.say("utter_progress_unproven", buttons=[PERSON_BUTTON])
            talk.expect({"affirm": "request_human"})
            return
        number = talk.said.value("order_no")
        if any(word in talk.said.text for word in CLAIM_WORDS) or str(number).startswith("CL"):
            if say_claims(talk, owner):
                return
            talk.say("utter_claim_none")
        car = find_car(talk.said, owner)
        if car is None and talk.said.value("plate"):
            talk.say("utter_progress_not_listed", buttons=_buttons(owner))
            talk.expect({"correct": "check_progress", "inform": "check_progress"})
            return
        orders = talk.ask_shop(progress.report, owner.customer_id, plate=car.plate if car else None)
        if number and number not in (order.number for order in orders):
            talk.say("utter_progress_number_not_listed", buttons=_buttons(owner), number=number)
            talk.expect({"correct": "check_progress", "inform": "check_progress"})
            return
        orders = tuple(order for order in orders if order.number == number) or orders
        if len(owner.cars) > 1:  # 「不对，是晨风那台」
            talk.expect({"correct": "check_progress", "inform": "check_progress"})
        if not orders:
            _say_nothing_here(talk, owner, car)
        elif len(orders) > 1:
            _ask_which(talk, orders)
        elif takes_car_back(talk.said.text) and orders[0].status is not RepairOrderStatus.READY:
            give_back(talk, _values(talk, orders[0]))
        else:
            _say_progress(talk, owner, orders[0])
            expect_taking_back(talk)


class Console(SkillAction):
    """Consoles who is angry; who waits for a car that is late hears of it at once, without asking."""

    def name(self) -> str:
        return "action_console"

    def act(self, talk: Talk) -> None:
        owner = None if talk.is_aside else talk.owner()
        orders = talk.ask_shop(progress.report, owner.customer_id) if owner else ()
        late = [order for order in orders if order.is_late]
        if late and talk.earlier_messages and talk.earlier_messages[-1][0] == "vent":
            talk.say("utter_vent_again", buttons=[PERSON_BUTTON])
            talk.expect({"affirm": "request_human"})
            return
        if not late:
            talk.say("utter_vent")
        for order in late:
            values = _values(talk, order)
            talk.say("utter_vent_late", **values)
            _say_times(talk, order, values)


def _say_progress(talk: Talk, owner: Owner, order: Progress) -> None:
    values = _values(talk, order)
    if order.waiting_part and order.waiting_part_code:
        talk.speak_of("work", "part", order.waiting_part_code, order.waiting_part)
    state = f"utter_progress_{order.status.value}"
    waits_for_owner = order.status is RepairOrderStatus.AWAITING_APPROVAL
    buttons = [PERSON_BUTTON] if waits_for_owner else []
    _say_whether_by(talk, order)
    talk.say(state, buttons=buttons, card=_card(talk, order), **values)
    if order.last_note and not waits_for_owner:
        talk.say("utter_progress_note", **values)
    _say_times(talk, order, values)
    _offer_loaner(talk, owner, order)


def _say_times(talk: Talk, order: Progress, values: dict[str, Any]) -> None:
    """When what it waits for comes, when it is ready, who sees to it if that is late."""
    if order.part_expected_on and order.part_expected_on >= talk.now.date():
        talk.say("utter_progress_part_expected", **values)
    _say_time(talk, order, values)
    if order.checked_by is not None:
        _say_checked(talk, order, values)


def _waits_for_answer(talk: Talk) -> bool:
    """「什么时候回我」, after a complaint: it is the answer that is asked for, not a car."""
    if not _ANSWER.search(talk.said.text):
        return False
    owner = talk.owner()
    customer_id = owner.customer_id if owner else None
    found = talk.ask_shop(complaint.list_complaints, talk.conversation_id, customer_id)
    return any(each.status is not ComplaintStatus.CLOSED for each in found)


def is_in_workshop(talk: Talk, owner: Owner) -> bool:
    """Whether a car of theirs is here."""
    return bool(talk.ask_shop(progress.report, owner.customer_id))


def _say_whether_by(talk: Talk, order: Progress) -> None:
    """「今天能取吗」 is answered first with yes or no, as far as a time is promised."""
    wished = talk.said.value("time")
    if not wished or order.promised_at is None or order.is_overdue:
        return
    until = datetime.fromisoformat(wished["end"])
    if until <= talk.now or order.status is RepairOrderStatus.READY:
        return
    response = "utter_progress_in_time" if order.promised_at <= until else "utter_progress_too_late"
    talk.say(response, promised=say_moment(order.promised_at, talk.now))


def _say_time(talk: Talk, order: Progress, values: dict[str, Any]) -> None:
    if order.status is RepairOrderStatus.READY:
        return
    if order.is_overdue:
        talk.say("utter_progress_overdue", **values)
        if order.delay_reason:
            talk.say("utter_progress_overdue_reason", **values)
    elif order.promised_at is None:
        talk.say("utter_progress_no_time", **values)
    elif order.is_postponed:
        why = "utter_progress_postponed" if order.delay_reason else "utter_progress_postponed_plain"
        talk.say(why, buttons=[PERSON_BUTTON], **values)
        talk.expect({"affirm": "request_human"})
    else:
        talk.say("utter_progress_promised", **values)


def _say_checked(talk: Talk, order: Progress, values: dict[str, Any]) -> None:
    """Late or silent: a colleague looks and calls; the customer may have a person at once."""
    response = "utter_progress_overdue_call" if order.is_overdue else "utter_progress_stale"
    talk.say(response, buttons=[PERSON_BUTTON], **values)
    talk.expect({"affirm": "request_human"})


def _offer_loaner(talk: Talk, owner: Owner, order: Progress) -> None:
    """Who is owed a loaner and was not offered one hears of it unasked."""
    if talk.is_aside:
        return
    rights = talk.ask_shop(warranty.loaner_rights, owner.customer_id, plate=order.plate)
    for loaner in rights:
        days = loaner.finding.measure(Quantity.DAYS)
        owed = loaner.finding.verdict is Verdict.RIGHT and loaner.offered_at is None
        if owed and days is not None and loaner.order_number == order.number:
            talk.say(
                "utter_progress_loaner", buttons=["要代步车"], days=days.value, limit=days.limit
            )
            talk.expect({"affirm": "request_loaner", "要代步车": "request_loaner"})


def _ask_which(talk: Talk, orders: tuple[Progress, ...]) -> None:
    cars = [f"{order.model_name} {order.plate}" for order in orders]
    talk.say("utter_progress_ask_which", buttons=cars, count=len(cars))
    meanings: dict[str, Any] = {"inform": "check_progress"}
    for order, button in zip(orders, cars, strict=True):
        plate = {"entity": "plate", "value": order.plate, "text": order.plate}
        said = {"text": button, "entities": [plate]}
        meanings[button] = {"intent": "check_progress", "said": said}
    talk.expect(meanings)


def _say_nothing_here(talk: Talk, owner: Owner, car: CarCard | None) -> None:
    """Handed back lately, claimed, booked for later, or simply not here: says so and offers what fits."""
    if say_claims(talk, owner, only_open=True):
        return
    finished = talk.ask_shop(progress.list_finished, owner.customer_id, talk.now - LATELY)
    finished = tuple(f for f in finished if car is None or f.plate == car.plate)
    if finished:
        latest = finished[0]
        talk.say(
            "utter_progress_delivered",
            car=_name(owner, latest.plate),
            when=say_day(latest.delivered_at.date(), talk.now.date()),
            fault=latest.fault,
        )
        return
    booked = talk.ask_shop(booking.list_appointments, customer_id=owner.customer_id)
    booked = tuple(visit for visit in booked if car is None or visit.plate == car.plate)
    if booked:
        store = talk.ask_shop(catalogue.find_store, booked[0].store_code)
        cards = [talk.ask_shop(catalogue.find_job, code) for code in booked[0].job_codes]
        talk.say(
            "utter_progress_booked",
            when=say_moment(booked[0].starts_at, talk.now),
            store=store.name if store else "",
            jobs=say_list([card.name for card in cards if card]),
        )
        return
    if talk.is_aside:
        talk.say("utter_progress_nothing_short")
        return
    if car and len(owner.cars) > 1:
        talk.say("utter_progress_car_not_here", buttons=["预约到店"], car=_name(owner, car.plate))
    else:
        talk.say("utter_progress_nothing", buttons=["预约到店"])
    talk.expect({"affirm": "book_service", "预约到店": "book_service"})


def _name(owner: Owner, plate: str) -> str:
    car = owner.find_car(plate)
    return f"{car.model_name}（{plate}）" if car else plate


def _buttons(owner: Owner) -> list[str]:
    return [f"{car.model_name} {car.plate}" for car in owner.cars]


def _values(talk: Talk, order: Progress) -> dict[str, Any]:
    """What the responses of a progress answer use; empty where there is nothing to say."""
    now = talk.now
    moments = {
        "promised": order.promised_at,
        "first_promised": order.first_promised_at,
        "since": order.last_step_at,
        "call_by": order.checked_by,
    }
    return {
        "car": f"{order.model_name}（{order.plate}）",
        "number": order.number,
        "fault": order.fault,
        "store": order.store_name,
        "phone": order.store_phone,
        "adviser": f"服务顾问{order.adviser_name}" if order.adviser_name else "服务顾问",
        "note": order.last_note.replace("车主", "您"),
        "reason": order.delay_reason or "",
        "part": order.waiting_part or "配件",
        "part_day": say_day(order.part_expected_on, now.date()) if order.part_expected_on else "",
        "next": STAGE_NAMES[order.next_stage] if order.next_stage else "",
        **{name: say_moment(moment, now) if moment else "" for name, moment in moments.items()},
    }


def _card(talk: Talk, order: Progress) -> dict[str, Any]:
    """The order as a card (docs/cards.md)."""
    late = order.is_overdue or order.is_stale
    shown = REPAIR_STAGES[1:]
    here = shown.index(order.stage) if order.stage in shown else 0
    states = ["done"] * here + ["now"] + ["next"] * (len(shown) - here - 1)
    rows = [{"label": "门店", "value": order.store_name}]
    if order.promised_at:
        rows.append({"label": "约定交车", "value": say_moment(order.promised_at, talk.now)})
    if order.waiting_part:
        rows.append({"label": "等的配件", "value": order.waiting_part})
    return {
        "type": "order",
        "title": f"{order.plate} {order.fault}"[:60],
        "number": order.number,
        "badge": {"text": STAGE_NAMES[order.status], "tone": "warn" if late else "good"},
        "steps": [
            {"text": STAGE_NAMES[step], "state": state}
            for step, state in zip(shown, states, strict=True)
        ],
        "rows": rows,
        "actions": [{"title": "请同事联系我", "payload": PERSON_BUTTON}],
    }
