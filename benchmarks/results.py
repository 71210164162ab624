"""The measured figures as a table that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.load import Rate

GROWTH_MARKS = (10, 100, 300)


@dataclass
class Figures:
    """Everything that was measured of one bot."""

    training_seconds: float
    start_seconds: float = 0.0
    parse_ms: float = 0.0
    rates: list[Rate] = field(default_factory=list)
    growth: dict[int, float] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)
    """Bytes by process, after the load."""

    @property
    def memory_mb(self) -> float:
        return sum(self.memory.values()) / 1e6

    @property
    def rate_alone(self) -> Rate:
        return self.rates[0]

    @property
    def best_rate(self) -> float:
        return max(rate.turns_per_second for rate in self.rates)


@dataclass(frozen=True)
class Understanding:
    """One labelled file as one model read it."""

    messages: int
    accuracy: float
    macro_f1: float


@dataclass(frozen=True)
class Goal:
    """A figure that this project has set itself beside the plain bot."""

    name: str
    wanted: str
    reached: str
    met: bool


def goals(ours: Figures, plain: Figures, f1: tuple[float, float] | None) -> list[Goal]:
    """What was to be reached, and whether it was."""
    turns = ours.best_rate / plain.best_rate
    wait = ours.rate_alone.median_ms / plain.rate_alone.median_ms
    growth = ours.growth[300] / ours.growth[10]
    memory = ours.memory_mb / plain.memory_mb
    training = ours.training_seconds / plain.training_seconds
    found = [
        Goal("turns a second", "4 × plain", f"{turns:.1f} ×", turns >= 4),
        Goal("median turn", "1/3 of plain", f"{wait:.2f}", wait <= 1 / 3),
        Goal("turn 300 / turn 10", "1.5", f"{growth:.2f}", growth <= 1.5),
        Goal("memory", "0.7 of plain", f"{memory:.2f}", memory <= 0.7),
        Goal("training time", "1/10 of plain", f"{training:.2f}", training <= 0.1),
    ]
    if f1:
        better = f"{f1[0]:.3f} : {f1[1]:.3f}"
        found.append(Goal("macro-F1", "better", better, f1[0] > f1[1]))
    return found


def render(
    machine: str,
    date: str,
    ours: Figures,
    plain: Figures,
    understanding: Mapping[str, tuple[Understanding, Understanding]],
) -> str:
    """The whole of RESULTS.md."""
    pairs = list(understanding.values())
    mean = (
        tuple(sum(pair[side].macro_f1 for pair in pairs) / len(pairs) for side in (0, 1))
        if pairs
        else None
    )
    lines = [
        "# Beside a plain Rasa bot",
        "",
        f"Measured {date} on {machine}, both bots in one run of `make bench`, one after the other.",
        "Plain is stock Rasa 3.6 with the configuration that it suggests (`benchmarks/plain`), on "
        "the same training data, domain, rules, actions and database.",
        "",
        *_goal_table(goals(ours, plain, mean)),  # type: ignore[arg-type]
        "",
        "| figure | Aftercare | plain Rasa |",
        "|---|---:|---:|",
        *_understanding_rows(understanding),
        _row("ms to understand a message (median)", ours.parse_ms, plain.parse_ms),
        *_rate_rows(ours, plain),
        *(
            _row(
                f"ms a turn at turn {mark} of one conversation",
                ours.growth[mark],
                plain.growth[mark],
            )
            for mark in GROWTH_MARKS
        ),
        _row("memory of all processes, MB", ours.memory_mb, plain.memory_mb, 0),
        _row("training, s", ours.training_seconds, plain.training_seconds, 0),
        _row("start to first answer, s", ours.start_seconds, plain.start_seconds),
        "",
        *_notes(ours, plain),
    ]
    return "\n".join(lines) + "\n"


def _goal_table(found: list[Goal]) -> list[str]:
    rows = [
        f"| {g.name} | {g.wanted} | {g.reached} | {'yes' if g.met else '**no**'} |" for g in found
    ]
    return ["| goal | to reach | reached | met |", "|---|---|---|---|", *rows]


def _understanding_rows(
    understanding: Mapping[str, tuple[Understanding, Understanding]],
) -> list[str]:
    rows = []
    for name, (own, peer) in understanding.items():
        label = f"{name}, {own.messages} messages"
        rows.append(_row(f"intent macro-F1 ({label})", own.macro_f1, peer.macro_f1, 3))
        rows.append(_row(f"intent accuracy ({label})", own.accuracy, peer.accuracy, 3))
    return rows


def _rate_rows(ours: Figures, plain: Figures) -> list[str]:
    rows = []
    for own, peer in zip(ours.rates, plain.rates, strict=True):
        many = f"{own.conversations} conversation{'s' if own.conversations > 1 else ''} at once"
        rows.append(_row(f"turns a second, {many}", own.turns_per_second, peer.turns_per_second))
        rows.append(_row(f"ms a turn (median), {many}", own.median_ms, peer.median_ms))
        rows.append(_row(f"ms a turn (95 %), {many}", own.p95_ms, peer.p95_ms))
    return rows


def _row(name: str, own: float, peer: float, digits: int = 1) -> str:
    return f"| {name} | {own:.{digits}f} | {peer:.{digits}f} |"


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
    ]
