"""A customer talks in the web chat: recorded, answered, shown again after a reload, live."""

from __future__ import annotations

import threading
import time

import httpx

from bot.channels import wording
from bot.services.transcript import Utterance, list_lines, record_said
from bot.storage import tables
from tests.integration.front.served import TOKEN, Visitor, buttons_of


def conversation_of(rasa):
    return rasa.turns[-1].conversation_id


def test_what_the_customer_says_is_answered_and_recorded(front, rasa, visitor):
    message = visitor.say("我想约个保养")
    assert (message["from"], message["text"]) == ("customer", "我想约个保养")
    assert (message["day"], message["time"]) == ("11月23日 周一", "09:30")
    assert visitor.hears("收到")["text"] == "收到：我想约个保养"

    (turn,) = rasa.turns
    assert (turn.text, turn.channel, turn.authorization) == (
        "我想约个保养",
        "web",
        f"Bearer {TOKEN}",
    )
    lines = list_lines(front.workshop, turn.conversation_id).lines
    assert [(line.author, line.text) for line in lines] == [
        ("customer", "我想约个保养"),
        ("bot", "收到：我想约个保养"),
    ]
    assert lines[0].answer == "given"


def test_the_greeting_comes_before_anything_is_recorded(front, visitor):
    answer = visitor.http.post("/api/session", json={}).json()
    assert answer["greeting"] == wording.say("greeting")
    assert len(answer["suggestions"]) >= 3
    assert visitor.history() == {"messages": [], "more": False, "typing": False}


def test_a_reload_shows_the_same_conversation(front, visitor):
    visitor.say("我想约个保养")
    visitor.hears("收到")
    before = visitor.messages()
    reloaded = Visitor(front.url, cookies=visitor.http.cookies)
    reloaded.http.post("/api/session", json={})
    assert reloaded.messages() == before


def test_a_restart_of_the_front_forgets_nobody(front, visitor):
    visitor.say("我想约个保养")
    visitor.hears("收到")
    before = visitor.messages()
    front.stop()
    front.start()
    assert visitor.messages() == before
    visitor.say("还在吗")
    visitor.hears("收到：还在吗")


def test_a_new_conversation_leaves_the_old_one_behind(front, rasa, visitor):
    visitor.say("我想约个保养")
    visitor.hears("收到")
    first = conversation_of(rasa)
    visitor.http.post("/api/session", json={"fresh": True})
    assert visitor.messages() == []
    visitor.say("你好")
    visitor.hears("收到：你好")
    assert conversation_of(rasa) != first


def test_a_pressed_button_says_the_words_behind_it(rasa, visitor):
    rasa.answers["我想约个保养"] = [
        {"text": "哪天？", "buttons": [{"title": "周六上午", "payload": "周六上午九点到十二点"}]}
    ]
    visitor.say("我想约个保养")
    message = visitor.hears("哪天？")
    assert "周六上午九点" not in str(message)
    visitor.press("周六上午")
    visitor.hears("收到：周六上午九点到十二点")


def test_a_cards_windows_can_be_pressed(rasa, visitor):
    card = {
        "type": "windows",
        "title": "小保养",
        "groups": [{"title": "明天", "actions": [{"title": "09:00", "payload": "明天上午九点"}]}],
    }
    rasa.answers["哪天有空"] = [{"text": "您看看"}, {"custom": card}]
    visitor.say("哪天有空")
    assert [button["title"] for button in buttons_of(visitor.hears("您看看"))] == ["09:00"]
    visitor.press("09:00")
    visitor.hears("收到：明天上午九点")


def test_the_same_message_sent_twice_is_answered_once(rasa, visitor):
    first = visitor.send(text="帮我约周六", key="key-000001").json()["message"]
    again = visitor.send(text="帮我约周六", key="key-000001").json()["message"]
    assert first["id"] == again["id"]
    visitor.hears("收到")
    time.sleep(0.3)
    assert len(rasa.turns) == 1
    assert len(visitor.messages()) == 2


def test_messages_sent_quickly_are_answered_one_after_the_other(rasa, visitor):
    rasa.seconds = 0.1
    for number in range(5):
        visitor.say(f"第{number}句")
    visitor.hears("收到：第4句")
    assert rasa.most_at_once == 1
    assert [turn.text for turn in rasa.turns] == [f"第{number}句" for number in range(5)]
    bot = [message["text"] for message in visitor.messages() if message["from"] == "bot"]
    assert bot == [f"收到：第{number}句" for number in range(5)]


