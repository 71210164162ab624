"""The Rasa intent classifier: intent, ranking, decision, candidates and further wishes."""

from __future__ import annotations

import dataclasses
import json
import logging
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.decisions import Judge, Reading, fit_judge
from bot.nlu.encoder import CLAUSE_VECTORS, CLAUSES, SentenceEncoder, reading_of
from bot.nlu.intent_model import Examples, IntentModel, ModelSettings
from bot.nlu.noise_twin import TWIN_OF
from bot.nlu.normalizer import normalize
from bot.nlu.outline import Outliner, read_words
from bot.nlu.vocabulary import Catalogue
from bot.nlu.wishes import Wish, choose_wishes
from bot.nlu.words import exported

logger = logging.getLogger(__name__)

DECISION, CANDIDATES, WISHES = "decision", "candidates", "wishes"
_JUDGE_FILE, _CATALOGUE_FILE = "judge.json", "catalogue.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(RasaClassifier, GraphComponent):
    """Reads normalised text and sentence vectors; see `intent_model`, `decisions` and `wishes`."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoder]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings of `ModelSettings`, the folds of the cross-validation that calibrates, the
        length of the ranking and the exported catalogue, which is copied into the model."""
        return {
            **dataclasses.asdict(ModelSettings()),
            "folds": 3,
            "ranking_length": 10,
            "catalogue": "catalogue.json",
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
        judge: Judge | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._judge = judge or Judge()
        self._catalogue = catalogue
        self._outliner = Outliner(catalogue)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        words = read_words(exported(config["catalogue"]))
        return cls(config, model_storage, resource, catalogue=words)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        try:
            with model_storage.read_from(resource) as folder:
                model = IntentModel.load(folder)
                judge = Judge(**json.loads((folder / _JUDGE_FILE).read_text("utf-8")))
                words = read_words(folder / _CATALOGUE_FILE)
        except ValueError:
            # Rasa's storage has nothing for us: trained without any intents.
            logger.warning("The model holds no intent classifier.")
            return cls(config, model_storage, resource)
        component = cls(config, model_storage, resource, model, judge, words)
        component._outliner.sentence("你好")  # word lists are read now, not under the first message
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model, then the judge on scores of models that had not seen the sentences."""
        messages = [m for m in training_data.intent_examples if m.get(TEXT)]
        if len({m.get(INTENT) for m in messages}) < 2:
            return self._resource
        examples = examples_of(messages, self._outliner)
        settings = self._settings()
        self._model, scores = IntentModel.fit_and_test(examples, settings, self._config["folds"])
        # Twins teach, but what customers send is calibrated on what people wrote.
        written = np.array([m.get(TWIN_OF) is None for m in messages])
        truth = [m.get(INTENT) for m in messages if m.get(TWIN_OF) is None]
        self._judge = fit_judge(scores[written], self._model.intents, truth)
        taken = np.asarray(self._model.intents)[scores[written].argmax(axis=1)]
        accuracy = float((taken == np.asarray(truth)).mean())
        logger.info("Intents, cross-validated: accuracy %.3f, %s", accuracy, self._judge)
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify; without a trained model every message is left without an intent."""
        for message in messages:
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        parts = message.get(CLAUSES) or []
        readings = self._read(message, [part.text for part in parts])
        if not readings:
            message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
            return
        whole, of_parts = readings[0], readings[1:]
        wishes = choose_wishes(whole, list(zip(parts, of_parts, strict=True)))
        self._write(message, whole, wishes)

    def _read(self, message: Message, parts: list[str]) -> list[Reading]:
        vector = vector_of(message)
        if self._model is None or vector is None:
            return []
        vectors = np.vstack([vector, message.get(CLAUSE_VECTORS)]) if parts else vector
        said = [message.get(TEXT) or "", *parts]
        scores = self._model.scores([self._outliner.sentence(text) for text in said], vectors)
        return self._judge.read(scores, self._model.intents)

    def _write(self, message: Message, whole: Reading, wishes: list[Wish]) -> None:
        ranking = [{"name": name, "confidence": value} for name, value in whole.ranking]
        decision, top = str(whole.decision), ranking[0]
        if wishes:
            decision = "sure"
            top = {"name": wishes[0].intent, "confidence": wishes[0].confidence}
        output: dict[str, Any] = {
            INTENT: top,
            INTENT_RANKING_KEY: ranking[: self._config["ranking_length"]],
            DECISION: decision,
            WISHES: [_as_dict(wish) for wish in wishes[1:]],
        }
        if decision == "unsure":
            output[CANDIDATES] = [entry["name"] for entry in ranking[:2]]
        for key, value in output.items():
            message.set(key, value, add_to_output=True)

    def _settings(self) -> ModelSettings:
        names = {field.name for field in dataclasses.fields(ModelSettings)}
        return ModelSettings(**{k: v for k, v in self._config.items() if k in names})

    def _persist(self) -> None:
        if self._model is None:
            return
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
            judge = json.dumps(dataclasses.asdict(self._judge))
            (folder / _JUDGE_FILE).write_text(judge, "utf-8")
            if self._catalogue:
                words = json.dumps(self._catalogue, ensure_ascii=False)
                (folder / _CATALOGUE_FILE).write_text(words, "utf-8")


def examples_of(messages: list[Message], outliner: Outliner) -> Examples:
    """Labelled rows of featurised messages.

    Raises:
        ValueError: a message has no sentence vector, so no encoder stands before the classifier.
    """
    vectors = [vector for m in messages if (vector := vector_of(m)) is not None]
    if len(vectors) < len(messages):
        raise ValueError("the intent classifier needs a SentenceEncoder before it in the pipeline")
    readings = {message.get(TEXT): reading_of(message) for message in messages}
    originals = [message.get(TWIN_OF) or message.get(TEXT) for message in messages]
    return Examples(
        sentences=[outliner.outlined(readings[message.get(TEXT)]) for message in messages],
        vectors=np.vstack(vectors),
        intents=[message.get(INTENT) for message in messages],
        sources=[readings.get(original) or normalize(original) for original in originals],
    )


def vector_of(message: Message) -> np.ndarray | None:
    """The message's sentence features side by side, as one row."""
    _, sentence = message.get_dense_features(TEXT, [])
    return None if sentence is None else np.asarray(sentence.features, dtype=np.float32)


def _as_dict(wish: Wish) -> dict[str, Any]:
    intent = {"name": wish.intent, "confidence": wish.confidence}
    return {"intent": intent, "text": wish.text, "start": wish.start, "end": wish.end}
