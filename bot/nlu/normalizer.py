"""One text out of the many ways to write and say it; the original stays at hand.

`normalize(text)` gives the understood text, `align(text)` the same with the way back to the original,
`tidy(text)` stops before the homophones. Done twice it changes nothing more.

The steps, in order: width, traditional characters and words of other regions, spoken plates and
numbers, fillers, words said twice, and homophones of the shop's vocabulary (bot.nlu.homophones).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from bot.nlu.aligned import Edit, Normalized
from bot.nlu.homophones import Homophones, shop_homophones
from bot.nlu.speech import drop_fillers, drop_repeats
from bot.nlu.spoken_codes import write_codes
from bot.nlu.width import fold_width, simplify, squeeze_blanks, to_mainland

Step = Callable[[str], list[Edit]]

_SCRIPT: tuple[Step, ...] = (fold_width, squeeze_blanks, simplify, to_mainland)
_SPEECH: tuple[Step, ...] = (write_codes, drop_fillers, drop_repeats, squeeze_blanks)
_MOST_ROUNDS = 8


class Normalizer:
    """The steps, with the words whose homophones are repaired."""

    def __init__(self, homophones: Homophones | None = None) -> None:
        self._steps = (*_SCRIPT, *_SPEECH, *((homophones.repair,) if homophones else ()))

    def align(self, text: str) -> Normalized:
        """The understood text with its origins; never raises."""
        said = Normalized.plain(text)
        for _ in range(_MOST_ROUNDS):  # one step may uncover work for another
            before = said.text
            for step in self._steps:
                said = said.rewrite(step(said.text))
            if said.text == before:
                break
        return said


_TIDY = Normalizer()


@lru_cache(maxsize=1024)
def tidy(text: str) -> Normalized:
    """`align` without repair of homophones: what needs no vocabulary."""
    return _TIDY.align(text)


@lru_cache(maxsize=1024)
def align(text: str) -> Normalized:
    """The understood text, with the shop's own vocabulary as far as it is exported."""
    return _with_the_shop_vocabulary().align(text)


def normalize(text: str) -> str:
    """The understood text: width, script, spoken codes, fillers, repeats, homophones."""
    return align(text).text


@lru_cache(maxsize=1)
def _with_the_shop_vocabulary() -> Normalizer:
    return Normalizer(shop_homophones())
