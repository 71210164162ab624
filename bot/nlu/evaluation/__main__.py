"""The command line of the evaluation; `aftercare evaluate` calls it as a child process."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from bot.nlu.evaluation.metrics import Report, report
from bot.nlu.evaluation.reading import (
    EvaluationError,
    judge,
    labelled_messages,
    newest_model,
)
from bot.nlu.evaluation.rendering import as_json, as_text, draw, side_by_side


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, write. Returns 0, or 2 with a sentence when something is missing."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    try:
        ours = _reports(newest_model(options.model), options.files, options.noise)
        peer = (
            _reports(newest_model(options.peer), options.files, options.noise)
            if options.peer
            else {}
        )
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 2
    for name, figures in ours.items():
        print(as_text(name, figures), end="\n\n")
        if options.charts:
            draw(name, figures, options.charts)
    if peer:
        print(side_by_side(ours, peer))
    if options.json:
        written = {"files": as_json(ours), "peer": as_json(peer)}
        options.json.write_text(json.dumps(written, ensure_ascii=False, indent=1), "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aftercare evaluate", description="Measure a model's understanding on Rasa NLU files."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="Rasa NLU YAML files")
    parser.add_argument(
        "--model", type=Path, default=Path("models"), help="a model or a folder of models"
    )
    parser.add_argument("--peer", type=Path, help="a second model to put beside it")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write every figure here")
    parser.add_argument("--charts", type=Path, metavar="DIR", help="also draw charts (PNG) here")
    parser.add_argument(
        "--noise", type=int, metavar="SEED", help="read a noisy twin of each message instead"
    )
    return parser


def _reports(model: Path, files: list[Path], noise: int | None) -> dict[str, Report]:
    reports = {}
    for path in files:
        messages = labelled_messages(path)
        if noise is not None:
            from bot.nlu.noise import NoiseMaker

            maker = NoiseMaker(noise)
            # Spans move when the text does, so a noisy run measures intents only.
            messages = [(maker.twin(text), intent, ()) for text, intent, _ in messages]
        reports[path.stem] = report(judge(model, messages))
    return reports


if __name__ == "__main__":
    sys.exit(main())
