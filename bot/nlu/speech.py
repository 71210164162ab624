"""What people say without meaning it: hums, fillers and words said twice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.nlu.aligned import Edit

_BREAK = r"[\s,，。.!！?？;；、:]"
_HUM = re.compile(
    r"[嗯呃呣]+(?:\s*[,，、…])*\s*"  # never a word of its own inside a sentence
    rf"|(?:^|(?<={_BREAK}))(?:额(?![度外头定])|[诶欸]|[啊哦噢](?=[\s,，、]))[,，、…\s]*"
    r"|^喂(?=[\s,，喂你您在请我师那嗯是有]|$)[,，、…\s]*|^(?:哎(?![呀哟])|唉)[,，、…\s]*"
)
_WORDS = "那个什么|那什么|那个|这个|内个|就是说|就是|就那个|然后呢|然后|怎么说呢|你知道吧"
_FILLER = re.compile(
    rf"(?:^|(?<={_BREAK}))(?:{_WORDS})(?:[,，、…\s]+)(?=\S)"  # set off on both sides
    r"|就是(?=那个)|^(?:那个|这个)(?=[就我你他])|^那个(?=[今明后昨]天|星期|礼拜|下[周个])"
)

_STUTTER = re.compile(r"([我你您他她这那就在把给俺咱])(?:\s*\1)+")
_SAID_TWICE = re.compile(
    # Two characters may be meant twice (考虑考虑, 能不能不换): only with a blank, or these.
    r"(那个|这个|就是|然后|我们|你们|他们|不是|不对|算了|好的|可以|没有|请问|谢谢|[今明后昨]天|[上下中]午|晚上)(?:\s*\1)+"
    r"|((?:周|星期|礼拜)[一二三四五六日天])(?:\s*\2)+"
    r"|([\u4e00-\u9fff]{2})(?:\s+\3)+|([\u4e00-\u9fff]{3,6}?)(?:\s*\4)+"
)
_COUNTS = re.compile(  # said twice on purpose: numbers, sounds
    "[零〇一二两三四五六七八九十百千万几半幺哐当咯噔咔嚓嗒滋啦咕噜噗嗤轰隆呼嘎吱嗡哒嘀咚叮铃哗哼嘶突哈嘻]"
)


def drop_fillers(text: str) -> list[Edit]:
    """Hums and fillers away; a message that is nothing else (嗯嗯) stays, for it means yes."""
    edits = _without_overlap(
        Edit(*found.span(), "") for pattern in (_HUM, _FILLER) for found in pattern.finditer(text)
    )
    left = len(text) - sum(edit.end - edit.start for edit in edits)
    rest = _apply(text, edits)
    return edits if left and re.search(r"\w", rest) and rest.strip("?？") == rest else []


def drop_repeats(text: str) -> list[Edit]:
    """我我想 is 我想, 下个 下个礼拜 is 下个礼拜: the last one stays. Numbers and sounds (哐当哐当) do not."""
    stutters = (Edit(found.start(), found.end() - 1, "") for found in _STUTTER.finditer(text))
    twice = (
        Edit(found.start(), found.end() - len(word), "")
        for found in _SAID_TWICE.finditer(text)
        if (word := found.group(found.lastindex or 0)) == found.group(2) or not _COUNTS.search(word)
    )
    return _without_overlap([*stutters, *twice])


def _without_overlap(edits: Iterable[Edit]) -> list[Edit]:
    """In order of place; of two that overlap, the one that begins first."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _apply(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text
