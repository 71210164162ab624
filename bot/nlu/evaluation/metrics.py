"""The figures, from lists of what was meant and what was understood. No Rasa, no files."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
SURE, UNSURE, NOT_OURS = "sure", "unsure", "not_ours"
CODED = frozenset({"plate", "phone", "vin", "order_no", "mileage", "rating", "amount"})
"""Entities whose text, when annotated without a value, already is the value."""


@dataclass(frozen=True)
class Entity:
    """A span and its value as a string. Without a value in the annotation only the span counts."""

    kind: str
    start: int
    end: int
    value: str | None


@dataclass(frozen=True)
class Judged:
    """One message: as labelled, and as the model read it."""

    text: str
    intent: str
    entities: tuple[Entity, ...]
    predicted: str
    confidence: float
    decision: str
    predicted_entities: tuple[Entity, ...]
    wishes: int
    milliseconds: float


@dataclass(frozen=True)
class Score:
    """Precision, recall and their harmonic mean over `support` labelled ones."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Confusion:
    """How often one intent was taken for another, with some of the texts."""

    intent: str
    predicted: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Refusals:
    """How out-of-scope and in-scope messages were decided, as shares between 0 and 1."""

    out_of_scope: int
    recall: float
    """Out-of-scope messages decided `not_ours`."""
    recall_with_asking: float
    """The same, counting `unsure` as well."""
    in_scope: int
    false_refusals: float
    """In-scope messages decided `not_ours`."""
    asked: float
    """In-scope messages decided `unsure`: the customer is asked which of two was meant."""
    wrong_when_sure: float
    """In-scope messages answered with another intent than the right one."""


@dataclass(frozen=True)
class Bin:
    """Messages whose confidence lies in one tenth."""

    low: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Calibration:
    """Expected calibration error: mean distance of confidence and accuracy over ten bins."""

    error: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class Speed:
    """Milliseconds for a message through the whole model."""

    median: float
    p95: float
    slowest: float
    slowest_text: str


@dataclass(frozen=True)
class Report:
    """Every figure for one file."""

    messages: int
    accuracy: float
    macro_f1: float
    intents: Mapping[str, Score]
    confusions: tuple[Confusion, ...]
    entities: Score
    entity_kinds: Mapping[str, Score]
    coded_entities: Score
    refusals: Refusals
    calibration: Calibration
    split: float
    """Share of messages in which more than one wish was found."""
    speed: Speed
    matrix: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    noise_loss: float | None = None
    """Macro-F1 that is lost when a hotline's transcription stands in for what was typed."""


def report(judged: Sequence[Judged]) -> Report:
    """All figures for a file's messages.

    Raises:
        ValueError: there are no messages.
    """
    if not judged:
        raise ValueError("there are no labelled messages to measure")
    intents = intent_scores(judged)
    kinds = entity_scores(judged)
    strict = {*CODED, "time"} - {"rating", "amount"}
    return Report(
        messages=len(judged),
        accuracy=_share(j.predicted == j.intent for j in judged),
        macro_f1=statistics.fmean(score.f1 for score in intents.values()),
        intents=intents,
        confusions=confusions(judged),
        entities=_pooled(kinds.values()),
        entity_kinds={kind: _score(*counts) for kind, counts in sorted(kinds.items())},
        coded_entities=_pooled(counts for kind, counts in kinds.items() if kind in strict),
        refusals=refusals(judged),
        calibration=calibration([(j.confidence, j.predicted == j.intent) for j in judged]),
        split=_share(j.wishes > 0 for j in judged),
        speed=speed(judged),
        matrix=_matrix(judged),
    )


def intent_scores(judged: Sequence[Judged]) -> dict[str, Score]:
    """Figures for each intent that the file labels. A prediction from outside the file's labels
    costs the right intent its recall and has no row of its own."""
    scores = {}
    for intent in sorted({j.intent for j in judged}):
        right = sum(j.intent == intent == j.predicted for j in judged)
        found = sum(j.predicted == intent for j in judged)
        scores[intent] = _score(right, found, sum(j.intent == intent for j in judged))
    return scores


