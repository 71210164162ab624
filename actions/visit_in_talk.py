"""The visit that is being talked about: just booked, moved or told. Short words after it mean that one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from actions.base import Talk
from actions.visit_changes import ADDS
from bot.services.booking import Appointment

SLOT = "visit_in_talk"
#: After so long nobody means it any more.
LASTS = timedelta(minutes=30)
#: So many turns of small talk may come between, and 「能早点不」 is still about it.
TURNS = 4
#: One is named by what it has: 「周五的那个」, 「周六的取消」.
_NAMES_ONE = re.compile(r"[那这]一?[个次回]|约的|的(?:那|预约|取消|改|换|挪|不|推|提)")
#: Any other of several: 「取消一个预约」.
_ANY_OTHER = re.compile(r"另外?(?:一|那|的)|别的|其[他它]|一[个次]预约|哪[个次]")
_BEFORE = r"^(?:嗯|啊|呃|哦|那个?|能不能|可不可以|可以|能|想|我|要|再|给|帮|有没有|有|还|请|麻烦|时间|约)*"
_AFTER = r"(?:的|时间|来|去|到|过来|过去|送)*(?:[吗么不没吧呢啊呀]|行|可以)*[？?。]?$"
#: Said after a visit was told, these change it, however they were read.
CHANGES = (
    rf"{_BEFORE}[早晚](?:一?[点些]|一会儿?)(?!再|说|联系|回){_AFTER}"
    r"|(?:换|改)(?:个|一个|一下|下)?(?:时间|日子|钟点|一天|门店|店|地方)"
    r"|改(?:成|到|为|回)|挪(?:到|一?下|个)|[别不]改了?|提前|推迟|推后|往[前后]"
    r"|太[早晚]|(?:^.{0,4}加(?:个|一[个项]|上|做)|[还再也]想?要?加)(?!.{0,2}(?:微信|好友|群|电话))"
)
#: Back to what it was: 「还是原来那个吧」, 「别改了」.
GOES_BACK = re.compile(r"改回|[别不]改了?|还是?(?:按|照)?(?:原来|之前|以前|刚才)")
#: Who to call is not the visit's time: a colleague puts it right.
CONTACT = r"(?:电话|手机|号码|车牌|名字|姓).{0,5}(?:错|不对|换了|打错)"


def keep_in_talk(talk: Talk, visit: Appointment, before: Appointment | None = None) -> None:
    """What is said next is about this visit; `before` is how it stood, if it has just been changed."""
    was = {"start": before.starts_at.isoformat(), "store": before.store_code} if before else None
    talk.set(SLOT, {"number": visit.number, "at": talk.now.isoformat(), "was": was})
    change, when = {"intent": "change_booking"}, {"intent": "check_booking"}
    contact = {"intent": "manage_contact", "pattern": CONTACT}
    lasting = {
        **dict.fromkeys(("time", "store", "service_item"), change),
        "when": when,
        "contact": contact,
        "change": {**change, "pattern": CHANGES},
    }
    talk.expect({key: {**meant, "lasts": TURNS} for key, meant in lasting.items()})
    talk.expect({"correct": "change_booking", "stop": "cancel_booking"})


def find_in_talk(talk: Talk, possible: Sequence[Appointment]) -> Appointment | None:
    """The visit in talk, if it may be meant and the words name no other one."""
    kept = _kept(talk)
    visit = next((each for each in possible if each.number == kept.get("number")), None)
    if visit is None or _ANY_OTHER.search(talk.said.text):
        return None
    jobs = set(talk.said.values("service_item"))
    adds = any(word in talk.said.text for word in ADDS)
    others = {code for each in possible if each != visit for code in each.job_codes}
    if jobs & others and not jobs & set(visit.job_codes) and not adds:
        return None  # 「取消小保养」, after washing was spoken of
    return visit


def names_one(text: str) -> bool:
    """Whether a visit is pointed at: 「周五的那个」, but not 「改到周五」."""
    return bool(_NAMES_ONE.search(text))


def was_before(talk: Talk, visit: Appointment) -> dict[str, Any] | None:
    """When and where the visit in talk was before it was moved: {"start", "store"}."""
    kept = _kept(talk)
    return kept.get("was") if kept.get("number") == visit.number else None


def _kept(talk: Talk) -> dict[str, Any]:
    kept = talk.slot(SLOT) or {}
    is_fresh = kept and talk.now - datetime.fromisoformat(kept["at"]) <= LASTS
    return kept if is_fresh else {}
