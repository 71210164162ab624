"""The word lists under data/dictionaries: general Chinese and car vocabulary, no shop's own data.

A list is UTF-8 text, one entry a line, fields separated by tabs; `#` starts a comment line.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from bot.settings import state_directory

_FREQUENT = 20  # from this count on a word is met (the dictionary's counts sum to 60 million)

DICTIONARIES = Path(__file__).resolve().parents[2] / "data" / "dictionaries"


def read_rows(name: str, folder: Path = DICTIONARIES) -> Iterator[list[str]]:
    """The fields of each line of the list `name`. Raises OSError if there is no such list."""
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [field.strip() for field in line.split("\t")]


def exported(name: str) -> Path:
    """A file that `aftercare train` exports, by its name in the state directory of this process."""
    return state_directory(os.environ) / name


def read_pairs(name: str) -> Iterator[tuple[str, str]]:
    """First and second field of each line: a word and what it stands for."""
    for fields in read_rows(name):
        yield fields[0], fields[1]


def read_words(name: str) -> Iterator[str]:
    """All words of a list, blank-separated or one a line."""
    for fields in read_rows(name):
        for field in fields:
            yield from field.split()


@lru_cache(maxsize=1)
def ordinary_words() -> dict[str, int]:
    """Words of everyday Chinese with their frequency, from jieba's dictionary (MIT licence).

    Only those of two to four characters that are met at all often, names of people left out: enough
    to know a correct word when one is about to be taken for a misheard one.
    """
    common: dict[str, int] = {}
    package = find_spec("jieba")  # found, not imported: only its word list is wanted
    if package is None or package.origin is None:
        raise ModuleNotFoundError("jieba is not installed; its dictionary is needed")
    dictionary = Path(package.origin).with_name("dict.txt")
    with dictionary.open(encoding="utf-8") as lines:
        for line in lines:
            word, count, kind = line.split(" ")
            if 2 <= len(word) <= 4 and len(count) > 1 and not kind.startswith("nr"):
                common[word] = int(count)
    return common


def cuts_a_word(text: str, start: int, end: int, also: Collection[str] = ()) -> bool:
    """Whether `text[start:end]` cuts through an ordinary word (保固 in 确保固定) or one of `also`."""
    words = ordinary_words()
    for border in (start, end):
        for first in range(max(0, border - 3), border):
            for last in range(border + 1, min(len(text), first + 4) + 1):
                word = text[first:last]
                if words.get(word, 0) >= _FREQUENT or word in also:
                    return True
    return False
