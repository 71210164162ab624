"""The plain bot learns from our data, and from the catalogue in stock Rasa's own form."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from benchmarks.bots import PLAIN
from benchmarks.peer_data import write_peer_data
from bot.settings import ROOT

CATALOGUE = {"service_item": {"minor_service": ["小保养", "小保"]}, "store": {"CY": ["朝阳店"]}}


def test_it_gets_all_our_examples_and_the_catalogue(tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue.json"
    catalogue.write_text(json.dumps(CATALOGUE), "utf-8")
    write_peer_data(tmp_path / "data", catalogue)
    ours = {path.name for path in (ROOT / "data" / "nlu").iterdir()}
    theirs = {path.name for path in (tmp_path / "data" / "nlu").iterdir()}
    assert theirs == ours | {"catalogue.yml"}
    nlu = yaml.safe_load((tmp_path / "data/nlu/catalogue.yml").read_text("utf-8"))["nlu"]
    assert {"synonym": "minor_service", "examples": "- 小保养\n- 小保\n"} in nlu
    assert {"lookup": "store", "examples": "- 朝阳店\n"} in nlu


def test_it_is_stock_rasa() -> None:
    config = yaml.safe_load((PLAIN / "config.yml").read_text("utf-8"))
    components = config["pipeline"] + config["policies"]
    assert [part["name"] for part in components if "." in part["name"]] == []
    trained = {part["name"]: part["epochs"] for part in components if "epochs" in part}
    assert trained == {"DIETClassifier": 100, "UnexpecTEDIntentPolicy": 100, "TEDPolicy": 100}
