"""The desk in a real browser: fresh without a reload, drafts that survive, hints, a phone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select
from sqlalchemy import update

from bot.clock import parse_moment
from bot.services import booking
from bot.services import desk_conversations as desk
from bot.services.desk_access import list_colleagues
from bot.services.desk_notes import add_note
from bot.services.desk_orders import advance_order
from bot.services.handover import request_person
from bot.services.identity import prove
from bot.services.transcript import Utterance, record_customer, record_said
from bot.shop.passwords import hash_password
from bot.shop.states import RepairOrderStatus
from bot.storage import tables

PASSWORD = "correct-horse-9"
DAY = (
    ("11:00", "京J7B053", ["minor_service"], 8),
    ("13:00", "京E2F481", ["major_service"], 7),
    ("13:30", "京AF67890", ["battery_health_check"], 5),
    ("14:00", "京Q8K210", ["ac_cleaning", "car_wash"], None),
    ("15:30", "京M2P668", ["wheel_alignment"], None),
)
"""What is booked: when, the plate, the jobs, whose it is if known."""
TALL = {"width": 1280, "height": 1060, "deviceScaleFactor": 1, "mobile": False}
PICTURES = os.environ.get("DESK_PICTURES")
"""A directory: the pictures of docs/desk.md are written there."""


@pytest.fixture
def at_the_desk(browser, front):
    """顾晓 is signed in, nobody waits yet."""
    with front.workshop.database.transaction() as session:
        session.execute(
            update(tables.Staff).values(
                password_hash=hash_password(PASSWORD), must_change_password=False
            )
        )
    browser.driver.get(f"{front.url}/desk")
    browser.one("input[name=login]").send_keys("cy.gu")
    browser.one("input[name=password]").send_keys(PASSWORD + "\n")
    browser.one(".board, .empty")
    return browser


@pytest.fixture
def ask(front):
    """A proven customer asks for a person; gives the number."""

    def ask():
        workshop = front.workshop
        record_customer(workshop, "web-a", "我的车空调修好没有？想找人问问", answer="given")
        prove(workshop, "web-a", "京N3K587", "8001", "test")
        record_said(workshop, "web-a", [Utterance("好的，我请同事来帮您。")])
        return request_person(
            workshop,
            "web-a",
            "customer_asked",
            1,
            store_code="CY",
            summary="想问空调维修进度",
            understood={"wishes": ["查维修进度"], "slots": {"identity_plate": "京N3K587"}},
        ).number

    return ask


def sign_in(browser, login):
    """Somebody else takes the seat."""
    browser.one(".me button").click()
    browser.one("input[name=login]").send_keys(login)
    browser.one("input[name=password]").send_keys(PASSWORD + "\n")
    browser.one(".me small, .me a")


def picture(browser, name):
    if PICTURES:
        browser.driver.save_screenshot(str(Path(PICTURES) / f"{name}.png"))


def says(browser, words):
    def found():
        return next((line for line in browser.text(".lines .bubble") if words in line), None)

    return browser.until(found, f"{words!r} in the conversation")


def test_who_asks_appears_is_taken_and_answered_without_a_reload(at_the_desk, front, ask):
    browser = at_the_desk
    number = ask()
    browser.until(lambda: browser.text(".row strong") == ["王女士"], "the customer in the queue")
    assert browser.driver.title.startswith("（1）")
    picture(browser, "desk-queue")
    browser.one(".row button.main").click()
    says(browser, "我是顾晓")
    record_customer(front.workshop, "web-a", "还要多久？", answer="to_staff")
    says(browser, "还要多久？")

    field = browser.one("#reply")
    field.send_keys("您别激动")
    browser.until(lambda: "别激动" in "".join(browser.text(".hints li")), "a hint")
    browser.cdp("Emulation.setDeviceMetricsOverride", **TALL)
    browser.driver.refresh()
    assert browser.one("#reply").get_property("value") == "您别激动"
    browser.until(lambda: browser.text(".hints li"), "the hint again")
    picture(browser, "desk-conversation")

    field = browser.one("#reply")
    field.clear()
    field.send_keys("让您久等了，下午三点就好")
    browser.one(".reply .main").click()
    says(browser, "下午三点就好")
    browser.until(lambda: browser.one("#reply").get_property("value") == "", "an empty draft")
    assert browser.js("return Object.keys(localStorage).length") == 0
    assert number in browser.driver.current_url


def test_a_canned_answer_is_a_draft_with_one_tap_and_a_note_comes_to_colleagues(
    at_the_desk, front, ask
):
    browser, workshop = at_the_desk, front.workshop
    number = ask()
    people = {each.login: each for each in list_colleagues(workshop, "CY")}
    desk.take(workshop, people["cy.gu"], number, "您好，我是顾晓，接下来由我来帮您。")
    browser.driver.get(f"{front.url}/desk/talk/{number}")
    field = browser.one("#reply")
    field.send_keys("好的。")
    next(each for each in browser.all(".canned .chip") if each.text == "让您久等").click()
    draft = "好的。王女士，让您久等了，我这就去车间看一眼，马上回您。"
    assert field.get_property("value") == draft
    browser.driver.refresh()
    assert browser.one("#reply").get_property("value") == draft
    browser.one("#note").send_keys("冷媒管路要换")
    browser.one(".note-form button").click()
    browser.until(lambda: browser.text(".notes li p") == ["冷媒管路要换"], "the note")
    browser.until(lambda: browser.one("#note").get_property("value") == "", "no draft of the note")
    assert browser.one("#reply").get_property("value") == draft
    add_note(workshop, people["kefu"], number, "客户上周也来过", "k2")
    browser.js("keepFresh(document.querySelector('aside[data-live]'))")
    browser.until(lambda: len(browser.text(".notes li")) == 2, "the colleague's note, no reload")
    browser.be_a_phone()
    browser.driver.get(f"{front.url}/desk/talk/{number}")
    browser.one(".clock meter")
    assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
    picture(browser, "desk-phone-conversation")


def test_a_manager_changes_the_canned_answers(at_the_desk, front):
    browser = at_the_desk
    sign_in(browser, "admin")
    browser.one("nav a[href='/desk/answers']").click()
    browser.one(".answers form input[name=title]").send_keys("停车")
    browser.one(".answers form textarea").send_keys("{称呼}，停门口就行")
    browser.one(".answers form .main").click()
    browser.one(".note.good")
    assert "{称呼}，停门口就行" in browser.text(".lines-kept")
    picture(browser, "desk-answers")
    browser.be_a_phone()
    browser.driver.get(f"{front.url}/desk/answers")
    assert browser.js("return document.documentElement.scrollWidth <= innerWidth")


def test_a_refused_reply_keeps_its_draft_until_signing_out(at_the_desk, front, ask):
    browser, workshop = at_the_desk, front.workshop
    number = ask()
    people = {each.login: each for each in list_colleagues(workshop, "CY")}
    desk.take(workshop, people["cy.gu"], number, "您好")
    browser.driver.get(f"{front.url}/desk/talk/{number}")
    browser.one("#reply").send_keys("我写了很久的话")
    desk.pass_on(workshop, people["admin"], number, "kefu", "您好")
    browser.one(".reply .main").click()
    browser.one(".note.bad")
    kept = browser.js("return Object.values(localStorage)")
    assert "我写了很久的话" in kept
    browser.one(".me button").click()
    browser.one("input[name=login]")
    assert browser.js("return Object.keys(localStorage).length") == 0


def test_the_board_keeps_what_is_being_typed_and_fits_a_phone(at_the_desk, front):
    browser = at_the_desk
    with front.workshop.database.transaction() as session:
        session.execute(
            update(tables.RepairOrder)
            .where(tables.RepairOrder.store_code == "CY")
            .values(status="repairing", finished_at=None)
        )
    browser.driver.get(f"{front.url}/desk/board")
    browser.one(".order .step")
    summary = browser.one(".order summary")
    summary.click()
    reason = browser.one(".order details[open] input[name=reason]")
    reason.send_keys("配件明早到")
    with front.workshop.database.transaction() as session:
        session.execute(update(tables.RepairOrder).values(fault="新的故障描述", finished_at=None))
    time.sleep(6)  # longer than the board takes to look again
    assert reason.get_property("value") == "配件明早到"
    reason.clear()
    summary.click()
    browser.until(lambda: browser.all(".order p")[1].text == "新的故障描述", "the fresh board")
    browser.be_a_phone()
    for page in ("", "board", "board?store=CY#RO26110006"):
        browser.driver.get(f"{front.url}/desk/{page}")
        browser.one("main h2")
        assert browser.js("return document.documentElement.scrollWidth <= innerWidth"), page


def test_a_day_at_the_board_cars_come_in_and_are_given_out(at_the_desk, front):
    browser, workshop = at_the_desk, front.workshop
    for clock, plate, job, customer in DAY:
        phone = None if customer else "13812345678"
        booking.book(
            workshop,
            conversation_id=f"web-{plate}",
            store_code="CY",
            job_codes=job,
            starts_at=parse_moment(f"2026-11-23T{clock}"),
            plate=plate,
            customer_id=customer,
            phone=phone,
        )
    browser.driver.get(f"{front.url}/desk/board")
    browser.one(".walk-in summary").click()
    browser.one(".walk-in input[name=plate]").send_keys("京A1234")
    Select(browser.one(".walk-in select")).select_by_visible_text("小保养")
    browser.one(".walk-in input[name=mileage_km]").send_keys("30000")
    browser.one(".walk-in .main").click()
    browser.one(".note.bad")
    assert browser.one(".walk-in input[name=mileage_km]").get_property("value") == "30000"
    browser.one(".walk-in input[name=plate]").send_keys("5")
    browser.one(".walk-in .main").click()
    browser.one(".note.good")
    walked_in = "td.spot.order.received strong"
    browser.until(lambda: "京A12345" in browser.text(walked_in), "the car in a bay")

    card = next(each for each in browser.all("article.order") if "京A12345" in each.text)
    card.find_element(By.CSS_SELECTOR, "summary").click()
    Select(card.find_element(By.NAME, "technician")).select_by_visible_text("韩磊")
    Select(card.find_element(By.NAME, "bay")).select_by_visible_text("通用工位3")
    card.find_element(By.CSS_SELECTOR, "form[action$=assign] button").click()
    browser.one(".note.good")
    benches = browser.text(".benches li")
    assert any("韩磊" in bench and "京A12345" in bench for bench in benches)
    assert browser.js("return sessionStorage.length") == 0
    browser.driver.get(f"{front.url}/desk/board")
    browser.one(".timetable")
    picture(browser, "desk-board")
    receive = next(each for each in browser.all("article.visit") if "京J7B053" in each.text)
    receive.find_element(By.CSS_SELECTOR, "summary").click()
    receive.find_element(By.NAME, "mileage_km").send_keys("9850")
    receive.find_element(By.CSS_SELECTOR, "form[action$=receive] button").click()
    browser.one(".note.good")
    browser.until(lambda: "京J7B053" in browser.text(walked_in), "the car received")
    browser.be_a_phone()
    browser.driver.get(f"{front.url}/desk/board")
    browser.one(".timetable")
    assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
    picture(browser, "desk-phone-board")
    aside = browser.js(
        "const t = document.querySelector('.scroll'); t.scrollTo(333, 0); return 333"
    )
    with workshop.database.transaction() as session:
        session.execute(update(tables.RepairOrder).values(fault="新的故障描述"))
    browser.js("keepFresh(document.querySelector('.floor'))")
    browser.until(lambda: "新的故障描述" in browser.one(".benches").text, "the fresh floor")
    assert browser.js("return document.querySelector('.scroll').scrollLeft") == aside


def test_a_board_that_is_read_tells_of_news_and_colleagues_steps_appear(at_the_desk, front):
    browser, workshop = at_the_desk, front.workshop
    browser.driver.get(f"{front.url}/desk/board")
    browser.one("#RO26110006 summary").click()
    gu = next(each for each in list_colleagues(workshop, "CY") if each.login == "cy.gu")
    repairing, checking = RepairOrderStatus.REPAIRING, RepairOrderStatus.QUALITY_CHECK
    advance_order(workshop, gu, "RO26110006", repairing, checking)
    browser.until(lambda: browser.all(".board.behind"), "word that there is news")
    browser.one("#RO26110006 summary").click()
    browser.until(lambda: "质检中" in browser.one("#RO26110006 .tag").text, "the colleague's step")
    assert browser.all(".board.behind") == []
