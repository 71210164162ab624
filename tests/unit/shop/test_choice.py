"""Which of the things offered is meant."""

from __future__ import annotations

import pytest

from bot.shop.choice import pick

STORES = ["星驰朝阳店", "星驰海淀快修", "星驰亦庄新能源中心"]
SIZES = ["小保养", "大保养"]


@pytest.mark.parametrize(
    ("text", "titles", "index"),
    [
        ("星驰海淀快修", STORES, 1),
        ("第一个", STORES, 0),
        ("第二个吧", STORES, 1),
        ("就第三家", STORES, 2),
        ("选2", STORES, 1),
        ("3", STORES, 2),
        ("我要第二个", STORES, 1),
        ("最后一个", STORES, 2),
        ("最早的", STORES, 0),
        ("最晚那个", STORES, 2),
        ("前面那个", STORES, 0),
        ("小的", SIZES, 0),
        ("大", SIZES, 1),
        ("做大的吧", SIZES, 1),
        ("嗯小的就行吧", SIZES, 0),
        ("海淀", STORES, 1),
    ],
)
def test_what_is_meant(text: str, titles: list[str], index: int) -> None:
    assert pick(text, titles) == index


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("第四个", STORES),
        ("星驰", STORES),
        ("保养", SIZES),
        ("车", ["洗车", "小保养"]),
        ("可以", STORES),
        ("好的", SIZES),
        ("", STORES),
        ("第一个", []),
        ("第一个为什么那么贵啊", STORES),
        ("不行", STORES),
    ],
)
def test_what_is_none_of_them_or_more_than_one(text: str, titles: list[str]) -> None:
    assert pick(text, titles) is None
