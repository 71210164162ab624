"""The jobs that words mean: named, as the part they are done to, or as the work a symptom needs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import Said
from bot.shop.triage import find_symptom

MAINTENANCE = "maintenance"
SIZES = ("minor_service", "major_service")
DIAGNOSIS = "fault_diagnosis"

#: A part that somebody wants to have done means the job that fits it.
JOB_OF_PART = {
    "front_brake_pads": "replace_front_brake_pads",
    "tyre": "replace_tyre",
    "battery_12v": "replace_12v_battery",
    "engine_oil": "oil_change",
}
#: Work that is not on the list, and symptoms, for which a store of tyres and brakes needs no diagnosis:
#: it is looked at under a job of the same kind, and what is done is agreed on there.
LOOKED_AT_AS = {
    "tyre_repair": "replace_tyre",
    "tyre_rotation": "wheel_alignment",
    "wheel_balancing": "wheel_alignment",
    "brake_inspection": "replace_front_brake_pads",
    "replace_rear_brake_pads": "replace_front_brake_pads",
    "replace_brake_discs": "replace_front_brake_pads",
}
#: Where this job is named as well, the symptom asks for nothing more.
SEEN_TO_BY = {"aircon": ("ac_inspection", "ac_cleaning"), "steering_pull": ("wheel_alignment",)}
JOB_OF_SYMPTOM = {"tyre": "replace_tyre", "brake_noise": "replace_front_brake_pads"}
MORE_WORDS = ("再加", "加上", "加个", "顺便", "顺带", "还有", "另外", "一起", "外加", "也")
FAULT_WORDS = ("修", "检查", "看看", "看一下", "毛病", "故障", "响", "坏", "漏", "灯亮", "不对劲")
#: Beside a named job only what is surely a complaint of the car counts as one more.
_COMPLAINS = re.compile(
    r"不[制够灵]|[响抖漏扎瘪]|没气|灯亮|亮了|异[响味]|毛病|故障|跑偏|顿挫|打滑|不对劲|坏了"
)
#: What is bought or replaced for sure is not first looked at.
_FOR_SURE = re.compile(r"[换买装]")


def hear_jobs(said: Said, known: Sequence[str], listed: Sequence[str]) -> list[str]:
    """The visit's job codes after these words; `listed` are the codes on the price list.

    Further jobs are added when the words say so (再加, 顺便 …), otherwise they replace the former.
    Work that is not on the list, and symptoms, become a diagnosis, or what they are looked at as.
    """
    adds = bool(known) and said.intent != "correct" and any(w in said.text for w in MORE_WORDS)
    named = _named(said, known if not adds else (), listed)
    if not named or (named == [MAINTENANCE] and any(code in SIZES for code in known)):
        return list(known)  # 「约个保养」 again names the size that was chosen
    sized = MAINTENANCE in known and set(named) <= set(SIZES)
    jobs = list(dict.fromkeys([*(known if adds or sized else ()), *named]))
    has_size = any(code in SIZES for code in jobs)  # 「约保养，小保养」
    return [code for code in jobs if not (has_size and code == MAINTENANCE)]


def _named(said: Said, known: Sequence[str], listed: Sequence[str]) -> list[str]:
    items = said.values("service_item")
    named = [code if code == MAINTENANCE else listed_as(code, listed) for code in items]
    named += [JOB_OF_PART[part] for part in said.values("part") if part in JOB_OF_PART]
    symptom = job_of_symptom(said, listed)
    if not named and (symptom or any(word in said.text for word in FAULT_WORDS)):
        named = [symptom or DIAGNOSIS] if not known else []
    elif symptom and _COMPLAINS.search(_beside_jobs(said)):
        named = [symptom if code == DIAGNOSIS else code for code in named]
        named.append(symptom)
    if len(set(named)) > 1 and DIAGNOSIS in named and not symptom:
        named = [code for code in named if code != DIAGNOSIS]
    return list(dict.fromkeys(named))


def listed_as(code: str, listed: Sequence[str]) -> str:
    """The job on the price list that work is booked as."""
    near = LOOKED_AT_AS.get(code, code)
    return near if near in listed else DIAGNOSIS


def job_of_symptom(said: Said, listed: Sequence[str] = ()) -> str | None:
    """The job as which the symptom in these words is looked at; None where there is no symptom."""
    symptom = find_symptom(_beside_jobs(said))
    seen_to = SEEN_TO_BY.get(symptom.id, ()) if symptom else ()
    if any(code in seen_to for code in said.values("service_item")):
        return None
    job = JOB_OF_SYMPTOM.get(symptom.id, DIAGNOSIS) if symptom else None
    return job and (job if job in listed else DIAGNOSIS)


def is_looked_at(said: Said, job: str) -> bool:
    """Whether a job of tyres or brakes stands for a symptom: it may turn out that less will do."""
    symptom = find_symptom(said.text)
    stands_for = symptom and JOB_OF_SYMPTOM.get(symptom.id) == job
    return bool(stands_for) and not _FOR_SURE.search(said.text)


def _beside_jobs(said: Said) -> str:
    """The words without those that name a job: 「换电瓶」 is no fault of the battery."""
    text = said.text
    for item in said.entities:
        is_part = item["entity"] == "part" and item["value"] in JOB_OF_PART
        if (is_part or item["entity"] == "service_item") and item.get("text"):
            text = text.replace(item["text"], " ")
    return text


_COUNTS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
#: Where each counted job's number stands. 「一个」 counts nothing unless what it counts is beside it:
#: 「四个轮胎」, 「轮胎换四个」, a bare 「四个」, but not 「一个小时够吗」.
COUNTED = {
    "replace_tyre": re.compile(
        r"(?P<a>[一两二三四1-4])\s*条(?!龙|消息|信息|短信|路)"
        r"|(?P<b>[一两二三四1-4])\s*[个只]\s*(?:新|旧|前|后|全|的)*(?:轮|车|胎|轱辘)"
        r"|(?:胎|轮子|轱辘|换)[，,\s]*(?:都|要|换|就)*(?P<c>[一两二三四1-4])\s*[个只]"
        r"(?!小时|钟|半|多?月|星期|礼拜|人|时间|店|工位)"
        r"|^\W*(?:就|要|换|一共|总共)*(?P<d>[一两二三四1-4])\s*[个只](?:都换|吧|就行|就好)?\W*$"
    ),
    "body_paint": re.compile(
        r"(?P<a>[一两二三四1-4])\s*(?:个|块)?(?:面(?!谈|议)|门|钣金)"
        r"|^\W*(?:就|要|喷|一共|总共)*(?P<b>[一两二三四1-4])\s*[个块](?:吧|就行|就好)?\W*$"
    ),
}


def hear_quantities(said: Said, jobs: Sequence[str]) -> dict[str, int]:
    """How many tyres or panels: 「换四条胎」 is {"replace_tyre": 4}; empty when nothing is counted."""
    found = {job: COUNTED[job].search(said.text) for job in jobs if job in COUNTED}
    counts = {job: match[match.lastgroup or 0] for job, match in found.items() if match}
    return {job: _COUNTS.get(count) or int(count) for job, count in counts.items()}
