"""What the classifier reads besides the text: the outline by kinds, and the sound."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.outline import MARKS, Outliner, ngrams, read_words, sound_pairs

CATALOGUE = {
    "part": {"timing_belt": ["正时带"], "oil_filter": ["机油滤芯", "机滤"]},
    "vehicle_model": {"camry": ["凯美瑞"]},
    "store": {"CY": ["朝阳店"]},
}
OUTLINER = Outliner(CATALOGUE)


def drawn(text: str) -> str:
    """The outline with its marks spelled out."""
    outline = OUTLINER.sentence(text).outline
    for kind, mark in MARKS.items():
        outline = outline.replace(mark, f"<{kind}>")
    return outline


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("凯美瑞多少钱", "<vehicle_model>多少钱"),
        ("机滤多少钱", "<part>多少钱"),
        ("周六下午去朝阳店行吗", "<time>去<store>行吗"),
        ("京N3K587", "<plate>"),
        ("幺三八零零幺三八零零幺", "<phone>"),
        ("你们几点关门", "你们几点关门"),
    ],
)
def test_values_are_blanked_by_kind(text: str, outline: str) -> None:
    assert drawn(text) == outline


def test_without_a_catalogue_values_are_still_blanked() -> None:
    sentence = Outliner().sentence("凯美瑞周六下午行吗")
    assert sentence.outline == f"凯美瑞{MARKS['time']}行吗"


def test_ngrams_of_the_outline_are_those_with_a_mark() -> None:
    sentence = OUTLINER.sentence("机滤贵吗")
    found = list(ngrams(sentence, 2))
    assert {"机滤", "滤贵", MARKS["part"], f"{MARKS['part']}贵"} <= set(found)
    assert found.count("贵吗") == 1


def test_homophones_and_southern_sounds_give_the_same_pairs() -> None:
    assert list(sound_pairs("衷午歇不歇")) == list(sound_pairs("中午歇不歇"))
    assert list(sound_pairs("是找人")) == list(sound_pairs("四早人"))
    assert list(sound_pairs("ok 123")) == []


@given(st.text(max_size=80))
def test_any_text_has_a_sentence_and_ngrams(text: str) -> None:
    sentence = OUTLINER.sentence(text)
    assert all(isinstance(gram, str) for gram in ngrams(sentence, 3))


def test_words_are_read_if_exported(tmp_path: Path) -> None:
    assert read_words(tmp_path / "none.json") is None
    (tmp_path / "some.json").write_text('{"part": {"p": ["机滤"]}}', "utf-8")
    assert read_words(tmp_path / "some.json") == {"part": {"p": ["机滤"]}}
