"""Short and vague answers in a booking: a plain yes, something else first, giving up."""

from __future__ import annotations

import pytest

from tests.dialogue.booking.visits import at, jobs, play, visit, visits
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins
from tests.dialogue.written import HELD


@twins("行", "嗯行吧")
def test_a_plain_yes_to_several_windows_takes_the_first(sun_li: Conversation, said: str) -> None:
    sun_li.say("约个小保养，海淀店，明天")
    assert "09:00" in sun_li.say(said)  # read back before it is booked
    assert visits(sun_li, "京J7B053") == []
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")


def test_an_answer_to_another_question_is_said_to_be_heard(customer: Conversation) -> None:
    play(customer, ["约个洗车", "朝阳店"])
    answer = customer.say("京A12345")
    assert "记" in answer[0].text and "什么时候" in answer
    play(customer, ["明天上午九点", "13812345678", "可以"])
    assert visit(customer, "京A12345").phone == "13812345678"


@twins("昨天下午三点小保养", "昨天下午三点钟那个小保样")
def test_a_past_time_is_told_before_anything_else_is_asked(sun_li: Conversation, said: str) -> None:
    assert "已经过去" in sun_li.say(said)
    assert sun_li.written() == {}


@twins("约保养 小保养 明天下午三点 朝阳", "那个约保样小保样明天下午三点朝阳")
def test_service_named_with_its_size_is_not_asked_for_its_size(
    sun_li: Conversation, said: str
) -> None:
    assert "15:00" in sun_li.say(said)
    assert sun_li.written() == HELD


@pytest.mark.parametrize("words", ["不去了", "那我不约了", "算了不做了吧"])
def test_giving_up_leaves_neither_visit_nor_hold(sun_li: Conversation, words: str) -> None:
    sun_li.say("明天下午三点朝阳店小保养")
    assert len(sun_li.rows("hold")) == 1
    sun_li.say(words)
    assert sun_li.rows("hold") == [] and visits(sun_li, "京J7B053") == []
    assert "核对" not in sun_li.say("小保养多少钱")  # nothing is open any more
    assert sun_li.written() == {}


def test_what_was_told_a_moment_ago_is_what_is_booked(customer: Conversation) -> None:
    customer.say("洗车多少钱")
    customer.say("便宜点")
    answer = customer.say("算了，约一个吧，明天上午十点去海淀")
    assert "刚才说的洗车" in answer
    play(customer, ["京A8F221", "13811112222", "可以"])
    assert jobs(customer, "京A8F221") == {"car_wash"}


def test_a_second_visit_of_a_newcomers_car_asks_neither_plate_nor_telephone(
    customer: Conversation,
) -> None:
    play(customer, ["明天上午十点去海淀洗车", "京A8F221", "13811112222", "可以"])
    answer = customer.say("再给它约个小保养，周五上午九点海淀")
    assert "京A8F221" in answer and answer.buttons == ["可以", "改时间"]
    customer.press("可以")
    assert len(customer.rows("appointment", plate="京A8F221")) == 2


def test_a_day_to_come_on_begins_a_visit(customer: Conversation) -> None:
    customer.say("你们周日开门吗")
    answer = customer.say("那约周日下午三点")
    assert "项目" in answer
    assert customer.written() == {}
