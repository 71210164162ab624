"""`make bench`: trains, starts and measures both bots in one go, writes benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.bots import Bot, Ours, Plain, Took, machine
from benchmarks.load import measure_growth, measure_odd, measure_parsing, measure_rate
from benchmarks.peer import PeerError, Training, current_commit, reuse_peer, train_peer
from benchmarks.results import GROWTH_MARKS, Figures, render
from benchmarks.understanding import TIMES_SAID_AT, evaluate
from bot.cli import development_sets
from bot.settings import ROOT

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
CROWDS = (1, 8, 32)


def main() -> int:
    options = _options()
    Plain.epochs = options.epochs
    if options.train_peer:
        training = train_peer(options.train_peer)
        _say(f"The peer in {options.train_peer} was trained in {training.seconds:.0f} s.")
        return 0
    try:
        with tempfile.TemporaryDirectory(prefix="aftercare-bench-") as place:
            text = run(options, Path(place))
    except PeerError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n" + text)
    if options.epochs is None:
        RESULTS.write_text(text, encoding="utf-8")
    return 0


def run(options: argparse.Namespace, place: Path) -> str:
    """Measures both bots and gives the whole of RESULTS.md."""
    script = yaml.safe_load((ROOT / "benchmarks" / "conversations.yml").read_text("utf-8"))
    peer, training = (
        reuse_peer(options.peer, place / "plain") if options.peer else (_new_peer(place), None)
    )
    ours = Ours("Aftercare", place / "ours")
    own = measure(ours, _train(ours), script, options.seconds)
    took = Took(training.seconds, training.cpu_seconds) if training else _train(peer)
    plain = measure(peer, took, script, options.seconds)
    files = options.files or development_sets(os.environ)
    _say("Both: reading the development sets …")
    understood = evaluate(files, ours.model, peer.model, place, options.times_said_at)
    return render(_heading(training), own, plain, understood)


def _new_peer(place: Path) -> Plain:
    return Plain("plain Rasa", place / "plain")


def _train(bot: Bot) -> Took:
    _say(f"{bot.name}: training …")
    bot.place.mkdir(parents=True, exist_ok=True)
    took = bot.train()
    _say(f"{bot.name}: trained in {took.seconds:.0f} s")
    return took


def _heading(training: Training | None) -> list[str]:
    peer = (
        f"The peer was trained on {training.day} at commit {training.commit}; ours anew."
        if training
        else "Both were trained in this run."
    )
    if training and training.note:
        peer += f" **{training.note}**"
    commit = current_commit()
    same = "the same training data, domain, rules, actions and database."
    if training and training.commit != commit:
        same = (
            f"the training data, domain and rules of commit {training.commit} (ours: {commit}), and "
            "the same actions and database."
        )
    return [
        f"Measured {date.today()} at commit {commit} on {machine()}, both bots in one run of "
        f"`make bench`, one after the other. {peer}",
        "Plain is stock Rasa 3.6 with the configuration that it suggests (`benchmarks/plain`), on "
        + same,
    ]


def measure(bot: Bot, took: Took, script: Mapping[str, Any], seconds: float) -> Figures:
    """All figures of one trained bot; it is stopped afterwards."""
    figures = Figures(took.seconds, took.cpu_seconds)
    _say(f"{bot.name}: starting …")
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
        figures.odd = asyncio.run(measure_odd(bot.door, odd_messages(script["odd"])))
        for crowd in CROWDS:
            rate = asyncio.run(measure_rate(bot.door, script["mixed"], crowd, seconds))
            figures.rates.append(rate)
            _say(f"{bot.name}: {rate.turns_per_second:.1f} turns a second for {crowd} at once")
        figures.growth = asyncio.run(measure_growth(bot.door, script["growing"], GROWTH_MARKS))
        figures.memory = bot.memory()
    finally:
        bot.stop()
    return figures


def odd_messages(written: Mapping[str, Any]) -> dict[str, str]:
    """The odd messages of conversations.yml; `{say, times}` stands for a text that is repeated."""
    return {
        kind: odd["say"] * odd["times"] if isinstance(odd, dict) else odd
        for kind, odd in written.items()
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=Path, help="labelled files: Rasa NLU YAML, times as TSV"
    )
    parser.add_argument("--times-said-at", default=TIMES_SAID_AT, metavar="MOMENT")
    parser.add_argument("--seconds", type=float, default=30, help="of load for each crowd")
    parser.add_argument("--epochs", type=int, help="try the run out: fewer epochs, no RESULTS.md")
    peer = parser.add_mutually_exclusive_group()
    peer.add_argument("--peer", type=Path, metavar="DIRECTORY", help="a peer trained before")
    peer.add_argument(
        "--train-peer", type=Path, metavar="DIRECTORY", help="train a peer there and do no more"
    )
    return parser.parse_args()


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
