"""The bench's arithmetic and its tables."""

from __future__ import annotations

from benchmarks.load import Odd, Rate
from benchmarks.results import Figures, Row, render, rows, understanding_rows
from benchmarks.understanding import Understanding, read


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
KINDS = {"plate": 1.0, "time": 0.9}
GOOD = Understanding(100, 0.9, 0.9, 10, 0.8, 0.01, 0.9, KINDS, 0.05, 0.02, 3.0)
POOR = Understanding(100, 0.8, 0.8, 10, 0.7, 0.02, 0.8, {"plate": 0.9}, 0.1, 0.2, 30.0)


def by_name(found: list[Row]) -> dict[str, Row]:
    return {row.name: row for row in found}


def test_every_goal_is_reached_when_ours_is_as_much_better_as_was_wanted() -> None:
    found = rows(OURS, PLAIN) + understanding_rows(GOOD, POOR)
    assert {row.met for row in found if row.goal} == {True}
    with_goals = {row.name for row in found if row.goal}
    for crowd in ("1 conversation", "8 conversations", "32 conversations"):
        assert f"turns a second, {crowd} at once" in with_goals
        assert f"ms a turn (median), {crowd} at once" in with_goals


def test_no_goal_is_reached_by_the_plain_bot_itself() -> None:
    found = rows(PLAIN, PLAIN) + understanding_rows(POOR, POOR)
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


def test_what_a_file_does_not_hold_has_no_figure() -> None:
    none = Understanding(100, 0.9, 0.9)
    found = by_name(understanding_rows(none, none))
    assert found["out of scope: recall (0 messages)"].own is None
    assert not [name for name in found if name.startswith("– ")]


def test_the_report_of_the_evaluation_is_read() -> None:
    score = {"f1": 0.7, "support": 3}
    clean = {
        "messages": 9,
        "accuracy": 0.8,
        "macro_f1": 0.75,
        "refusals": {"out_of_scope": 4, "recall": 0.5, "false_refusals": 0.1},
        "entities": {"f1": 0.6},
        "entity_kinds": {"plate": score, "vin": {"f1": 0.0, "support": 0}, "part": score},
        "calibration": {"error": 0.03},
        "speed": {"median": 4.0},
    }
    found = read(clean, {"macro_f1": 0.70})
    assert found.entity_kinds == {"plate": 0.7}
    assert round(found.noise_loss, 9) == 0.05
    assert (found.refused, found.false_refusals, found.out_of_scope) == (0.5, 0.1, 4)
    assert (found.entities, found.calibration_error, found.ms) == (0.6, 0.03, 4.0)
    assert found.has_entities


def test_the_tables_have_a_row_for_every_figure_with_its_goal() -> None:
    text = render(["Measured today."], OURS, PLAIN, {"typed": (GOOD, POOR)})
    assert text.startswith("# Beside a plain Rasa bot\n\nMeasured today.\n")
    assert (
        "| ms a turn at turn 300 of one conversation | 12.0 | 900.0 | ≤ 1.5 × our turn 10 | yes |"
        in text
    )
    assert "| memory of all processes, MB | 600 | 1000 | ≤ 0.7 of plain | yes |" in text
    assert "## Understanding: typed, 100 messages" in text
    assert "| – plate | 1.000 | 0.900 | more than plain | yes |" in text
    assert "**no**" not in text
    assert "**no**" in render([], PLAIN, PLAIN, {})
