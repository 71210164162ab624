"""Administrative names: 丰台区, 广东省揭阳市, 河北石家庄."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.nlu.values.found import Found
from bot.nlu.words import read_words

_NO_PLACE = "卫视|音乐|广播|店|轮胎|4s|4S|快修|银行|话|时间|烤鸭|菜|面|路虎|现代|奔驰"
_LIVES = re.compile(r"(?:(?:^|[我人车家现你])在|住|离|位于|趴在)$")
_PLACE_GOES_ON = re.compile(
    r"[省市区县]|附近|这头|这边|[^\W\d_]{1,5}?(?:路|街|村|园|城|大厦|小区|桥|广场|机场|站|口|里|屯)"
)
_QUARTERS = "亦庄|望京|回龙观|天通苑|中关村|国贸|燕郊"  # stand alone: 大兴区 亦庄


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(set(read_words("places.txt")), key=len, reverse=True)
    name = rf"(?:{'|'.join(longest_first)})(?:省|市|区|县|自治区)?"
    return re.compile(rf"(?:{_QUARTERS}|(?:(?!{_QUARTERS}){name})+)(?!{_NO_PLACE})")


def find_places(text: str) -> Iterator[Found]:
    """Places named in a normalised text; neighbours (河北石家庄) are one."""
    for match in _pattern().finditer(text):
        yield Found("district", *match.span(), match.group())


def is_meant_as_place(text: str, found: Found) -> bool:
    """A store is called by its district: 在朝阳 is a place, 朝阳有位吗 the store."""
    said_where = _LIVES.search(text[: found.start]) or _PLACE_GOES_ON.match(text, found.end)
    return said_where is not None or text[found.end - 1] in "省市区县"
