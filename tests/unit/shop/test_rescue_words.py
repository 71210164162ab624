"""Where somebody is, and what is said about a rescue that is under way."""

from __future__ import annotations

import pytest

from bot.shop.rescue_words import CANCEL, CHECK, read_rescue
from bot.shop.whereabouts import joined, may_be_place, names_place


@pytest.mark.parametrize(
    "text",
    [
        "机场高速",
        "位置东四环",
        "大广高速固安段",
        "西二旗地铁站",
        "K78",
        "国贸桥底下",
        "望京",
        "天通苑北",
        "望京花园3号楼",
    ],
)
def test_a_place_is_one_whatever_was_asked(text: str) -> None:
    assert names_place(text)


@pytest.mark.parametrize("text", ["霍营", "海淀黄庄"])
def test_a_bare_name_answers_where(text: str) -> None:
    assert may_be_place(text) and not names_place(text)


@pytest.mark.parametrize(
    "text",
    [
        "备胎没有",
        "没电了吧",
        "停路边了",
        "孩子在车上",
        "在高速上",
        "你别问了快派人来",
        "有火苗了",
        "要多久",
    ],
)
def test_how_things_stand_is_no_place(text: str) -> None:
    assert not may_be_place(text)


@pytest.mark.parametrize(
    ("before", "told", "place"),
    [
        ("望京", "望京花园3号楼", "望京花园3号楼"),
        ("那什么", "国贸桥", "国贸桥"),
        ("东四环", "慈云寺桥", "东四环，慈云寺桥"),
        ("东四环", "不对，西四环", "不对，西四环"),
    ],
)
def test_a_better_place_replaces_a_poor_one(before: str, told: str, place: str) -> None:
    assert joined(before, told) == place


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("快点", CHECK),
        ("怎么还没来", CHECK),
        ("到哪了", CHECK),
        ("还要等多久", CHECK),
        ("收费吗", CHECK),
        ("取消拖车", CANCEL),
        ("不用了又好了", CANCEL),
        ("不用来了", CANCEL),
        ("拖车不要了", CANCEL),
        ("能不能取消", None),
        ("做个小保养多少钱", None),
        ("不用了", None),
        ("谢谢", None),
    ],
)
def test_what_words_mean_for_a_rescue(text: str, meant: str | None) -> None:
    assert read_rescue(text) == meant
