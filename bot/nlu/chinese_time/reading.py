"""Reads all times of a text: resolves the phrases, joins ranges, inherits days, takes corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import SHANGHAI
from bot.nlu.chinese_time import meanings as m
from bot.nlu.chinese_time.days import bounded, days_of
from bot.nlu.chinese_time.hours import Stretch, hours_of, place
from bot.nlu.chinese_time.phrases import Phrase, find_phrases
from bot.nlu.chinese_time.window import Days, TimeWindow, moment
from bot.nlu.corrections import taken_back

_RANGE = re.compile(r"\s*(?:一?直?[到至]|~|-+|—+)\s*")
_OR = re.compile(r"[\s,，、]*(?:或者|或|还是|要么|和|跟)?[\s,，、]*")
_NEAR = 4  # characters between two times beyond which an inherited day is a guess
_HAS_BEEN = re.compile(
    r"[^,，。!！?？\d]{0,5}?(?:买的?(?!吗)|提的|提车|提的车|上的?牌|出厂|落地|登记|入手|购买|开票|交付|交的?车|过户|换过|修过|做过|来过|保养过|去的|发现|新?更换|开始|以来)"
)
_GRAINS = ("minute", "hour", "part_of_day", "day", "week", "month", "year")
_OPEN = (m.DayOfMonth, m.MonthDay, m.LunarDay, m.FestivalDay)


def find_times(text: str, now: datetime) -> list[TimeWindow]:
    """All times in `text`, in order, those taken back included. Never raises."""
    try:
        today = now.astimezone(SHANGHAI) if now.tzinfo else now.replace(tzinfo=SHANGHAI)
        return _corrected(text, list(_Reading(text, today).windows()))
    except (ValueError, OverflowError):  # a `now` at the edge of the calendar
        return []


class _Reading:
    """Goes through the phrases from left to right; a phrase without a day may take the last one's."""

    def __init__(self, text: str, now: datetime) -> None:
        self._text = text
        self._now = now
        self._last: tuple[Phrase, Days] | None = None

    def windows(self) -> Iterator[TimeWindow]:
        phrases = list(find_phrases(self._text))
        while phrases:
            first = phrases.pop(0)
            try:
                if phrases and _RANGE.fullmatch(self._text[first.end : phrases[0].start]):
                    found = self._range(first, phrases[0])
                    if found:
                        yield self._window(first.start, phrases.pop(0).end, found)
                        continue
                found = self._one(first)
            except (ValueError, OverflowError):  # 2月30号, or a year that no calendar reaches
                continue
            if found:
                yield self._window(first.start, first.end, found)

    def _window(self, start: int, end: int, found: Stretch) -> TimeWindow:
        return TimeWindow(
            self._text[start:end],
            found.start,
            found.end,
            found.grain,
            found.ambiguous,
            at=(start, end),
        )

    def _one(self, phrase: Phrase) -> Stretch | None:
        soon = next((d for d in phrase.dates if isinstance(d, m.Distance) and d.minutes), None)
        if soon:
            start = self._now.replace(second=0, microsecond=0) + timedelta(minutes=soon.minutes)
            return Stretch(start, start + timedelta(minutes=1), "minute", False)
        days, guessed = self._days(phrase), False
        if days is None and phrase.dates:
            return None
        if days is None:
            days, guessed = self._inherited(phrase)
        found = place(days, hours_of(phrase.part, phrase.clock, phrase.bound), self._now)
        return found._replace(ambiguous=found.ambiguous or guessed)

    def _days(self, phrase: Phrase, today: datetime | None = None) -> Days | None:
        if not phrase.dates:
            return None
        phrase = self._in_the_same_week(phrase)
        past = _HAS_BEEN.match(self._text, phrase.end) is not None
        seen_from = (today or self._now).date()
        days = days_of(phrase.dates, seen_from, past)
        if days and phrase.bound and not (phrase.clock or phrase.part):
            days = bounded(days, phrase.bound, seen_from)
        if days:
            self._last = phrase, days
        return days

    def _in_the_same_week(self, phrase: Phrase) -> Phrase:
        """下周三或者周四: the Thursday of that week."""
        bare = phrase.dates[-1]
        if self._last is None or not isinstance(bare, m.Weekday) or bare.weeks is not None:
            return phrase
        before = self._last[0]
        said = before.dates[-1]
        if not isinstance(said, m.Weekday) or not said.weeks or len(phrase.dates) > 1:
            return phrase
        if not _OR.fullmatch(self._text[before.end : phrase.start]):
            return phrase
        return replace(phrase, dates=(replace(bare, weeks=said.weeks),))

    def _inherited(self, phrase: Phrase) -> tuple[Days | None, bool]:
        """周六上午或者下午: the day said last; far from it that is a guess, in the past it is none."""
        if self._last is None or self._last[1].until <= self._now.date():
            return None, False
        before, days = self._last
        gap = self._text[before.end : phrase.start]
        single = days.grain == "day" and (days.until - days.first).days == 1
        return (days, len(gap) > _NEAR) if single else (None, False)

    def _range(self, first: Phrase, last: Phrase) -> Stretch | None:
        """From the start of the one to the end of the other, which borrow from each other."""
        if first.dates and last.dates and not (first.part or first.clock) and not last.clock:
            first = replace(first, part=last.part)  # 周三到周五下午: afternoons
        start = self._one(first)
        if start is None:
            return None
        if not last.dates and first.clock and last.clock and not last.part:
            last = replace(last, part=first.part)  # 下午两点到四点
        end = self._end_of_range(first, start, last)
        if end is None:
            return None
        grain = min(start.grain, end.grain, key=_GRAINS.index)
        until = end.start if last.clock else end.end
        if until <= start.start:
            return None
        return Stretch(start.start, until, grain, start.ambiguous or end.ambiguous)

    def _end_of_range(self, first: Phrase, start: Stretch, last: Phrase) -> Stretch | None:
        for attempt in (last, replace(last, part=None)):
            if last.dates:
                bare = isinstance(last.dates[-1], m.Weekday) and last.dates[-1].weeks is None
                seen_from = start.start if bare or isinstance(last.dates[-1], _OPEN) else self._now
                days = self._days(attempt, seen_from)
            else:
                days = Days.one(start.start.date())
            hours = hours_of(attempt.part, attempt.clock)
            if days is None:
                return None
            midnight = moment(days.first)  # what has passed today must not move the end away
            end = place(days._replace(moves_by=""), hours, midnight)
            if end.start > start.start or (not attempt.clock and end.end > start.start):
                return end
        if last.clock and not last.dates:  # 晚上十点到两点 ends on the morning after
            return end._replace(
                start=end.start + timedelta(days=1), end=end.end + timedelta(days=1)
            )
        return None


def _corrected(text: str, windows: list[TimeWindow]) -> list[TimeWindow]:
    """Marks what the speaker took back."""
    gone = taken_back(text, [window.at for window in windows])
    return [replace(window, replaced=n in gone) for n, window in enumerate(windows)]
