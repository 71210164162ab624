"""Puts the pieces of a text together to phrases: 下周三 + 下午 + 三点半 is one time, not three."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.nlu.chinese_time import meanings as m
from bot.nlu.chinese_time.atoms import Atom, find_atoms
from bot.nlu.chinese_time.hour_words import AFTER_WORK, DAYTIME

_GLUE = re.compile(r"(?:\s|的|那天|这天|当天|那个|呢|吧|嗯|呃|啊|哈|大概|大约|差不多|左右|就|在)*")
_GLUE_WITH_COMMA = re.compile(rf"(?:[,，、(（]|{_GLUE.pattern})*")
_GOES_ON = {  # what may follow a date piece to make it more precise
    m.Year: (m.Month, m.MonthDay, m.FestivalDay, m.YearEdge, m.LunarDay),
    m.Month: (m.DayOfMonth, m.Edge, m.Nth),
    m.Week: (m.Weekday, m.Weekend),
    m.FestivalDay: (m.Nth,),
    # The same day said twice, as a check: 12月5号星期六, 明天周二.
    m.RelativeDay: (m.Weekday,),
    m.MonthDay: (m.Weekday,),
    m.DayOfMonth: (m.Weekday,),
    m.Weekday: (m.MonthDay, m.DayOfMonth),
}


@dataclass(frozen=True)
class Phrase:
    """What belongs together: date pieces from coarse to fine, a part of the day, a clock, a bound."""

    start: int
    end: int
    dates: tuple[m.DateMeaning, ...] = ()
    part: m.Part | None = None
    clock: m.Clock | None = None
    bound: m.Bound | None = None

    def taking(self, atom: Atom, gap: str) -> Phrase | None:
        """This phrase with `atom` behind it, or None when the atom begins a phrase of its own."""
        grown = replace(self, end=atom.end)
        match atom.meaning:
            case m.DateMeaning() as date if self._takes_date(date, gap):
                return replace(grown, dates=(*self.dates, date), bound=None)
            case m.Part() as part if self._takes_part(part) and _GLUE_WITH_COMMA.fullmatch(gap):
                return replace(grown, part=part)
            case m.Clock() as clock if self._takes_clock() and _GLUE_WITH_COMMA.fullmatch(gap):
                return replace(grown, clock=clock)
            case m.Bound() as bound if not self.bound and self.start < self.end and not gap.strip():
                return replace(grown, bound=bound)
        return None

    def _takes_date(self, date: m.DateMeaning, gap: str) -> bool:
        goes_far = bool(self.dates) and isinstance(self.dates[-1], m.Week)  # 下周,周三
        if not (_GLUE_WITH_COMMA if goes_far else _GLUE).fullmatch(gap):
            return False
        if not self.dates:  # 下午明天 is rare but clear; 三点,明天 is not
            return not self.bound and (self.clock is None or not gap)
        goes_on = isinstance(date, _GOES_ON.get(type(self.dates[-1]), ()))
        open_date = getattr(date, "weeks", None) is None and getattr(date, "year", None) is None
        after = self.bound is None or (self.bound.after and isinstance(date, m.Nth))
        return goes_on and open_date and after and self.part is None and self.clock is None

    def _takes_part(self, part: m.Part) -> bool:
        if self._is_a_distance_in_minutes() or self.clock or self.bound:
            return False
        return self.part is None or part is AFTER_WORK

    def _takes_clock(self) -> bool:
        return not (self.clock or self.bound or self._is_a_distance_in_minutes())

    def _is_a_distance_in_minutes(self) -> bool:
        return any(isinstance(date, m.Distance) and date.minutes for date in self.dates)


def find_phrases(text: str) -> Iterator[Phrase]:
    """The phrases of `text` in order. A bound or a counted day with nothing before it is none."""
    phrase: Phrase | None = None
    for atom in find_atoms(text):
        grown = phrase.taking(atom, text[phrase.end : atom.start]) if phrase else None
        if grown is None:
            if phrase and _says_a_time(phrase):
                yield phrase
            grown = _begin(atom)
        phrase = grown
    if phrase and _says_a_time(phrase):
        yield phrase


def _says_a_time(phrase: Phrase) -> bool:
    """白天 alone tells of habits (白天得拉活), 明天白天 of a time."""
    return bool(phrase.dates or phrase.clock) or phrase.part is not DAYTIME


def _begin(atom: Atom) -> Phrase | None:
    if isinstance(atom.meaning, m.Bound | m.Nth):
        return None
    return Phrase(atom.start, atom.start).taking(atom, "")
