"""What an owner's words tell the rules: which failure, and what may exclude a right (telling.yml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from ruamel.yaml import YAML

from bot.shop.warranty.facts import Exclusion, Failure

WORDS_FILE = Path(__file__).with_name("telling.yml")
Word = TypeVar("Word", bound=Enum)
#: 「从来没跑过」, 「不是」 before a word; but not 「有没有改装」, 「是不是网约车就不保」.
_DENIES = r"(?:(?<!有)没有?|(?<!是)不是)(?:出过?|跑过?|做过?|被|自己)?"
_Groups = tuple[tuple[str, ...], ...]


def find_failure(text: str) -> Failure | None:
    """The failure of article 23 that an owner describes, if it is one."""
    found = _find(text, "failures", Failure)
    return next(iter(found), None)


def find_exclusions(text: str) -> frozenset[Exclusion]:
    """What an owner mentions that may exclude a right; a person then looks at it.

    What is denied (「没改装过」, 「不是网约车」) is not mentioned; 「没有发票」 is the circumstance itself.
    """
    found = _find(text, "exclusions", Exclusion)
    affirmed = _find(_denied().sub("", text.lower()), "exclusions", Exclusion)
    return frozenset(each for each in found if each in affirmed or each is Exclusion.NO_CERTIFICATE)


@lru_cache(maxsize=1)
def _denied() -> re.Pattern[str]:
    groups = (group for named in _words()["exclusions"].values() for group in named)
    words = "|".join(re.escape(word) for word in sorted({group[0] for group in groups}))
    return re.compile(f"{_DENIES}(?:{words})")


def exclusion_pattern() -> str:
    """A regular expression for the words in which `find_exclusions` finds something."""
    groups = (group for named in _words()["exclusions"].values() for group in named)
    return "|".join("".join(f"(?=.*{re.escape(word)})" for word in group) for group in groups)


def _find(text: str, kind: str, words: type[Word]) -> list[Word]:
    heard = text.lower()
    return [
        words(name)
        for name, groups in _words()[kind].items()
        if any(all(word in heard for word in group) for group in groups)
    ]


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, _Groups]]:
    content = YAML(typ="safe").load(WORDS_FILE.read_text(encoding="utf-8"))
    return {
        kind: {
            name: tuple(tuple(str(word).lower() for word in group) for group in groups)
            for name, groups in named.items()
        }
        for kind, named in content.items()
    }
