"""From scores to a decision: probabilities that mean something, and when to ask or to decline.

The temperature and both thresholds come from scores that models gave to sentences they had not been
trained on (cross-validation on our own data). The thresholds are those of least cost:

| what happens to a message | cost |
|---|---|
| answered rightly, or a stranger's request declined | 0 |
| asked "this or that?", and one of the two is right | 0.3 |
| told that it was not understood (unsure, and not two wishes to choose from) | 0.7 |
| asked, and neither is right | 1 |
| answered as something else; declined though ours | 1 |
| a stranger's request served: it begins a matter that there is none of | 1.5 |

and at most 4 % of our own requests may be declined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import numpy.typing as npt

from bot.nlu.intents import OUT_OF_SCOPE, is_wish
from bot.nlu.ridge import Matrix

Decision = Literal["sure", "unsure", "not_ours"]

ASKED, PUZZLED, SERVED = 0.3, 0.7, 1.5
MOST_DECLINED = 0.04
RIVAL = 0.5
"""How much of the best own score counts against a stranger's; better than none or all of it."""

_DECLINED_SHARES = np.linspace(0.0, MOST_DECLINED, 11)
_ASK_FROM = np.linspace(0.2, 0.5, 16)
_SURE_FROM = np.linspace(0.0, 0.4, 11)


@dataclass(frozen=True)
class Reading:
    """What a text was taken for. `ranking` holds (intent, probability), likeliest first."""

    decision: Decision
    ranking: tuple[tuple[str, float], ...]

    @property
    def intent(self) -> str:
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        return self.ranking[0][1]


@dataclass(frozen=True)
class Judge:
    """Turns scores into readings."""

    temperature: float = 0.1
    decline_above: float = float("inf")
    """A stranger's score, less RIVAL of the best own one, above which a message is declined."""
    ask_from: float = 1.0
    """The second wish's share of the two likeliest from which the customer is asked which."""
    sure_from: float = 0.0
    """Probability below which nothing is taken for granted."""

    def probabilities(self, scores: Matrix) -> Matrix:
        """Rows that sum to one."""
        raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / self.temperature)
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)

    def read(self, scores: Matrix, intents: Sequence[str]) -> list[Reading]:
        """One reading a row; columns are `intents`."""
        readings = []
        strangers = strangeness(scores, intents)
        for row, strange in zip(self.probabilities(scores), strangers, strict=True):
            order = np.argsort(-row, kind="stable")
            ranking = tuple((intents[at], float(row[at])) for at in order)
            readings.append(Reading(self._decide(ranking, float(strange)), ranking))
        return readings

    def _decide(self, ranking: tuple[tuple[str, float], ...], strange: float) -> Decision:
        (first, likely), (second, rival) = ranking[:2]
        if first == OUT_OF_SCOPE or strange > self.decline_above:
            return "not_ours"
        tie = rival > self.ask_from * (likely + rival) and is_wish(first) and is_wish(second)
        return "unsure" if tie or likely < self.sure_from else "sure"


def strangeness(scores: Matrix, intents: Sequence[str]) -> npt.NDArray[np.float32]:
    """How far each row looks like something the shop has nothing to do with."""
    if OUT_OF_SCOPE not in intents:
        return np.full(len(scores), -np.inf, np.float32)
    at = list(intents).index(OUT_OF_SCOPE)
    return np.asarray(scores[:, at] - RIVAL * np.delete(scores, at, axis=1).max(axis=1))


def fit_judge(scores: Matrix, intents: Sequence[str], truth: Sequence[str]) -> Judge:
    """The judge of least cost for unseen messages with these scores and true intents."""
    classes = np.array([list(intents).index(intent) for intent in truth])
    temperature = _fit_temperature(scores, classes)
    outcomes = _Outcomes.of(Judge(temperature).probabilities(scores), intents, classes)
    strange = strangeness(scores, intents)
    best, least = Judge(temperature), float("inf")
    for decline in _declining_levels(strange, outcomes.own):
        declined = outcomes.stranger | (strange > decline)
        too_many = outcomes.own.any() and declined[outcomes.own].mean() > MOST_DECLINED
        if too_many and np.isfinite(decline):
            continue  # without a threshold only those are declined whose likeliest intent says so
        for ask, sure in product(_ASK_FROM, _SURE_FROM):
            cost = outcomes.cost(declined, float(ask), float(sure))
            if cost < least:
                best, least = Judge(temperature, decline, float(ask), float(sure)), cost
    return best


def _fit_temperature(scores: Matrix, classes: npt.NDArray[np.intp]) -> float:
    """The temperature under which the true classes are likeliest."""

    def surprise(temperature: float) -> float:
        rows = Judge(temperature).probabilities(scores)[np.arange(len(classes)), classes]
        return float(-np.log(np.maximum(rows, 1e-9)).mean())

    return float(min(np.geomspace(0.01, 1.0, 60), key=surprise))


def _declining_levels(strange: npt.NDArray[np.float32], own: npt.NDArray[np.bool_]) -> list[float]:
    """Thresholds that decline nobody more, or up to MOST_DECLINED of our own."""
    if not own.any() or not np.isfinite(strange).all():
        return [float("inf")]
    return [float("inf"), *(float(np.quantile(strange[own], 1 - q)) for q in _DECLINED_SHARES)]


Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Outcomes:
    """Of each message: what follows from its two likeliest intents."""

    own: Flags
    stranger: Flags
    """The likeliest intent is the stranger's."""
    first_right: Flags
    either_right: Flags
    askable: Flags
    share: npt.NDArray[np.float32]
    """The second's part of the two likeliest."""
    likeliest: npt.NDArray[np.float32]

    @classmethod
    def of(
        cls, probabilities: Matrix, intents: Sequence[str], classes: npt.NDArray[np.intp]
    ) -> _Outcomes:
        order = np.argsort(-probabilities, axis=1, kind="stable")
        first, second = order[:, 0], order[:, 1]
        stranger = np.array([intent == OUT_OF_SCOPE for intent in intents])
        wish = np.array([is_wish(intent) for intent in intents])
        ordered = np.take_along_axis(probabilities, order[:, :2], axis=1)
        return cls(
            own=~stranger[classes],
            stranger=stranger[first],
            first_right=first == classes,
            either_right=(first == classes) | (second == classes),
            askable=wish[first] & wish[second],
            share=ordered[:, 1] / ordered.sum(axis=1),
            likeliest=ordered[:, 0],
        )

    def cost(self, declined: Flags, ask_from: float, sure_from: float) -> float:
        """Mean cost of a message, by the table above."""
        asked = self.askable & ((self.share > ask_from) | (self.likeliest < sure_from))
        puzzled = ~self.askable & (self.likeliest < sure_from)
        wrong = np.where(self.own, 1.0, SERVED)
        cost = np.where(self.first_right, 0.0, wrong)
        cost = np.where(asked, np.where(self.either_right, ASKED, wrong), cost)
        cost = np.where(puzzled, PUZZLED, cost)
        return float(np.where(declined, np.where(self.own, 1.0, 0.0), cost).mean())
