"""Finds the shop's things in a text by name: jobs, parts, models, lamps, stores and the like.

The longest name at a place counts, whatever its kind. Blanks, hyphens and case do not matter (Gs 7,
f-pace). A name of five characters and more may hold one slip, if no other known name explains it. Parts
and jobs that the shop has not listed keep their plain name as value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from bot.nlu.homophones import rightly_written
from bot.nlu.values.found import Found, without_overlaps
from bot.nlu.words import ordinary_words, read_words

Catalogue = dict[str, dict[str, list[str]]]
"""As `aftercare train` exports it: kind, code, names with the display name first."""

_LEAST = 2  # one character alone is no name
_SLIP_FROM = 5  # shorter names with a slip are too many other things
_HALVES = (2, 3, 4, 5)
_FEW_OTHERS = 3  # so little beside a name leaves it all that is said

_IGNORED = re.compile(r"[\s\-·]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_MODEL_YEAR = re.compile(r"\d{2,4}(?:年|款)")
_LATIN = re.compile(r"[0-9a-z]")
_LIGHT_VERB = re.compile(r"^(?:做个|做一个|做|给车|代办)|一下$")
_JOB_VERB = re.compile(r"^(?:更换|换|清洗|清理|洗|加|调)|(?:清洗|清理|更换)$")
_WANTED = re.compile(r"(?:换|买|装|配|订|修)(?:[了过个下条块台套一新]|一[个条块台套])*$")
_PRICED = re.compile(r"(?:总成|多少钱|什么价|怎么卖|有货|有没有货|有现货|原厂|是原|是正品)")


class Name(NamedTuple):
    """What a name stands for."""

    kind: str
    code: str


class Squeezed(NamedTuple):
    """A text in lower case without blanks and hyphens, and where its characters stood."""

    text: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> Squeezed:
        kept = [(at, char.lower()[:1]) for at, char in enumerate(text) if not _IGNORED.match(char)]
        return cls("".join(char for _, char in kept), [at for at, _ in kept])

    def original(self, found: Found) -> Found:
        start, end = self.places[found.start], self.places[found.end - 1] + 1
        return Found(found.entity, start, end, found.value)

    def stands_free(self, start: int, end: int) -> bool:
        """A name in Latin letters or digits is no piece of a longer one: x5 in cx50."""
        return not (self._runs_on(start - 1, start) or self._runs_on(end - 1, end))

    def _runs_on(self, one: int, next_one: int) -> bool:
        if one < 0 or next_one >= len(self.text) or self.places[next_one] > self.places[one] + 1:
            return False
        if _MODEL_YEAR.match(self.text, next_one) and self.text[one].isalpha():
            return False  # A6L 06年
        return bool(_LATIN.match(self.text[one]) and _LATIN.match(self.text[next_one]))


class Vocabulary:
    """All names of one shop, ready to be looked up."""

    def __init__(self, catalogue: Catalogue, use_dictionaries: bool = True) -> None:
        self._names: dict[str, Name] = {}
        self._lengths: dict[str, list[int]] = defaultdict(list)  # by the first two characters
        self._halves: dict[str, list[str]] = defaultdict(list)
        for kind, entries in catalogue.items():
            for code, names in entries.items():
                for name in _plain_names(names):
                    self._add(name, Name(kind, code))
        if use_dictionaries:
            for kind, words in (("part", "components.txt"), ("service_item", "jobs.txt")):
                for word in read_words(words):
                    self._add(word, Name(kind, word))
        self._vague = frozenset(Squeezed.of(word).text for word in read_words("vague_words.txt"))
        self._jobs_by_part = frozenset(read_words("jobs_by_part.txt"))

    def _add(self, name: str, stands_for: Name) -> None:
        """The first that claims a name keeps it: the shop's own words come before the dictionaries'."""
        key = Squeezed.of(name).text
        if len(key) < _LEAST or key in self._names:
            return
        self._names[key] = stands_for
        lengths = self._lengths[key[:_LEAST]]
        if len(key) not in lengths:
            lengths.append(len(key))
            lengths.sort(reverse=True)
        if len(key) >= _SLIP_FROM and _HAN.fullmatch(key):
            middle = len(key) // 2
            self._halves[key[:middle]].append(key)
            self._halves[key[middle:]].append(key)

    def find(self, text: str, is_booking: bool = False) -> list[Found]:
        """All names in a normalised text, in order and without overlaps.

        换火花塞 is a job for who is booking, and the part for who asks about it.
        """
        squeezed = Squeezed.of(text)
        exact = list(self._exact(squeezed))
        telling = [found for found in exact if self._counts(squeezed.text, found)]
        if not is_booking:
            telling = [self._as_part(squeezed.text, found) for found in telling]
        found = without_overlaps([*telling, *self._slips(squeezed.text, exact)])
        return [squeezed.original(one) for one in found]

    def _exact(self, squeezed: Squeezed) -> Iterator[Found]:
        text = squeezed.text
        for start in range(len(text) - 1):
            for length in self._lengths.get(text[start : start + _LEAST], ()):
                end = start + length
                name = self._names.get(text[start:end]) if end <= len(text) else None
                if name and squeezed.stands_free(start, end):
                    yield Found(name.kind, start, end, name.code)
                    break

    def _counts(self, text: str, found: Found) -> bool:
        """A vague word counts when it is all that is said, or is wanted or priced as a thing."""
        if text[found.start : found.end] not in self._vague:
            return True
        if len(text) - found.length <= _FEW_OTHERS:
            return True
        is_thing = found.entity == "part"
        wanted = _WANTED.search(text[: found.start]) or _PRICED.match(text, found.end)
        return is_thing and wanted is not None

    def _as_part(self, text: str, found: Found) -> Found:
        """The part that a small job is named by, if it is one of those."""
        said = text[found.start : found.end]
        if said not in self._jobs_by_part:
            return found
        part = _JOB_VERB.sub("", said)
        name = self._names.get(part)
        if name is None or name.kind != "part":
            return found
        start = found.start + said.index(part)
        return Found("part", start, start + len(part), name.code)

    def _slips(self, text: str, exact: list[Found]) -> Iterator[Found]:
        """Long names with one character wrong, or one lost or added inside; no piece is a name itself."""
        for start in range(len(text) - 1):
            for length in _HALVES:
                half = text[start : start + length]
                for key in self._halves.get(half, ()) if len(half) == length else ():
                    for found in self._slipped(text, start, half, key):
                        if not any(found.overlaps(other) for other in exact):
                            yield found

    def _slipped(self, text: str, start: int, half: str, key: str) -> Iterator[Found]:
        """Readings of `text` around the `half` of the name `key` that stands at `start`."""
        lengths = (len(key),) if len(key) == _SLIP_FROM else (len(key), len(key) - 1, len(key) + 1)
        for length in lengths:
            first = start if key.startswith(half) else start + len(half) - length
            said = text[first : first + length] if first >= 0 else ""
            if len(said) == length and _HAN.fullmatch(said) and _has_one_slip(said, key):
                name = self._names[key]
                yield Found(name.kind, first, first + length, name.code)


def _plain_names(names: list[str]) -> Iterator[str]:
    """Names without misheard everyday words (机率), and those that only add a verb (做保养 to 保养).

    The normaliser has repaired the misheard ones where they are not meant as they stand.
    """
    right = set(rightly_written(names))
    for name in names:
        bare = _LIGHT_VERB.sub("", name)
        if (name in right or name not in ordinary_words()) and (bare == name or bare not in names):
            yield name


def _has_one_slip(said: str, name: str) -> bool:
    """One character wrong, lost or added between the first and the last."""
    if said[0] != name[0] or said[-1] != name[-1]:
        return False
    if len(said) == len(name):
        return sum(a != b for a, b in zip(said, name, strict=True)) == 1
    longer, shorter = (said, name) if len(said) > len(name) else (name, said)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(1, len(longer) - 1))
