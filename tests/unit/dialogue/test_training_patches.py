"""What the patches of Rasa's training must leave as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rasa.engine.storage.local_model_storage as local_model_storage
import rasa.shared.nlu.training_data.training_data as training_data
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.graph_components.providers.nlu_training_data_provider import NLUTrainingDataProvider
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tarsafe import TarSafe

from bot.dialogue.training_patches import QuickArchive, patch_training

SAID = [
    ("约个保养", "book_service "),
    ("车修好了没", "check_progress"),
    ("约个保养", "book_service"),
]


def messages() -> list[Message]:
    return [Message({"text": text, "intent": intent}) for text, intent in SAID]


def merged() -> TrainingData:
    more = [Message({"text": "谢谢", "intent": "thank"}), *messages()]
    responses = {"utter_a": [{"text": "好的"}]}
    return TrainingData(messages(), {"小保": "小保养"}, responses=responses).merge(
        TrainingData(more, {"大保": "大保养"}), None, TrainingData(responses={"utter_b": []})
    )


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The patches for one test: what they replace is put back."""
    for place, name in (
        (training_data, "copy"),
        (TrainingData, "sanitize_examples"),
        (NLUTrainingDataProvider, "provide"),
        (local_model_storage, "TarSafe"),
    ):
        monkeypatch.setattr(place, name, vars(place)[name])
    patch_training()
    yield


def test_data_are_merged_as_rasa_does(request: pytest.FixtureRequest) -> None:
    stock = merged()
    request.getfixturevalue("patched")
    ours = merged()
    assert [vars(m)["data"] for m in ours.training_examples] == [
        vars(m)["data"] for m in stock.training_examples
    ]
    assert len(ours.training_examples) == 3
    assert ours.entity_synonyms == stock.entity_synonyms
    assert ours.responses == stock.responses
    assert ours.fingerprint() == stock.fingerprint()


def test_merging_adds_nothing_to_the_parts(patched: None) -> None:
    one, other = TrainingData(messages()), TrainingData([Message({"text": "谢谢"})])
    one.merge(other)
    assert (len(one.training_examples), len(other.training_examples)) == (2, 1)


def test_a_cleaned_example_is_known_by_its_new_label(patched: None) -> None:
    message = Message({"text": "约个保养", "intent": " book_service"})
    before = message.fingerprint()
    (cleaned,) = TrainingData([message]).training_examples
    assert cleaned.get("intent") == "book_service"
    assert cleaned.fingerprint() != before


def test_the_data_that_were_read_are_provided(patched: None, tmp_path: Path) -> None:
    patch_training()  # twice changes nothing
    nlu = tmp_path / "nlu.yml"
    nlu.write_text('version: "3.1"\nnlu:\n- intent: thank\n  examples: |\n    - 谢谢\n', "utf-8")
    importer = TrainingDataImporter.load_from_dict({}, {}, None, [str(nlu)])
    read = importer.get_nlu_data()
    provider = NLUTrainingDataProvider.create(
        {"language": "zh", "persist": False},
        LocalModelStorage(tmp_path),
        Resource("data"),
        ExecutionContext(GraphSchema({})),
    )
    assert provider.provide(importer) is read


def test_an_archive_is_read_by_everyone(tmp_path: Path) -> None:
    file, archive = tmp_path / "words.txt", tmp_path / "model.tar.gz"
    file.write_text("保养 " * 10_000, "utf-8")
    with QuickArchive.open(archive, "w:gz") as tar:
        tar.add(file, arcname="words.txt")
    assert archive.stat().st_size < 10_000
    with TarSafe.open(archive, "r:gz") as tar:
        tar.extractall(tmp_path / "out")
    assert (tmp_path / "out/words.txt").read_bytes() == file.read_bytes()
