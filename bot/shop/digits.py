"""Digits as people say them one by one: 八零零一, 幺三八."""

from __future__ import annotations

import re

SPOKEN_DIGITS = {
    "零": "0", "〇": "0", "洞": "0", "一": "1", "幺": "1", "二": "2", "两": "2", "三": "3",
    "四": "4", "五": "5", "六": "6", "七": "7", "拐": "7", "八": "8", "九": "9", "勾": "9",
}  # fmt: skip
_FULL_WIDTH = {chr(ord("０") + digit): str(digit) for digit in range(10)}
_TO_DIGIT = str.maketrans({**SPOKEN_DIGITS, **_FULL_WIDTH})


def find_digits(text: str) -> list[str]:
    """All runs of digits in `text`, spoken or written, blanks between digits left out."""
    plain = text.translate(_TO_DIGIT)
    return [re.sub(r"[\s-]", "", run) for run in re.findall(r"[0-9](?:[\s-]?[0-9])*", plain)]
