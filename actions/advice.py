"""Advice: accidents, electric cars, recalls, feedback; and where each leads."""

from __future__ import annotations

import re
from typing import ClassVar

from actions.base import SkillAction, Talk
from actions.booking_recall import offer_visit
from actions.form import PERSON_BUTTON
from actions.stores import say_hours
from actions.wording import say_yuan
from bot.services import catalogue
from bot.shop.plain_questions import find_question

_DISAPPROVES = re.compile(
    r"不(?:太|怎么|是很|够)?(?:满意|爽|行|好|专业|舒服|地道|周到|负责)|不咋|不怎么样|失望|差劲|[太很真好挺]差|"
    r"差评|糟|敷衍|恼火|垃圾|坑人|(?<!不)一般(?=般|$|[，。,！!吧啊了])|马虎"
)
#: 「没有不满意」 holds 不满意 and is praise.
_DENIED = re.compile(
    r"(?:没有|没|没什么|没啥|并没有|从不|不会|谈不上|也不是|不是)(?:什么|任何|哪里|让我|觉得|感到)*"
    r"(?:不满意|不好|不爽|不舒服|失望|太?差劲?|糟糕?)|不好意思|(?:好|满意)得?不行"
)
_HURT = re.compile(r"受伤|流血|出血|伤[了到]|人伤|伤者|骨折|昏迷|救护|撞到?了?人(?!家)")
_UNHURT = re.compile(
    r"(?:没有|没|无)(?:什么|啥|任何)?(?:人)?(?:员)?(?:受伤|伤[了到亡]?)|人[都也]?没[事伤]"
)
_INSURER = re.compile(
    r"(?:保险|报案|理赔|人保|平安|太平洋|太保).{0,6}(?:电话|号码|热线)|电话.{0,4}报案|打(?:哪个|什么|啥)电话"
)
#: It has just come to a crash, or what to do is asked; a damage alone may be a week old.
_CRASH = re.compile(r"追尾|撞|碰|车祸|事故|怎么办|咋办|咋整|怎么处理|[刮剐蹭]了?.{0,3}(?:车|人)|刚")
_BROKEN = re.compile(r"[碎裂烂断坏瘪凹掉]了|花了|[刮剐蹭划]|磕")
#: It is a while ago: nobody stands on the road any more.
_PAST = re.compile(r"昨|前天|前几天|前两天|上周|上个?月|上礼拜|早上|好几天|之前")
TOLD = "accident_told"
#: Questions that only say what happened, or have an answer of their own below.
_AS_EVER = ("hurt", "crash", "insurer")
_CHECK = ("battery_health_check", "电池健康检测")
RESCUE_BUTTON = "道路救援"
#: Whatever is told next, unless it is that there is nothing to tell.
_TELLS = r"^(?!.*(?:算了|不用|不说了|没事|没什么|没了|谢谢)).*[\u4e00-\u9fff].{3,}"
POOR_RATING = 2
"""Stars of five, up to which a mark is a poor one."""


def disapproves(text: str) -> bool:
    """Whether words about the shop's work are a complaint: 「很不满意」, 「一般吧」; not 「没有不满意」."""
    return bool(_DISAPPROVES.search(_DENIED.sub("", text)))


def offer_call(talk: Talk, kind: str, button: str, response: str = "utter_offer_call") -> None:
    """Offer that a colleague calls; 「好的」 takes the wish down under `kind`, with what was said."""
    if talk.is_aside:
        return
    line = {"entity": "service_line", "value": kind, "text": button}
    said = {"text": talk.said.text, "entities": [*talk.said.entities, line]}
    lead = {"intent": "ask_other_service", "said": said, "follows": True}
    talk.say(response, buttons=[button])
    talk.expect({"affirm": lead, button: lead, "phone": {**lead, "adds": True}})


class Accident(SkillAction):
    """After an accident: people first, then evidence, police and insurer, then the repair.

    The steps are for one that has just happened, and are said once; who asks about the insurance, or
    tells of a damage, is answered that.
    """

    def name(self) -> str:
        return "action_accident"

    def act(self, talk: Talk) -> None:
        text, follows = talk.said.text, talk.said.follows
        question, insurer = find_question(text, "ask_insurance_claim"), _INSURER.search(text)
        hurt = bool(_HURT.search(_UNHURT.sub("", text))) or question == "hurt"
        question = None if question in _AS_EVER else question
        told, crash = talk.slot(TOLD), _CRASH.search(text)
        old = _PAST.search(text) and not follows
        if hurt and question != "hospital" and "hurt" not in talk.warned_of:
            talk.say("utter_danger_hurt")
        if insurer:
            talk.say("utter_accident_insurer")
        elif question:
            talk.say(f"utter_accident_{question}")
        elif follows and not (hurt or talk.warned_of):
            talk.say("utter_accident_unhurt")
        elif not told and not old and (crash or not (follows or _BROKEN.search(text))):
            talk.say("utter_accident_steps")
            talk.set(TOLD, True)
        elif not (hurt or talk.warned_of):
            damaged = old or _BROKEN.search(text)
            talk.say("utter_accident_damage" if damaged else "utter_accident_again")
            self._say_parts(talk)
        for topic in (_HURT, _UNHURT, _INSURER):  # what is asked and told next, on the spot
            more = {"intent": "ask_insurance_claim", "follows": True, "pattern": topic.pattern}
            talk.expect({topic.pattern: more})
        offer_call(talk, "accident", "请理赔顾问联系我", "utter_accident_offer")

    @staticmethod
    def _say_parts(talk: Talk) -> None:
        """What the broken part costs, and that it is spoken of from now on."""
        for part in talk.ask_shop(catalogue.list_parts_named, talk.said.text)[:1]:
            talk.speak_of("work", "part", part.code, part.name)
            price = say_yuan(part.grades["original"]) if "original" in part.grades else ""
            if price:
                talk.say("utter_part_price", part=part.name, price=price)


