"""The command line of the evaluation; `aftercare evaluate` calls it as a child process."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import signal
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import clock
from bot.nlu.evaluation.goals import Figure, figures_of, time_figures
from bot.nlu.evaluation.metrics import Report, report
from bot.nlu.evaluation.reading import (
    EvaluationError,
    fitting_model,
    judge,
    labelled_messages,
    newest_model,
    noisy_twins,
)
from bot.nlu.evaluation.rendering import as_json, as_table, as_text, draw
from bot.nlu.evaluation.times import TimeReport, labelled_phrases, time_report, times_as_text
from bot.settings import SettingsError, load_settings

NOISE_SEED = 7


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, write. Returns 0, or 2 with a sentence when something is missing."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    try:
        _measure(options)
    except (EvaluationError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _measure(options: argparse.Namespace) -> None:
    files = [options.directory / file for file in options.files]
    ours: dict[str, Report] = {}
    peer: dict[str, Report] = {}
    if messages := [file for file in files if file.suffix != ".tsv"]:
        ours = _reports(_own_model(options), messages, options.noise)
        if options.peer:
            peer = _reports(newest_model(options.directory / options.peer), messages, options.noise)
    times = _times([file for file in files if file.suffix == ".tsv"], options.now)
    _print(ours, peer, times)
    if options.charts:
        for name, figures in ours.items():
            draw(name, figures, options.directory / options.charts)
    if options.json:
        written = json.dumps(_written(ours, peer, times), ensure_ascii=False, indent=1)
        (options.directory / options.json).write_text(written, "utf-8")


def _times(files: list[Path], said_at: datetime | None) -> dict[str, TimeReport]:
    """Raises EvaluationError when nobody says from which moment the phrases count."""
    if files and said_at is None:
        raise EvaluationError(
            f"{files[0].name} holds times as 明天: say when they were said, --now 2026-11-23T10:20."
        )
    return {file.stem: time_report(labelled_phrases(file), said_at) for file in files if said_at}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aftercare evaluate",
        description="Measure a model's understanding on Rasa NLU files, and the reading of times.",
    )
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="Rasa NLU YAML, or time phrases (TSV: text, start, end, grain)",
    )
    parser.add_argument(
        "--model", type=Path, help="a model or a folder of models, instead of the one that fits"
    )
    parser.add_argument("--peer", type=Path, help="a second model to put beside it")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write every figure here")
    parser.add_argument("--charts", type=Path, metavar="DIR", help="also draw charts (PNG) here")
    parser.add_argument(
        "--noise", type=int, metavar="SEED", help="read a noisy twin of each message instead"
    )
    parser.add_argument(
        "--now", type=clock.parse_moment, metavar="MOMENT", help="when the time phrases were said"
    )
    parser.add_argument("--directory", type=Path, default=Path(), help=argparse.SUPPRESS)
    return parser


def _own_model(options: argparse.Namespace) -> Path:
    if options.model:
        return newest_model(options.directory / options.model)
    return fitting_model(load_settings())


def _reports(model: Path, files: list[Path], noise: int | None) -> dict[str, Report]:
    reports = {}
    for path in files:
        messages = labelled_messages(path)
        if noise is not None:
            reports[path.stem] = report(judge(model, noisy_twins(messages, noise)))
            continue
        # Both in one go: loading a model takes longer than reading a file.
        judged = judge(model, [*messages, *noisy_twins(messages, NOISE_SEED)])
        clean, noisy = report(judged[: len(messages)]), report(judged[len(messages) :])
        loss = clean.macro_f1 - noisy.macro_f1
        reports[path.stem] = dataclasses.replace(clean, noise_loss=loss)
    return reports


def _print(
    ours: Mapping[str, Report], peer: Mapping[str, Report], times: Mapping[str, TimeReport]
) -> None:
    for name, figures in ours.items():
        print(as_text(name, figures), end="\n\n")
    for name, read in times.items():
        print(times_as_text(name, read), end="\n\n")
    if peer:
        for name, table in _tables(ours, peer, times).items():
            print(f"{name}\n", *as_table(table), "", sep="\n")


def _tables(
    ours: Mapping[str, Report], peer: Mapping[str, Report], times: Mapping[str, TimeReport]
) -> dict[str, list[Figure]]:
    return {
        **{name: figures_of(name, figures, peer.get(name)) for name, figures in ours.items()},
        **{name: time_figures(read) for name, read in times.items()},
    }


def _written(
    ours: Mapping[str, Report], peer: Mapping[str, Report], times: Mapping[str, TimeReport]
) -> dict[str, Any]:
    return {
        "files": as_json(ours),
        "peer": as_json(peer),
        "times": {name: dataclasses.asdict(read) for name, read in times.items()},
        "figures": {
            name: [dataclasses.asdict(figure) for figure in table]
            for name, table in _tables(ours, peer, times).items()
        },
    }


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `aftercare evaluate | head` has read enough
    sys.exit(main())
