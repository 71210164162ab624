"""What must hold for any text: nothing raises, twice is once, and what is written can be read back."""

from __future__ import annotations

from datetime import datetime, timedelta

import cn2an
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.nlu.chinese_time import parse
from bot.nlu.homophones import shop_homophones_of
from bot.nlu.normalizer import Normalizer, normalize, tidy
from bot.nlu.shop_words import ShopWords
from bot.nlu.values import find_values
from bot.shop.plate import PROVINCES, PlateKind, plate_kind

settings.register_profile("patient", deadline=None)  # the first text loads the word lists
settings.load_profile("patient")

NOW = datetime(2026, 10, 14, 14, 30, tzinfo=SHANGHAI)
CATALOGUE = {
    "service_item": {"minor_service": ["小保养"], "alignment": ["四轮定位"]},
    "part": {"oil_filter": ["机油滤芯", "机滤"], "tyre": ["轮胎"]},
    "store": {"CY": ["朝阳店", "朝阳"]},
}
WORDS = ShopWords(CATALOGUE)
NORMALIZER = Normalizer(shop_homophones_of(CATALOGUE))

SAID = """
    京 粤 N 恩 屁 爱 三 五 八 幺 零 十 百 万 两 1 3 8 0 R O C P W k 公里 km 块 元 星 分
    嗯 呃 那个 就是 然后 我 喂 你好 ， 。 ？ ： . - / ~ １２ 😂
    下 上 这 周 星期 礼拜 天 日 月 年 号 点 半 刻 钟 上午 下午 晚上 早 明 后 前 以后 之前 到 至
    第一个 工作日 周末 月底 春节 国庆节 初三 农历 不是 不对 改到 或者 左右
    保样 机友 轮台 四轮订位 换 電瓶 煞車 机油滤芯 朝阳 区 我叫 王芳 师傅
"""
mixtures = st.lists(
    st.sampled_from([*SAID.split(), " ", "\u3000", "\u200b", "\x00"]), max_size=14
).map("".join)
texts = st.one_of(st.text(max_size=60), mixtures)
moments = st.datetimes(
    min_value=datetime(1901, 1, 1), max_value=datetime(2199, 12, 31), timezones=st.just(SHANGHAI)
)
SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
LETTER_SOUNDS = str.maketrans(dict(zip("ABCDGKNPQTVY", "诶必西弟鸡开恩屁秋踢微歪", strict=True)))


def only(text: str, entity: str) -> list[object]:
    return [found.value for found in find_values(tidy(text), NOW) if found.entity == entity]


@given(texts)
@example("幺三八" * 200)
@example("\ud800")
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = NORMALIZER.align(text).text
    assert NORMALIZER.align(once).text == once
    assert normalize(normalize(text)) == normalize(text)


@given(texts)
def test_the_way_back_stays_within_the_original(text: str) -> None:
    understood = NORMALIZER.align(text)
    assert len(understood.origins) == len(understood.text)
    assert all(0 <= start < end <= len(text) for start, end in understood.origins)


@given(texts, moments)
def test_reading_a_time_never_raises(text: str, now: datetime) -> None:
    for window in parse(text, now):
        assert window.start < window.end
        assert text[slice(*window.at)] == window.text
        assert window.start.tzinfo is not None


@given(texts)
def test_looking_for_values_and_words_never_raises(text: str) -> None:
    found = [*find_values(tidy(text), NOW), *WORDS.find(text), *WORDS.find(text, "ask_part")]
    assert all(0 <= one.start < one.end <= len(text) for one in found)


def plates() -> st.SearchStrategy[str]:
    free = st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789")
    digit = st.sampled_from("0123456789")
    civil = st.builds("".join, st.lists(free, min_size=3, max_size=3))
    return st.builds(
        lambda province, city, body, end: province + city + body + end,
        st.sampled_from(PROVINCES),
        st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ"),
        civil,
        st.lists(digit, min_size=2, max_size=3).map("".join),
    ).filter(lambda plate: plate_kind(plate) in (PlateKind.CIVIL, PlateKind.NEW_ENERGY))