class ElectricCar(SkillAction):
    """Charging, range and battery health of electric and hybrid cars."""

    TOPICS: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("health", ("健康", "衰减", "掉电快", "容量", "检测", "寿命", "电池还", "老化")),
        ("home", ("家充", "充电桩", "装桩", "安装", "私桩", "家里", "小区", "车位")),
        ("range", ("续航", "冬天", "掉电", "跑多远", "能跑", "缩水", "打折", "表显")),
        (
            "station",
            ("店里", "你们那", "你们店", "门店", "能充", "充电站", "几个桩", "去充", "免费充"),
        ),
        ("habit", ("快充", "慢充", "充满", "充到", "每天充", "多久充", "伤电池", "馈电", "亏电")),
    )

    def name(self) -> str:
        return "action_ask_ev"

    def act(self, talk: Talk) -> None:
        text = talk.said.text
        question = find_question(text, "ask_ev")
        if question:
            self._answer(talk, question)
            return
        topic = next((name for name, words in self.TOPICS if any(w in text for w in words)), None)
        if topic == "station":
            self._say_stations(talk)
        else:
            talk.say(f"utter_ev_{topic}" if topic else "utter_ev_general")
        if topic in ("health", "range", None):
            offer_visit(talk, *_CHECK, "utter_ev_offer_check", "预约电池检测")
        elif topic == "home":
            offer_call(talk, "home_charger", "请同事联系我装桩")

    def _answer(self, talk: Talk, question: str) -> None:
        """Something is wrong with the charging, or it is asked what it costs."""
        talk.say(f"utter_ev_{question}")
        if question == "winter_range":
            offer_visit(talk, *_CHECK, "utter_ev_offer_check", "预约电池检测")
        elif question == "home_pile":
            offer_call(talk, "home_charger", "请同事联系我")
        elif question == "store_pile":
            offer_call(talk, "other", "请同事回个话", "utter_ev_offer_charging")
        elif question in ("low_charge", "stuck_gun"):
            if question == "low_charge":
                self._say_stations(talk)
            talk.say("utter_ev_offer_rescue", buttons=[RESCUE_BUTTON, PERSON_BUTTON])
            talk.expect({"affirm": "request_rescue", RESCUE_BUTTON: "request_rescue"})

    @staticmethod
    def _say_stations(talk: Talk) -> None:
        for store in talk.ask_shop(catalogue.list_stores):
            if store.charging_points:
                talk.say(
                    "utter_ev_station",
                    store=store.name,
                    points=store.charging_points,
                    kw=store.charging_kw,
                    hours=say_hours(store),
                )


class Recall(SkillAction):
    """Recalls are looked up by VIN; what the shop does not know it does not guess."""

    def name(self) -> str:
        return "action_ask_recall"

    def act(self, talk: Talk) -> None:
        talk.say("utter_recall")
        offer_call(talk, "recall", "请同事帮我查", "utter_recall_offer")


class Feedback(SkillAction):
    """Praise is answered with thanks; who is not content is asked what went wrong."""

    def name(self) -> str:
        return "action_give_feedback"

    def act(self, talk: Talk) -> None:
        rating = talk.said.value("rating")
        poor = rating is not None and rating <= POOR_RATING
        if not poor and not disapproves(talk.said.text):
            talk.say("utter_feedback_thanks")
            return
        if talk.is_aside:  # the question that is open comes next: no second one
            talk.say("utter_feedback_poor_aside")
            return
        talk.say("utter_feedback_poor", buttons=["说说哪里没做好", PERSON_BUTTON])
        complaint = {"intent": "file_complaint"}
        told = {**complaint, "pattern": _TELLS, "yields": True}
        talk.expect({"affirm": complaint, "说说哪里没做好": complaint, "told": told})
        talk.expect({"describe_fault": complaint, "vent": complaint})
