"""How well booking times are read: phrases with the window that was meant, in a TSV file.

The file's first line is `text start end grain`; moments are ISO 8601, `end` is the first moment after
the window. Reading a time needs no model.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import parse_moment
from bot.nlu.chinese_time import TimeWindow, parse
from bot.nlu.evaluation.reading import EvaluationError

COLUMNS = ["text", "start", "end", "grain"]


@dataclass(frozen=True)
class Phrase:
    """Words for a time, and what they mean."""

    text: str
    start: datetime
    end: datetime
    grain: str


@dataclass(frozen=True)
class TimeReport:
    """How the phrases of one file were read."""

    phrases: int
    right: float
    """Share of which start, end and grain are as meant."""
    wrong_dates: int
    """Read as another day, without a doubt: worse than not read."""
    not_right: tuple[str, ...]


def labelled_phrases(path: Path) -> list[Phrase]:
    """The phrases of a file.

    Raises:
        EvaluationError: no such file, or none of this form.
    """
    if not path.is_file():
        raise EvaluationError(f"There is no file {path}.")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if rows.fieldnames != COLUMNS:
            raise EvaluationError(f"The first line of {path} is not {' '.join(COLUMNS)} with tabs.")
        try:
            phrases = [
                Phrase(r["text"], parse_moment(r["start"]), parse_moment(r["end"]), r["grain"])
                for r in rows
            ]
        except (AttributeError, ValueError) as error:
            raise EvaluationError(f"{path} holds a line that cannot be read ({error}).") from None
    if not phrases:
        raise EvaluationError(f"{path} holds no phrases.")
    return phrases


def time_report(phrases: list[Phrase], now: datetime) -> TimeReport:
    """The figures of phrases that were said at `now`; of several times the last counts."""
    read = [(phrase, parse(phrase.text, now)[-1:]) for phrase in phrases]
    not_right = tuple(phrase.text for phrase, found in read if not _is_right(phrase, found))
    return TimeReport(
        phrases=len(read),
        right=1 - len(not_right) / len(read),
        wrong_dates=sum(_is_another_day(phrase, found) for phrase, found in read),
        not_right=not_right,
    )


def _is_right(meant: Phrase, found: list[TimeWindow]) -> bool:
    window = (meant.start, meant.end, meant.grain)
    return [(each.start, each.end, each.grain) for each in found] == [window]


def _is_another_day(meant: Phrase, found: list[TimeWindow]) -> bool:
    return any(each.start.date() != meant.start.date() and not each.ambiguous for each in found)


def times_as_text(name: str, report: TimeReport) -> str:
    """What a person reads."""
    lines = [
        f"== {name}: {report.phrases} phrases",
        f"fully right {report.right:.3f}   wrong date {report.wrong_dates}",
        *(f"       {text}" for text in report.not_right),
    ]
    return "\n".join(lines)
