"""Values that need no catalogue: codes, times, durations, mileage, money, marks, names.

`find_values(text, now)` works on any text and gives entities of the original text with normal values.
Each kind is a pure function over the normalised text in a module of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.nlu.aligned import Normalized
from bot.nlu.chinese_time import find_times
from bot.nlu.corrections import taken_back
from bot.nlu.values.codes import find_codes
from bot.nlu.values.duration import find_durations
from bot.nlu.values.found import Found, without_overlaps
from bot.nlu.values.person_name import find_names
from bot.nlu.values.quantities import find_quantities
from bot.nlu.values.rating import find_ratings

__all__ = ["Found", "find_values"]


def find_values(said: Normalized, now: datetime) -> list[Found]:
    """All values in what was said, in order and without overlaps; places are those of the original.

    What the speaker took back is still there, marked `replaced`. Never raises.
    """
    codes = without_overlaps(find_codes(said.text))
    text = _blot_out(said.text, codes)
    rest = without_overlaps(
        [
            *_times(text, now),
            *find_ratings(text),
            *find_durations(text),
            *find_quantities(text),
            *find_names(text),
        ]
    )
    found = sorted([*codes, *rest], key=lambda one: one.start)
    return [_in_the_original(said, one) for one in _without_what_was_taken_back(text, found)]


def _blot_out(text: str, codes: list[Found]) -> str:
    """The digits of a plate are no mileage."""
    for code in codes:
        text = text[: code.start] + "\ufffc" * code.length + text[code.end :]
    return text


def _times(text: str, now: datetime) -> Iterator[Found]:
    for window in find_times(text, now):
        value = {
            "start": window.start.isoformat(),
            "end": window.end.isoformat(),
            "grain": window.grain,
        } | ({"ambiguous": True} if window.ambiguous else {})
        yield Found("time", *window.at, value, window.replaced, window.ambiguous)


def _without_what_was_taken_back(text: str, found: list[Found]) -> list[Found]:
    """Marks it, kind by kind (find_times has seen to its own)."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(found):
        kinds[one.entity].append(number)
    marked = list(found)
    for kind, numbers in kinds.items():
        gone = taken_back(text, [(found[n].start, found[n].end) for n in numbers])
        for number in (numbers[which] for which in gone if kind != "time"):
            marked[number] = replace(marked[number], replaced=True)
    return marked


def _in_the_original(said: Normalized, found: Found) -> Found:
    start, end = said.span(found.start, found.end)
    return replace(found, start=start, end=end)
