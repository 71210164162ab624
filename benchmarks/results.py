"""The measured figures as tables that people read: each with its goal, and whether it was reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.load import Odd, Rate
from benchmarks.understanding import Reading
from bot.nlu.evaluation.rendering import as_table

GROWTH_MARKS = (10, 100, 300)


@dataclass
class Figures:
    """Everything that was measured of one bot."""

    training_seconds: float
    training_cpu_seconds: float = 0.0
    start_seconds: float = 0.0
    parse_ms: float = 0.0
    rates: list[Rate] = field(default_factory=list)
    growth: dict[int, float] = field(default_factory=dict)
    odd: dict[str, Odd] = field(default_factory=dict)
    """How odd messages were answered, by what is odd about them."""
    memory: dict[str, int] = field(default_factory=dict)
    """Bytes by process, after the load."""

    @property
    def memory_mb(self) -> float:
        return sum(self.memory.values()) / 1e6


@dataclass(frozen=True)
class Goal:
    """What a figure of ours is to be: in words, and as a test of ours and the plain bot's."""

    words: str
    met: Callable[[float, float], bool]


def times_plain(factor: float) -> Goal:
    return Goal(f"≥ {factor:g} × plain", lambda own, peer: own >= factor * peer)


def part_of_plain(words: str, share: float) -> Goal:
    return Goal(f"≤ {words} of plain", lambda own, peer: own <= share * peer)


def at_most(limit: float, words: str = "") -> Goal:
    return Goal(f"≤ {words or f'{limit:g}'}", lambda own, _: own <= limit)


PARSE = Goal("≤ 8 and 1/3 of plain", lambda own, peer: own <= min(8, peer / 3))
LESS = Goal("less than plain", lambda own, peer: own < peer)


@dataclass(frozen=True)
class Row:
    """One figure of both bots; None stands for what one of them does not have."""

    name: str
    own: float | None
    peer: float | None
    goal: Goal | None = None
    digits: int = 1

    @property
    def met(self) -> bool | None:
        """None without a goal, or without a figure to test."""
        if self.goal is None or self.own is None or self.peer is None:
            return None
        return self.goal.met(self.own, self.peer)

    def __str__(self) -> str:
        reached = {True: "yes", False: "**no**", None: "–"}[self.met]
        wanted = self.goal.words if self.goal else "–"
        own, peer = (_say(value, self.digits) for value in (self.own, self.peer))
        return f"| {self.name} | {own} | {peer} | {wanted} | {reached} |"


def _say(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def rows(ours: Figures, plain: Figures) -> list[Row]:
    """All figures of the running bots."""
    growth = at_most(1.5 * ours.growth[10], "1.5 × our turn 10")
    return [
        Row("ms to understand a message (median)", ours.parse_ms, plain.parse_ms, PARSE),
        *_rate_rows(ours, plain),
        *(
            Row(
                f"ms a turn at turn {mark} of one conversation",
                ours.growth[mark],
                plain.growth[mark],
                growth if mark == GROWTH_MARKS[-1] else None,
            )
            for mark in GROWTH_MARKS
        ),
        Row(
            "memory of all processes, MB",
            ours.memory_mb,
            plain.memory_mb,
            part_of_plain("0.7", 0.7),
            digits=0,
        ),
        Row("training, seconds", ours.training_seconds, plain.training_seconds, at_most(60), 0),
        Row(
            "training, CPU seconds",
            ours.training_cpu_seconds,
            plain.training_cpu_seconds,
            part_of_plain("1/10", 0.1),
            digits=0,
        ),
        Row("start to first answer, s", ours.start_seconds, plain.start_seconds, LESS),
        *_odd_rows(ours, plain),
    ]


def _rate_rows(ours: Figures, plain: Figures) -> list[Row]:
    found = []
    for own, peer in zip(ours.rates, plain.rates, strict=True):
        many = f"{own.conversations} conversation{'s' if own.conversations > 1 else ''} at once"
        rates = own.turns_per_second, peer.turns_per_second
        found += [
            Row(f"turns a second, {many}", *rates, times_plain(4)),
            Row(
                f"ms a turn (median), {many}",
                own.median_ms,
                peer.median_ms,
                part_of_plain("1/3", 1 / 3),
            ),
            Row(f"ms a turn (95 %), {many}", own.p95_ms, peer.p95_ms, LESS),
        ]
    return found


def _odd_rows(ours: Figures, plain: Figures) -> list[Row]:
    """A message that got no answer has no time."""

    def slowest(figures: Figures) -> float | None:
        return max((odd.ms for odd in figures.odd.values() if odd.answered), default=None)

    def ms(odd: Odd) -> float | None:
        return odd.ms if odd.answered else None

    return [
        *(
            Row(f"ms to answer a message: {kind}", ms(own), ms(plain.odd[kind]))
            for kind, own in ours.odd.items()
        ),
        Row("ms to answer the slowest of these", slowest(ours), slowest(plain), LESS),
    ]


def render(
    heading: list[str],
    ours: Figures,
    plain: Figures,
    understanding: Mapping[str, Reading],
) -> str:
    """The whole of RESULTS.md; `heading` says when, where and beside which peer."""
    lines = ["# Beside a plain Rasa bot", "", *heading, "", *_table(rows(ours, plain)), ""]
    lines += [*_notes(ours, plain), ""]
    for name, reading in understanding.items():
        lines += [f"## Understanding: {name}, {reading.size}", ""]
        lines += [*as_table(reading.figures, "Aftercare", "plain Rasa"), ""]
    return "\n".join(lines)


def _table(found: list[Row]) -> list[str]:
    head = ["| figure | Aftercare | plain Rasa | goal | reached |", "|---|---:|---:|---|---|"]
    return [*head, *map(str, found)]


def _notes(ours: Figures, plain: Figures) -> list[str]:
    def silent(figures: Figures) -> str:
        turns = sum(rate.turns for rate in figures.rates)
        return f"{sum(rate.silent for rate in figures.rates)} of {turns}"

    def parts(figures: Figures) -> str:
        return ", ".join(f"{name} {size / 1e6:.0f}" for name, size in figures.memory.items())

    return [
        "- A turn is a message to the test door and the whole answer, actions and database included; "
        "the customers of `benchmarks/conversations.yml` run on the same machine.",
        f"- Turns without any answer: Aftercare {silent(ours)}, plain {silent(plain)}.",
        f"- Memory is proportional set size after the load (MB): Aftercare: {parts(ours)}; plain: "
        f"{parts(plain)}. Aftercare's includes its web front and its supervisor, which plain lacks.",
        "- Times at turn 10, 100 and 300 are the median of the eleven turns around them; every second "
        "line of that conversation cannot be understood.",
        "- Each odd message is said three times, each time as the first of a conversation, and the "
        "median counts; – is one that got no answer.",
    ]
