"""The Rasa component that trains on noisy twins of a share of the examples."""

from __future__ import annotations

import json
import random
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.noise import NoiseMaker
from bot.nlu.words import exported

TWIN_OF = "twin_of"
"""Message key: the text that a twin was made from, so that cross-validation keeps both together."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class NoiseTwin(GraphComponent):
    """Adds the twins while training; a customer's message passes untouched. Stands first."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"share": 0.6, "seed": 20261123, "catalogue": "catalogue.json"}

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NoiseTwin:
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        maker = NoiseMaker(self._config["seed"], catalogue_words(self._config["catalogue"]))
        twins = [
            twin
            for message in training_data.intent_examples
            if (twin := self._twin(message, maker)) is not None
        ]
        return training_data.merge(TrainingData(twins))

    def process(self, messages: list[Message]) -> list[Message]:
        return messages

    def _twin(self, message: Message, maker: NoiseMaker) -> Message | None:
        text = message.get(TEXT) or ""
        if random.Random(f"{self._config['seed']}:{text}").random() >= self._config["share"]:
            return None
        noisy = maker.twin(text)
        if noisy == text:
            return None
        return Message({TEXT: noisy, INTENT: message.get(INTENT), TWIN_OF: text})


def catalogue_words(path: str) -> list[str]:
    """Every name and alias that the shop exported for training; none before the first export."""
    file = exported(path)
    if not file.is_file():
        return []
    catalogue = json.loads(file.read_text("utf-8"))
    names = (name for kind in catalogue.values() for names in kind.values() for name in names)
    return sorted({name for name in names if len(name) > 1})
