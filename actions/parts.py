"""What a part costs, where it lies, when it comes: as much as was asked."""

from __future__ import annotations

import re

from actions.advice import offer_call
from actions.base import SkillAction, Talk
from actions.job_words import JOB_OF_PART
from actions.wording import say_day, say_list, say_yuan
from bot.services import catalogue, progress
from bot.services.catalogue import PartCard
from bot.services.progress import Progress
from bot.shop.going_on import PRICE, STOCK, asks_on
from bot.shop.plain_questions import find_question

MOST_ANSWERS = 3
_ARRIVES = re.compile(
    r"到货|(?:货|配件|件).{0,3}到|到了[吗没么]|(?:多久|几天|什么时候|啥时候|几号).{0,2}到"
)
_GRADES = re.compile(r"正品|原厂|假|真的|副厂|品牌件|拆车")
#: How many are counted by what; else 件.
_UNITS = {"set": "套", "pair": "对"}


class AskPart(SkillAction):
    """Price, stock, delivery time and genuineness of a part."""

    def name(self) -> str:
        return "action_ask_part"

    def act(self, talk: Talk) -> None:
        if find_question(talk.said.text, "ask_part"):
            talk.say("utter_part_old_parts")
        elif not (_say_awaited(talk) or say_parts(talk)):
            genuine = _GRADES.search(talk.said.text)
            talk.say("utter_part_genuine" if genuine else "utter_part_unknown")
            offer_call(talk, "part_inquiry", "请配件同事查")


def list_sold(talk: Talk) -> list[PartCard]:
    """The parts named, or put in by the jobs named, that can be bought here."""
    jobs = talk.said.values("service_item")
    put_in = [part for part, job in JOB_OF_PART.items() if job in jobs]
    found = [
        talk.ask_shop(catalogue.find_part, code) for code in talk.said.values("part") or put_in
    ]
    return [part for part in found if part and part.grades]


def say_parts(talk: Talk) -> bool:
    """Say price and stock of the parts named; False when none of them is sold here."""
    sold = list_sold(talk)
    for part in sold[:MOST_ANSWERS]:
        _say_part(talk, part)
    if sold and not talk.is_aside:  # 「要多久」 is about the part, not about a car in the workshop
        item = {"entity": "part", "value": sold[0].code, "text": sold[0].name}
        again = {"text": f"{sold[0].name}多久到", "entities": [item]}
        talk.expect({"when": {"intent": "ask_part", "said": again}})
    return bool(sold)


def _say_part(talk: Talk, part: PartCard) -> None:
    """Both; of a part that was spoken of already only what is asked further."""
    asked = asks_on(talk.said.text, _store_words(talk)) if _was_named_before(talk) else None
    asked = None if _GRADES.search(talk.said.text) else asked
    if asked != STOCK:
        price = say_yuan(part.grades["original"]) if "original" in part.grades else ""
        talk.say("utter_part_price", part=part.name, price=price)
        if "brand" in part.grades:
            talk.say("utter_part_brand", price=say_yuan(part.grades["brand"]))
    awaited = [order for order in _awaiting(talk) if order.waiting_part_code == part.code]
    if awaited:
        _say_when(talk, awaited[0])
    elif asked != PRICE:
        _say_stock(talk, part)


def _was_named_before(talk: Talk) -> bool:
    """Whether the part stands in no words of this message (see `bot.dialogue.spoken_of`)."""
    work = [item for item in talk.said.entities if item["entity"] in ("part", "service_item")]
    return all(item.get("start", 0) is None for item in work)


def _store_words(talk: Talk) -> list[str]:
    return [str(item.get("text") or "") for item in talk.said.entities if item["entity"] == "store"]


def _say_stock(talk: Talk, part: PartCard) -> None:
    """Where it lies and how many; at the store that was asked about first."""
    names = {store.code: store.name for store in talk.ask_shop(catalogue.list_stores)}
    here = {code: count for code, count in part.stock.items() if count > 0 and code in names}
    wanted, unit = talk.said.value("store"), _UNITS.get(part.unit, "件")
    shown = {wanted: here[wanted]} if wanted in here else here
    stores = [f"{names[code]}{count}{unit}" for code, count in shown.items()]
    if wanted in names and wanted not in here and here:
        talk.say("utter_part_elsewhere", store=names[wanted], stores=say_list(stores))
    elif here:
        talk.say("utter_part_in_stock", part=part.name, stores=say_list(stores))
    elif part.lead_days is not None:
        talk.say("utter_part_to_order", part=part.name, days=part.lead_days)
    else:
        talk.say("utter_part_stock_unknown")


def _say_awaited(talk: Talk) -> bool:
    """「到货了吗」: the part that the owner's own car waits for; of it the day is known."""
    named = talk.said.value("part")
    orders = _awaiting(talk) if _ARRIVES.search(talk.said.text) else []
    orders = [order for order in orders if named in (None, order.waiting_part_code)]
    for order in orders:
        _say_when(talk, order)
    return bool(orders)


def _awaiting(talk: Talk) -> list[Progress]:
    """The repairs of the proven owner that wait for a part; asking sets nothing going."""
    owner = talk.owner()
    if owner is None:
        return []
    orders = [talk.ask_shop(progress.find_here, owner.customer_id, car.plate) for car in owner.cars]
    return [order for order in orders if order and order.waiting_part]


def _say_when(talk: Talk, order: Progress) -> None:
    day, today = order.part_expected_on, talk.now.date()
    talk.say(
        f"utter_part_awaited_{'expected' if day and day >= today else 'open'}",
        part=order.waiting_part,
        day=say_day(day, today) if day else "",
        store=order.store_name,
        phone=order.store_phone,
    )
