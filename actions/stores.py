"""Where the stores are, when they are open, and which does what: as much as was asked."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from actions.base import SkillAction, Talk
from actions.form import PERSON_BUTTON
from actions.wording import WEEKDAYS, say_day, say_moment
from bot.services import catalogue, opening, progress
from bot.services.catalogue import StoreCard
from bot.services.progress import Progress
from bot.shop.calendar import SHANGHAI
from bot.shop.plain_questions import find_question

_HOURS = re.compile(
    r"几点|营业|[上下]班|[开关]门|打烊|休息|放假|开[吗么没不着到]|[开有]人[吗么没不]|多晚|最晚|能[提取接]|来得及|赶得上"
)
_FETCHES = re.compile(r"[提取接]车?[吗么没不]|[提取接]车|能[提取接]")
_PHONE = re.compile(r"电话|号码|联系方式|怎么联系")
_PLACE = re.compile(r"地址|在哪|哪[儿里]|怎么[走去]|位置|导航|附近|最近|离|远|就近|顺路")
#: Values that name a clock time, not a day.
_CLOCK = ("hour", "minute")


class AskStore(SkillAction):
    """One store, one day, one hour if that is asked; else address, hours and telephone."""

    def name(self) -> str:
        return "action_ask_store"

    def act(self, talk: Talk) -> None:
        stores = talk.ask_shop(catalogue.list_stores)
        question = find_question(talk.said.text, "ask_store")
        if question:
            _say_question(talk, question, stores)
        elif not _say_briefly(talk, stores):
            _say_cards(talk, stores)
        talk.expect({"store": "ask_store", "district": "ask_store"})  # 「海淀的」


def _say_question(talk: Talk, question: str, stores: list[StoreCard]) -> None:
    """What the shop has not told us is not made up: the store's telephone answers it."""
    order = _order_here(talk)
    store = _store_in_talk(talk, stores, order)
    if question == "technician" and order and order.adviser_name:
        talk.say("utter_store_adviser", adviser=order.adviser_name, store=store.name)
        return
    calls = question == "persons_phone"
    buttons = [PERSON_BUTTON] if calls and not talk.is_aside else []
    talk.say(f"utter_store_{question}", buttons, store=store.name, phone=store.phone)
    if calls:
        talk.expect({"affirm": "request_human"})


def _say_briefly(talk: Talk, stores: list[StoreCard]) -> bool:
    """Only the hours, only the telephone, when only that is asked for; False: something else is."""
    text, named = talk.said.text, _choose(stores, talk)
    if _PLACE.search(text) or talk.said.values("service_item"):
        return False
    moments = [value for value in talk.said.values("time") if not value.get("ambiguous")]
    if moments and _HOURS.search(text):
        order = _order_here(talk) if _FETCHES.search(text) else None
        if order or (not named and talk.spoken_of("store")):
            named = [_store_in_talk(talk, stores, order)]
        for store in named or stores:
            _say_open_then(talk, store, moments[-1])
        if order and order.promised_at:
            talk.say("utter_store_promised", promised=say_moment(order.promised_at, talk.now))
        return True
    if not named and talk.spoken_of("store") and "你们" not in text:  # that means all of them
        named = [_store_in_talk(talk, stores, None)]
    if _HOURS.search(text):
        today = talk.now.date()
        lines = [f"{s.name}{say_hours(s)}，{_say_today(s, today)}" for s in named or stores]
        talk.say("utter_store_hours", hours="；".join(lines))
        return True
    if _PHONE.search(text):
        lines = [f"{store.name}{store.phone}" for store in named or stores]
        talk.say("utter_store_phones", phones="；".join(lines))
        return True
    return False


def _say_open_then(talk: Talk, store: StoreCard, moment: dict[str, str]) -> None:
    """「亦庄周一开吗」, 「六点半还在吗」: yes or no, with that day's hours."""
    start = datetime.fromisoformat(moment["start"]).astimezone(SHANGHAI)
    hours = talk.ask_shop(opening.hours_on, store.code, start.date())
    values: dict[str, Any] = {"store": store.name, "day": say_day(start.date(), talk.now.date())}
    if hours is None:
        talk.say("utter_store_day_closed", hours=say_hours(store), **values)
        return
    opens, closes = hours
    values |= {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}", "at": f"{start:%H:%M}"}
    if moment.get("grain") not in _CLOCK:
        talk.say("utter_store_day_open", **values)
        return
    is_open = opens <= start.time() < closes
    talk.say(f"utter_store_hour_{'open' if is_open else 'closed'}", phone=store.phone, **values)


def _say_cards(talk: Talk, stores: list[StoreCard]) -> None:
    """Address, hours and telephone; of one store, of those that do a job, or of all."""
    chosen = _choose(stores, talk) or stores
    jobs = [code for code in talk.said.values("service_item") if code]
    able = [store for store in chosen if all(code in store.job_codes for code in jobs)]
    if jobs and not able:
        talk.say("utter_store_none_does")
        able = stores
    elif jobs and len(chosen) == 1:
        talk.say("utter_store_does", store=chosen[0].name)
    elif len(chosen) == len(stores) and _asks_nearest(talk):
        talk.say("utter_store_where_are_you")
    for store in able:
        talk.say(
            "utter_store",
            store=store.name,
            address=store.address,
            phone=store.phone,
            hours=say_hours(store),
            today=_say_today(store, talk.now.date()),
        )


def say_hours(store: StoreCard) -> str:
    """「每天08:30到18:00」 or 「周二到周日09:00到18:00，周一休息」."""
    times = {day: f"{opens:%H:%M}到{closes:%H:%M}" for day, (opens, closes) in store.hours.items()}
    closed = [day for day in range(7) if day not in times]
    different = set(times.values())
    if len(different) == 1:
        hours = f"每天{different.pop()}"
        rest = "、".join(f"周{WEEKDAYS[day]}" for day in closed)
        return f"{hours}，{rest}休息" if rest else hours
    return "，".join(f"周{WEEKDAYS[day]}{times[day]}" for day in sorted(times))


def _order_here(talk: Talk) -> Progress | None:
    """The repair of the proven owner that goes on, if there is just one."""
    owner = talk.owner()
    orders = talk.ask_shop(progress.report, owner.customer_id) if owner else ()
    return orders[0] if len(orders) == 1 else None


def _store_in_talk(talk: Talk, stores: list[StoreCard], order: Progress | None) -> StoreCard:
    """The store that was named last, that has their car, or the main one."""
    named = talk.spoken_of("store")
    found = [store for store in stores if store.code == named]
    found += [store for store in stores if order and store.name == order.store_name]
    return (found or stores)[0]


def _choose(stores: list[StoreCard], talk: Talk) -> list[StoreCard]:
    codes = talk.said.values("store")
    districts = [str(district).rstrip("区") for district in talk.said.values("district")]
    return [
        store
        for store in stores
        if store.code in codes or any(d and d in store.district for d in districts)
    ]


def _asks_nearest(talk: Talk) -> bool:
    return any(word in talk.said.text for word in ("最近", "附近", "离我", "近的", "就近"))


def _say_today(store: StoreCard, today: date) -> str:
    hours = store.hours.get(today.weekday())
    return f"今天营业到{hours[1]:%H:%M}" if hours else "今天休息"
