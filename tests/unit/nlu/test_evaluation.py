"""The evaluation's figures on messages whose figures can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.nlu.evaluation.__main__ import main
from bot.nlu.evaluation.metrics import Entity, Judged, calibration, report
from bot.nlu.evaluation.reading import EvaluationError, entities_of, judged_message, newest_model
from bot.nlu.evaluation.rendering import as_json, as_text, draw, side_by_side


def judged(
    intent: str,
    predicted: str,
    decision: str = "sure",
    entities: tuple[Entity, ...] = (),
    found: tuple[Entity, ...] = (),
    confidence: float = 0.9,
    milliseconds: float = 5.0,
) -> Judged:
    return Judged(
        f"{intent} said",
        intent,
        entities,
        predicted,
        confidence,
        decision,
        found,
        0,
        milliseconds,
    )


def test_accuracy_macro_f1_and_confusions() -> None:
    figures = report(
        [judged("a", "a"), judged("a", "a"), judged("a", "b"), judged("b", "b"), judged("c", "b")]
    )
    assert figures.accuracy == pytest.approx(3 / 5)
    assert figures.intents["a"].f1 == pytest.approx(0.8)
    assert figures.intents["b"].f1 == pytest.approx(0.5)
    assert figures.macro_f1 == pytest.approx((0.8 + 0.5 + 0) / 3)
    assert [(c.intent, c.predicted, c.count) for c in figures.confusions] == [
        ("a", "b", 1),
        ("c", "b", 1),
    ]
    assert figures.matrix["a"] == {"a": 2, "b": 1}


def test_an_entity_counts_only_with_its_span_and_its_value() -> None:
    plate = Entity("plate", 0, 8, "京N3K587")
    time = Entity("time", 9, 11, None)
    figures = report(
        [
            judged("a", "a", entities=(plate, time), found=(plate, Entity("time", 9, 11, "{…}"))),
            judged("a", "a", entities=(plate,), found=(Entity("plate", 0, 8, "京N3K588"),)),
            judged("a", "a", entities=(plate,), found=(Entity("plate", 0, 7, "京N3K587"),)),
        ]
    )
    assert figures.entity_kinds["time"].f1 == 1
    assert figures.entity_kinds["plate"].f1 == pytest.approx(1 / 3)
    assert figures.entities.f1 == pytest.approx(2 * 0.5 * 0.5 / (0.5 + 0.5))


def test_a_value_counts_when_it_is_annotated_or_the_text_is_the_value() -> None:
    text = "京N3K587 周六 小保养"
    labelled = [
        {"entity": "plate", "start": 0, "end": 7, "value": "京N3K587"},
        {"entity": "time", "start": 8, "end": 10, "value": "周六"},
        {"entity": "service_item", "start": 11, "end": 14, "value": "minor_service"},
    ]
    values = [entity.value for entity in entities_of(labelled, text)]
    assert values == ["京N3K587", None, "minor_service"]


def test_refusals_and_questions_are_counted_apart() -> None:
    r = report(
        [
            judged("out_of_scope", "out_of_scope", "not_ours"),
            judged("out_of_scope", "a", "not_ours"),
            judged("out_of_scope", "a", "unsure"),
            judged("out_of_scope", "a", "sure"),
            judged("a", "a", "sure"),
            judged("a", "b", "sure"),
            judged("a", "b", "unsure"),
            judged("a", "a", "not_ours"),
        ]
    ).refusals
    assert (r.recall, r.recall_with_asking) == (0.5, 0.75)
    assert (r.false_refusals, r.asked, r.wrong_when_sure) == (0.25, 0.25, 0.25)


def test_calibration_error_is_the_mean_distance() -> None:
    outcomes = [(0.95, True)] * 9 + [(0.95, False)] + [(0.15, False)] * 10
    assert calibration(outcomes).error == pytest.approx((0.05 * 10 + 0.15 * 10) / 20)
    assert calibration([(1.0, True)]).error == 0


def test_a_peers_fallback_is_a_refusal_of_the_class_behind_it() -> None:
    parsed = {
        "intent": {"name": "nlu_fallback", "confidence": 0.7},
        "intent_ranking": [
            {"name": "nlu_fallback", "confidence": 0.7},
            {"name": "ask_price", "confidence": 0.2},
        ],
    }
    read = judged_message("多少钱", "ask_price", (), parsed, 1.0)
    assert (read.predicted, read.decision, read.confidence) == ("ask_price", "not_ours", 0.2)
    empty = judged_message("", "ask_price", (), {"intent": {"name": None}}, 1.0)
    assert (empty.predicted, empty.decision) == ("", "not_ours")


def test_the_slowest_message_is_named() -> None:
    slow = report([judged("a", "a", milliseconds=m) for m in (1, 2, 3, 4, 100)]).speed
    assert (slow.median, slow.slowest) == (3, 100)


def test_a_report_reads_well_as_text_json_and_charts(tmp_path: Path) -> None:
    figures = report([judged("a", "b"), judged("a", "a"), judged("out_of_scope", "a")])
    text = as_text("mine", figures)
    assert "accuracy 0.333" in text and "a → b" in text and "a said" in text
    assert json.loads(json.dumps(as_json({"mine": figures})))["mine"]["messages"] == 3
    table = side_by_side({"mine": figures}, {"mine": report([judged("a", "a")])})
    assert "| mine | intent accuracy | 0.333 | 1.000 |" in table
    drawn = draw("mine", figures, tmp_path / "charts")
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in drawn)


def test_nothing_to_measure_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match="no labelled messages"):
        report([])
    with pytest.raises(EvaluationError, match="aftercare train"):
        newest_model(tmp_path)
    assert main(["none.yml", "--model", str(tmp_path)]) == 2
    assert "There is no model" in capsys.readouterr().err


def test_the_newest_model_is_taken(tmp_path: Path) -> None:
    import os

    for age, name in ((100, "a"), (50, "c"), (200, "z")):
        path = tmp_path / f"{name}.tar.gz"
        path.touch()
        os.utime(path, (1e9 - age, 1e9 - age))
    assert newest_model(tmp_path).name == "c.tar.gz"
    assert newest_model(tmp_path / "a.tar.gz").name == "a.tar.gz"
