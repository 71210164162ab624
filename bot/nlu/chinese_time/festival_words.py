"""Festivals and lunar days by name; the names come from the holiday table."""

from __future__ import annotations

import re

from bot.nlu.chinese_time.atoms import Rule
from bot.nlu.chinese_time.holidays import holiday_table
from bot.nlu.chinese_time.meanings import FestivalDay, LunarDay, Meaning
from bot.nlu.numbers import SMALL, to_int

_DAYS_OFF = "小长假|长假|假期|期间|放假|黄金周|那几天|这几天|节假日"
_DAY_ITSELF = "当天|那天|当日|正日子"
_LUNAR_MONTHS = {"正月": 1, "大年": 1, "年": 1, "冬月": 11, "腊月": 12}
_LUNAR_DAY = (
    r"(?P<day>初[一二三四五六七八九十]|十[一二三四五六七八九]|二十[一二三四五六七八九]?|三十)"
)
_NO_NUMBER = r"(?<![\d零一二三四五六七八九十百千万])"


def _festival(match: re.Match[str]) -> Meaning:
    return FestivalDay(match["name"], whole=bool(match["off"]), exact=bool(match["itself"]))


def _october_first(match: re.Match[str]) -> Meaning:
    """十一 alone is eleven; with 假期, 期间 or 当天 behind it is the national day."""
    return FestivalDay("国庆节", whole=bool(match["off"]), exact=bool(match["itself"]))


_BARE_LUNAR = r"初[一二三四五六七八九十](?![中学级次步期始衷恋二])"  # 初八: of the first month


def _lunar(match: re.Match[str]) -> Meaning | None:
    month = _LUNAR_MONTHS.get(match["month"] or "正月") or to_int(match["month"])
    day = to_int(match["day"].removeprefix("初"))
    return LunarDay(month, day) if month and day and month <= 12 and day <= 30 else None


def rules() -> tuple[Rule, ...]:
    """The rules for the names that the table holds now."""
    longest_first = sorted(holiday_table().festivals, key=len, reverse=True)
    names = "|".join(map(re.escape, longest_first))
    tail = rf"(?:(?P<off>{_DAYS_OFF})|(?P<itself>{_DAY_ITSELF}))?"
    digit = r"[0-9零〇一二三四五六七八九十]"
    return (
        (
            rf"{_NO_NUMBER}(?P<name>{names})(?!{digit}|\s?[店路街桥审检好]|快乐|愉快|吉祥){tail}",
            _festival,
        ),
        (
            rf"{_NO_NUMBER}十一(?:国庆)?节?(?:(?P<off>{_DAYS_OFF})|(?P<itself>{_DAY_ITSELF})|(?=[之以]?前(?!面))|(?=放))",
            _october_first,
        ),
        (
            rf"(?:农历|阴历|旧历)?(?P<month>[正腊冬]月|大年|(?<![今明去前后本])年(?=初)){_LUNAR_DAY}",
            _lunar,
        ),
        (rf"(?<![年最当起月正])(?P<month>)(?={_BARE_LUNAR}){_LUNAR_DAY}", _lunar),
        (rf"(?:农历|阴历|旧历)(?P<month>{SMALL})(?=月)月{_LUNAR_DAY}", _lunar),
    )
