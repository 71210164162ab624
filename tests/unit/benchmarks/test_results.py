"""The bench's arithmetic and its tables."""

from __future__ import annotations

from benchmarks.__main__ import _heading
from benchmarks.load import Odd, Rate
from benchmarks.peer import Training, current_commit
from benchmarks.results import Figures, Row, render, rows
from benchmarks.understanding import Reading, read
from bot.nlu.evaluation.goals import Figure


def figures(
    turns: int, turn_ms: float, turn_300: float, megabytes: int, training: float, parse: float
) -> Figures:
    times = tuple([turn_ms / 1000] * turns)
    return Figures(
        training_seconds=training,
        training_cpu_seconds=training * 2,
        start_seconds=training / 10,
        parse_ms=parse,
        rates=[Rate(crowd, turns, 10.0, times, silent=0) for crowd in (1, 8, 32)],
        growth={10: 10.0, 100: 11.0, 300: turn_300},
        odd={"empty": Odd(turn_ms, True), "emoji only": Odd(turn_ms * 2, True)},
        memory={"rasa": megabytes * 10**6},
    )


OURS = figures(turns=1000, turn_ms=10, turn_300=12, megabytes=600, training=30, parse=3)
PLAIN = figures(turns=250, turn_ms=40, turn_300=900, megabytes=1000, training=900, parse=20)
TYPED = Reading(
    "100 messages",
    (
        Figure("– plate", 1.0, 0.9, True, "≥ 0.97", True),
        Figure("macro-F1 lost by hotline noise", 0.03, 0.05, False, "≤ 0.02", False),
    ),
)


def by_name(found: list[Row]) -> dict[str, Row]:
    return {row.name: row for row in found}


def test_every_goal_is_reached_when_ours_is_as_much_better_as_was_wanted() -> None:
    found = rows(OURS, PLAIN)
    assert {row.met for row in found if row.goal} == {True}
    with_goals = {row.name for row in found if row.goal}
    for crowd in ("1 conversation", "8 conversations", "32 conversations"):
        assert f"turns a second, {crowd} at once" in with_goals
        assert f"ms a turn (median), {crowd} at once" in with_goals


def test_no_goal_is_reached_by_the_plain_bot_itself() -> None:
    found = rows(PLAIN, PLAIN)
    assert {row.met for row in found if row.goal} == {False}


def test_a_little_less_than_the_goal_is_not_the_goal() -> None:
    slower = figures(turns=990, turn_ms=14, turn_300=15.1, megabytes=701, training=91, parse=8.1)
    missed = {row.name for row in rows(slower, PLAIN) if row.met is False}
    assert missed == {
        "ms to understand a message (median)",
        *(f"turns a second, {n} at once" for n in CROWDS),
        *(f"ms a turn (median), {n} at once" for n in CROWDS),
        "ms a turn at turn 300 of one conversation",
        "memory of all processes, MB",
        "training, seconds",
        "training, CPU seconds",
    }


CROWDS = ("1 conversation", "8 conversations", "32 conversations")


def test_a_message_without_an_answer_has_no_time_and_reaches_no_goal() -> None:
    mute = figures(turns=250, turn_ms=40, turn_300=900, megabytes=1000, training=900, parse=20)
    mute.odd = {kind: Odd(1.0, answered=False) for kind in mute.odd}
    found = by_name(rows(OURS, mute))
    assert found["ms to answer a message: empty"].peer is None
    slowest = found["ms to answer the slowest of these"]
    assert (slowest.own, slowest.peer, slowest.met) == (20, None, None)


def test_the_report_of_the_evaluation_is_read() -> None:
    figure = {"name": "fully right", "own": 0.9, "peer": None, "goal": "≥ 0.97", "reached": False}
    written = {
        "files": {"typed": {"messages": 9}},
        "times": {"times": {"phrases": 40}},
        "figures": {"typed": [figure], "times": [figure, figure]},
    }
    found = read(written)
    assert {name: each.size for name, each in found.items()} == {
        "typed": "9 messages",
        "times": "40 phrases",
    }
    assert [len(each.figures) for each in found.values()] == [1, 2]
    assert (found["typed"].figures[0].own, found["typed"].figures[0].reached) == (0.9, False)


def test_a_peer_of_another_commit_was_not_trained_on_the_same_data() -> None:
    def training(commit: str) -> Training:
        return Training(1.0, 1.0, "2026-11-27", commit)

    same = " ".join(_heading(training(current_commit())))
    other = " ".join(_heading(training("1234567")))
    assert "on the same training data" in same and "on the same training data" in " ".join(
        _heading(None)
    )
    assert "the same training data" not in other and "of commit 1234567 (ours: " in other


def test_the_tables_have_a_row_for_every_figure_with_its_goal() -> None:
    text = render(["Measured today."], OURS, PLAIN, {"typed": TYPED})
    assert text.startswith("# Beside a plain Rasa bot\n\nMeasured today.\n")
    assert (
        "| ms a turn at turn 300 of one conversation | 12.0 | 900.0 | ≤ 1.5 × our turn 10 | yes |"
        in text
    )
    assert "| memory of all processes, MB | 600 | 1000 | ≤ 0.7 of plain | yes |" in text
    assert "## Understanding: typed, 100 messages" in text
    assert "| – plate | 1.000 | 0.900 | yes | ≥ 0.97 | yes |" in text
    assert "| macro-F1 lost by hotline noise | 0.030 | 0.050 | yes | ≤ 0.02 | **no** |" in text
    assert text.count("**no**") == 1
    assert "**no**" in render([], PLAIN, PLAIN, {})
