"""Describes what a symptom or lamp may mean, whether to drive on, and offers help that fits."""

from __future__ import annotations

import re

from actions.base import SkillAction, Talk
from actions.booking_recall import offer_visit
from actions.danger import COME, DRIVES_ON, offer_rescue, rescue_for
from actions.job_words import DIAGNOSIS, job_of_symptom
from bot.services import catalogue
from bot.shop.triage import find_symptom

#: 「还能开吗」, 「严重吗」: whether to drive on, which the answer said.
DRIVES = (
    r"^(?:那|这|还|现在|车|我|到底|会不会|很)*"
    r"(?:[能敢可以不]{1,5}(?:先|继续|接着|再)*开|严重|要紧|危险)[了的]?[吗么不没呢啊？?]*$"
)
#: A lamp on the dashboard, without its name: 「仪表盘亮了个黄灯」.
_SOME_LAMP = re.compile(
    r"(?:[黄红]|故障|警告|报警|指示)(?:色的?)?灯|(?:仪表|屏幕).{0,6}灯|(?<![大车尾内])灯.{0,3}[亮闪]|[茶油]壶"
    r"|^.{0,3}[红黄](?:色|的|颜色).{0,3}$"
)
#: What it looks like: 「像个水龙头」, 「红色的」.
LOOKS = (
    r"^(?!.*[吗么?？])"
    r"(?:.{0,4}像.{1,10}|.{0,6}(?:图案|形状|标志|图标).{0,4}|.{0,3}[红黄](?:色|的|颜色).{0,3})$"
)
#: 「抖得厉害」 after an answer: it is worse than that answer took it for.
WORSE = (
    r"^(?!.*[吗么?？不没])(?=.{2,14}$)"
    r".*(?:得[很好挺]?厉害|更厉害|严重|越来越|更[加大响抖糟]|加重|熄火|一直闪|在闪)"
)


class DescribeFault(SkillAction):
    """First whether to drive on, then what it may be; never a diagnosis from afar."""

    def name(self) -> str:
        return "action_describe_fault"

    def act(self, talk: Talk) -> None:
        if talk.said.follows:
            drives = re.search(DRIVES_ON, talk.said.text)
            talk.say("utter_danger_drive_on" if drives else "utter_fault_worse")
            offer_rescue(talk, told_before(talk))
            return
        urgencies = _say_what(talk)
        if "stop_now" in urgencies:
            offer_rescue(talk, talk.said.text)
        elif not talk.is_aside:
            self._offer_visit(talk, urgencies)

    @staticmethod
    def _offer_visit(talk: Talk, urgencies: set[str]) -> None:
        """To be looked at in the workshop; whoever would rather be fetched is."""
        listed = {job.code: job.name for job in talk.ask_shop(catalogue.list_jobs)}
        job = job_of_symptom(talk.said, list(listed)) or DIAGNOSIS
        offer_visit(talk, job, listed[job], "utter_fault_offer_booking", "预约检测")
        talk.expect({"come": {**rescue_for(talk.said.text), "pattern": COME}})
        if "check_soon" in urgencies:
            worse = {"intent": "describe_fault", "follows": True, "pattern": WORSE}
            talk.expect({"worse": worse})
        again = {"text": talk.said.text, "entities": talk.said.entities}
        talk.expect({"drives": {"intent": "describe_fault", "said": again, "pattern": DRIVES}})


def told_before(talk: Talk) -> str:
    """The fault itself, where 「抖得厉害」 or 「就五公里」 only goes on from it."""
    earlier = [text for intent, text in talk.earlier_messages if intent == "describe_fault"]
    return "；".join([*earlier, talk.said.text])


def _say_what(talk: Talk) -> set[str]:
    """Say what it may be and whether to drive on; how urgent it is, as far as that is known."""
    text, code = talk.said.text, talk.said.value("warning_light")
    symptom = find_symptom(text)
    lamp = talk.ask_shop(catalogue.find_lamp, code) if code else None
    if lamp:
        talk.say(f"utter_fault_lamp_{lamp.urgency}", lamp=lamp.name)
    elif _SOME_LAMP.search(text) and (symptom is None or symptom.id == "electrics"):
        talk.say("utter_fault_lamp_unnamed")
        looks = {"intent": "describe_fault", "pattern": LOOKS}
        talk.expect({"looks": looks, "warning_light": looks})
        return {"stop_now" if "红" in text else "check_soon"}
    elif symptom:
        talk.say(f"utter_fault_{symptom.id}")
    else:
        talk.say("utter_fault_unknown")
    return {found.urgency for found in (lamp, symptom) if found}
