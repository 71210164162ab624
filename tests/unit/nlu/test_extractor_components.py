"""The two Rasa components: what stands on a message, and what a model carries with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rasa")

from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.catalogue import CatalogueExtractor
from bot.nlu.extractor import ValueExtractor

CATALOGUE = {
    "service_item": {"alignment": ["四轮定位"]},
    "store": {"CY": ["朝阳店"]},
    "service_line": {"parking": ["停车场"]},
}


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    folder = tmp_path / "model"
    folder.mkdir()
    return LocalModelStorage.create(folder)


@pytest.fixture
def config(tmp_path: Path) -> dict[str, Any]:
    exported = tmp_path / "catalogue.json"
    exported.write_text(json.dumps(CATALOGUE, ensure_ascii=False), encoding="utf-8")
    return {"catalogue": str(exported)}


def trained(config: dict[str, Any], storage: LocalModelStorage) -> CatalogueExtractor:
    resource = Resource("catalogue")
    component = CatalogueExtractor.create(config, storage, resource, None)  # type: ignore[arg-type]
    component.train(TrainingData([]))
    return CatalogueExtractor.load(config, storage, resource, None)  # type: ignore[arg-type]


def values(storage: LocalModelStorage) -> ValueExtractor:
    return ValueExtractor.create({}, storage, Resource("values"), None)  # type: ignore[arg-type]


def test_both_add_entities_as_the_contract_has_them(
    config: dict[str, Any], storage: LocalModelStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERCARE_NOW", "2026-10-14T14:30:00+08:00")
    text = "京恩二 A 三四五，明天上午去朝阳店做四轮订位"
    message = Message({"text": text})
    values(storage).process([message])
    trained(config, storage).process([message])
    assert message.get("text") == text
    assert message.get("entities") == [
        {
            "entity": "plate", "value": "京N2A345", "text": "京恩二 A 三四五", "start": 0, "end": 9,
            "extractor": "ValueExtractor",
        },
        {
            "entity": "time", "text": "明天上午", "start": 10, "end": 14, "extractor": "ValueExtractor",
            "value": {
                "start": "2026-10-15T06:00:00+08:00", "end": "2026-10-15T12:00:00+08:00",
                "grain": "part_of_day",
            },
        },
        {
            "entity": "store", "value": "CY", "text": "朝阳店", "start": 15, "end": 18,
            "extractor": "CatalogueExtractor",
        },
        {
            "entity": "service_item", "value": "alignment", "text": "四轮订位", "start": 19, "end": 23,
            "extractor": "CatalogueExtractor",
        },
    ]  # fmt: skip


def test_a_value_taken_back_is_marked(storage: LocalModelStorage) -> None:
    message = Message({"text": "七万二不是七千二"})
    values(storage).process([message])
    first, second = message.get("entities")
    assert "replaced" not in first
    assert second["replaced"] is True


def test_a_model_keeps_the_words_it_was_trained_with(
    config: dict[str, Any], storage: LocalModelStorage
) -> None:
    component = trained(config, storage)
    Path(config["catalogue"]).write_text("{}", encoding="utf-8")
    again = CatalogueExtractor.load(config, storage, Resource("catalogue"), None)  # type: ignore[arg-type]
    for extractor in (component, again):
        message = Message({"text": "去朝阳店"})
        extractor.process([message])
        assert [entity["value"] for entity in message.get("entities")] == ["CY"]


def test_training_without_an_exported_catalogue_says_what_to_do(
    tmp_path: Path, storage: LocalModelStorage
) -> None:
    config = {"catalogue": str(tmp_path / "missing.json")}
    component = CatalogueExtractor.create(config, storage, Resource("none"), None)  # type: ignore[arg-type]
    with pytest.raises(RasaException, match="aftercare train"):
        component.train(TrainingData([]))


def test_the_intent_decides_what_is_only_the_scene(
    config: dict[str, Any], storage: LocalModelStorage
) -> None:
    component = trained(config, storage)
    for intent, expected in (("ask_other_service", ["parking"]), ("request_pickup", [])):
        message = Message({"text": "你们的停车场", "intent": {"name": intent, "confidence": 0.9}})
        component.process([message])
        assert [entity["value"] for entity in message.get("entities")] == expected


def test_what_another_extractor_found_is_left_alone(
    config: dict[str, Any], storage: LocalModelStorage
) -> None:
    there = {"entity": "other", "start": 1, "end": 4, "value": "x"}
    message = Message({"text": "去朝阳店", "entities": [there]})
    trained(config, storage).process([message])
    assert message.get("entities") == [there]


@pytest.mark.parametrize(
    "text", ["", "😂" * 50, "\x00\x07", "机油" * 2500, "hello can you help", None]
)
def test_strange_messages_pass(
    config: dict[str, Any], storage: LocalModelStorage, text: str | None
) -> None:
    message = Message({"text": text} if text is not None else {})
    values(storage).process([message])
    trained(config, storage).process([message])
    assert isinstance(message.get("entities"), list)
