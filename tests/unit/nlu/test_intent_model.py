"""The intent model on a handful of sentences: it learns, repeats itself and is honest out of fold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from bot.nlu.intent_model import Examples, IntentModel, ModelSettings
from bot.nlu.outline import Outliner
from bot.nlu.ridge import fit_ridge
from bot.nlu.vectors import shared_vectors

SAID = {
    "book_service": "想约个保养 周六给我留个工位 明天能过去修车吗 帮我排个换机油 约一下年检 我要预约洗车",
    "check_progress": "车修好了没 今天能提车吗 修到哪一步了 我的车弄完没 还要等多久能取 进度怎么样了",
    "ask_price": "小保养多少钱 换刹车片要多少 洗车什么价 四轮定位贵吗 喷漆一个面多少钱 收费标准发我",
    "thank": "谢谢 多谢了 太感谢了 谢谢你啊 非常感谢 辛苦了谢谢",
}

OUTLINER = Outliner()


def rows(pairs: list[tuple[str, str]], sources: list[str] | None = None) -> Examples:
    texts = [text for text, _ in pairs]
    vectors = shared_vectors().encode(texts)
    sentences = [OUTLINER.sentence(text) for text in texts]
    return Examples(sentences, vectors, [intent for _, intent in pairs], sources or texts)


@pytest.fixture(scope="module")
def examples() -> Examples:
    return rows([(text, intent) for intent, line in SAID.items() for text in line.split()])


@pytest.fixture(scope="module")
def model(examples: Examples) -> IntentModel:
    return IntentModel.fit(examples)


def top(model: IntentModel, *texts: str) -> list[str]:
    scores = model.scores([OUTLINER.sentence(t) for t in texts], shared_vectors().encode(texts))
    return [model.intents[at] for at in scores.argmax(axis=1)]


def test_ridge_finds_the_solution_of_the_normal_equations() -> None:
    rng = np.random.default_rng(0)
    left, right = rng.normal(size=(60, 7)), rng.normal(size=(60, 5))
    targets, weights = rng.normal(size=(60, 3)), rng.uniform(0.5, 2, 60)
    found = fit_ridge(
        sparse.csr_matrix(left.astype(np.float32)),
        right.astype(np.float32),
        targets.astype(np.float32),
        weights.astype(np.float32),
        penalty=0.3,
        passes=40,
    )
    both = np.hstack([left, right])
    weighted = both * weights[:, None]
    exact = np.linalg.solve(weighted.T @ both + 0.3 * np.eye(12), weighted.T @ targets)
    assert np.vstack([found.sparse, found.dense]) == pytest.approx(exact, abs=1e-3)
    scored = found.scores(sparse.csr_matrix(left), right.astype(np.float32))
    assert scored == pytest.approx(both @ exact, abs=1e-2)


def test_it_knows_its_examples_and_reads_new_words(model: IntentModel) -> None:
    known = [(text, intent) for intent, line in SAID.items() for text in line.split()]
    assert top(model, *(text for text, _ in known)) == [intent for _, intent in known]
    assert top(model, "做个大保养得花多少钱", "感激不尽") == ["ask_price", "thank"]


def test_training_twice_gives_the_same_model(examples: Examples, model: IntentModel) -> None:
    again = IntentModel.fit(examples)
    mine = model.scores(examples.sentences, examples.vectors)
    assert again.scores(examples.sentences, examples.vectors) == pytest.approx(mine, abs=1e-5)


def test_a_saved_model_scores_as_before_and_holds_no_code(
    examples: Examples, model: IntentModel, tmp_path: Path
) -> None:
    model.save(tmp_path)
    loaded = IntentModel.load(tmp_path)
    mine = model.scores(examples.sentences, examples.vectors)
    assert loaded.scores(examples.sentences, examples.vectors) == pytest.approx(mine, abs=1e-5)
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".npz"}


def test_one_intent_is_not_enough() -> None:
    with pytest.raises(ValueError, match="two intents"):
        IntentModel.fit(rows([("你好", "greet"), ("在吗", "greet")]))


def test_scores_out_of_fold_never_saw_the_sentence_or_its_twin() -> None:
    """With labels by chance and a twin for each line, whoever saw the other half would be right."""
    rng = np.random.default_rng(4)
    lines = [f"{word}第{number}句" for number in range(40) for word in ("保养", "洗车", "投诉")]
    intents = [str(rng.choice(["a", "b"])) for _ in lines]
    doubled = rows(list(zip(lines * 2, intents * 2, strict=True)), sources=lines * 2)
    settings = ModelSettings(landmarks=120, sharpness=4, penalty=0.05, passes=40)
    model, unseen = IntentModel.fit_and_test(doubled, settings, folds=3)
    seen = model.scores(doubled.sentences, doubled.vectors)
    truth = np.array([["a", "b"].index(intent) for intent in doubled.intents])
    assert (seen.argmax(axis=1) == truth).mean() > 0.9
    assert (unseen.argmax(axis=1) == truth).mean() < 0.65


def test_a_message_is_counted_as_in_training(model: IntentModel) -> None:
    """By hand, because it is faster for one message; scikit-learn's vectorizer is the measure."""
    said = [
        OUTLINER.sentence(t)
        for t in ("车修好了没 修好了没", "", "zzz", "明天下午约个保养 谢谢谢谢")
    ]
    expected = model._counter.transform(said)
    counted = model._count(said)
    assert expected.nnz > 20
    assert abs(counted - expected).max() < 1e-6
    assert counted.dtype == expected.dtype