@given(plates())
def test_a_plate_is_read_back(plate: str) -> None:
    assert only(f"车牌{plate}", "plate") == [plate]
    assert only(f"{plate[:2].lower()}·{' '.join(plate[2:])}。", "plate") == [plate]


@given(plates().filter(lambda plate: set(plate[1:]) <= set("ABCDGKNPQTVY0123456789")))
@settings(max_examples=60)
def test_a_spoken_plate_is_read_back(plate: str) -> None:
    spoken = plate[0] + plate[1:].translate(LETTER_SOUNDS).translate(SPOKEN)
    assert only(f"车牌 {spoken}", "plate") == [plate]


PHONES = st.from_regex(r"1[3-9]\d{9}", fullmatch=True).filter(str.isascii)
SEPARATORS = st.sampled_from(("", "，", ",", " ", "\n", "、", "。", ".", " - ", "，电话", "，呃"))


@given(PHONES)
def test_a_telephone_number_is_read_back(number: str) -> None:
    spoken = number.translate(SPOKEN)
    assert only(f"电话{number}", "phone") == [number]
    assert only(f"{number[:3]} {number[3:7]} {number[7:]}", "phone") == [number]
    assert only(f"嗯{spoken[:3]} {spoken[3:]}", "phone") == [number]


@given(plates(), PHONES, SEPARATORS, st.tuples(*[st.booleans()] * 3))
@example("京N3K587", "13800138001", "，", (False, False, False))
@example("京AD1234", "13800138001", "，", (False, True, True))  # not 京AD12341
@example("吉UA6348", "13710264490", "，", (True, True, True))  # 吉 sounds like a G
@settings(max_examples=400)
def test_a_plate_and_a_telephone_beside_it_are_exactly_these_two(
    plate: str, phone: str, between: str, how: tuple[bool, bool, bool]
) -> None:
    phone_first, spoken_plate, spoken_phone = how
    pair = [
        plate.translate(SPOKEN) if spoken_plate else plate,
        phone.translate(SPOKEN) if spoken_phone else phone,
    ]
    text = between.join(reversed(pair) if phone_first else pair)
    found = {(one.entity, one.value) for one in find_values(tidy(text), NOW)}
    assert found == {("plate", plate), ("phone", phone)}


@given(
    st.sampled_from(("RO", "AP", "CP", "CL")),
    st.integers(0, 99),
    st.integers(1, 12),
    st.integers(0, 9999),
)
def test_an_order_number_is_read_back(kind: str, year: int, month: int, running: int) -> None:
    digits = f"{year:02}{month:02}{running:04}"
    number = kind + digits
    assert only(f"单号{number.lower()}", "order_no") == [number]
    assert only(f"{kind[0]} {kind[1]} {digits.translate(SPOKEN)}", "order_no") == [number]


@given(st.integers(100, 999_999))
def test_a_mileage_is_read_back(kilometres: int) -> None:
    assert only(f"跑了{kilometres}公里", "mileage") == [kilometres]
    assert only(f"里程{kilometres:,}km", "mileage") == [kilometres]
    if kilometres % 1000 == 0:
        assert only(f"{kilometres / 10_000:g}万公里", "mileage") == [kilometres]


@given(st.integers(100, 99_999))
def test_a_spoken_mileage_is_read_back(kilometres: int) -> None:
    assert only(f"跑了{cn2an.an2cn(kilometres)}公里", "mileage") == [kilometres]


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 300))
def test_a_written_time_is_read_back(hour: int, minute: int, days: int) -> None:
    day = NOW.date() + timedelta(days=days)
    (window,) = parse(f"{day.isoformat()} {hour:02}:{minute:02}", NOW)
    assert (window.start.date(), window.start.hour, window.start.minute) == (day, hour, minute)
    assert window.grain == "minute"
    (day_alone,) = parse(f"{day.year}年{day.month}月{day.day}号", NOW)
    assert day_alone.start.date() == day
