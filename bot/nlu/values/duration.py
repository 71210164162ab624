"""How long: 三天, 一年半, 两个半小时, 大半年, 一上午; the value is an ISO 8601 duration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.numbers import SMALL, to_int
from bot.nlu.values.found import Found

_APPROXIMATE = (
    "(?:[一二两三四五六七八][两二三四五六七八九](?=[个天年周小分]))"  # 两三天: the lower counts
)
_NUMBER = rf"(?<![\d.第零一二三四五六七八九十百千万每])(?P<n>{_APPROXIMATE}|俩|仨|\d{{1,3}}|[一二两三四五六七八九]?百|{SMALL})"
_NOT_A_SPAN = re.compile(r"[哪那这有同改前后头当某每第]$")  # 那一天, 这一年: a day, a year
_LONG_TIME = re.compile(r"[说忙搞弄找问聊]了?$")  # 说半天: ever so long
_YEARS_FIT = re.compile(
    r"(?:[了保满快用开跑过才已近质有约]|车龄|质保期?|保修期?|大概|差不多|已经|不到|将近)\s*$"
)

DAYS_AND_HOURS = re.compile(
    rf"{_NUMBER}[来多]?(?:个(?P<half>半)?)?多?(?P<unit>分钟|小时|钟头|天(?!窗)|晚上|宿|星期|礼拜|周(?![一二三四五六日末围边])|月(?![份底初]))"
    r"(?P<more>半(?!路|天)|多)?"
)
MONTHS_AND_YEARS = re.compile(
    rf"{_NUMBER}年(?P<half>半)?(?P<more>多)?(?:[零又带]?(?P<months>{SMALL})个月)?(?![款版产的老份底初中前]?(?:款|版|车型|份|底|初|\d{{1,2}}月))"
)
FRACTIONS = re.compile(
    r"(?P<fraction>大半年|小半年|(?<!一)半年多?|大半个月|半个多?月|半个多?小时|半个钟头?|半小时|半天(?!窗)|大半天|半拉月|一?整天(?!窗)"
    r"|一(?:整个?)?(?:上午|下午|晚上|宿|夜|早上)|一刻钟)(?P<more>多)?"
)
_FRACTIONS = {
    "半年": "P6M", "半个月": "P15D", "半拉月": "P15D", "半个小时": "PT30M", "半小时": "PT30M", "半个钟": "PT30M",
    "整天": "P1D", "半天": "PT4H", "上午": "PT4H", "下午": "PT4H", "晚上": "PT6H", "早上": "PT3H", "宿": "PT12H",
    "夜": "PT12H", "一刻钟": "PT15M",
}  # fmt: skip
"""Loose stretches as a shop reckons them: half a day is half a working day."""


def find_durations(text: str) -> Iterator[Found]:
    """All durations of a normalised text, years that are model years (13年的车) left out."""
    for match in MONTHS_AND_YEARS.finditer(text):
        if _is_a_span_of_years(match):
            yield Found("duration", *match.span(), _years(match))
    for match in DAYS_AND_HOURS.finditer(text):
        value = _days_or_hours(match)
        is_one_of_them = match["n"] in "一1" and _NOT_A_SPAN.search(text[: match.start()])
        if value and not is_one_of_them:
            yield Found("duration", *match.span(), value)
    for match in FRACTIONS.finditer(text):
        if not _LONG_TIME.search(text[: match.start()]):
            yield Found("duration", *match.span(), _fraction(match["fraction"]))


def _is_a_span_of_years(match: re.Match[str]) -> bool:
    """3年 is long, 13年 a year of the calendar unless something says that it lasted."""
    number = match["n"]
    if not number.isascii() or len(number) == 1 or match["months"] or match["half"]:
        return bool(to_int(number))
    behind = match.string[match.end() : match.end() + 1]
    return number[0] != "0" and bool(
        _YEARS_FIT.search(match.string[: match.start()]) or behind == "了"
    )


def _years(match: re.Match[str]) -> str:
    months = (to_int(match["months"]) or 0) if match["months"] else (6 if match["half"] else 0)
    return f"P{_lower(match['n'])}Y" + (f"{months}M" if months else "")


def _days_or_hours(match: re.Match[str]) -> str | None:
    number, unit = _lower(match["n"]), match["unit"]
    half = bool(match["half"]) or match["more"] == "半"
    if not number or (unit == "月" and not re.search("[个两俩仨]", match.group())):
        return None
    if unit == "分钟":
        return f"PT{number}M"
    if unit in ("小时", "钟头"):
        return f"PT{number}H" + ("30M" if half else "")
    if unit in ("星期", "礼拜", "周"):
        return f"P{7 * number + (3 if half else 0)}D"
    if unit == "月":
        return f"P{number}M" + ("15D" if half else "")
    return f"P{number}D" + ("T12H" if half else "")


def _lower(number: str) -> int:
    """The number, of two neighbours (三四天) the lower."""
    pair = re.fullmatch(_APPROXIMATE.replace("(?=[个天年周小分])", ""), number)
    return to_int(number[0] if pair else number) or 0


def _fraction(said: str) -> str:
    plain = said.replace("多", "")
    return next(value for name, value in _FRACTIONS.items() if name in plain)
