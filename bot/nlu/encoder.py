"""The Rasa featurizer that gives each message its sentence vector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.normalizer import normalize
from bot.nlu.vectors import BUNDLED, EncoderError, SentenceVectors, shared_vectors
from bot.nlu.wishes import clauses

CLAUSES = "clauses"
"""Message key: the stretches that might hold a wish each, as `bot.nlu.wishes.Clause`."""
CLAUSE_VECTORS = "clause_vectors"
"""Message key: one vector a clause, in the same order. All keys here stay inside the pipeline."""
READING = "reading"
"""Message key: the text as it is understood, kept while training so that it is worked out once."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds a dense sentence feature of the normalised text, and the vectors of its clauses.

    Clauses are encoded together with the whole, which costs little more than the whole alone.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`encoder`: `bundled` or a local Hugging Face folder; `cache`: texts remembered."""
        return {
            **DenseFeaturizer.get_default_config(),
            "encoder": BUNDLED,
            "threads": 1,
            "cache": 4096,
        }

    def __init__(self, config: dict[str, Any], name: str, vectors: SentenceVectors) -> None:
        super().__init__(name, config)
        self._vectors = vectors

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """The component, sharing its weights with every other of the same encoder."""
        try:
            vectors = shared_vectors(config["encoder"], config["threads"], config["cache"])
        except EncoderError as error:
            raise InvalidConfigException(str(error)) from error
        return cls(config, execution_context.node_name, vectors)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse values that could only fail later."""
        for key in ("threads", "cache"):
            if not isinstance(config[key], int) or config[key] < 1:
                raise InvalidConfigException(
                    f"The encoder's {key!r} must be a whole number from 1."
                )

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = [message for message in training_data.training_examples if message.get(TEXT)]
        for message in messages:
            message.set(READING, reading_of(message))
        if messages:
            self._add(messages, self._vectors.encode([reading_of(m) for m in messages]))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = clauses(message.get(TEXT) or "")
            texts = [reading_of(message), *(normalize(clause.text) for clause in found)]
            vectors = self._vectors.encode(texts)
            self._add([message], vectors[:1])
            message.set(CLAUSES, found)
            message.set(CLAUSE_VECTORS, vectors[1:])
        return messages

    def _add(self, messages: Sequence[Message], vectors: np.ndarray) -> None:
        for message, vector in zip(messages, vectors, strict=True):
            self.add_features_to_message(
                sequence=None, sentence=vector[np.newaxis], attribute=TEXT, message=message
            )


def reading_of(message: Message) -> str:
    """The text as it is understood."""
    reading: str = message.get(READING) or normalize(message.get(TEXT) or "")
    return reading
