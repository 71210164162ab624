"""One customer in two browsers, another in a third: the person follows the one, the other sees nothing."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from bot.services import desk_conversations
from bot.services.desk_access import read_colleague
from bot.services.handover import request_person
from bot.services.identity import find_owner, prove
from bot.services.transcript import list_lines
from bot.storage import tables

WANG = ("京N3K587", "8001")
ZHANG = ("京P9Q662", "7003")


class Customer:
    """A browser, and the conversation behind it."""

    def __init__(self, front, rasa):
        self.shop, self.browser = front.workshop, front.visitor()
        self.browser.say("你好")
        self.browser.hears("收到：你好")
        self.id = rasa.turns[-1].conversation_id

    def prove(self, who):
        assert prove(self.shop, self.id, *who, f"test:{self.id}").ok
        return self

    def ask(self):
        customer_id = find_owner(self.shop, self.id).customer_id
        return request_person(self.shop, self.id, "customer_asked", customer_id).number

    def speaker(self, text):
        """Says something; gives who answers."""
        response = self.browser.send(text=text)
        assert response.status_code == 202
        return response.json()["speaker"]

    def texts(self):
        return [message["text"] for message in self.browser.messages()]


@pytest.fixture
def come(front, rasa, visitor):
    return lambda: Customer(front, rasa)


@pytest.fixture
def gu(front):
    with front.workshop.database.reading() as session:
        query = select(tables.Staff).where(tables.Staff.login == "cy.gu")
        return read_colleague(session.scalars(query).one())


def test_the_person_follows_the_customer_from_browser_to_browser(front, rasa, come, gu):
    here, there, other = come().prove(WANG), come().prove(WANG), come().prove(ZHANG)
    number = here.ask()
    desk_conversations.take(front.workshop, gu, number, "我是顾晓")
    heard_before = len(rasa.turns)
    assert here.speaker("在吗") == {"kind": "person", "name": "顾晓"}
    desk_conversations.reply(front.workshop, gu, number, "第一个窗口的话", "k1")
    assert there.speaker("我换了台电脑") == {"kind": "person", "name": "顾晓"}
    desk_conversations.reply(front.workshop, gu, number, "第二个窗口的话", "k2")
    there.browser.hears("第二个窗口的话")
    assert "第一个窗口的话" not in there.texts() and "第二个窗口的话" not in here.texts()
    assert here.speaker("又回来了")["name"] == "顾晓"
    assert len(rasa.turns) == heard_before

    assert other.speaker("我也在")["kind"] == "bot"
    other.browser.hears("收到：我也在")
    assert not {"第一个窗口的话", "第二个窗口的话", "我是顾晓"} & set(other.texts())


def test_the_next_at_the_same_browser_is_not_told_what_was_for_the_one_before(
    front, rasa, come, gu
):
    device = come().prove(WANG)
    number = device.ask()
    desk_conversations.take(front.workshop, gu, number, "我是顾晓")
    device.prove(ZHANG)
    assert device.speaker("我的变速箱呢")["kind"] == "bot"
    device.browser.hears("收到：我的变速箱呢")
    desk_conversations.reply(front.workshop, gu, number, "王女士，空调修好了", "k1")
    desk_conversations.hand_back(front.workshop, gu, number, "再见王女士", "周六取车")
    time.sleep(1)
    assert not any("王女士" in text or "周六取车" in text for text in device.texts())


def test_a_new_conversation_in_the_same_browser_leaves_the_person_behind(front, come, gu):
    device = come().prove(WANG)
    number = device.ask()
    desk_conversations.take(front.workshop, gu, number, "我是顾晓")
    device.browser.http.post("/api/session", json={"fresh": True})
    assert device.speaker("你好呀")["kind"] == "bot"
    desk_conversations.reply(front.workshop, gu, number, "只给原来窗口的话", "k1")
    assert "只给原来窗口的话" not in device.texts()


@pytest.mark.parametrize("typed", ["/restart", "/session_start", "/handed_back", "/hand_back"])
def test_neither_a_command_nor_a_restart_changes_who_speaks(front, rasa, come, gu, typed):
    customer = come()
    number = request_person(front.workshop, customer.id, "customer_asked").number
    assert customer.speaker(typed)["kind"] == "queued"
    customer.browser.hears("收到：" + typed.lstrip("/"))
    desk_conversations.take(front.workshop, gu, number, "我是顾晓")
    before = len(rasa.turns)
    assert customer.speaker(typed)["kind"] == "person"
    front.stop()
    front.start()
    assert customer.speaker("还在吗") == {"kind": "person", "name": "顾晓"}
    assert len(rasa.turns) == before
    kept = [line.text for line in list_lines(front.workshop, customer.id).lines]
    assert kept[-2:] == [typed, "还在吗"]
    desk_conversations.close(front.workshop, gu, number, "settled", "再见")
    assert customer.speaker("又有事了")["kind"] == "closed"
    customer.browser.hears("收到：又有事了")
