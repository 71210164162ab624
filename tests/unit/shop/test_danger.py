"""What is a danger in the words, by itself and after what was told before; and what is none."""

from __future__ import annotations

import re

import pytest
import yaml

from bot.settings import ROOT
from bot.shop import danger
from tests.actions.conftest import responses

ALONE = {
    "车头冒烟了": ["fire"],
    "车着火了！！": ["flames"],
    "冒烟了，要打119吗": ["fire", "fire_call"],
    "在京沪高速上抛锚了": ["motorway"],
    "孩子锁车里了，钥匙也在里面": ["locked_in"],
    "刹车失灵了，现在还在下坡": ["brakes_driving"],
    "撞到一个骑电动车的": ["hurt"],
    "水箱盖能现在拧开吗": ["radiator"],
    "车泡水了，还能再启动试试吗": ["restart"],
}
AFTER = {
    ("车冒烟了", "有火苗了"): ["flames"],
    ("车冒烟了", "能拿水浇吗"): ["fire_water"],
    ("车冒烟了", "孩子还在后座"): ["fire_people"],
    ("高速上爆胎了", "我自己换备胎行不"): ["wheel"],
    ("高速上爆胎了", "外面太冷，我在车里坐着"): ["in_car"],
    ("刹车踩不住了", "我正在开"): ["brakes_driving"],
    ("刚才追尾了", "人没事，就是腿疼"): ["hurt"],
    ("撞了个骑车的", "要不要先挪车"): ["move_car"],
    ("水温表到红线了", "能加点凉水吗"): ["radiator"],
    ("车被水淹了", "还能再打一下火不"): ["restart"],
}
HARMLESS = [
    "没冒烟，就是有股味",
    "没人受伤，人都没事",
    "上周高速上刹车失灵，差点出事，我要投诉",
    "车打不着火了",
    "电池会不会自燃",
    "钥匙锁车里了",
    "孩子在车上，在你们店门口等",
    "跑高速有点抖",
    "能上高速不",
    "换四条轮胎多少钱",
    "前天冒过烟，已经修好了",
    "昨天抛锚在高速上了，现在在家",
    "机油加多了会冒蓝烟吗",
    "堵在四环上动不了，改到三点",
]
#: Lines of data/nlu that are read as a danger outside of an accident and a call for help.
MOST_FALSE_ALARMS = 3


def ids(text: str, before: frozenset[str] = frozenset()) -> list[str]:
    return [found.id for found in danger.hear(text, before).dangers]


@pytest.mark.parametrize(("text", "found"), ALONE.items(), ids=list(ALONE))
def test_a_danger_is_heard(text: str, found: list[str]) -> None:
    assert ids(text) == found


@pytest.mark.parametrize(("told", "found"), AFTER.items(), ids=[text for _, text in AFTER])
def test_it_adds_to_what_was_told_before(told: tuple[str, str], found: list[str]) -> None:
    first, then = told
    assert ids(then, danger.hear(first, frozenset()).known) == found


@pytest.mark.parametrize("text", [then for _, then in AFTER if "火苗" not in then])
def test_without_the_situation_the_same_words_are_none(text: str) -> None:
    assert ids(text) == []


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_denied_over_or_only_asked_about_is_none(text: str) -> None:
    assert ids(text) == []


def test_the_motorway_is_said_once() -> None:
    known = danger.hear("在京沪高速上抛锚了", frozenset()).known
    assert ids("还在高速上等着，动不了", known) == []


def test_who_calls_for_help_is_stranded_whatever_the_words() -> None:
    assert ids("机场高速", danger.CALLED) == ["motorway"]
    assert ids("机场高速") == []


def test_every_danger_has_its_words() -> None:
    assert {f"utter_danger_{name}" for name in danger.list_dangers()} <= set(responses())


def test_what_customers_say_otherwise_alarms_nobody() -> None:
    alarms = []
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if block.get("intent") in (None, "request_rescue", "ask_insurance_claim"):
                continue
            lines = (line[2:].strip() for line in block["examples"].splitlines())
            plain = (re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", line) for line in lines)
            alarms += [line for line in plain if ids(line)]
    assert len(alarms) <= MOST_FALSE_ALARMS, alarms