def confusions(judged: Sequence[Judged], examples: int = 3) -> tuple[Confusion, ...]:
    """The wrong pairs, most frequent first."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for j in judged:
        if j.predicted != j.intent:
            texts[j.intent, j.predicted].append(j.text)
    ranked = sorted(texts.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Confusion(intent, predicted, len(found), tuple(found[:examples]))
        for (intent, predicted), found in ranked
    )


Counts = tuple[int, int, int]
"""Right, found, labelled."""


def entity_scores(judged: Sequence[Judged]) -> dict[str, Counts]:
    """Strict counts by kind: kind, both ends and, where one is labelled, the value must agree."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    for j in judged:
        labelled.update(entity.kind for entity in j.entities)
        found.update(entity.kind for entity in j.predicted_entities)
        spans = {(e.kind, e.start, e.end): e.value for e in j.predicted_entities}
        for entity in j.entities:
            key = (entity.kind, entity.start, entity.end)
            if key in spans and entity.value in (None, spans[key]):
                right[entity.kind] += 1
    kinds = {*found, *labelled}
    return {kind: (right[kind], found[kind], labelled[kind]) for kind in kinds}


def refusals(judged: Sequence[Judged]) -> Refusals:
    """What happened to messages that are not ours, and to those that are."""
    outside = [j for j in judged if j.intent == OUT_OF_SCOPE]
    inside = [j for j in judged if j.intent != OUT_OF_SCOPE]
    return Refusals(
        out_of_scope=len(outside),
        recall=_share(j.decision == NOT_OURS for j in outside),
        recall_with_asking=_share(j.decision != SURE for j in outside),
        in_scope=len(inside),
        false_refusals=_share(j.decision == NOT_OURS for j in inside),
        asked=_share(j.decision == UNSURE for j in inside),
        wrong_when_sure=_share(j.decision == SURE and j.predicted != j.intent for j in inside),
    )


def calibration(outcomes: Sequence[tuple[float, bool]], bins: int = 10) -> Calibration:
    """Expected calibration error of (confidence, was right) pairs over equal-width bins."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, right in outcomes:
        held[min(int(confidence * bins), bins - 1)].append((confidence, right))
    rows = tuple(
        Bin(
            low=index / bins,
            count=len(pairs),
            confidence=statistics.fmean(c for c, _ in pairs),
            accuracy=_share(right for _, right in pairs),
        )
        for index, pairs in enumerate(held)
        if pairs
    )
    total = max(len(outcomes), 1)
    error = sum(row.count * abs(row.confidence - row.accuracy) for row in rows) / total
    return Calibration(error, rows)


def speed(judged: Sequence[Judged]) -> Speed:
    """Median, 95th percentile and the slowest message."""
    ordered = sorted(judged, key=lambda j: j.milliseconds)
    times = [j.milliseconds for j in ordered]
    return Speed(
        median=statistics.median(times),
        p95=times[min(int(len(times) * 0.95), len(times) - 1)],
        slowest=times[-1],
        slowest_text=ordered[-1].text[:60],
    )


def _matrix(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    matrix: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for j in judged:
        matrix[j.intent][j.predicted] += 1
    return {intent: dict(row) for intent, row in sorted(matrix.items())}


def _pooled(counts: Iterable[Counts]) -> Score:
    right, found, labelled = (sum(column) for column in zip((0, 0, 0), *counts, strict=True))
    return _score(right, found, labelled)


def _score(right: int, found: int, labelled: int) -> Score:
    precision = right / found if found else 0.0
    recall = right / labelled if labelled else 0.0
    total = precision + recall
    return Score(precision, recall, 2 * precision * recall / total if total else 0.0, labelled)


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values) if values else 0.0
