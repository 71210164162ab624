"""Values out of what owners write and say: exact borders in the original, exact normal forms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.clock import SHANGHAI
from bot.nlu.normalizer import tidy
from bot.nlu.values import Found, find_values

NOW = datetime(2026, 10, 14, 14, 30, tzinfo=SHANGHAI)


def values(text: str, entity: str) -> list[tuple[str, Any]]:
    """The stretches of `text` that are an `entity`, each with its value."""
    found = find_values(tidy(text), NOW)
    return [(text[one.start : one.end], one.value) for one in found if one.entity == entity]


def found_in(text: str) -> list[Found]:
    return find_values(tidy(text), NOW)


@pytest.mark.parametrize(
    ("text", "said", "plate"),
    [
        ("查一下沪B5K219修好没", "沪B5K219", "沪B5K219"),
        ("车牌 浙a·8m2 3 5", "浙a·8m2 3 5", "浙A8M235"),
        ("粤BF12345的电车", "粤BF12345", "粤BF12345"),
        ("大巴 京A12345D 保养", "京A12345D", "京A12345D"),
        ("豫A1234警", "豫A1234警", "豫A1234警"),
        ("川A0612学要年检", "川A0612学", "川A0612学"),
        ("鲁BK231挂", "鲁BK231挂", "鲁BK231挂"),
        ("粤Z5F21港", "粤Z5F21港", "粤Z5F21港"),
        ("粤Z0H12澳那台", "粤Z0H12澳", "粤Z0H12澳"),
        ("使014·578", "使014·578", "使014578"),
        ("沪A0021领", "沪A0021领", "沪A0021领"),
        ("苏恩 五 K 二幺九", "苏恩 五 K 二幺九", "苏N5K219"),
        ("嗯京屁六秋七七三", "京屁六秋七七三", "京P6Q773"),
        ("鄂艾弟幺二三四五", "鄂艾弟幺二三四五", "鄂AD12345"),
    ],
)
def test_plates_of_all_kinds(text: str, said: str, plate: str) -> None:
    assert values(text, "plate") == [(said, plate)]


@pytest.mark.parametrize(
    "text", ["京N3K5871", "沪A级车", "川流不息", "吉利帝豪GL15款", "京A12", "贵5块钱", "津贴12345"]
)
def test_what_is_no_plate(text: str) -> None:
    assert values(text, "plate") == []


@pytest.mark.parametrize(
    ("text", "vin"),
    [
        ("车架号LSVAU218XN2183294", "LSVAU218XN2183294"),
        ("lsvau218xn2183294 有召回吗", "LSVAU218XN2183294"),
        ("L S V A U 2 1 8 X N 2 1 8 3 2 9 4", "LSVAU218XN2183294"),
    ],
)
def test_frame_numbers_with_a_right_check_digit(text: str, vin: str) -> None:
    assert [value for _, value in values(text, "vin")] == [vin]


def test_a_frame_number_with_a_wrong_check_digit_is_none() -> None:
    assert values("车架号LSVAU2181N2183294", "vin") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我电话15012345678", "15012345678"),
        ("150-1234-5678找我", "150-1234-5678"),
        ("幺五零幺二三四五六七八", "幺五零幺二三四五六七八"),
        ("打+8615012345678", "+8615012345678"),
    ],
)
def test_telephone_numbers(text: str, said: str) -> None:
    assert values(text, "phone") == [(said, "15012345678")]


@pytest.mark.parametrize(
    ("text", "said", "number"),
    [
        ("RO26120033好了没", "RO26120033", "RO26120033"),
        ("ap26100908作废", "ap26100908", "AP26100908"),
        ("C P 二六幺二零零幺五", "C P 二六幺二零零幺五", "CP26120015"),
        ("单号西艾欧二零二六幺二零零幺五", "西艾欧二零二六幺二零零幺五", "CL2026120015"),
    ],
)
def test_order_numbers(text: str, said: str, number: str) -> None:
    assert values(text, "order_no") == [(said, number)]


def test_an_order_number_has_a_month() -> None:
    assert values("RO26130007", "order_no") == []


@pytest.mark.parametrize(
    ("text", "said", "kilometres"),
    [
        ("跑了五万多公里", "五万多公里", 50000),
        ("三万二", "三万二", 32000),
        ("1.4万公里", "1.4万公里", 14000),
        ("表显58,024公里", "58,024公里", 58024),
        ("2w5公里该换啥", "2w5公里", 25000),
        ("现在开了1万6", "1万6", 16000),
        ("二十来万公里吧", "二十来万公里", 200000),
        ("两三千公里就响", "两三千公里", 2000),
        ("新车 才两百六十公里", "两百六十公里", 260),
        ("里程37600", "37600", 37600),
        ("一万二千零五十", "一万二千零五十", 12050),
        ("22400km", "22400km", 22400),
        ("刚过首保", "刚过首保", 10000),
        ("沪B5K219，六万公里了", "六万公里", 60000),
    ],
)
def test_mileage(text: str, said: str, kilometres: int) -> None:
    assert values(text, "mileage") == [(said, kilometres)]


@pytest.mark.parametrize(
    "text",
    [
        "时速120公里抖动", "续航剩300公里", "离你们20公里", "怠速到两千", "每百公里油耗8个", "报价三万二",
        "用5W30还是0W20", "价格十八万落地", "8001", "十万火急", "两千转以上响", "五万辆车都召回了",
    ],
)  # fmt: skip
def test_what_is_no_mileage(text: str) -> None:
    assert values(text, "mileage") == []


@pytest.mark.parametrize(
    ("text", "said", "fen"),
    [
        ("一千来块够吗", "一千来块", 100000),
        ("收了我380元", "380元", 38000),
        ("八十块五", "八十块五", 8050),
        ("¥2,350贵了", "¥2,350", 235000),
        ("外面才25，你们多少", "25", 2500),
        ("报价四千二", "四千二", 420000),
        ("35万落地", "35万", 35000000),
        ("贷款2000的手续费", "2000", 200000),
        ("三百八", "三百八", 38000),
    ],
)
def test_amounts(text: str, said: str, fen: int) -> None:
    assert values(text, "amount") == [(said, fen)]


@pytest.mark.parametrize(
    "text",
    ["三元催化堵了", "换一块玻璃多少钱", "凹进去一块", "两块刹车片", "18到20万的车", "等三天"],
)
def test_what_is_no_amount(text: str) -> None:
    assert values(text, "amount") == []


@pytest.mark.parametrize(
    ("text", "said", "mark"),
    [
        ("给五分", "五分", 5),
        ("4颗星吧", "4颗星", 4),
        ("打个满分", "满分", 5),
        ("两星", "两星", 2),
        ("评分3", "3", 3),
    ],
)
def test_ratings(text: str, said: str, mark: int) -> None:
    assert values(text, "rating") == [(said, mark)]


@pytest.mark.parametrize(
    "text", ["十分满意", "五分钟", "三分之一", "分泵坏了", "五星级酒店", "差五分四点"]
)
def test_what_is_no_rating(text: str) -> None:
    assert values(text, "rating") == []


@pytest.mark.parametrize(
    ("text", "said", "iso"),
    [
        ("等了两个半小时", "两个半小时", "PT2H30M"),
        ("买了一年半", "一年半", "P1Y6M"),
        ("开了两年零三个月", "两年零三个月", "P2Y3M"),
        ("快三年了", "三年", "P3Y"),
        ("一年多没保养", "一年多", "P1Y"),
        ("停了大半年", "大半年", "P6M"),
        ("要半个月吧", "半个月", "P15D"),
        ("等了三四天", "三四天", "P3D"),
        ("提前一天", "一天", "P1D"),
        ("往后推一天", "一天", "P1D"),
        ("一个礼拜", "一个礼拜", "P7D"),
        ("十分钟", "十分钟", "PT10M"),
        ("修了一上午", "一上午", "PT4H"),
        ("车龄10年了", "10年", "P10Y"),
        ("差俩月过保", "俩月", "P2M"),
        ("停放半年后怎么保养", "半年", "P6M"),
    ],
)
def test_durations(text: str, said: str, iso: str) -> None:
    assert values(text, "duration") == [(said, iso)]


@pytest.mark.parametrize(
    "text",
    ["13年的朗逸", "第三天", "那一天", "说半天没用", "改后一天", "三月", "15年5月买的", "一半年限"],
)
def test_what_is_no_duration(text: str) -> None:
    assert values(text, "duration") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫孙立新", "孙立新"),
        ("联系人欧阳明", "欧阳明"),
        ("我姓梁", "梁"),
        ("老赵师傅在吗", "老赵"),
        ("找一下何敏", "何敏"),
        ("叫顾晓接电话", "顾晓"),
        ("王芳", "王芳"),
        ("名字打错了，是赵敏，敏捷的敏", "赵敏"),
        ("周国强的预约查一下", "周国强"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert [said for said, _ in values(text, "person_name")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "高兴", "方便吗", "马上到", "白色的", "取车师傅", "各位师傅", "车主本人", "安全带", "任何时间",
        "谢谢", "江淮瑞风", "周六",
    ],
)  # fmt: skip
def test_what_is_no_name(text: str) -> None:
    assert values(text, "person_name") == []


def test_a_time_has_start_end_and_grain() -> None:
    (time,) = found_in("下周二下午去")
    assert time.entity == "time"
    assert time.value == {
        "start": "2026-10-20T12:00:00+08:00",
        "end": "2026-10-20T18:00:00+08:00",
        "grain": "part_of_day",
    }


def test_an_unsure_time_says_so() -> None:
    (time,) = found_in("过两天去")
    assert time.value["ambiguous"] is True


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("是七万二不是七千二", 72000, 7200),
        ("三万，不对，是三万八", 38000, 30000),
        ("沪B5K219，说错了，沪B5K291", "沪B5K291", "沪B5K219"),
    ],
)
def test_what_was_taken_back_is_marked(text: str, kept: Any, gone: Any) -> None:
    found = found_in(text)
    assert [one.value for one in found if not one.replaced] == [kept]
    assert [one.value for one in found if one.replaced] == [gone]


def test_one_sentence_may_hold_many_values() -> None:
    text = "我叫孙立新，电话15012345678，沪B5K219，三万二千公里，周五上午去"
    assert [one.entity for one in found_in(text)] == [
        "person_name", "phone", "plate", "mileage", "time",
    ]  # fmt: skip
