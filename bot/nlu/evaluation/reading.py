"""Labelled messages in, judged messages out: the only part of the evaluation that runs Rasa."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.fingerprint import fingerprint, model_path
from bot.nlu.evaluation.metrics import (
    CODED,
    FALLBACK,
    NOT_OURS,
    OUT_OF_SCOPE,
    SURE,
    Entity,
    Judged,
)
from bot.settings import ROOT, Settings

WARM_UP = ("你好", "想约个保养，明天下午行吗")
"""Read first, so that what is loaded at first use is not counted as a message's time."""


Labelled = tuple[str, str, tuple[Entity, ...]]
"""A message, its intent and its entities."""


class EvaluationError(Exception):
    """Something to measure is missing. The message is one sentence for the operator."""


def newest_model(folder: Path) -> Path:
    """The newest model in a folder, or the model file itself.

    Raises:
        EvaluationError: there is none.
    """
    if folder.is_file():
        return folder
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise EvaluationError(f"There is no model in {folder}: run `aftercare train` first.")
    return models[-1]


def fitting_model(settings: Settings) -> Path:
    """The model that was trained on the data, configuration and catalogue as they are.

    Raises:
        EvaluationError: there is none.
    """
    model = model_path(settings.model_dir, fingerprint(ROOT, settings.catalogue_path))
    if not model.is_file():
        raise EvaluationError(
            f"No model in {settings.model_dir} fits the data, configuration and catalogue as they are: "
            "run `aftercare train` first, or name a model with --model."
        )
    return model


def labelled_messages(path: Path) -> list[Labelled]:
    """Text, intent and entities of every example of a Rasa NLU file.

    Raises:
        EvaluationError: no such file, or no labelled examples in it.
    """
    if not path.is_file():
        raise EvaluationError(f"There is no file {path}.")
    from rasa.shared.nlu.training_data.loading import load_data

    messages = load_data(str(path)).intent_examples
    if not messages:
        raise EvaluationError(f"{path} holds no examples with an intent.")
    return [
        (text := m.get("text"), m.get("intent"), entities_of(m.get("entities") or [], text))
        for m in messages
    ]


def noisy_twins(messages: Sequence[Labelled], seed: int) -> list[Labelled]:
    """The messages as a hotline would transcribe them; spans move with the text, so only intents
    are labelled."""
    from bot.nlu.noise import NoiseMaker

    maker = NoiseMaker(seed)
    return [(maker.twin(text), intent, ()) for text, intent, _ in messages]


def entities_of(entities: Sequence[dict[str, Any]], text: str) -> tuple[Entity, ...]:
    """Rasa's entity dictionaries, labelled or extracted, as plain values."""
    return tuple(
        Entity(e["entity"], e["start"], e["end"], _value(e, text[e["start"] : e["end"]]))
        for e in entities
    )


def _value(entity: dict[str, Any], span: str) -> str | None:
    # Rasa fills a value that was not annotated with the text of the span.
    value = str(entity.get("value"))
    return value if value != span or entity["entity"] in CODED or "extractor" in entity else None


def judge(model: Path, messages: Sequence[Labelled]) -> list[Judged]:
    """Let the model read every message."""
    return asyncio.run(_judge(model, messages))


async def _judge(model: Path, messages: Sequence[Labelled]) -> list[Judged]:
    from rasa.core.agent import load_agent
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    # Unconfigured, Rasa prints every message that it reads, and the time of printing would count.
    configure_logging_and_warnings(logging.WARNING, warn_only_once=True, filter_repeated_logs=True)
    configure_structlog(logging.WARNING)
    agent = await load_agent(model_path=str(model))
    for text in WARM_UP:
        await agent.parse_message(text)
    judged = []
    for text, intent, entities in messages:
        began = time.perf_counter()
        parsed = await agent.parse_message(text)
        milliseconds = (time.perf_counter() - began) * 1000
        judged.append(judged_message(text, intent, entities, parsed, milliseconds))
    return judged


def judged_message(
    text: str,
    intent: str,
    entities: tuple[Entity, ...],
    parsed: dict[str, Any],
    milliseconds: float,
) -> Judged:
    """One message beside its reading. A model without `decision` refuses by its fallback intent."""
    top = parsed.get("intent") or {}
    name, confidence = top.get("name") or "", float(top.get("confidence") or 0.0)
    decision = parsed.get("decision")
    if decision is None:
        decision = NOT_OURS if name in (FALLBACK, OUT_OF_SCOPE, "") else SURE
    if name == FALLBACK:
        # The fallback hides the class that it doubts; accuracy is about that class.
        ranking = [rival for rival in parsed.get("intent_ranking", ()) if rival["name"] != FALLBACK]
        name, confidence = (ranking[0]["name"], ranking[0]["confidence"]) if ranking else ("", 0.0)
    return Judged(
        text=text,
        intent=intent,
        entities=entities,
        predicted=name,
        confidence=confidence,
        decision=decision,
        predicted_entities=entities_of(parsed.get("entities") or [], text),
        wishes=len(parsed.get("wishes") or ()),
        milliseconds=milliseconds,
    )
