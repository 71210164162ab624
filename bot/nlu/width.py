"""One way to write a character: half width, no control characters, simplified, mainland car words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.nlu.aligned import Edit
from bot.nlu.words import cuts_a_word, read_pairs

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_BLANKS = re.compile(r"\s{2,}|^\s+|\s+$")


def fold_width(text: str) -> list[Edit]:
    """Full-width and compatibility characters to plain ones; control and invisible ones away."""
    return [
        Edit(at, at + 1, folded) for at, char in enumerate(text) if (folded := _fold(char)) != char
    ]


def squeeze_blanks(text: str) -> list[Edit]:
    """One blank where there were several, none at the ends."""
    edges = (0, len(text))
    return [
        Edit(*blank.span(), "" if blank.start() in edges or blank.end() in edges else " ")
        for blank in _BLANKS.finditer(text)
    ]


def simplify(text: str) -> list[Edit]:
    """Traditional characters to simplified ones; phrases (乾坤) decide where one character cannot."""
    changed = [at for at, char in enumerate(text) if _simplified(char) != char]
    if not changed:
        return []
    whole = _converter().convert(text)
    if len(whole) != len(text):
        return [Edit(at, at + 1, _simplified(text[at])) for at in changed]
    return [Edit(at, at + 1, whole[at]) for at in changed if whole[at] != text[at]]


def to_mainland(text: str) -> list[Edit]:
    """Car words of Hong Kong and Taiwan to those of the mainland: 偈油 is 机油, 波箱 is 变速箱."""
    pattern, meaning = _glossary()
    return [
        Edit(*found.span(), meaning[found.group()])
        for found in pattern.finditer(text)
        if not cuts_a_word(text, *found.span())
    ]


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn") or "\ufe00" <= char <= "\ufe0f":
        return ""
    if char.isascii():
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain.isprintable() and not plain.isspace() else " "


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC  # reads its tables: not before the first traditional character

    return OpenCC("t2s")


@lru_cache(maxsize=16384)
def _simplified(char: str) -> str:
    return _converter().convert(char) if _HAN.match(char) else char


@lru_cache(maxsize=1)
def _glossary() -> tuple[re.Pattern[str], dict[str, str]]:
    meaning = dict(read_pairs("regional_terms.tsv"))
    longest_first = sorted(meaning, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), meaning
