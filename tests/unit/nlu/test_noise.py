"""Training noise: seeded, meaning-preserving, never raising."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from bot.nlu.noise import NoiseMaker, homophone, near_sounds

LINES = [
    "想约个小保养，周六上午行吗？",
    "变速箱异响，质保管不管",
    "车牌京N3K587，里程38000公里",
    "你们几点下班",
]


def test_the_same_seed_gives_the_same_twins_whatever_else_is_made() -> None:
    one, other = NoiseMaker(7), NoiseMaker(7)
    alone = other.twin(LINES[2])
    assert [one.twin(line) for line in LINES][2] == alone


def test_other_seeds_and_other_numbers_give_other_twins() -> None:
    many = [NoiseMaker(seed).twin(LINES[0], number) for seed in (1, 2) for number in range(20)]
    assert len(set(many)) > 10


def test_twins_keep_most_of_what_was_said() -> None:
    maker = NoiseMaker()
    text = "想约个小保养周六上午行吗"
    for number in range(200):
        twin = maker.twin(text, number)
        kept = sum(char in twin for char in text)
        assert kept >= len(text) * 0.5 or any("\u4e00" <= c <= "\u9fff" for c in twin)
        assert len(text) - 1 <= len(twin) <= len(text) + 12


def test_every_kind_of_noise_occurs() -> None:
    maker = NoiseMaker()
    twins = [maker.twin(LINES[2], number) for number in range(300)]
    assert any("五八七" in twin for twin in twins)
    assert any("３" in twin for twin in twins)
    assert any("車" in twin for twin in twins)
    assert any("，" not in twin for twin in twins)
    assert any(len(twin) > len(LINES[2]) for twin in twins)


def test_homophones_sound_alike_and_prefer_the_shops_words() -> None:
    for char in "保养质机油":
        for seed in range(20):
            other = homophone(char, Random(seed))
            assert lazy_pinyin(other)[0] in near_sounds(lazy_pinyin(char)[0])
    maker = NoiseMaker(1, shop_words=["大灯"])
    heard = [maker.mishear("请问这个大灯在不在店里", Random(seed)) for seed in range(100)]
    assert sum("大灯" not in text for text in heard) > 50


@pytest.mark.parametrize("answer", ["对", "好的", "不是"])
def test_short_answers_are_never_turned_into_another_word(answer: str) -> None:
    maker = NoiseMaker()
    assert all(maker.mishear(answer, Random(seed)) == answer for seed in range(50))


@given(st.text(max_size=60))
def test_any_text_has_a_twin(text: str) -> None:
    assert isinstance(NoiseMaker(3).twin(text), str)
