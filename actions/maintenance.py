"""When and what to maintain: from the car's own record, else from its model, else in general."""

from __future__ import annotations

import re

from actions.base import NeedsForm, SkillAction, Talk
from actions.booking_recall import offer_visit
from actions.wording import say_day
from bot.services import catalogue, maintenance
from bot.services.maintenance import CarPlan

SIZES = {False: ("minor_service", "小保养"), True: ("major_service", "大保养")}

#: 「保养一次要多久」: how long it takes, not 「多久保养一次」.
_DURATION = re.compile(r"一次.{0,3}(?:多久|多长时间|几个?(?:小时|钟头))")

#: What to watch besides the interval, by the words asked with; the response is utter_maintain_<key>.
TOPICS = (
    ("by_yourself", ("自己换", "自己弄", "自己做", "自己装", "自己动手", "自己加", "自己补")),
    ("transmission_oil", ("变速箱油", "波箱油", "变速器油")),
    ("spark_plugs", ("火花塞", "火嘴")),
    ("brake_fluid", ("刹车油", "制动液")),
    ("coolant", ("防冻液", "冷却液")),
    ("tyres", ("轮胎", "车胎", "胎")),
    ("battery", ("电瓶", "蓄电池")),
    ("brakes", ("刹车片", "刹车盘", "刹车")),
    ("filters", ("空滤", "空调滤", "滤芯", "滤清")),
    ("carbon", ("积碳", "节气门", "喷油嘴")),
    ("oil", ("机油", "全合成", "半合成")),
    ("parked", ("停放", "不开", "停了", "放着", "久停")),
    ("ev", ("电车", "电动", "三电", "混动", "新能源")),
)


class AskMaintenance(SkillAction):
    """Answers for the proven owner's cars; others hear the interval of the model they name."""

    def name(self) -> str:
        return "action_ask_maintenance"

    def act(self, talk: Talk) -> None:
        if _DURATION.search(talk.said.text):
            raise NeedsForm("ask_price")  # whose answer says how long it takes
        topic = next(
            (key for key, words in TOPICS if any(w in talk.said.text for w in words)), None
        )
        owner = talk.owner()
        model_code = talk.said.value("vehicle_model")
        model = talk.ask_shop(catalogue.find_model, model_code) if model_code else None
        if topic:
            talk.say(f"utter_maintain_{topic}")
        if topic == "by_yourself":  # who does it alone is offered no visit
            return
        own = owner and (model is None or any(c.model_code == model.code for c in owner.cars))
        if owner and own and not topic:
            self._say_plans(talk, owner.customer_id, model.code if model else None)
        elif model and not topic:
            talk.say(
                "utter_maintain_interval",
                model=model.name,
                km=f"{model.maintenance_km:,}",
                months=model.maintenance_months,
            )
            offer_visit(talk, "minor_service", "小保养")
        else:
            if not topic:
                talk.say("utter_maintain_general")
            offer_visit(talk, "maintenance", "保养")
            talk.expect({"vehicle_model": "ask_maintenance"})

    @staticmethod
    def _say_plans(talk: Talk, customer_id: int, model_code: str | None) -> None:
        plans = talk.ask_shop(
            maintenance.list_plans,
            customer_id,
            mileage_km=talk.said.value("mileage"),
            plate=talk.said.value("plate"),
            model_code=model_code,
        )
        for plan in plans:
            _say_plan(talk, plan)
        if plans:
            offer_visit(talk, *SIZES[min(plans, key=lambda p: p.next.days_left).next.is_major])
        else:
            talk.say("utter_maintain_general")


def _say_plan(talk: Talk, plan: CarPlan) -> None:
    response = "utter_maintain_due" if plan.next.is_due else "utter_maintain_next"
    talk.say(
        response,
        model=plan.model_name,
        plate=plan.plate,
        size=SIZES[plan.next.is_major][1],
        km=f"{plan.next.at_km:,}",
        day=say_day(plan.next.due_on, talk.now.date()),
    )
