"""A mark from one to five: 四分, 五颗星, 满分."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.values.found import Found

_MARKS = {
    char: mark
    for mark, chars in enumerate(("1一", "2二两", "3三", "4四", "5五"), 1)
    for char in chars
}
_DIGIT = rf"(?<![\d.零一二三四五六七八九十百千万点差第])(?P<mark>[{''.join(_MARKS)}])"
_STARS = re.compile(rf"{_DIGIT}(?:颗星|个星|星|颗)(?![级期红电体酒光座])")
_POINTS = re.compile(rf"{_DIGIT}分(?![钟之泵店期动电秒离段钱米毫别开公])")
_FULL = re.compile(r"满分")
_JUDGING = re.compile(r"给|打|评|满意|服务|手艺|态度|环境|价格|星|综合")
_BARE_MARK = re.compile(rf"评分[是:给]?{_DIGIT}(?!\d|分|星)")
_ALONE = re.compile(rf"[\s我就给打]*(?P<mark>[{''.join(_MARKS)}])[\s吧。!]*")


def find_ratings(text: str) -> Iterator[Found]:
    """All marks of a normalised text; 五分 counts only where something is judged."""
    for match in _STARS.finditer(text):
        if match.group()[-1] == "星" or _JUDGING.search(text):
            yield Found("rating", *match.span(), _MARKS[match["mark"]])
    for match in _POINTS.finditer(text):
        bare = len(text.strip(" 。!,吧")) - len(match.group())
        if _JUDGING.search(text) or bare <= 2 or text[match.end() : match.end() + 1] in (",", ""):
            yield Found("rating", *match.span(), _MARKS[match["mark"]])
    for match in _FULL.finditer(text):
        yield Found("rating", *match.span(), 5)
    alone = _ALONE.fullmatch(text) or _BARE_MARK.search(text)
    if alone:
        yield Found("rating", *alone.span("mark"), _MARKS[alone["mark"]])
