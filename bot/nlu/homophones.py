"""Misheard and mistyped words of the shop, brought back by their sound: 保样 is 保养, 换电平 is 换电瓶.

A stretch of text that sounds like a word of the vocabulary is that word if part of it is written
right, if it is no ordinary word itself, cuts through none, and if what differs could not stand there
as a word of its own (刹车有异响 has no 刹车油). Whatever is doubtful stays.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from bot.nlu.aligned import Edit
from bot.nlu.words import cuts_a_word, exported, ordinary_words, read_rows, read_words

CATALOGUE = "catalogue.json"
_CONFUSED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = ("ang", "eng", "ing")
_LONGEST = 10
_NEVER = r"(?!)"
_SHORT = 3  # up to here a likeness may be chance, and the neighbours are looked at
_STANDS_ALONE = frozenset(
    "的了是不在有也就都又还给能会可要去来到从和跟把被让很好多少个上下左右前后里外换关开打放拆加减但只将已再才"
    "没这那我你他她它用说看做修吃走跑买卖问找想得地着过吧吗呢啊呀嘛哦么什怎谁哪几两一二三四五六七八九十百千万"
    "大小新旧高低快慢长短先当啥系隔应该如果因为所以与及或者而且则即便向对比按等带响时事是市点以已其期起碎"
)


_THINGS = ("service_item", "part", "vehicle_model", "store")
_EVERYWHERE = frozenset("车前后左右大小换修做看了一二三四五六七八九十")


class Misheard(NamedTuple):
    """An ordinary word that in a workshop means another, unless what is around it says otherwise."""

    meant: str
    not_after: re.Pattern[str]
    not_before: re.Pattern[str]


class Homophones:
    """Repairs words towards `targets`; `correct` words are right whatever they sound like."""

    def __init__(
        self,
        targets: Iterable[str],
        correct: Iterable[str] = (),
        misheard: dict[str, Misheard] | None = None,
    ) -> None:
        wanted = {word for word in targets if 2 <= len(word) <= _LONGEST and _is_han(word)}
        self._correct = wanted | set(correct)
        self._misheard = misheard or {}
        self._by_sound: dict[str, Any] = {}
        for word in sorted(wanted):
            node = self._by_sound
            for sound in word_sounds(word):
                node = node.setdefault(_level(sound), {})
            node.setdefault("", []).append(word)

    def repair(self, text: str) -> list[Edit]:
        """The repairs for `text`, in order; the longest word at each place."""
        edits: list[Edit] = []
        levels = [_level(char_sound(char)) for char in text]
        at = 0
        while at < len(text):
            heard = list(self._heard_at(levels, at))
            right = max((end for end, word in heard if text[at:end] == word), default=at)
            wrong = [Edit(at, end, word) for end, word in heard if end > right]
            wrong = [edit for edit in wrong if self._is_repair(text, edit)] or self._known(text, at)
            if wrong:
                best = max(wrong, key=lambda edit: (edit.end, _same(text[at : edit.end], edit.new)))
                edits.append(best)
                right = best.end
            at = max(right, at + 1)
        return edits

    def _heard_at(self, levels: Sequence[str], start: int) -> Iterator[tuple[int, str]]:
        """Words of the vocabulary that the sounds from `start` are those of, each with its end."""
        node = self._by_sound
        for at in range(start, min(len(levels), start + _LONGEST)):
            node = node.get(levels[at], {})
            if not node:
                return
            for word in node.get("", ()):
                yield at + 1, word

    def _is_repair(self, text: str, edit: Edit) -> bool:
        said, word = text[edit.start : edit.end], edit.new
        if said in self._correct or said in ordinary_words():
            return False
        if any(a != b and a in _STANDS_ALONE for a, b in zip(said, word, strict=True)):
            return False
        if len(word) > _SHORT:
            return 2 * _same(said, word) >= len(word)
        return self._sounds_enough(said, word) and not self._cuts(text, edit.start, edit.end)

    def _cuts(self, text: str, start: int, end: int) -> bool:
        return cuts_a_word(text, start, end, self._correct)

    @staticmethod
    def _sounds_enough(said: str, word: str) -> bool:
        """A short word must sound exactly alike, or differ in no more than one of three characters."""
        same = _same(said, word)
        exact = all(char_sound(a) == b for a, b in zip(said, word_sounds(word), strict=True))
        return (exact and same > 0) or (len(word) == _SHORT and same == _SHORT - 1)

    def _known(self, text: str, at: int) -> list[Edit]:
        """What the table of misheard ordinary words says about the two characters here."""
        found = self._misheard.get(text[at : at + 2])
        if not found or self._cuts(text, at, at + 2):
            return []
        if found.not_after.search(text[:at]) or found.not_before.match(text, at + 2):
            return []
        return [Edit(at, at + 2, found.meant)]


@lru_cache(maxsize=8192)
def char_sound(char: str) -> str:
    """The usual sound of a character, toneless; a sign that is no Chinese character is its own."""
    if not _is_han(char):
        return char
    # The sound of a character is enough here; pypinyin's phrases would cost 45 MB of memory.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin

    sounds: list[str] = lazy_pinyin(char)
    return sounds[0]


def word_sounds(word: str) -> tuple[str, ...]:
    """The toneless sounds of a word, character by character."""
    return tuple(map(char_sound, word))


@lru_cache(maxsize=2048)
def _level(sound: str) -> str:
    """Sounds that southern speakers and recognisers do not tell apart made one."""
    for strong, weak in _CONFUSED:
        if sound.startswith(strong):
            sound = weak + sound[2:]
    return sound[:-1] if sound.endswith(_NASAL) else sound


def _is_han(text: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in text)


def _same(said: str, word: str) -> int:
    return sum(a == b for a, b in zip(said, word, strict=True))


def shop_homophones() -> Homophones:
    """Homophones of the general car vocabulary and of the shop's catalogue, if it is exported."""
    file = exported(CATALOGUE)
    return shop_homophones_of(json.loads(file.read_text("utf-8")) if file.exists() else {})


def shop_homophones_of(catalogue: dict[str, dict[str, list[str]]]) -> Homophones:
    """The same for a catalogue that has been read."""
    names = [*read_words("components.txt"), *read_words("jobs.txt")]
    targets = [*read_words("trade_words.txt"), *(name for name in names if len(name) > 2)]
    targets += catalogue_words(catalogue)
    correct = [*names, *read_words("other_models.txt"), *read_words("protected_words.txt")]
    return Homophones(targets, correct, dict(_misheard_table()))


def _misheard_table() -> Iterator[tuple[str, Misheard]]:
    for fields in read_rows("misheard.tsv"):
        heard, meant, not_after, not_before = (*fields, "", "")[:4]
        behind = re.compile(f"(?:{not_after})$" if not_after else _NEVER)
        yield heard, Misheard(meant, behind, re.compile(not_before or _NEVER))


def catalogue_words(catalogue: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """The names and aliases of an exported catalogue that are told by their sound.

    Two characters are enough only for names of things, and without a character that is everywhere.
    """
    for kind, entries in catalogue.items():
        for names in entries.values():
            for name in rightly_written(names):
                if len(name) > 2 or (kind in _THINGS and not set(name) & _EVERYWHERE):
                    yield name


def rightly_written(names: Iterable[str]) -> list[str]:
    """Names of one thing without those that only sound like an earlier one (机滤, then 机率)."""
    right: dict[tuple[str, ...], str] = {}
    for name in names:
        right.setdefault(word_sounds(name), name)
    return list(right.values())
