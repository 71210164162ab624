"""Probabilities that can be believed, and when to ask or to decline."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.decisions import ASKED, MOST_DECLINED, Judge, fit_judge
from bot.nlu.evaluation.metrics import calibration

INTENTS = ["affirm", "ask_price", "book_service", "deny", "out_of_scope"]


def row(**scores: float) -> np.ndarray:
    return np.array([[scores.get(intent, -0.2) for intent in INTENTS]], dtype=np.float32)


def synthetic(count: int, noise: float, seed: int = 1) -> tuple[np.ndarray, list[str]]:
    rng = np.random.default_rng(seed)
    classes = rng.integers(len(INTENTS), size=count)
    scores = rng.normal(-0.2, noise, (count, len(INTENTS)))
    scores[np.arange(count), classes] += 0.8
    return scores.astype(np.float32), [INTENTS[at] for at in classes]


def test_probabilities_sum_to_one_even_for_huge_scores() -> None:
    rows = Judge(0.01).probabilities(np.array([[1e4, -1e4, 0], [0, 0, 0]], dtype=np.float32))
    assert rows.sum(axis=1) == pytest.approx([1, 1])


@pytest.mark.parametrize("noise", [0.2, 0.4, 0.8])
def test_confidence_means_a_share_of_right_answers(noise: float) -> None:
    scores, truth = synthetic(4000, noise)
    judge = fit_judge(scores, INTENTS, truth)
    fresh, meant = synthetic(4000, noise, seed=2)
    read = judge.read(fresh, INTENTS)
    outcomes = [(one.confidence, one.intent == m) for one, m in zip(read, meant, strict=True)]
    assert calibration(outcomes).error < 0.03


def test_a_clear_message_is_sure_and_a_tie_of_two_wishes_is_asked() -> None:
    judge = Judge(0.1, ask_from=0.3)
    (clear,) = judge.read(row(book_service=0.9), INTENTS)
    (tie,) = judge.read(row(book_service=0.52, ask_price=0.5), INTENTS)
    assert (clear.decision, clear.intent) == ("sure", "book_service")
    assert tie.decision == "unsure"
    assert [intent for intent, _ in tie.ranking[:2]] == ["book_service", "ask_price"]


def test_nobody_is_asked_whether_they_meant_yes_or_no() -> None:
    (read,) = Judge(0.1, ask_from=0.3).read(row(affirm=0.51, deny=0.5), INTENTS)
    assert read.decision == "sure"


def test_a_strangers_request_is_declined_as_top_or_above_the_threshold() -> None:
    judge = Judge(0.1, decline_above=0.2)
    (top,) = judge.read(row(out_of_scope=0.6), INTENTS)
    (near,) = judge.read(row(book_service=0.6, out_of_scope=0.55), INTENTS)
    (far,) = judge.read(row(book_service=0.6, out_of_scope=0.4), INTENTS)
    assert (top.decision, top.intent) == ("not_ours", "out_of_scope")
    assert (near.decision, near.intent) == ("not_ours", "book_service")
    assert far.decision == "sure"


def test_without_a_class_for_strangers_nothing_is_declined() -> None:
    scores, truth = synthetic(400, 0.4)
    ours = [i for i, intent in enumerate(truth) if intent != "out_of_scope"]
    judge = fit_judge(scores[ours][:, :4], INTENTS[:4], [truth[i] for i in ours])
    assert all(read.decision != "not_ours" for read in judge.read(scores[:, :4], INTENTS[:4]))


@pytest.mark.parametrize("noise", [0.2, 0.5, 1.0])
def test_no_more_of_our_own_is_declined_than_promised_by_choice(noise: float) -> None:
    scores, truth = synthetic(4000, noise)
    judge = fit_judge(scores, INTENTS, truth)
    read = zip(judge.read(scores, INTENTS), truth, strict=True)
    own = [one for one, intent in read if intent != "out_of_scope"]
    declined = [one for one in own if one.decision == "not_ours"]
    by_choice = [one for one in declined if one.intent != "out_of_scope"]
    assert len(declined) / len(own) <= MOST_DECLINED or not by_choice


def test_the_chosen_thresholds_cost_less_than_never_asking_and_never_declining() -> None:
    scores, truth = synthetic(4000, 0.5)
    best = fit_judge(scores, INTENTS, truth)

    def cost(judge: Judge) -> float:
        total = 0.0
        for read, meant in zip(judge.read(scores, INTENTS), truth, strict=True):
            two = [intent for intent, _ in read.ranking[:2]]
            if read.decision == "not_ours":
                total += meant != "out_of_scope"
            elif read.decision == "unsure":
                total += ASKED if meant in two else 1
            else:
                total += read.intent != meant
        return total

    assert cost(best) < cost(Judge(best.temperature))
