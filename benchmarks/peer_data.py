"""The peer's training data: ours, and the catalogue's words in the form that stock Rasa takes them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import yaml

from bot.settings import ROOT


def write_peer_data(target: Path, catalogue: Path) -> None:
    """Our NLU data, rules and responses, the peer's stories, synonyms and lookups under `target`."""
    shutil.rmtree(target, ignore_errors=True)
    for name in ("nlu", "rules", "responses"):
        shutil.copytree(ROOT / "data" / name, target / name)
    shutil.copy(ROOT / "benchmarks" / "plain" / "stories.yml", target / "stories.yml")
    words = json.loads(catalogue.read_text(encoding="utf-8"))
    nlu = [*_synonyms(words), *_lookups(words)]
    text = yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, sort_keys=False)
    (target / "nlu" / "catalogue.yml").write_text(text, encoding="utf-8")


def _synonyms(words: dict[str, dict[str, list[str]]]) -> list[dict[str, str]]:
    codes = {code: names for kind in words.values() for code, names in kind.items() if names}
    return [{"synonym": code, "examples": _list(names)} for code, names in codes.items()]


def _lookups(words: dict[str, dict[str, list[str]]]) -> list[dict[str, str]]:
    return [
        {"lookup": kind, "examples": _list([name for names in codes.values() for name in names])}
        for kind, codes in words.items()
        if codes
    ]


def _list(names: list[str]) -> str:
    return "".join(f"- {name}\n" for name in dict.fromkeys(names))
