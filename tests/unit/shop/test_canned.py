"""Canned answers: names go in, what is not known goes away with its comma."""

from __future__ import annotations

import pytest

from bot.shop.canned import fill, unknown_names


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{称呼}，您好，我是{我}。", "王女士，您好，我是顾晓。"),
        ("在{门店}等您", "在等您"),
        ("{门店}，{称呼}：您好", "王女士：您好"),
        ("没有名字", "没有名字"),
        ("半个{称呼", "半个{称呼"),
    ],
)
def test_names_are_put_in(text, filled):
    assert fill(text, {"称呼": "王女士", "我": "顾晓", "门店": None}) == filled


def test_a_customers_name_is_not_read_as_a_place():
    assert fill("{称呼}，您好", {"称呼": "{我}", "我": "顾晓"}) == "{我}，您好"


def test_an_unknown_customer_is_simply_greeted():
    assert fill("{称呼}，您好", {"称呼": None}) == "您好"


def test_other_words_in_braces_are_found():
    assert unknown_names("{称呼}，{车牌}好了，{}") == ("车牌", "")
    assert unknown_names("{称呼}，我是{门店}的{我}") == ()
