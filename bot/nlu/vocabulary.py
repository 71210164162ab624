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

_DICTIONARIES = (
    ("part", "components.txt"),
    ("service_item", "jobs.txt"),
    ("vehicle_model", "other_models.txt"),
)
_LEAST = 2  # one character alone is no name
_SLIP_FROM = 5  # shorter names with a slip are too many other things
_HALVES = (2, 3, 4, 5)
_FEW_OTHERS = 3  # so little beside a name leaves it all that is said

_IGNORED = re.compile(r"[\s\-·]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_MODEL_YEAR = re.compile(r"\d{2,4}(?:年|款)")
_MODEL_CODE = re.compile(
    r"(?!4s|(?:19|20)\d\d|\d{1,2}v|cvt|dsg|abs|ecu|esp|eps|epc|amt|ets|gps|suv|mpv|tsi|ev|dm)"
    r"(?:[a-z]{1,3}\d{0,3}[a-z]?|\d{1,3}[a-z]{0,2})(?!\.|万|公里|款|年|月|号|个|台|次|升|档|挡|缸|点|天|速|座|门|寸)"
)
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

    def next_blank(self, start: int) -> int:
        """Where the next blank stood behind `start`; the end if there is none."""
        places = self.places
        ends = (at for at in range(start + 1, len(places)) if places[at] > places[at - 1] + 1)
        return next(ends, len(places))

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
            for kind, words in _DICTIONARIES:
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
        telling = [_with_model_code(squeezed, found) for found in telling]
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
        """Long names with one character wrong, lost or added inside, where no other name explains it."""
        for start in range(len(text) - 1):
            for length in _HALVES:
                half = text[start : start + length]
                for key in self._halves.get(half, ()) if len(half) == length else ():
                    yield from self._slipped(text, start, half, key, exact)

    def _slipped(
        self, text: str, start: int, half: str, key: str, exact: list[Found]
    ) -> Iterator[Found]:
        """Readings of `text` around the `half` of the name `key` that stands at `start`."""
        lengths = (len(key),) if len(key) == _SLIP_FROM else (len(key), len(key) - 1, len(key) + 1)
        for length in lengths:
            first = start if key.startswith(half) else start + len(half) - length
            said = text[first : first + length] if first >= 0 else ""
            slip = _slip_in(said, key) if len(said) == length and _HAN.fullmatch(said) else None
            if slip is None or any(_explains(one, first, slip, length) for one in exact):
                continue
            name = self._names[key]
            yield Found(name.kind, first, first + length, name.code)


def _with_model_code(squeezed: Squeezed, found: Found) -> Found:
    """奔驰ml350, 名爵6: a maker's name takes the code behind it, which may not be in any list."""
    text = squeezed.text
    if found.entity != "vehicle_model" or not _HAN.fullmatch(text[found.end - 1]):
        return found
    code = _MODEL_CODE.match(text, found.end, squeezed.next_blank(found.end))
    if code is None or not squeezed.stands_free(found.start, code.end()):
        return found
    return Found(found.entity, found.start, code.end(), text[found.start : code.end()].upper())


def _plain_names(names: list[str]) -> Iterator[str]:
    """Names without misheard everyday words (机率), and those that only add a verb (做保养 to 保养).

    The normaliser has repaired the misheard ones where they are not meant as they stand.
    """
    right = set(rightly_written(names))
    for name in names:
        bare = _LIGHT_VERB.sub("", name)
        if (name in right or name not in ordinary_words()) and (bare == name or bare not in names):
            yield name


def _explains(name: Found, start: int, slip: int, length: int) -> bool:
    """Whether the name holds the slip itself, or as much as the whole slipped stretch."""
    return name.start <= start + slip < name.end or name.length >= length


def _slip_in(said: str, name: str) -> int | None:
    """Where the one character is that is wrong, lost or added inside `said`; None if it is not one."""
    if said == name or said[0] != name[0] or said[-1] != name[-1]:
        return None
    at = next(n for n, (a, b) in enumerate(zip(said, name, strict=False)) if a != b)
    wrong, lost = len(said) == len(name), len(said) < len(name)
    rest = said[at:] if lost else said[at + 1 :]
    expected = name[at + 1 :] if wrong or lost else name[at:]
    return at if rest == expected else None