def test_many_customers_are_answered_at_the_same_time(front, rasa, visitor):
    rasa.seconds = 0.4
    visitors = [front.visitor() for _ in range(8)]
    begun = time.monotonic()
    for number, each in enumerate(visitors):
        each.say(f"我是{number}号")
    for number, each in enumerate(visitors):
        each.hears(f"收到：我是{number}号")
        assert len(each.messages()) == 2
    assert time.monotonic() - begun < 8 * 0.4
    assert rasa.most_at_once > 3
    assert len({turn.conversation_id for turn in rasa.turns}) == 8


def test_the_stream_brings_words_and_typing_as_they_happen(rasa, visitor):
    rasa.seconds = 0.3
    with visitor.stream() as events:
        assert next(events) == ("typing", {"on": False})
        visitor.say("在吗")
        heard = [next(events) for _ in range(4)]
    assert [(name, data.get("text", data.get("on"))) for name, data in heard] == [
        ("message", "在吗"),
        ("typing", True),
        ("message", "收到：在吗"),
        ("typing", False),
    ]


def test_a_stream_that_broke_goes_on_where_it_was(visitor):
    visitor.say("一")
    seen = visitor.hears("收到：一")
    visitor.say("二")
    visitor.hears("收到：二")
    with visitor.stream(after=0, **{"Last-Event-ID": str(seen["id"])}) as events:
        assert next(events)[1]["text"] == "二"


def test_what_another_process_says_reaches_the_open_window(front, rasa, visitor):
    """The shop or a person writes to the record; the front finds it there."""
    visitor.say("在吗")
    visitor.hears("收到")
    newest = visitor.messages()[-1]["id"]
    said = []

    def listen():
        with visitor.stream(after=newest) as events:
            for name, data in events:
                if name == "message":
                    said.append(data)
                if len(said) == 2:
                    return

    listener = threading.Thread(target=listen)
    listener.start()
    time.sleep(0.3)
    mine = conversation_of(rasa)
    record_said(front.workshop, "web-somebody-else", [Utterance("给别人的话")])
    record_said(front.workshop, mine, [Utterance("您的车修好了")], author="system")
    person = Utterance("我是顾晓", {"author": "顾晓"})
    record_said(front.workshop, mine, [person], author="staff")
    listener.join(timeout=10)
    assert [(one["from"], one["text"]) for one in said] == [
        ("shop", "您的车修好了"),
        ("person", "我是顾晓"),
    ]
    assert said[1]["author"] == "顾晓"


def test_older_messages_come_page_by_page(front, rasa, visitor):
    visitor.say("你好")
    visitor.hears("收到")
    mine = conversation_of(rasa)
    record_said(front.workshop, mine, [Utterance(f"第{number}句") for number in range(90)])
    newest = visitor.history()
    assert newest["more"] and newest["messages"][-1]["text"] == "第89句"
    older = visitor.history(before=newest["messages"][0]["id"])
    oldest = visitor.history(before=older["messages"][0]["id"])
    assert not oldest["more"]
    every = [*oldest["messages"], *older["messages"], *newest["messages"]]
    assert len(every) == 92 and every[0]["text"] == "你好"


def test_while_a_person_speaks_the_bot_hears_nothing(front, rasa, visitor):
    visitor.say("转人工")
    visitor.hears("收到")
    mine = conversation_of(rasa)
    with front.workshop.database.transaction() as session:
        session.add(
            tables.Handover(
                number="H1",
                conversation_id=mine,
                status="taken",
                reason="asked",
                taken_by=session.query(tables.Staff).filter_by(login="cy.gu").one().id,
                created_at=front.clock.now,
            )
        )
    answer = visitor.send(text="我的车什么时候好").json()
    assert answer["speaker"] == {"kind": "person", "name": "顾晓"}
    visitor.send(text="/restart")
    time.sleep(0.5)
    assert len(rasa.turns) == 1
    assert not visitor.history()["typing"]
    kept = [line for line in list_lines(front.workshop, mine).lines if line.author == "customer"]
    assert [(line.text, line.answer) for line in kept[1:]] == [
        ("我的车什么时候好", "to_staff"),
        ("/restart", "to_staff"),
    ]


def test_health_says_whether_the_database_answers(front, rasa, visitor):
    assert httpx.get(f"{front.url}/health").json() == {"status": "ok"}
    with front.workshop.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE message RENAME TO elsewhere")
    assert httpx.get(f"{front.url}/health").status_code == 503


def test_the_page_shows_stores_hours_and_prices(front, visitor):
    page = visitor.http.get("/")
    assert page.status_code == 200
    for words in (
        "星驰朝阳店",
        "周二至周日 09:00–18:00",
        "¥1,280",
        "免费",
        "检测后报价",
        "4 个充电桩",
    ):
        assert words in page.text
