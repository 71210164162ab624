"""The bench's arithmetic and its table."""

from __future__ import annotations

import pytest

from benchmarks.load import Rate
from benchmarks.results import Figures, Understanding, goals, render


def figures(
    turns: int, turn_ms: float, turn_300: float, megabytes: int, training: float
) -> Figures:
    times = tuple([turn_ms / 1000] * turns)
    return Figures(
        training_seconds=training,
        start_seconds=9.0,
        parse_ms=3.0,
        rates=[Rate(crowd, turns, 10.0, times, silent=0) for crowd in (1, 8, 32)],
        growth={10: 10.0, 100: 11.0, 300: turn_300},
        memory={"rasa": megabytes * 10**6},
    )


OURS = figures(turns=1000, turn_ms=10, turn_300=12, megabytes=600, training=30)
PLAIN = figures(turns=250, turn_ms=40, turn_300=900, megabytes=1000, training=900)


def test_every_goal_is_met_when_ours_is_as_much_better_as_was_wanted() -> None:
    found = goals(OURS, PLAIN, (0.9, 0.8))
    assert [goal.met for goal in found] == [True] * 6
    assert {goal.name: goal.reached for goal in found} == {
        "turns a second": "4.0 ×",
        "median turn": "0.25",
        "turn 300 / turn 10": "1.20",
        "memory": "0.60",
        "training time": "0.03",
        "macro-F1": "0.900 : 0.800",
    }


def test_no_goal_is_met_by_the_plain_bot_itself() -> None:
    met = {goal.name for goal in goals(PLAIN, PLAIN, (0.8, 0.8)) if goal.met}
    assert met == set()


@pytest.mark.parametrize("understood", [{}, {"typed": (0.9, 0.8)}])
def test_the_table_has_a_row_for_every_figure(understood: dict[str, tuple[float, float]]) -> None:
    understanding = {
        name: tuple(Understanding(100, accuracy=f1, macro_f1=f1) for f1 in pair)
        for name, pair in understood.items()
    }
    text = render("a machine", "2026-11-23", OURS, PLAIN, understanding)  # type: ignore[arg-type]
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len([row for row in rows if "turns a second, " in row]) == 3
    assert "| ms a turn at turn 300 of one conversation | 12.0 | 900.0 |" in rows
    assert "| memory of all processes, MB | 600 | 1000 |" in rows
    assert ("intent macro-F1 (typed, 100 messages)" in text) == bool(understood)
    assert ("| macro-F1 | better |" in text) == bool(understood)
    assert "**no**" not in text
