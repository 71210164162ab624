"""A report as text for people, as JSON for programs and as charts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.nlu.evaluation.goals import Figure
from bot.nlu.evaluation.metrics import Report, Score


def as_text(name: str, report: Report, worst: int = 12) -> str:
    """What a person reads: the headline figures, the weakest intents, the commonest confusions."""
    r, speed = report.refusals, report.speed
    lines = [
        f"== {name}: {report.messages} messages",
        f"accuracy {report.accuracy:.3f}   macro-F1 {report.macro_f1:.3f}   "
        f"calibration error {report.calibration.error:.3f}   macro-F1 lost by hotline noise "
        f"{_figure(report.noise_loss, 3)}",
        f"out of scope: recall {r.recall:.3f} of {r.out_of_scope} ({r.recall_with_asking:.3f} with "
        f"asking)   false refusals {r.false_refusals:.3f}, asked {r.asked:.3f}, "
        f"wrong though sure {r.wrong_when_sure:.3f} of {r.in_scope}",
        f"entities, strict F1: {report.entities.f1:.3f}   coded values "
        f"{report.coded_entities.f1:.3f}   more than one wish {report.split:.3f}",
        f"ms a message: median {speed.median:.1f}, 95 % {speed.p95:.1f}, "
        f"slowest {speed.slowest:.1f} ({speed.slowest_text!r})",
    ]
    weakest = sorted(report.intents.items(), key=lambda item: (item[1].f1, item[0]))
    lines += ["", f"{'weakest intents':24}{'P':>7}{'R':>7}{'F1':>7}{'n':>6}"]
    lines += [_row(intent, score) for intent, score in weakest[:worst] if score.f1 < 1]
    lines += ["", f"{'entities':24}{'P':>7}{'R':>7}{'F1':>7}{'n':>6}"]
    lines += [_row(kind, score) for kind, score in report.entity_kinds.items()]
    lines += ["", "confusions (labelled → read)"]
    for confusion in report.confusions[:worst]:
        lines.append(f"{confusion.count:4} {confusion.intent} → {confusion.predicted}")
        lines += [f"       {text}" for text in confusion.examples]
    return "\n".join(lines)


def _row(name: str, score: Score) -> str:
    return f"{name:24}{score.precision:7.2f}{score.recall:7.2f}{score.f1:7.2f}{score.support:6}"


def as_table(figures: Iterable[Figure], ours: str = "ours", peer: str = "peer") -> list[str]:
    """The lines of a Markdown table: both models, who is better, and the goal."""
    return [
        f"| figure | {ours} | {peer} | better than {peer} | goal | reached |",
        "|---|---:|---:|---|---|---|",
        *(
            f"| {f.name} | {_figure(f.own, f.digits)} | {_figure(f.peer, f.digits)} | "
            f"{SAID[f.beats_peer]} | {f.goal or '–'} | {SAID[f.reached]} |"
            for f in figures
        ),
    ]


SAID = {True: "yes", False: "**no**", None: "–"}


def _figure(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def as_json(reports: Mapping[str, Report]) -> dict[str, Any]:
    """The whole report, by file name, in plain types."""
    return {name: dataclasses.asdict(report) for name, report in reports.items()}


def draw(name: str, report: Report, folder: Path) -> list[Path]:
    """Two PNG files: who is taken for whom, and whether the confidence can be believed."""
    import matplotlib

    matplotlib.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    return [_draw_confusion(name, report, folder), _draw_calibration(name, report, folder)]


def _draw_confusion(name: str, report: Report, folder: Path) -> Path:
    import numpy as np
    from matplotlib import pyplot

    labels = sorted({*report.matrix, *(p for row in report.matrix.values() for p in row)})
    shares = np.array(
        [[report.matrix.get(i, {}).get(p, 0) for p in labels] for i in labels], dtype=float
    )
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
    size = 3 + 0.28 * len(labels)
    figure, axes = pyplot.subplots(figsize=(size + 1, size))
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(labels)), labels, rotation=90, fontsize=7)
    axes.set_yticks(range(len(labels)), labels, fontsize=7)
    axes.set(xlabel="read as", ylabel="labelled", title=f"{name}: share of each intent's messages")
    figure.colorbar(image, shrink=0.6)
    return _save(figure, folder / f"{name}-confusion.png")


def _draw_calibration(name: str, report: Report, folder: Path) -> Path:
    from matplotlib import pyplot

    bins = report.calibration.bins
    figure, axes = pyplot.subplots(figsize=(5, 4.5))
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":", label="as it should be")
    axes.plot([b.confidence for b in bins], [b.accuracy for b in bins], marker="o", label="model")
    for b in bins:
        axes.annotate(
            str(b.count),
            (b.confidence, b.accuracy),
            fontsize=7,
            xytext=(4, -9),
            textcoords="offset points",
        )
    title = f"{name}: calibration error {report.calibration.error:.3f}"
    axes.set(
        xlabel="confidence", ylabel="share that was right", xlim=(0, 1), ylim=(0, 1.02), title=title
    )
    axes.legend(loc="upper left")
    return _save(figure, folder / f"{name}-calibration.png")


def _save(figure: Any, path: Path) -> Path:
    from matplotlib import pyplot

    figure.tight_layout()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
    return path
