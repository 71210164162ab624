"""The whole system in a browser: front, Rasa, actions and database, by clicking and typing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.browser.chrome import Browser
from tests.system import RunningSystem


@pytest.fixture
def customer(chromium: Chrome, fresh_system: RunningSystem) -> Iterator[Browser]:
    """A browser at the running system, whose shop is as new. Complaints of the browser fail."""
    browser = Browser(chromium, fresh_system.front_url)
    browser.clean()
    yield browser
    assert browser.complaints() == []


def visit(system: RunningSystem, plate: str):
    return system.row("appointment", plate=plate)


def agree(customer: Browser, question: str) -> None:
    """Presses the first button under a question to be confirmed: the one that says yes."""
    row = customer.hears(question)
    customer.until(lambda: row.find_elements("css selector", ".ac-chip"), "its buttons")[0].click()


def test_a_newcomer_books_changes_and_cancels_a_visit(customer, fresh_system):
    customer.visit()
    tile = customer.one(".ask")
    tile.click()
    customer.until(lambda: customer.all(".ac-list .ac-from-bot"), "the first question")
    customer.say("小保养")
    customer.button("星驰朝阳店").click()
    customer.hears("什么时候")
    customer.say("明天下午三点")
    customer.hears("车牌")
    customer.say("京A12345")
    customer.hears("手机号")
    customer.say("13011112222")
    agree(customer, "这样约")
    booked = customer.until(
        lambda: fresh_system.rows("appointment", plate="京A12345"), "the visit in the database"
    )[0]
    assert booked.status == "booked"
    assert booked.starts_at.isoformat() == "2026-11-24T15:00:00+08:00"
    customer.hears(booked.number)

    customer.open_chat()  # after a reload the conversation goes on
    customer.hears(booked.number)
    customer.say("改到后天上午十点")
    agree(customer, "从明天")
    customer.until(
        lambda: (
            visit(fresh_system, "京A12345").starts_at.isoformat() == "2026-11-25T10:00:00+08:00"
        ),
        "the visit to be moved",
    )
    customer.say("取消预约")
    agree(customer, "要取消的是")
    customer.until(
        lambda: visit(fresh_system, "京A12345").status == "cancelled", "the visit to be cancelled"
    )


def test_an_owner_proves_herself_and_sees_her_car(customer):
    customer.open_chat()
    customer.button("我的车修好了吗").click()
    customer.hears("车牌")
    customer.say("京N3K587")
    customer.hears("后四位")
    customer.say("8001")
    customer.hears("空调不制冷")
    card = customer.one(".ac-card")
    for words in ("京N3K587", "空调不制冷", "星驰朝阳店", "今天（周一）17:00"):
        assert words in card.text
    assert customer.one('.ac-step[aria-current="step"]').text.startswith("维修")


def test_a_stranger_in_another_browser_learns_nothing(customer):
    customer.open_chat()
    customer.say("我的车修好了吗")
    customer.hears("车牌")
    customer.say("京N3K587")
    customer.hears("后四位")
    customer.say("8001")
    customer.hears("空调不制冷")
    customer.clean()
    customer.open_chat()
    assert customer.bubbles == []
    customer.say("京N3K587修好了吗")
    customer.hears("后四位")
    shown = customer.js("return document.body.innerText")
    assert "空调不制冷" not in shown and "王女士" not in shown


def test_a_person_is_asked_for_in_the_middle_of_a_booking(customer, fresh_system):
    customer.open_chat()
    customer.say("我想约个小保养")
    customer.button("星驰朝阳店")
    customer.one(".ac-person").click()
    customer.until(lambda: fresh_system.rows("handover"), "the request for a person")
    handover = fresh_system.row("handover")
    customer.hears("同事")
    assert handover.status == "waiting"
    assert fresh_system.row("promise", kind="call_back", subject_id=handover.id).status == "open"


def test_every_word_is_on_record(customer, fresh_system):
    customer.open_chat()
    customer.say("我想约个小保养")
    customer.button("星驰朝阳店").click()
    customer.hears("什么时候")
    said = [(row.author, row.text) for row in fresh_system.rows("message")]
    assert [words for author, words in said if author == "customer"] == [
        "我想约个小保养",
        "星驰朝阳店",
    ]
    assert [words for author, words in said if author == "bot" and words] == [
        one.text for one in customer.seen(".ac-list .ac-from-bot .ac-bubble")
    ]
