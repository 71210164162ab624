"""What the bot says names no series and counts no stores of the demonstration shop: those are rows."""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def test_no_response_names_a_series_of_the_catalogue() -> None:
    models = yaml.safe_load(
        (ROOT / "bot/storage/seed/data/models.yml").read_text(encoding="utf-8")
    )["series"]
    names = [name for model in models.values() for name in model["names"]]
    assert len(names) > 3
    for path in (ROOT / "data" / "responses").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        assert [name for name in names if name in text] == [], path.name
        assert "三家店" not in text, path.name
