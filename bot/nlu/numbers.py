"""Quantities as owners write and say them: 三万二, 2w5, 1.4万, 五万多, 两三千, 一千来块.

`QUANTITY` finds one in a text, `to_number` reads it. cn2an does the reading; what it does not know
(w and k, vague tails, two neighbouring digits for "about", 俩) is brought into its form first.
"""

from __future__ import annotations

import re
from functools import lru_cache

import cn2an

CHINESE_DIGITS = "零〇一二两三四五六七八九"
UNITS = "十百千万"
NUMERALS = CHINESE_DIGITS + UNITS + "0123456789"

_ONE = rf"[0-9{CHINESE_DIGITS}俩仨廿十]"
_MORE = rf"(?:[0-9{CHINESE_DIGITS}{UNITS}]|[wWkK](?![mMwW]))"
_VAGUE = r"(?:多(?!少)|来(?=[公块元里])|几(?=[万千]))"
QUANTITY = rf"{_ONE}(?:\.\d|(?<=\d),\d{{3}}(?!\d)|[多来几](?=[{UNITS}wk])|{_MORE})*{_VAGUE}?"
"""A number with an optional vague tail; a fragment without groups, for other patterns."""

_NINE = "一二三四五六七八九"
SMALL = rf"(?:\d{{1,2}}|[{_NINE}两]?十[{_NINE}]?|[零{_NINE}两]|廿[{_NINE}]?)"
"""A number from 0 to 99 as a fragment without groups: hours, minutes, days, months."""

_PLAIN = str.maketrans(
    {"w": "万", "W": "万", "k": "千", "K": "千", "俩": "二", "仨": "三", "〇": "零", ",": None,
     "多": None, "来": None, "几": None}
)  # fmt: skip
_NEIGHBOURS = re.compile(r"([一二两三四五六七八])([二三四五六七八九])(?=[十百千万])")
_DIGIT_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


@lru_cache(maxsize=2048)
def to_number(text: str) -> float | None:
    """The number that `text` says, vague tails left out (五万多 is 50000); None if it says none."""
    plain = _NEIGHBOURS.sub(_lower_of_two, text.strip().translate(_PLAIN))
    try:
        return float(plain) if plain.isascii() else float(cn2an.cn2an(plain, "smart"))
    except (ValueError, KeyError, IndexError, TypeError, OverflowError):
        return None


def to_int(text: str) -> int | None:
    """`to_number` for what must be whole; None for 1.5 or no number."""
    number = to_number(text)
    return int(number) if number is not None and number == int(number) else None


def _lower_of_two(match: re.Match[str]) -> str:
    """两三千 means about that much: the lower one counts. 三二千 is no such pair."""
    low, high = match.groups()
    return low if _DIGIT_VALUES[high] == _DIGIT_VALUES[low] + 1 else match.group()
