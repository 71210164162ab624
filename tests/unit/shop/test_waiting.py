"""How long a person takes to come, and what follows when nobody does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.shop.calendar import SHANGHAI
from bot.shop.waiting import (
    Nearby,
    Served,
    WaitingStep,
    call_back_within,
    expected_wait,
    next_step,
)
from bot.shop.waiting_words import ASK, LEAVE, TELL, VENT, read_waiting

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
ASKED, ALL, MANAGER, CALL = WaitingStep


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def served(begun: float, waited: float) -> Served:
    """Asked for so many minutes ago, and taken after so many."""
    return Served(NOW - minutes(begun), NOW - minutes(begun) + minutes(waited))


def test_fewer_than_three_say_nothing() -> None:
    assert expected_wait(0, []) is None
    assert expected_wait(0, [served(60, 4), served(40, 4)]) is None


def test_each_place_takes_what_a_place_took_lately() -> None:
    lately = [served(90, 4), served(60, 4), served(30, 4)]
    assert [expected_wait(ahead, lately) for ahead in range(4)] == [
        minutes(5),
        minutes(10),
        minutes(15),
        minutes(20),
    ]


def test_who_waited_behind_another_waited_a_place_each() -> None:
    """Three asked within a minute and were taken at 6, 12 and 18 minutes: six minutes a place."""
    lately = [served(30, 6), served(29.5, 11.5), served(29, 17)]
    assert expected_wait(0, lately) == minutes(10)
    assert expected_wait(2, lately) == minutes(20)


def test_one_forgotten_customer_does_not_frighten_all_others() -> None:
    lately = [served(900, 600), *(served(100 - 10 * n, 3) for n in range(4))]
    assert expected_wait(0, lately) == minutes(5)


def test_only_the_newest_ten_count() -> None:
    slow = [served(3000 - 60 * n, 40) for n in range(20)]
    quick = [served(300 - 20 * n, 2) for n in range(10)]
    assert expected_wait(0, [*slow, *quick]) == minutes(5)
    assert expected_wait(0, slow) == minutes(40)


@pytest.mark.parametrize(
    ("step", "waited", "other_stores", "manager", "expected"),
    [
        (ASKED, 9, True, True, None),
        (ASKED, 10, True, True, ALL),
        (ASKED, 10, False, True, MANAGER),
        (ASKED, 10, False, False, CALL),
        (ALL, 9, True, True, None),
        (ALL, 10, True, True, MANAGER),
        (ALL, 10, True, False, CALL),
        (MANAGER, 9, True, True, None),
        (MANAGER, 10, True, True, CALL),
        (CALL, 600, True, True, None),
    ],
)
def test_the_steps_in_their_order(step, waited, other_stores, manager, expected) -> None:
    since, due_at = NOW - minutes(waited), NOW + minutes(1)
    nearby = Nearby(True, other_stores, manager)
    assert next_step(step, since, NOW, due_at, nearby) is expected


@pytest.mark.parametrize("step", list(WaitingStep))
def test_a_promise_that_has_passed_is_made_anew_at_any_step(step) -> None:
    nearby = Nearby(True, True, True)
    assert next_step(step, NOW, NOW, NOW - minutes(1), nearby) is CALL
    assert next_step(step, NOW, NOW, NOW, nearby) is None


def test_when_the_shop_closes_a_call_takes_the_place_of_the_queue() -> None:
    closed = Nearby(False, True, True)
    steps = [next_step(step, NOW, NOW, NOW + minutes(900), closed) for step in WaitingStep]
    assert steps == [CALL, CALL, CALL, None]


def test_further_call_backs_leave_more_time_each() -> None:
    times = [call_back_within(count) for count in range(5)]
    assert times == [minutes(30), minutes(30), minutes(240), minutes(540), minutes(540)]


@pytest.mark.parametrize(
    "text",
    [
        "前面还有几个",
        "前面还有多少人啊",
        "我排到第几了",
        "排队还要多久",
        "人工还要等多久",
        "客服什么时候来",
        "怎么还没轮到我",
        "还要多长时间才有人工",
    ],
)
def test_these_ask_for_the_queue_whoever_says_them(text) -> None:
    assert read_waiting(text, waits=False) == ASK
    assert read_waiting(text, waits=True) == ASK


@pytest.mark.parametrize(
    "text",
    [
        "不用人工了",
        "算了，不用人工了",
        "算了不找客服了",
        "取消人工",
        "人工不用了",
        "不转人工了",
        "不排队了",
    ],
)
def test_these_leave_the_queue_whoever_says_them(text) -> None:
    assert read_waiting(text, waits=False) == LEAVE


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("还要等多久", ASK),
        ("那还要等多久啊？", ASK),
        ("嗯那个还要等多久啊", ASK),
        ("大概要等多长时间", ASK),
        ("还要多久", ASK),
        ("人呢", ASK),
        ("怎么还没人", ASK),
        ("不等了", LEAVE),
        ("算了", LEAVE),
        ("算了吧", LEAVE),
        ("算了不等了", LEAVE),
        ("那不等了，你帮我约吧", LEAVE),
        ("我不等，现在就要", ASK),
        ("等半天了", ASK),
        ("四点以后打给我", TELL),
        ("明天上午给我打电话就行", TELL),
        ("算了，我去网上曝光你们", VENT),
    ],
)
def test_these_are_about_the_queue_only_from_who_waits(text, meaning) -> None:
    assert read_waiting(text, waits=True) == meaning
    assert read_waiting(text, waits=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "转人工",
        "我要人工客服",
        "叫你们经理来",
        "我的车还要等多久",
        "配件还要等多久到",
        "大灯要等几天",
        "算了不约了",
        "取消预约",
        "前面刹车片多少钱",
        "等多久能修好",
        "不要小保养了，换机油",
        "明天不去了",
        "四轮定位多少钱",
        "前面还有个事没说",
        "不用了",
        "前面还有几台车",
        "怎么还没轮到我的车",
        "现在要去你们店怎么走",
        "赶紧给我约个保养",
    ],
)
@pytest.mark.parametrize("waits", [True, False])
def test_these_are_about_something_else(text, waits) -> None:
    assert read_waiting(text, waits) is None
