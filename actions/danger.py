"""The warning that is said before anything else, and the rescue that is offered after one."""

from __future__ import annotations

from actions.base import SkillAction, Talk
from bot.services import leads
from bot.shop.whereabouts import NAMED, PLACE

#: 「在东三环国贸桥」, said to the offer of a rescue: they want it, and say where.
HERE = r"^(?!.*(?:下坡|车[里上]|开着))(?:我|人|车|现在|就|停){0,4}在(?!保|修|吗|哪|不在|开).{2,}"
#: 「那你们来拖吧」, 「能派人来吗」: the offer of help taken in other words.
COME = (
    r"^(?!.*(?:不用|不要|别[来派拖]|取车|取送|上门取|多少钱|收费|人工|投诉))"
    r".*(?:[来去]拖|拖(?:走|车|回|一下|吧|过去|到)|[派叫喊].{0,4}(?:人|车|师傅)|来(?:个|一个)?(?:人(?!工)|师傅|车)"
    r"|(?:你们|师傅|快|赶紧|马上|给我)(?:快点?)?(?:过)?来(?!着|电|说|讲)|过来.{0,3}(?:吧|呗|一[下趟]|接|看|拉|吗)|救援|板车)"
)
COME_HERE = rf"^(?=.{{2,20}}$)(?=.*(?:{NAMED})){COME[1:]}"
#: 「那咋办」 after a warning: what the shop does is come.
WHAT_NOW = (
    r"^(?:那|这|现在|可|我|您说|你说|该|要|得|又)*(?:咋|怎么|咋么|如何)(?:办|弄|整|搞|着|处理)"
    r"(?:啊|呢|呀|哟|吧|好|才好|嘛|哇)*[？?。!！]*$"
)
#: 「就五公里，开回家行不」, 「能打着火不」, 「停哪」 after a warning: it holds.
DRIVES_ON = (
    r"^(?!.*(?:拖|救援|派|约|修[好车完没]|投诉|人工|多少钱|保养))"
    r".*(?:开(?:回|到|去|过去|着|慢|快|得|一[会段])|[能可以敢还在再]开(?!票|始|发|业)|不开|慢慢[开挪]|接着开"
    r"|[一二三四五六七八九十两几百\d]+(?:公里|里地|分钟|站地?|里路)|[上走跑]高速|打(?:得|不)?(?:着)?火|(?:启|发)动(?!机)"
    r"|再[打试]|停(?:在|到)?哪|不远|很近|凑合|坚持|硬撑|[能可以]跑|到(?:家|店)|严重|要紧|危险|(?:没事|没问题|行)[吧吗么不]|慢点)"
)


class Warn(SkillAction):
    """Says what keeps people from harm, and offers help where nothing else does."""

    def name(self) -> str:
        return "action_warn"

    def act(self, talk: Talk) -> None:
        for danger in talk.warned_of:
            talk.say(f"utter_danger_{danger}")
        if talk.is_aside:  # the form that asks on, or what the customer came for
            return
        if talk.slot("rescue_taken") and talk.ask_shop(
            leads.note_more, talk.conversation_id, talk.said.text
        ):
            talk.say("utter_rescue_told")
            return
        offer_rescue(talk, talk.said.text)


def offer_rescue(talk: Talk, fault: str) -> None:
    """Offer a rescue; what is said next in whatever words takes it up, or hears that the warning holds."""
    talk.say("utter_fault_offer_rescue", buttons=["安排救援", "转人工"])
    rescue = rescue_for(fault)
    where = {"intent": "request_rescue", "pattern": HERE, "yields": True, "follows": True}
    holds = {"intent": "describe_fault", "follows": True, "pattern": DRIVES_ON}
    talk.expect({"come here": {**where, "pattern": COME_HERE, "yields": False}})
    talk.expect({"affirm": rescue, "安排救援": rescue, "come": {**rescue, "pattern": COME}})
    talk.expect({"what now": {**rescue, "pattern": WHAT_NOW}, "drives": holds, "here": where})
    talk.expect({"place": {**where, "pattern": PLACE}, "phone": "request_rescue"})


def rescue_for(fault: str) -> dict[str, object]:
    """A rescue as it is agreed with `Talk.expect`: for what was told before."""
    return {"intent": "request_rescue", "said": {"text": fault, "entities": []}}
