"""A place of the city is found as people name it, and distances are right to a kilometre."""

from __future__ import annotations

import pytest

from bot.shop.places import Point, find_place


@pytest.mark.parametrize(
    "name", ["丰台", "丰台区", "北京丰台", "北京市丰台区", "丰台那边", " 丰台 "]
)
def test_a_district_is_found_however_it_is_named(name):
    assert find_place(name) == find_place("丰台")


@pytest.mark.parametrize("name", ["", "区", "上海", "浦东新区", "月球"])
def test_a_place_elsewhere_is_not_known(name):
    assert find_place(name) is None


def test_tiananmen_is_some_two_kilometres_from_beijing_station():
    distance = Point(39.9087, 116.3975).km_to(Point(39.9028, 116.4272))
    assert distance == pytest.approx(2.6, abs=0.1)
