"""Sentence vectors: the cache asks once, long texts are cut in the middle, odd texts do not raise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.vectors import (
    LARGE_BATCH,
    LONGEST,
    SHARE,
    CachedVectors,
    EncoderError,
    FolderVectors,
    shared_vectors,
    shorten,
    unit_rows,
)


class Counting:
    """An encoder that remembers what it was asked and answers with the text's length."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.append(list(texts))
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def test_a_text_is_encoded_once_and_rows_keep_their_order() -> None:
    inner = Counting()
    vectors = CachedVectors(inner)
    first = vectors.encode(["保养", "洗车吗", "保养"])
    second = vectors.encode(["洗车吗", "新的"])
    assert inner.asked == [["保养", "洗车吗"], ["新的"]]
    assert first[:, 0].tolist() == [2, 3, 2]
    assert second[:, 0].tolist() == [3, 2]


def test_the_cache_forgets_what_was_used_longest_ago() -> None:
    inner = Counting()
    vectors = CachedVectors(inner, size=2)
    for text in ("一", "二", "一", "三", "一", "二"):
        vectors.encode([text])
    assert inner.asked == [["一"], ["二"], ["三"], ["二"]]


def test_a_batch_larger_than_the_cache_is_still_answered_in_full() -> None:
    rows = CachedVectors(Counting(), size=2).encode(["a", "bb", "ccc", "dddd"])
    assert rows[:, 0].tolist() == [1, 2, 3, 4]


def test_a_long_text_keeps_its_beginning_and_its_end() -> None:
    text = "开头" + "嗯" * 5000 + "我要投诉"
    short = shorten(text)
    assert len(short) == LONGEST
    assert short.startswith("开头") and short.endswith("我要投诉")
    assert shorten("短的") == "短的"


def test_a_row_of_zeros_stays_finite() -> None:
    rows = unit_rows(np.array([[0, 0], [3, 4]], dtype=np.float32))
    assert rows.tolist() == [[0, 0], pytest.approx([0.6, 0.8])]


def test_a_folder_without_a_model_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"holds no config\.json"):
        FolderVectors(str(tmp_path / "none"))


ODD = {
    "empty": "",
    "blank": " ",
    "emoji": "😀👍",
    "control": "\x00\x07\u200b\ufeff",
    "endless": "嗯" * 5000,
    "english": "hello there",
    "cantonese": "部車死火喺路中間",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_the_bundled_encoder_reads_any_text(text: str) -> None:
    row = shared_vectors().encode([text])
    assert row.shape == (1, 512) and row.dtype == np.float32
    assert np.linalg.norm(row) == pytest.approx(1, abs=1e-3)


def test_many_texts_are_encoded_as_each_alone() -> None:
    encoder = shared_vectors()._inner
    texts = [f"{count}万公里该做什么保养" for count in range(SHARE + 10)]
    together = encoder.encode(texts)
    for at in (0, LARGE_BATCH, SHARE - 1, SHARE, SHARE + 9):
        assert together[at] == pytest.approx(encoder.encode([texts[at]])[0], abs=1e-5)


def test_the_bundled_encoder_brings_like_meanings_together() -> None:
    near, same, far = shared_vectors().encode(["我想预约保养", "帮我约个保养", "今天天气真好"])
    assert near @ same > near @ far + 0.2
