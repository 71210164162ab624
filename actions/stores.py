"""Where the stores are, when they are open, and which does what."""

from __future__ import annotations

from datetime import date

from actions.base import SkillAction, Talk
from actions.wording import WEEKDAYS
from bot.services import catalogue
from bot.services.catalogue import StoreCard


class AskStore(SkillAction):
    """Address, hours and telephone; of one store, of those that do a job, or of all."""

    def name(self) -> str:
        return "action_ask_store"

    def act(self, talk: Talk) -> None:
        stores = talk.ask_shop(catalogue.list_stores)
        chosen = _choose(stores, talk)
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
        talk.expect({"store": "ask_store", "district": "ask_store"})  # 「海淀的」


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


def _choose(stores: list[StoreCard], talk: Talk) -> list[StoreCard]:
    codes = talk.said.values("store")
    districts = [str(district).rstrip("区") for district in talk.said.values("district")]
    named = [
        store
        for store in stores
        if store.code in codes or any(d and d in store.district for d in districts)
    ]
    return named or stores


def _asks_nearest(talk: Talk) -> bool:
    return any(word in talk.said.text for word in ("最近", "附近", "离我", "近的", "就近"))


def _say_today(store: StoreCard, today: date) -> str:
    hours = store.hours.get(today.weekday())
    return f"今天营业到{hours[1]:%H:%M}" if hours else "今天休息"
