"""What a speaker takes back: 周二啊不对周四, 八万八不是八千八, 不是周五是周六."""

from __future__ import annotations

import re

_TAKEN_BACK = re.compile(
    r"[\s,。!、]*(?:[啊呃哦噢诶哎呀]*[\s,]*(?:不对|不不|错了|说错|口误|算了|我是说|应该是|改成|还是改|不,)"
    r"|[啊呃哦噢诶哎呀,。][\s,]*不是).*"
)
_INSTEAD_OF = re.compile(r"[\s,]*(?:不是|而不是|别)\s*")
_NOT_THIS = re.compile(r"(?:不是|别|不要|不约|不在)\s*$")
_BUT_THIS = re.compile(r"[\s,]*(?:啊|呀|了)?[\s,]*(?:是|要|而是|应该是|改|换)到?\s*")


def taken_back(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Which of the neighbouring values at `spans` (in order, of one kind) no longer count."""
    gone: set[int] = set()
    for number in range(len(spans) - 1):
        (start, end), (next_start, _) = spans[number], spans[number + 1]
        between = text[end:next_start]
        if _INSTEAD_OF.fullmatch(between):
            gone.add(number + 1)
        elif _TAKEN_BACK.fullmatch(between) or (
            _NOT_THIS.search(text[:start]) and _BUT_THIS.fullmatch(between)
        ):
            gone.add(number)
    return gone
