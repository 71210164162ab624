"""The peer's stories agree with our rules: where they contradict, stock Rasa refuses to train."""

from __future__ import annotations

from pathlib import Path

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.importers.importer import TrainingDataImporter

from benchmarks.bots import PLAIN
from bot.settings import ROOT


def test_stock_rasa_finds_no_contradiction(tmp_path: Path) -> None:
    data = ROOT / "data"
    told = [data / "rules", data / "responses", PLAIN / "stories.yml"]
    importer = TrainingDataImporter.load_from_config(
        str(PLAIN / "config.yml"), str(ROOT / "domain.yml"), [str(path) for path in told]
    )
    domain = importer.get_domain()
    trackers = TrainingDataGenerator(
        importer.get_stories(), domain, use_story_concatenation=False
    ).generate()
    policy = RulePolicy(
        RulePolicy.get_default_config(),
        LocalModelStorage(tmp_path),
        Resource("rules"),
        ExecutionContext(GraphSchema({})),
    )
    policy.train(trackers, domain)
    assert policy.lookup is not None and policy.lookup["rules"]
