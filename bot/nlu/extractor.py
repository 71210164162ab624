"""The Rasa component for values that need no catalogue: codes, times, mileage, money, names …"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import clock
from bot.nlu.entities import as_entity
from bot.nlu.normalizer import tidy
from bot.nlu.values import find_values
from bot.nlu.words import ordinary_words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ValueExtractor(GraphComponent, EntityExtractorMixin):
    """Adds the entities of `bot.nlu.values` to a message; the message's text stays as it is."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ValueExtractor:
        """The component; it has nothing to configure and nothing to learn."""
        ordinary_words()  # read now rather than under the first customer's message
        find_values(tidy("你好"), clock.now())
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message against the present moment of the one clock."""
        now = clock.now()
        for message in messages:
            text = message.get(TEXT) or ""
            found = [as_entity(one, text, self.name) for one in find_values(tidy(text), now)]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages
