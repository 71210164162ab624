"""What the classifier reads: the understood text, its outline, and how it sounds.

丰田凯美瑞多少钱 and 550正时带多少钱 differ for the classifier in that a car's price is asked in the one
and a part's in the other; which car and which part says nothing. So the outline puts one private
character for each model, part, job, time, plate … that the shop's words and the value extractors find.

A recogniser or a pinyin keyboard that writes 衷午 for 中午 leaves the sound as it was, so pairs of
syllables are read, too, without tones and with zh as z, ing as in, as many speakers have it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from bot.nlu.normalizer import normalize, tidy
from bot.nlu.shop_words import ShopWords
from bot.nlu.values import find_values
from bot.nlu.values.found import Found
from bot.nlu.vocabulary import Catalogue

_KINDS = """
part service_item vehicle_model warning_light store district time duration mileage amount plate
phone vin order_no person_name rating service_line complaint_topic
"""
MARKS = {kind: chr(0xE000 + at) for at, kind in enumerate(_KINDS.split())}
"""One character of Unicode's private area for each kind."""

SOUND = "~"
"""Begins every sound pair."""

_BEGINNING, _ENDING = re.compile(r"^([zcs])h"), re.compile(r"(?<=[iea])ng$")
_ANY_DAY = datetime(2026, 1, 5, 10, tzinfo=timezone(timedelta(hours=8)))
"""Kinds do not depend on the day, and a model must not depend on the day of its training."""


class Sentence(NamedTuple):
    """A text as it is understood, and its outline."""

    text: str
    outline: str


class Outliner:
    """Makes sentences with the words of one catalogue."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._words = ShopWords(catalogue) if catalogue else None

    def sentence(self, said: str) -> Sentence:
        """The sentence of an original text; never raises."""
        return self.outlined(normalize(said))

    def outlined(self, text: str) -> Sentence:
        """The sentence of an understood text."""
        return Sentence(text, _blank(text, self._found(text)))

    def _found(self, text: str) -> list[Found]:
        found = find_values(tidy(text), _ANY_DAY)
        for one in self._words.find(text) if self._words else ():
            if not any(one.overlaps(other) for other in found):
                found.append(one)
        return sorted(found, key=lambda one: one.start)


def _blank(text: str, found: list[Found]) -> str:
    pieces: list[str] = []
    done = 0
    for one in found:
        if one.entity in MARKS and one.start >= done:
            pieces += (text[done : one.start], MARKS[one.entity])
            done = one.end
    return "".join([*pieces, text[done:]])


def ngrams(sentence: Sentence, longest: int) -> Iterator[str]:
    """Character n-grams of the text, word by word, those of the outline that hold a mark, and the
    sound pairs."""
    yield from _ngrams(sentence.text, longest)
    if sentence.outline != sentence.text:
        for gram in _ngrams(sentence.outline, longest):
            if any("\ue000" <= char <= "\uf8ff" for char in gram):
                yield gram
    yield from sound_pairs(sentence.text)


def sound_pairs(text: str) -> Iterator[str]:
    """Pairs of neighbouring syllables, word by word, marked so that they equal no n-gram."""
    for word in text.lower().split():
        for pair in pairwise((" ", *word, " ")):
            if any("\u4e00" <= char <= "\u9fff" for char in pair):
                yield f"{SOUND}{_syllable(pair[0])}'{_syllable(pair[1])}"


@lru_cache(maxsize=8192)
def _syllable(char: str) -> str:
    if not "\u4e00" <= char <= "\u9fff":
        return char
    from pypinyin import lazy_pinyin

    return _ENDING.sub("n", _BEGINNING.sub(r"\1", lazy_pinyin(char)[0]))


def _ngrams(text: str, longest: int) -> Iterator[str]:
    for word in text.lower().split():
        padded = f" {word} "
        for length in range(1, longest + 1):
            for start in range(max(1, len(padded) - length + 1)):
                yield padded[start : start + length]


def read_words(path: Path) -> Catalogue | None:
    """An exported catalogue; none before the first export.

    Raises:
        ValueError: the file is there and is not JSON.
    """
    if not path.is_file():
        return None
    catalogue: Catalogue = json.loads(path.read_text("utf-8"))
    return catalogue
