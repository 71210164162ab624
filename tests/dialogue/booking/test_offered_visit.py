"""After a price or a fault a visit is offered: a day, a place or another job said alone is understood."""

from __future__ import annotations

import pytest

from tests.dialogue.booking.visits import at, jobs, play, visit
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("明天上午九点朝阳店", "嗯明天上午九点朝阳店吧")
def test_a_day_after_a_price_books_that_job(sun_li: Conversation, said: str) -> None:
    answer = play(sun_li, ["小保养多少钱", said])
    assert "小保养" in answer and "09:00" in answer
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")
    assert jobs(sun_li, "京J7B053") == {"minor_service"}


@twins("海淀店", "那个海淀店吧")
def test_a_store_after_a_price_books_that_job_there(sun_li: Conversation, said: str) -> None:
    play(sun_li, ["洗车多少钱", said, "周六上午十点"])
    sun_li.press("可以")
    booked = visit(sun_li, "京J7B053")
    assert (booked.starts_at, jobs(sun_li, "京J7B053")) == (at("2026-11-28T10:00"), {"car_wash"})


def test_a_day_after_a_fault_books_a_diagnosis(sun_li: Conversation) -> None:
    play(sun_li, ["空调不凉了", "明天上午十点", "朝阳店"])
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T10:00")
    assert jobs(sun_li, "京J7B053") == {"fault_diagnosis"}


@pytest.mark.parametrize("word", ["那大的呢？", "大保养呢", "大保养", "大的多少钱"])
def test_another_size_is_asked_for_by_a_word(customer: Conversation, word: str) -> None:
    answer = play(customer, ["小保养多少钱", word])
    assert "980元" in answer and answer.buttons == ["预约大保养"]
    assert customer.written() == {}


def test_how_long_it_takes_is_asked_by_a_word(customer: Conversation) -> None:
    assert "60分钟" in play(customer, ["四轮定位多少钱", "要多久呢"])
    assert customer.written() == {}


def test_a_tyre_that_is_to_be_changed_is_priced_with_the_work(customer: Conversation) -> None:
    answer = play(customer, ["换条轮胎多少钱"])
    assert "含工时" in answer and answer.buttons == ["预约更换轮胎"]
    assert customer.written() == {}
