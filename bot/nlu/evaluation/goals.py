"""The figures that two models are compared by, each with what understanding is to reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.nlu.evaluation.metrics import Report
from bot.nlu.evaluation.times import TimeReport

KINDS = ("plate", "phone", "vin", "mileage", "time", "order_no")
"""The entities that bookings and records stand on; each has a figure of its own."""
TYPING, HOTLINE, OWNERS = "wechat", "hotline", "real"
"""Parts of a file's name: what kind of messages it holds."""


@dataclass(frozen=True)
class Figure:
    """One figure of one file; None stands for what a model or a file does not have."""

    name: str
    own: float | None
    peer: float | None
    more_is_better: bool = True
    goal: str = ""
    reached: bool | None = None
    digits: int = 3

    @property
    def beats_peer(self) -> bool | None:
        """None without two figures, and where they are equal."""
        if self.own is None or self.peer is None or self.own == self.peer:
            return None
        return self.own > self.peer if self.more_is_better else self.own < self.peer


@dataclass(frozen=True)
class Measure:
    """How a figure is taken from a report, and the limit that is its goal."""

    name: str
    of: Callable[[Report], float | None]
    more_is_better: bool = True
    limit: float | None = None
    only_on: tuple[str, ...] = ()
    """Kinds of messages that the goal is about; none: all."""
    peer_share: float | None = None
    """The goal is also to be at most this share of the peer's."""
    digits: int = 3

    def figure(self, file: str, own: Report, peer: Report | None) -> Figure:
        """The figure of one file, by its name."""
        mine, other = self.of(own), self.of(peer) if peer else None
        goal, reached = "", None
        if self.limit is not None and (not self.only_on or any(k in file for k in self.only_on)):
            goal = f"{'≥' if self.more_is_better else '≤'} {self.limit:g}"
            if mine is not None:
                reached = mine >= self.limit if self.more_is_better else mine <= self.limit
        if self.peer_share and mine is not None and other is not None:
            goal += f" and {self.peer_share:.2f} of the peer"
            reached = bool(reached) and mine <= self.peer_share * other
        return Figure(self.name, mine, other, self.more_is_better, goal, reached, self.digits)


def _kind(kind: str) -> Callable[[Report], float | None]:
    def f1(report: Report) -> float | None:
        score = report.entity_kinds.get(kind)
        return score.f1 if score and score.support else None

    return f1


MEASURES = (
    Measure("intents, macro-F1", lambda r: r.macro_f1, limit=0.9, only_on=(TYPING, HOTLINE)),
    Measure("intents, accuracy", lambda r: r.accuracy, limit=0.9, only_on=(OWNERS,)),
    Measure(
        *("out of scope: recall", lambda r: r.refusals.recall if r.refusals.out_of_scope else None),
        limit=0.9,
    ),
    Measure("false refusals", lambda r: r.refusals.false_refusals, False, limit=0.04),
    Measure(
        *("entities, strict F1", lambda r: r.entities.f1 if r.entities.support else None),
        limit=0.88,
    ),
    Measure(
        f"– {', '.join(KINDS)}",
        lambda r: r.coded_entities.f1 if r.coded_entities.support else None,
        limit=0.97,
    ),
    *(Measure(f"– {kind}", _kind(kind), limit=0.97) for kind in KINDS),
    Measure(
        *("macro-F1 lost by hotline noise", lambda r: r.noise_loss, False),
        limit=0.02,
        only_on=(TYPING,),
    ),
    Measure("calibration error", lambda r: r.calibration.error, False),
    Measure(
        *("ms a message (median)", lambda r: r.speed.median, False),
        limit=8,
        peer_share=1 / 3,
        digits=1,
    ),
)


def figures_of(file: str, own: Report, peer: Report | None = None) -> list[Figure]:
    """All figures of a file of labelled messages that it has; shares lie between 0 and 1."""
    found = (measure.figure(file, own, peer) for measure in MEASURES)
    return [figure for figure in found if figure.own is not None]


def time_figures(report: TimeReport) -> list[Figure]:
    """The same of a file of time phrases. A plain Rasa reads no times: no peer has figures here."""
    return [
        Figure("fully right", report.right, None, True, "≥ 0.97", report.right >= 0.97),
        Figure("wrong date", report.wrong_dates, None, False, "0", not report.wrong_dates, 0),
    ]
