"""A customer whom a colleague leaves waiting goes back to the queue."""

from __future__ import annotations

import pytest

from bot.services.desk_conversations import list_conversations, reply, take
from bot.services.desk_idle import return_idle
from bot.services.errors import NotAllowed
from bot.services.speaking import find_speaker
from bot.services.transcript import list_lines, record_customer
from bot.services.waiting_steps import move_on
from bot.storage import tables


@pytest.fixture
def taken(workshop, gu, asked):
    take(workshop, gu, asked, "顾晓为您服务")
    return asked


def test_words_left_unanswered_go_back_to_the_queue(workshop, clock, gu, colleague, taken, rows):
    reply(workshop, gu, taken, "您好", "k1")
    record_customer(workshop, "web-a", "还在吗", answer="to_staff")
    clock.let_pass(minutes=6)
    record_customer(workshop, "web-a", "喂", answer="to_staff")
    clock.let_pass(minutes=4)
    assert return_idle(workshop, "让您久等了") == 0
    clock.let_pass(seconds=1)
    assert return_idle(workshop, "让您久等了") == 1
    assert return_idle(workshop, "让您久等了") == 0
    (waiting,) = list_conversations(workshop, gu)
    assert (waiting.status, waiting.taken_by, waiting.is_late) == ("waiting", None, False)
    assert find_speaker(workshop, "web-a").kind == "queued"
    assert list_lines(workshop, "web-a").lines[-1].text == "让您久等了"
    statuses = [row.status for row in rows(tables.Promise, subject_type="handover")]
    assert statuses == ["kept", "open"], "a call is promised anew"
    with pytest.raises(NotAllowed, match="not_yours"):
        reply(workshop, gu, taken, "我回来了", "k2")
    take(workshop, colleague("kefu"), taken, "林可为您服务")


def test_the_search_for_somebody_begins_anew(workshop, clock, taken, rows):
    record_customer(workshop, "web-a", "还在吗", answer="to_staff")
    clock.let_pass(minutes=10, seconds=1)
    return_idle(workshop, "让您久等了")
    assert move_on(workshop) == 0
    clock.let_pass(minutes=10)
    assert move_on(workshop) == 1


def test_who_answered_or_was_asked_nothing_keeps_it(workshop, clock, gu, taken):
    clock.let_pass(hours=2)
    assert return_idle(workshop, "让您久等了") == 0
    record_customer(workshop, "web-a", "还在吗", answer="to_staff")
    reply(workshop, gu, taken, "在的", "k1")
    clock.let_pass(hours=2)
    assert return_idle(workshop, "让您久等了") == 0


def test_who_has_just_taken_it_has_time_for_older_words(workshop, clock, gu, colleague, taken):
    record_customer(workshop, "web-a", "还在吗", answer="to_staff")
    clock.let_pass(minutes=11)
    return_idle(workshop, "让您久等了")
    take(workshop, colleague("kefu"), taken, "林可为您服务")
    assert return_idle(workshop, "让您久等了") == 0
    clock.let_pass(minutes=10, seconds=1)
    assert return_idle(workshop, "让您久等了") == 1
