"""Which of the things offered is meant by 「第二个」, 「最后那个」, 「小的」."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBERS = {number: index for index, number in enumerate("一二三四五六七八九")}
_POINTER = r"(?:个|家|台|辆|项|种|条|那个|这个)?"
_ORDINAL = re.compile(rf"(?:第|选|要)?([一二三四五六七八九1-9]){_POINTER}")
_ENDS = (
    (re.compile(rf"(?:头一|最前面?|最早|前面|前)(?:的|那)?{_POINTER}"), 0),
    (re.compile(rf"(?:最后(?:面)?一?|最晚|后面|后)(?:的|那)?{_POINTER}"), -1),
)
#: What people put around the word that matters.
_AROUND = re.compile(
    r"^(?:[嗯啊呃哦，]|那?就|我?[选要做去是])+|[的那这个台家吧呀啊呢嘛了就行好可以，。,.!！]+$"
)
#: More than this is a sentence of its own.
LONGEST = 8


def pick(text: str, titles: Sequence[str]) -> int | None:
    """The index of the title meant, or None when it is none or more than one.

    >>> pick("第二个吧", ["朝阳店", "海淀店"])
    1
    >>> pick("小的", ["小保养", "大保养"])
    0
    """
    text = text.strip()
    if text in titles:
        return titles.index(text)
    core = _AROUND.sub("", text)
    if not titles or not core or len(text) > LONGEST:
        return None
    ordinal = _ORDINAL.fullmatch(core)
    if ordinal:
        digit = ordinal.group(1)
        index = int(digit) - 1 if digit.isdigit() else _NUMBERS[digit]
        return index if index < len(titles) else None
    for words, index in _ENDS:
        if words.fullmatch(core):
            return index % len(titles)
    # One character says something only at the beginning: 「小」 is 小保养, 「车」 is no 洗车.
    holding = [
        index
        for index, title in enumerate(titles)
        if (core in title if len(core) > 1 else title.startswith(core))
    ]
    return holding[0] if len(holding) == 1 else None
