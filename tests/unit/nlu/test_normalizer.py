"""The normaliser: one text out of many, the way back to the original, and no harm to correct words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.aligned import Edit, Normalized
from bot.nlu.homophones import shop_homophones_of
from bot.nlu.normalizer import Normalizer, tidy
from bot.nlu.words import cuts_a_word

CATALOGUE = {
    "service_item": {"minor_service": ["小保养", "小保"], "oil_change": ["换机油"]},
    "part": {
        "oil_filter": ["机油滤芯", "机滤", "机率"],
        "mechatronic_unit": ["变速箱机电单元", "变速相机电单元"],
        "tyre": ["轮胎", "轮台"],
    },
    "vehicle_model": {"vios": ["威驰"], "x1": ["宝马X1", "叉一"]},
}
ORDINARY = [
    line
    for line in Path(__file__).with_name("ordinary_sentences.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def normalizer() -> Normalizer:
    return Normalizer(shop_homophones_of(CATALOGUE))


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("１１月３０号　下午", "11月30号 下午"),
        ("你好\u200b，\x07约 保养", "你好,约 保养"),
        ("㎞和①", "km和1"),
        ("換輪胎要幾個鐘頭", "换轮胎要几个钟头"),
        ("乾隆年間的車", "乾隆年间的车"),
        ("换波箱油几多钱", "换变速箱油几多钱"),
        ("煞車有異響", "刹车有异响"),
    ],
)
def test_width_script_and_region_do_not_matter(
    normalizer: Normalizer, said: str, understood: str
) -> None:
    assert normalizer.align(said).text == understood


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("京幺 不是 京恩 二 A 三 四 五", "京幺 不是 京N2A345"),
        ("沪西五零幺八八", "沪C50188"),
        ("粤必弟一二三四五的车", "粤BD12345的车"),
        ("鲁 b · 8k 2 1 6", "鲁B8K216"),
        ("苏艾三三幺二学", "苏A3312学"),
        ("冀F8765挂那台", "冀F8765挂那台"),
        ("幺五零幺二三四五六七八", "15012345678"),
        ("幺五零 幺二三四 五六七八", "15012345678"),
        ("幺五零 呃 幺五零幺二三四五六七八", "15012345678"),
        ("+86 150-1234-5678", "15012345678"),
        ("幺五零三个零五六七八九", "15000056789"),
        ("阿欧二六幺二零零三三", "RO26120033"),
        ("诶 屁 二零二六 幺二 零零三三", "AP2026120033"),
        ("cl26120009", "CL26120009"),
        ("二零二四年提的", "2024年提的"),
        ("尾号三二一六", "尾号3216"),
    ],
)
def test_spoken_codes_are_written(normalizer: Normalizer, said: str, understood: str) -> None:
    assert normalizer.align(said).text == understood


@pytest.mark.parametrize(
    "counted", ["五六七八月", "一二百块", "三四千", "三三两两", "二十一二号", "九点二十"]
)
def test_counted_numbers_stay_in_words(normalizer: Normalizer, counted: str) -> None:
    assert normalizer.align(counted).text == counted


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("嗯 那个 我想约保养", "我想约保养"),
        ("呃就是那个明天呃下午行吗", "明天下午行吗"),
        ("我我我想问下", "我想问下"),
        ("那个那个 周四 周四下午", "周四下午"),
        ("不对不对 是周五", "不对 是周五"),
        ("喂 你好", "你好"),
        ("嗯嗯", "嗯嗯"),
        ("嗯？你说啥", "嗯?你说啥"),
        ("那个", "那个"),
    ],
)
def test_hums_fillers_and_repeats_fall_away(
    normalizer: Normalizer, said: str, understood: str
) -> None:
    assert normalizer.align(said).text == understood


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("想做个小保样", "想做个小保养"),
        ("还有质宝吗", "还有质保吗"),
        ("换机友要多久", "换机油要多久"),
        ("做四轮订位", "做四轮定位"),
        ("给我换个电平", "给我换个电瓶"),
        ("轮台鼓包了", "轮胎鼓包了"),
        ("变速相一顿一顿的", "变速箱一顿一顿的"),
        ("变速相机电单元到货没", "变速箱机电单元到货没"),
        ("这机率多少钱", "这机滤多少钱"),
        ("杀车片该换了吧", "刹车片该换了吧"),
        ("发动机雇障灯亮了", "发动机故障灯亮了"),
        ("威弛能修吗", "威驰能修吗"),
        ("我车过宝没有", "我车过保没有"),
        ("把我车门挂花了", "把我车门刮花了"),
    ],
)
def test_misheard_words_of_the_shop_are_repaired(
    normalizer: Normalizer, heard: str, meant: str
) -> None:
    assert normalizer.align(heard).text == meant


@pytest.mark.parametrize("sentence", ORDINARY)
def test_a_correct_sentence_stays_as_it_is(normalizer: Normalizer, sentence: str) -> None:
    assert normalizer.align(sentence).text == sentence


def test_a_shop_without_the_word_does_not_repair_towards_it() -> None:
    assert Normalizer(shop_homophones_of({})).align("威弛能修吗").text == "威弛能修吗"


def test_each_stretch_leads_back_to_what_was_said(normalizer: Normalizer) -> None:
    said = "嗯 京恩二 A 三四五 那台，换电平"
    understood = normalizer.align(said)
    plate = understood.text.index("京N2A345")
    battery = understood.text.index("换电瓶")
    assert said[slice(*understood.span(plate, plate + 7))] == "京恩二 A 三四五"
    assert said[slice(*understood.span(battery, battery + 3))] == "换电平"


def test_of_a_word_said_twice_the_last_one_is_meant() -> None:
    understood = tidy("后天 后天上午")
    assert understood.text == "后天上午"
    assert understood.span(0, 4) == (3, 7)


def test_an_empty_stretch_has_no_place() -> None:
    with pytest.raises(ValueError, match="no such stretch"):
        Normalized.plain("保养").span(1, 1)


def test_edits_of_the_same_length_keep_their_places() -> None:
    edited = Normalized.plain("換機油嗎").rewrite([Edit(0, 2, "换机"), Edit(3, 4, "")])
    assert (edited.text, edited.span(1, 3)) == ("换机油", (1, 3))


@pytest.mark.parametrize(
    ("text", "part", "cuts"),
    [("确保固定", "保固", True), ("有没有保固", "保固", False), ("公里数", "里数", True)],
)
def test_a_stretch_that_cuts_an_ordinary_word_is_known(text: str, part: str, cuts: bool) -> None:
    start = text.index(part)
    assert cuts_a_word(text, start, start + len(part)) is cuts
