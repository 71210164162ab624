"""How long: 三天, 一年半, 两个半小时, 大半年, 一上午; the value is an ISO 8601 duration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.numbers import SMALL, to_int
from bot.nlu.values.found import Found

_STARTS = r"(?<![\d.第零一二三四五六七八九十百千万每])"
_PAIR = r"[一二两三四五六七八][两二三四五六七八九](?=[个天年周小分])"  # 两三天: the lower counts
_NUMBER = rf"{_STARTS}(?P<n>{_PAIR}|[俩仨]|\d{{1,3}}|[一二两三四五六七八九]?百|{SMALL})"

YEARS = re.compile(
    rf"{_NUMBER}年(?P<half>半)?多?(?:[零又带]?(?P<months>{SMALL})个月)?"
    r"(?![份底初]|[版产的老]?款|的?版|的?车型|\d{1,2}月)"
)
LESS_THAN_YEARS = re.compile(
    rf"{_NUMBER}[来多]?(?:个(?P<half>半)?)?多?"
    r"(?P<unit>分钟|小时|钟头|天(?!窗)|晚上|宿|星期|礼拜|周(?![一二三四五六日末围边])|月(?![份底初]))"
    r"(?P<more>半(?![路天])|多)?"
)
LOOSE = re.compile(
    r"(?:大半年|小半年|(?<!一)半年多?|大半个月|半个多?月|半拉月|半个多?小时|半个钟头?|半小时|大?半天(?!窗)"
    r"|一?整天(?!窗)|一(?:整个?)?(?:上午|下午|晚上|宿|夜|早上)|一刻钟)多?"
)
_LOOSE_VALUES = {  # as a shop reckons: half a day is half a working day
    "半年": "P6M", "半个月": "P15D", "半拉月": "P15D", "半个小时": "PT30M", "半小时": "PT30M",
    "半个钟": "PT30M", "整天": "P1D", "半天": "PT4H", "上午": "PT4H", "下午": "PT4H", "晚上": "PT6H",
    "早上": "PT3H", "宿": "PT12H", "夜": "PT12H", "一刻钟": "PT15M",
}  # fmt: skip
_PER_UNIT = {  # how a number of the unit is written, and what half a unit more adds
    "分钟": ("PT{}M", ""), "小时": ("PT{}H", "30M"), "钟头": ("PT{}H", "30M"), "天": ("P{}D", "T12H"),
    "晚上": ("P{}D", ""), "宿": ("P{}D", ""), "月": ("P{}M", "15D"),
}  # fmt: skip

# 那一天, 前一天: a day, not a length; 提前一天 and 往后一天 are lengths
_WHICH_ONE = re.compile(r"(?:[哪那这有同改头当某每第]|(?<!提)前|(?<![推往延错挪])后)$")
_UNITS_OF_WHICH = ("天", "周", "晚上", "宿")
_EVER_SO_LONG = re.compile(r"[说忙搞弄找问聊]了?$")  # 说半天
_LASTED = re.compile(
    r"(?:[了保满快用开跑过才已近质有约]|车龄|质保期?|保修期?|大概|差不多|已经|不到|将近)\s*$"
)


def find_durations(text: str) -> Iterator[Found]:
    """All durations of a normalised text, years that are model years (13年的车) left out."""
    for match in YEARS.finditer(text):
        if _lasted(match):
            yield Found("duration", *match.span(), _years(match))
    for match in LESS_THAN_YEARS.finditer(text):
        value = _less_than_years(match)
        if value and not _is_one_of_many(match):
            yield Found("duration", *match.span(), value)
    for match in LOOSE.finditer(text):
        if not _EVER_SO_LONG.search(text[: match.start()]):
            yield Found("duration", *match.span(), _loose(match.group()))


def _lasted(match: re.Match[str]) -> bool:
    """3年 is long, 13年 a year of the calendar unless something says that it lasted."""
    number = match["n"]
    if not number.isascii() or len(number) == 1 or match["months"] or match["half"]:
        return bool(_lower(number))
    behind = match.string[match.end() : match.end() + 1]
    lasted = _LASTED.search(match.string[: match.start()]) or behind == "了"
    return number[0] != "0" and bool(lasted)


def _is_one_of_many(match: re.Match[str]) -> bool:
    if match["n"] not in "一1" or match["unit"] not in _UNITS_OF_WHICH:
        return False
    return _WHICH_ONE.search(match.string[: match.start()]) is not None


def _years(match: re.Match[str]) -> str:
    months = (to_int(match["months"]) or 0) if match["months"] else (6 if match["half"] else 0)
    return f"P{_lower(match['n'])}Y" + (f"{months}M" if months else "")


def _less_than_years(match: re.Match[str]) -> str | None:
    number, unit = _lower(match["n"]), match["unit"]
    half = bool(match["half"]) or match["more"] == "半"
    if not number or (unit == "月" and not re.search("[个两俩仨]", match.group())):
        return None  # 三月 is March
    if unit in ("星期", "礼拜", "周"):
        return f"P{7 * number + (3 if half else 0)}D"
    pattern, more = _PER_UNIT[unit]
    return pattern.format(number) + (more if half else "")


def _lower(number: str) -> int:
    """The number; of two neighbours (三四天) the lower."""
    is_pair = len(number) == 2 and number.isalpha() and not set(number) & set("十百")
    return to_int(number[0] if is_pair else number) or 0


def _loose(said: str) -> str:
    plain = said.replace("多", "")
    return next(value for name, value in _LOOSE_VALUES.items() if name in plain)
