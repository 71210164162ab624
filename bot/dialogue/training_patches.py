"""Patches of Rasa that change how long training takes and nothing else.

Rasa 3.6 reads all examples twice, copies them deeply at each of ten mergings and packs the model as
tightly as gzip can. What the patches must not change: tests/unit/dialogue/test_training_patches.py.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import wraps
from typing import Any

import rasa.engine.storage.local_model_storage as local_model_storage
import rasa.shared.nlu.training_data.training_data as training_data
from rasa.graph_components.providers.nlu_training_data_provider import NLUTrainingDataProvider
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, RESPONSE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


def patch_training() -> None:
    """For this process, before training begins. Doing it twice changes nothing."""
    training_data.copy = ShallowCopies
    TrainingData.sanitize_examples = staticmethod(sanitize_examples)
    if NLUTrainingDataProvider.provide.__module__ != __name__:
        NLUTrainingDataProvider.provide = in_any_language(NLUTrainingDataProvider.provide)
    local_model_storage.TarSafe = QuickArchive


class ShallowCopies:
    """Stands for the module `copy` where Rasa merges data: nobody changes a part that was merged."""

    copy = deepcopy = staticmethod(copy.copy)


def sanitize_examples(examples: list[Message]) -> list[Message]:
    """As Rasa's, but a message that needs no cleaning keeps the fingerprint it has worked out."""
    for example in examples:
        for key in (INTENT, RESPONSE):
            said = example.get(key)
            if said and said != said.strip():
                example.set(key, said.strip())
    return list(dict.fromkeys(examples))


def in_any_language(provide: Callable[..., Any]) -> Callable[..., Any]:
    """Asks for the data as `rasa.train` did, so that they are read once.

    The language tells only readers of other formats than Rasa's own what to read.
    """

    @wraps(provide)
    def provide_once(self: NLUTrainingDataProvider, importer: TrainingDataImporter) -> TrainingData:
        self._config = {key: value for key, value in self._config.items() if key != "language"}
        provided: TrainingData = provide(self, importer)
        return provided

    provide_once.__module__ = __name__
    return provide_once


class QuickArchive(local_model_storage.TarSafe):
    """Most of a model are numbers, which the best compression makes no smaller than the quickest."""

    @classmethod
    def gzopen(cls, *args: Any, compresslevel: int = 1, **kwargs: Any) -> Any:
        """As tarfile's."""
        return super().gzopen(*args, compresslevel=compresslevel, **kwargs)
