"""Words for days and weeks, near or at a distance; each pattern stands above its reader."""

from __future__ import annotations

import re

from bot.nlu.chinese_time.atoms import Rule
from bot.nlu.chinese_time.fragments import ALONE, EARLIER, LATER, SHIFT, SHIFTS, WEEK
from bot.nlu.chinese_time.meanings import (
    Distance,
    Meaning,
    Nth,
    RelativeDay,
    SomeDays,
    Week,
    Weekday,
    Weekend,
)
from bot.nlu.numbers import SMALL, to_int

_WEEKDAYS = dict(zip("一二三四五六日天1234567", (*range(7), 6, *range(7)), strict=True))
_DAY_SHIFTS = {
    "大前": -3, "前": -2, "昨": -1, "琴": -1, "寻": -1, "今": 0, "明": 1, "听": 1, "后": 2, "大后": 3,
    "大大后": 4,
}  # fmt: skip

DAY = r"(?P<shift>大前|(?<!期)前|昨|今|明|大大后|大后|后)(?:天|日|儿个?|个儿?)(?![窗线性际幕籁])"
CANTONESE_DAY = r"(?P<shift>琴|寻|听)日"
SHORT_DAY = r"(?P<shift>[昨今明听后])(?=[早晚]上|[早晚晨朝夜午](?![点些已期会上]))"  # 明早, 今晚


def _day(match: re.Match[str]) -> Meaning:
    return RelativeDay(_DAY_SHIFTS[match["shift"]])


TWO_DAYS = r"(?P<shift>今(?=明)|明(?=后))[明后]两?天"


def _two_days(match: re.Match[str]) -> Meaning:
    first = _DAY_SHIFTS[match["shift"]]
    return SomeDays(first, first + 2, ambiguous=False)


SOME_DAYS = r"(?P<way>(?<!最)[这近前头]|过(?!了))(?P<few>一两|一二|两三|两|二|几)(?:天(?!窗)|日)"


def _some_days(match: re.Match[str]) -> Meaning:
    """这两天 begins today, 过两天 then, 前两天 is over."""
    few = 3 if match["few"] in ("两三", "几") else 2
    if match["way"] in "这近":
        return SomeDays(0, few)
    if match["way"] in "前头":
        return SomeDays(-few - 1, 0)
    return SomeDays(few, few + 1 if few == 2 else 7)


WEEKDAY = (  # 每周一 and 一周一次 name no day
    rf"(?<![每一两几半\d多整近])(?:(?P<shift>{SHIFT}|今)一?个?)?{WEEK}(?P<day>[一二三四五六日天]|[1-7](?!\d))"
    r"(?![次回遍趟岁个刊])"
)
WEEKDAY_OF_RANGE = (
    r"(?<=周[一二三四五六][到至])(?P<shift>)(?P<day>[二三四五六日])(?![点号月个天年十百千万])"
)


def _weekday(match: re.Match[str]) -> Meaning:
    return Weekday(_WEEKDAYS[match["day"]], _weeks(match))


TWO_WEEKDAYS = (  # 周三四, but 周三四点 is an hour
    rf"(?<![每一两几半\d多整近])(?:(?P<shift>{SHIFT})一?个?)?{WEEK}(?P<day>[一二三四五六])(?P<next>[二三四五六])"
    r"(?![点号月个天年周十百千万\d])"
)


def _two_weekdays(match: re.Match[str]) -> Meaning | None:
    day = _WEEKDAYS[match["day"]]
    return Weekday(day, _weeks(match), 2) if _WEEKDAYS[match["next"]] == day + 1 else None


WEEKEND = (
    rf"(?:(?P<shift>{SHIFT})个?)?(?:周末|{WEEK}六{WEEK}?[日天]|双休日)(?!十?[一二三四五六七八九]点)"
)


def _weekend(match: re.Match[str]) -> Meaning:
    return Weekend(_weeks(match))


WHOLE_WEEK = rf"(?P<shift>{SHIFT})一?个?{WEEK}(?![一二三四五六日天末\d刊年边围])"


def _week(match: re.Match[str]) -> Meaning:
    return Week(SHIFTS[match["shift"]])


def _weeks(match: re.Match[str]) -> int | None:
    return SHIFTS[match["shift"]] if match["shift"] else None


_LENGTH = (
    rf"(?P<number>{SMALL}|半)(?:个(?=半|小时|钟头|星期|礼拜|月))?(?P<half>半个?)?多?"
    r"(?P<unit>分钟|小时|钟头|天|日|星期|礼拜|周|月|年)"
)
DISTANCE = rf"{ALONE}(?:(?:再|还要)?过(?!了))?{_LENGTH}(?P<way>{LATER}|{EARLIER})"
PASSING = rf"(?<![经超度通不刚已])(?:再|还要)?过{_LENGTH}(?P<way>)(?![内保质])"  # 过三天
_TELLS_HOW_LONG = re.compile(r"(?:[了停放用等满超到开跑充]|放置|不)$")


def _distance(match: re.Match[str]) -> Meaning | None:
    """三天后, 一个半小时后, 半年前; 停了三天后 tells how long and is none."""
    if _TELLS_HOW_LONG.search(match.string[: match.start()]):
        return None
    number = 0.5 if match["number"] == "半" else to_int(match["number"])
    if number is None:
        return None
    if match["half"]:
        number += 0.5
    return _distance_in(match["unit"], -number if match["way"].endswith("前") else number)


def _distance_in(unit: str, number: float) -> Distance | None:
    if unit in ("分钟", "小时", "钟头"):
        return Distance(minutes=round(number if unit == "分钟" else number * 60))
    if unit == "月" and number != int(number):
        return Distance(days=round(number * 30), vague=True)
    if unit in ("月", "年"):
        return Distance(months=round(number if unit == "月" else number * 12), vague=True)
    if number != int(number):
        return None
    if unit in ("天", "日"):
        return Distance(days=int(number))
    return Distance(days=int(number) * 7, vague=number < 0)


NTH = rf"第(?P<number>[一二三四五1-5])个?(?P<day>{WEEK}[一二三四五六日天]|工作日|上班日|天(?!窗))"
FIRST = rf"(?P<number>)(?:头一个|首个)(?P<day>{WEEK}[一二三四五六日天]|工作日|上班日)"


def _nth(match: re.Match[str]) -> Meaning:
    number = to_int(match["number"]) if match["number"] else 1
    is_weekday = re.match(WEEK, match["day"])
    return Nth(number or 1, _WEEKDAYS[match["day"][-1]] if is_weekday else None)


RULES: tuple[Rule, ...] = (
    (DAY, _day),
    (CANTONESE_DAY, _day),
    (SHORT_DAY, _day),
    (TWO_DAYS, _two_days),
    (SOME_DAYS, _some_days),
    (WEEKDAY, _weekday),
    (TWO_WEEKDAYS, _two_weekdays),
    (WEEKDAY_OF_RANGE, _weekday),
    (WEEKEND, _weekend),
    (WHOLE_WEEK, _week),
    (DISTANCE, _distance),
    (PASSING, _distance),
    (NTH, _nth),
    (FIRST, _nth),
)
