"""The whole system in a browser: front, Rasa, actions and database, by clicking and typing."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.remote.webelement import WebElement
from sqlalchemy import update

from bot.care.delivery import DeliveryLoop, open_doors
from bot.shop.passwords import hash_password
from bot.storage import tables
from tests.browser.chrome import Browser, start_chromium
from tests.system import RunningSystem

PASSWORD = "correct-horse-9"


@pytest.fixture
def customer(chromium: Chrome, fresh_system: RunningSystem) -> Iterator[Browser]:
    """A browser at the running system, whose shop is as new. Complaints of the browser fail."""
    browser = Browser(chromium, fresh_system.front_url)
    browser.clean()
    yield browser
    assert browser.complaints() == []


@pytest.fixture(scope="module")
def second_chromium(chromium: Chrome) -> Iterator[Chrome]:
    """Another browser with cookies of its own: the colleague's."""
    driver = start_chromium()
    yield driver
    driver.quit()


@pytest.fixture
def colleague(second_chromium: Chrome, fresh_system: RunningSystem) -> Iterator[Browser]:
    """顾晓 of the store CY, signed in at the desk."""
    with fresh_system.workshop.database.transaction() as session:
        session.execute(
            update(tables.Staff).values(
                password_hash=hash_password(PASSWORD), must_change_password=False
            )
        )
    browser = Browser(second_chromium, fresh_system.front_url)
    browser.clean()
    browser.driver.get(f"{fresh_system.front_url}/desk/")
    browser.one("input[name=login]").send_keys("cy.gu")
    browser.one("input[name=password]").send_keys(PASSWORD + "\n")
    browser.one(".board, .empty, .row")
    yield browser
    assert browser.complaints() == []


@pytest.fixture
def notices(fresh_system: RunningSystem) -> Iterator[None]:
    """Notices are delivered, as `aftercare serve` does it."""
    loop = DeliveryLoop(fresh_system.workshop, open_doors(fresh_system.workshop, {}))
    loop.start()
    yield
    loop.stop()


def visit(system: RunningSystem, plate: str):
    return system.row("appointment", plate=plate)


def bot_lines(customer: Browser) -> list[WebElement]:
    return customer.seen(".ac-list .ac-from-bot")


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


def test_a_colleague_helps_in_the_middle_of_a_booking_and_the_bot_goes_on_to_the_end(
    customer, colleague, fresh_system
):
    customer.open_chat()
    customer.say("我想约个小保养")
    customer.button("星驰朝阳店").click()
    customer.hears("什么时候")
    customer.one(".ac-person").click()
    customer.hears("同事")

    colleague.one(".row button.main").click()  # no reload: the customer appears by itself
    customer.hears("我是顾晓")
    customer.say("下午来，要等多久？")
    colleague.until(
        lambda: "下午来，要等多久？" in "".join(colleague.text(".lines .bubble")),
        "the customer's words at the desk",
    )
    colleague.one("#reply").send_keys("下午来的话，一个小时就好")
    colleague.one(".reply .main").click()
    customer.hears("一个小时就好")
    said = len(bot_lines(customer))
    colleague.button("交还智能客服", ".actions button").click()
    customer.until(
        lambda: "什么时候" in "".join(each.text for each in bot_lines(customer)[said:]),
        "the bot to go on by itself with the same booking",
    )

    customer.say("明天下午三点")
    customer.hears("车牌")
    customer.say("京A12345")
    customer.hears("手机号")
    customer.say("13011112222")
    agree(customer, "这样约")
    customer.until(lambda: fresh_system.rows("appointment", plate="京A12345"), "the visit")
    booked = visit(fresh_system, "京A12345")
    assert (booked.store_code, booked.status) == ("CY", "booked")
    assert booked.starts_at.isoformat() == "2026-11-24T15:00:00+08:00"
    customer.hears(booked.number)
    assert fresh_system.row("handover").done_reason == "handed_back"


def test_a_step_on_the_day_board_is_in_the_owners_open_chat_within_seconds(
    customer, colleague, fresh_system, notices
):
    customer.open_chat()
    customer.say("京N3K587修好了吗")
    customer.hears("后四位")
    customer.say("8001")
    customer.hears("空调不制冷")
    order = fresh_system.row("repair_order", plate="京N3K587")

    colleague.driver.get(f"{fresh_system.front_url}/desk/board")
    step = colleague.button("质检中", f"[id='{order.number}'] button.step")
    begun = time.monotonic()
    step.click()
    customer.hears("正在做最后的质检")
    assert time.monotonic() - begun < 5
    customer.until(
        lambda: fresh_system.row("outbox", kind="repair_order_step").delivered_at, "the receipt"
    )
    assert fresh_system.row("repair_order", number=order.number).status == "quality_check"
