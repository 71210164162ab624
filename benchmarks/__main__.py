"""`make bench`: trains, starts and measures both bots in one go, writes benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import yaml

from benchmarks.bots import Bot, Ours, Plain, machine
from benchmarks.load import measure_growth, measure_parsing, measure_rate
from benchmarks.results import GROWTH_MARKS, Figures, Understanding, render
from bot.cli import development_sets
from bot.settings import ROOT

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
CROWDS = (1, 8, 32)


def main() -> int:
    options = _options()
    script = yaml.safe_load((ROOT / "benchmarks" / "conversations.yml").read_text("utf-8"))
    Plain.epochs = options.epochs
    with tempfile.TemporaryDirectory(prefix="aftercare-bench-") as place:
        ours = Ours("Aftercare", Path(place) / "ours")
        plain = Plain("plain Rasa", Path(place) / "plain")
        own = measure(ours, script, options.seconds)
        peer = measure(plain, script, options.seconds)
        files = options.files or development_sets()
        understanding = evaluate(files, ours.model, plain.model, Path(place)) if files else {}
    text = render(machine(), str(date.today()), own, peer, understanding)
    print("\n" + text)
    if options.epochs is None:
        RESULTS.write_text(text, encoding="utf-8")
    return 0


def measure(bot: Bot, script: dict[str, list], seconds: float) -> Figures:
    """All figures of one bot; it is stopped afterwards."""
    _say(f"{bot.name}: training …")
    bot.place.mkdir(parents=True, exist_ok=True)
    figures = Figures(training_seconds=bot.train())
    _say(f"{bot.name}: trained in {figures.training_seconds:.0f} s; starting …")
    # The first start reads everything from disk; the second is what an operator sees.
    bot.start()
    bot.stop()
    try:
        figures.start_seconds = bot.start()
        _say(f"{bot.name}: first answer after {figures.start_seconds:.1f} s; measuring …")
        lines = [line for talk in script["mixed"] for line in talk]
        asyncio.run(measure_rate(bot.door, script["mixed"], 2, 5))  # warm up
        times = asyncio.run(measure_parsing(bot.parse_url, lines * 5))
        figures.parse_ms = statistics.median(times)
        for crowd in CROWDS:
            rate = asyncio.run(measure_rate(bot.door, script["mixed"], crowd, seconds))
            figures.rates.append(rate)
            _say(f"{bot.name}: {rate.turns_per_second:.1f} turns a second for {crowd} at once")
        figures.growth = asyncio.run(measure_growth(bot.door, script["growing"], GROWTH_MARKS))
        figures.memory = bot.memory()
    finally:
        bot.stop()
    return figures


def evaluate(
    files: list[Path], ours: Path, plain: Path, place: Path
) -> dict[str, tuple[Understanding, Understanding]]:
    """Both models on the same labelled files."""
    _say("Both: reading the development sets …")
    out = place / "evaluation.json"
    subprocess.run(
        [
            *(sys.executable, "-m", "bot.nlu.evaluation", *map(str, files)),
            *("--model", str(ours), "--peer", str(plain), "--json", str(out)),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    read = json.loads(out.read_text(encoding="utf-8"))
    return {name: (_of(read["files"][name]), _of(read["peer"][name])) for name in read["files"]}


def _of(report: dict) -> Understanding:
    return Understanding(report["messages"], report["accuracy"], report["macro_f1"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="labelled files (Rasa NLU YAML)")
    parser.add_argument("--seconds", type=float, default=30, help="of load for each crowd")
    parser.add_argument("--epochs", type=int, help="try the run out: fewer epochs, no RESULTS.md")
    return parser.parse_args()


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
