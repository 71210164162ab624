"""After a visit is booked or told, short words change it; no other plate and no day means it by mistake."""

from __future__ import annotations

import pytest

from tests.dialogue.booking.visits import at, jobs, play, visit, visits
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

BOOKED = ["明天上午十点朝阳店做小保养", "可以"]


@twins("能早点不", "嗯能早点不")
def test_an_earlier_time(sun_li: Conversation, said: str) -> None:
    play(sun_li, BOOKED)
    assert "明天（周二）08:30" in sun_li.say(said).buttons
    play(sun_li, ["九点", "可以"])
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")


@pytest.mark.parametrize("line", ["十一点行吗", "改到十一点", "不对，应该是十一点"])
def test_another_hour(sun_li: Conversation, line: str) -> None:
    play(sun_li, [*BOOKED, line, "可以"])
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T11:00")


@pytest.mark.parametrize("line", ["加个换机油", "再加一个洗车", "再洗个车"])
def test_more_work(sun_li: Conversation, line: str) -> None:
    play(sun_li, [*BOOKED, line, "可以"])
    assert len(jobs(sun_li, "京J7B053")) == 2


@twins("换海淀店吧", "嗯那个换海淀店吧")
def test_thanks_in_between(sun_li: Conversation, said: str) -> None:
    play(sun_li, [*BOOKED, "谢谢", said, "可以"])
    assert visit(sun_li, "京J7B053").store_code == "HD"


@twins("算了还是别改了", "呃算了算了还是别改了")
def test_back_to_what_it_was(sun_li: Conversation, said: str) -> None:
    play(sun_li, [*BOOKED, "改到周五", "可以", said, "可以"])
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T10:00")


@pytest.mark.parametrize("line", ["京N3K587约的几点", "京N3K587帮我取消预约"])
def test_a_plate_of_somebody_else(li_qiang: Conversation, line: str) -> None:
    assert "不在您名下" in li_qiang.say(line)
    li_qiang.say("好")
    assert visit(li_qiang, "京AD12345").status == "booked"


@twins("周日下午四点", "嗯周日周日下午四点")
def test_a_time_moves_the_visit_that_is_there(sun_li: Conversation, said: str) -> None:
    play(sun_li, [*BOOKED, "给我的车约个小保养", said, "可以"])
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-29T16:00")


def test_one_more_after_all(sun_li: Conversation) -> None:
    play(sun_li, [*BOOKED, "给我的车约个小保养", "周日下午四点"])
    sun_li.press("再约一次")
    sun_li.press("可以")
    assert len(visits(sun_li, "京J7B053")) == 2


def test_a_car_that_is_here(customer: Conversation) -> None:
    play(customer, ["车修好没", "京L6M739", "4006"])
    assert "星驰朝阳店" in customer.say("约故障诊断 朝阳 明天九点")
    customer.press("请顾问一起做")
    assert visits(customer, "京L6M739") == []
    assert "京L6M739" in customer.row("lead").note


def test_a_nail_in_a_tyre(customer: Conversation) -> None:
    play(
        customer,
        ["轮胎扎钉子了", "好的", "海淀", "明天上午十点", "京A8F221", "13811112222", "可以"],
    )
    made = visit(customer, "京A8F221")
    assert made.store_code == "HD" and "钉子" in made.note


def test_the_likely_size(customer: Conversation) -> None:
    play(
        customer,
        ["约个保养，朝阳，明天下午三点", "开了三万多公里", "行", "京A8F221", "13811112222", "可以"],
    )
    assert jobs(customer, "京A8F221") == {"minor_service"}
