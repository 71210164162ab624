"""Small questions are known by their own words, and stories and great wishes are not taken for them."""

from __future__ import annotations

import pytest

from bot.shop.going_on import PRICE, STOCK, TIME, asks_on
from bot.shop.plain_questions import LONGEST, find_question, list_questions, read_question


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("hospital", ["我妈还在医院躺着", "人在医院，人都撞了"]),
        ("hurt", ["孩子受伤了", "司机流血了", "人都撞伤了", "我朋友撞了人怎么办"]),
        ("crash", ["刚撞车了", "我被追尾了怎么办", "刚才在路口蹭了一下"]),
        ("insurer", ["保险公司电话多少"]),
        ("private", ["私了一千五合适吗"]),
        ("choose_shop", ["保险公司非要我去他们的修理厂"]),
        ("assess", ["谁来定损啊", "定损得多久"]),
        ("lost_pay", ["误工的钱谁出"]),
        ("moved", ["当时没拍照片就把车挪走了"]),
        ("their_fault", ["后车全责，走谁的保险"]),
        ("cover_pays", ["前挡裂了保险给报吗", "能走保险吗"]),
        ("stuck_gun", ["充电枪卡住了"]),
        ("low_charge", ["就剩百分之五的电"]),
        ("store_pile", ["你们店里的桩不好使"]),
        ("home_pile", ["我家里的桩老跳闸", "充电桩亮红灯"]),
        ("charge_fee", ["在你们那充电怎么收费"]),
        ("winter_range", ["天一冷续航掉一半是不是有问题"]),
        ("first_free", ["首次保养要钱不"]),
        ("compare", ["人家路边店才两百", "外头便宜一半"]),
        ("rebate", ["能不能打个折", "有活动吗"]),
        ("old_parts", ["换下来的件能带走吗", "旧零件给我吗"]),
        ("payment", ["退车能拿回多少", "换新车要贴钱吗", "使用补偿费是多少"]),
        ("chooses", ["那还是退车吧", "换成退吧"]),
        ("cover", ["变速箱顿挫，保不保", "云途的电池保多少年"]),
        ("sanbao", ["啥叫三包"]),
        ("late", ["路上堵车，晚点到行吗"]),
        ("guests", ["有没有 WIFI", "能在店里等吗", "管饭吗"]),
        ("invoice", ["能开发票吗"]),
        ("payment_ways", ["可以刷信用卡不", "怎么付款"]),
        ("parking", ["你们那停车方便吗"]),
        ("technician", ["给我修车的师傅姓什么"]),
        ("persons_phone", ["经理电话给我一个", "顾晓的电话"]),
        ("call_when", ["他几点打过来"]),
        ("by_yourself", ["空调滤自己换难吗"]),
        ("due", ["我啥时候该保养"]),
    ],
)
def test_the_words_settle_it(name: str, texts: list[str]) -> None:
    for text in texts:
        assert find_question(text) == name, text


def test_every_kind_has_a_case_above() -> None:
    (mark,) = getattr(test_the_words_settle_it, "pytestmark")  # noqa: B009 — mypy knows no marks
    assert {case[0] for case in mark.args[1]} == {question.name for question in list_questions()}


@pytest.mark.parametrize(
    "text",
    [
        "我要投诉，旧件也不还我",
        "明天上午做个小保养",
        "车修好了没",
        "没人受伤",
        "质保从开票那天算吗",
        "我前几天在你们店里被师傅剐了车",
        "想在小区装个充电桩",
        "自己保养影响质保吗",
        "打不着火了，电瓶没电",
        "13800138000",
        "京N3K587",
        "帮我取消预约",
        "刹车失灵了",
        "能上门取车吗",
    ],
)
def test_what_is_something_else_is_left(text: str) -> None:
    assert read_question(text) is None


def test_a_story_is_no_question() -> None:
    assert find_question("旧件还我吗" + "话" * LONGEST) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("换一对多少", PRICE),
        ("换个啥 多少钱", PRICE),
        ("那一共多少？", PRICE),
        ("换一条呢", PRICE),
        ("那你们换收不收钱", PRICE),
        ("有现货没", STOCK),
        ("副厂的呢", STOCK),
        ("到货了吗 配件", STOCK),
        ("那得多久啊", TIME),
        ("打蜡多少钱", None),
        ("换发动机多少钱", None),
        ("不要了", None),
        ("好的", None),
    ],
)
def test_a_question_goes_on_when_it_names_nothing(text: str, kind: str | None) -> None:
    assert asks_on(text) == kind
