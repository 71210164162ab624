"""Whatever happens to Rasa: every message is answered once, or honestly excused; nothing is lost."""

from __future__ import annotations

import threading
import time

import pytest

from bot.channels import wording
from bot.channels.rasa_client import Patience
from bot.services.transcript import list_lines, record_customer
from tests.integration.front.conftest import QUICK
from tests.integration.front.served import buttons_of, hanging_up, served

EXCUSE = wording.say("no_answer")


def customer_lines(visitor):
    return [message for message in visitor.messages() if message["from"] == "customer"]


def excuses(visitor):
    return [message for message in visitor.messages() if message.get("text") == EXCUSE]


@pytest.mark.parametrize(
    "failure",
    [
        {"status": 500, "body": {"error": "x"}},
        {"status": 403, "body": {"error": "not allowed"}},
        {"body": {"something": "else"}},
        {"body": [1, 2]},
        {"body": {"messages": "text", "answered": True}},
        {"body": {"messages": [], "answered": True}},
        {"body": {"messages": [{"custom": {"no": "title"}}], "answered": True}},
        {"body": {"messages": [{"text": "抱歉"}], "answered": False}},
        {"seconds": 5.0},
    ],
    ids=str,
)
def test_a_turn_that_fails_is_excused(rasa, visitor, failure):
    for name, value in failure.items():
        setattr(rasa, name, value)
    visitor.say("我想约个保养")
    excuse = visitor.hears(EXCUSE)
    (mine,) = customer_lines(visitor)
    assert mine["unanswered"] is True
    assert excuse["missed"] == mine["id"]
    assert [button["title"] for button in buttons_of(excuse)] == ["再发一次", "转人工"]
    assert len(excuses(visitor)) == 1
    assert not visitor.history()["typing"]


def test_what_the_bot_managed_to_say_is_kept_beside_the_excuse(rasa, visitor):
    rasa.body = {"messages": [{"text": "已经约好了。"}, {"text": "抱歉"}], "answered": False}
    visitor.say("好的")
    visitor.hears(EXCUSE)
    assert [message["text"] for message in visitor.messages()] == ["好的", "已经约好了。", EXCUSE]


def test_the_button_of_an_excuse_sends_the_same_words_again(rasa, visitor):
    rasa.status, rasa.body = 500, {}
    visitor.say("我想约个保养")
    visitor.hears(EXCUSE)
    rasa.status, rasa.body = 200, None
    visitor.press("再发一次")
    visitor.hears("收到：我想约个保养")
    assert [turn.text for turn in rasa.turns] == ["我想约个保养"] * 2


def test_a_rasa_that_is_not_there_is_excused(front):
    front.start()
    visitor = front.visitor()
    visitor.say("在吗")
    visitor.hears(EXCUSE)


def test_a_rasa_that_just_starts_again_still_gets_the_message(front):
    front.start(Patience(before_a_word=0.5, turn=2.0, start=10.0))
    visitor = front.visitor()
    visitor.say("在吗")
    time.sleep(1.0)
    assert not excuses(visitor)
    with served(front.rasa.app(), front.rasa_port):
        visitor.hears("收到：在吗")
    assert not excuses(visitor)
    assert len(front.rasa.turns) == 1


def test_a_turn_that_broke_off_is_not_repeated(front):
    """It may have booked something already."""
    front.start()
    visitor = front.visitor()
    with hanging_up(front.rasa_port) as heard:
        visitor.say("确认预约")
        visitor.hears(EXCUSE)
        time.sleep(0.5)
    assert len(heard) == 1


def test_a_slow_answer_is_announced_and_still_given(rasa, visitor):
    rasa.seconds = 1.2
    visitor.say("查一下库存")
    visitor.hears(wording.say("still_looking"))
    assert visitor.history()["typing"]
    visitor.hears("收到：查一下库存")
    texts = [message["text"] for message in visitor.messages()]
    assert texts == ["查一下库存", wording.say("still_looking"), "收到：查一下库存"]
    assert not customer_lines(visitor)[0].get("unanswered")


def test_what_a_dead_front_left_is_excused_once_by_the_next(front, rasa):
    line, _ = record_customer(front.workshop, "web-left-behind", "确认预约")
    front.clock.let_pass(minutes=2)
    recent, _ = record_customer(front.workshop, "web-just-said", "刚说的")
    front.start()
    deadline = time.monotonic() + 10
    while len(list_lines(front.workshop, "web-left-behind").lines) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    front.stop()
    front.start()
    time.sleep(0.5)
    question, excuse = list_lines(front.workshop, "web-left-behind").lines
    assert (question.id, question.answer, excuse.text) == (line.id, "missed", EXCUSE)
    assert list_lines(front.workshop, "web-just-said").lines == (recent,)
    assert rasa.turns == []


def test_a_front_that_is_stopped_answers_or_excuses_what_is_under_way(front, rasa):
    front.start(Patience(before_a_word=5, turn=30, start=5))
    visitor = front.visitor()
    rasa.seconds = 20
    visitor.say("确认预约")
    deadline = time.monotonic() + 5
    while not rasa.turns and time.monotonic() < deadline:
        time.sleep(0.02)
    front.stop()
    lines = list_lines(front.workshop, rasa.turns[0].conversation_id).lines
    assert [(line.text, line.answer) for line in lines] == [
        ("确认预约", "missed"),
        (EXCUSE, None),
    ]


def test_a_database_that_is_locked_for_a_while_loses_nothing(front, rasa, visitor):
    locked, release = threading.Event(), threading.Event()

    def hold() -> None:
        with front.workshop.database.transaction() as session:
            session.connection()
            locked.set()
            release.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(5)
    sender = threading.Thread(target=visitor.say, args=("我想约个保养",))
    sender.start()
    time.sleep(1.0)
    assert sender.is_alive(), "the message was taken before it could be recorded"
    release.set()
    holder.join()
    sender.join(timeout=10)
    visitor.hears("收到：我想约个保养")


def test_a_database_that_fails_is_answered_with_a_sentence(front, visitor):
    with front.workshop.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE message RENAME TO elsewhere")
    answer = visitor.send(text="在吗")
    assert answer.status_code == 503
    assert answer.json()["error"]["text"] == wording.say("broken")
    with front.workshop.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO message")
    visitor.say("在吗")
    visitor.hears("收到：在吗")


def test_patience_is_longer_than_what_it_waits_for():
    for patience in (QUICK, Patience()):
        assert patience.before_a_word < patience.turn
        assert patience.forgotten.total_seconds() > patience.turn + patience.start
