"""The Rasa component that finds the shop's own things: jobs, parts, models, lamps, stores, topics, places.

At training it copies the exported catalogue into the model: a shop that adds a job, a part or an alias
only retrains, and an old model keeps the words that it was trained with. It stands behind the intent
classifier and behind `ValueExtractor`, whose findings it leaves alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.entities import as_entity
from bot.nlu.shop_words import ShopWords
from bot.nlu.values.found import Found
from bot.nlu.vocabulary import Catalogue
from bot.nlu.words import exported

_COPY = "catalogue.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class CatalogueExtractor(GraphComponent, EntityExtractorMixin):
    """Adds the things of the shop's catalogue to a message; their value is the catalogue's code."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`catalogue`: the file that `aftercare train` exports from the database, in the state directory."""
        return {"catalogue": "catalogue.json"}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        words: ShopWords | None = None,
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._words = words

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CatalogueExtractor:
        """A component before its training."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Copies the catalogue into the model.

        Raises RasaException when there is no catalogue or it cannot be read.
        """
        catalogue = read_catalogue(exported(self._config["catalogue"]))
        self._words = ShopWords(catalogue)
        with self._model_storage.write_to(self._resource) as folder:
            text = json.dumps(catalogue, ensure_ascii=False)
            (folder / _COPY).write_text(text, encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CatalogueExtractor:
        """The component with the catalogue that its model was trained with."""
        with model_storage.read_from(resource) as folder:
            words = ShopWords(read_catalogue(folder / _COPY))
        words.find("你好")  # the word lists are read now rather than under the first message
        return cls(config, model_storage, resource, words)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples keep the entities that they were annotated with."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds what each message names, where no other extractor has found anything."""
        for message in messages:
            text = message.get(TEXT) or ""
            intent = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
            there = message.get(ENTITIES, [])
            taken = [Found("", each["start"], each["end"], None) for each in there]
            found = self._words.find(text, intent) if self._words else []
            new = [
                as_entity(one, text, self.name)
                for one in found
                if not any(one.overlaps(other) for other in taken)
            ]
            message.set(ENTITIES, [*there, *new], add_to_output=True)
        return messages


def read_catalogue(path: Path) -> Catalogue:
    """The exported catalogue: kind, code, names. Raises RasaException with what to do."""
    try:
        catalogue: Catalogue = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RasaException(
            f"The catalogue {path} cannot be read ({error}). `aftercare train` exports it."
        ) from error
    return catalogue
