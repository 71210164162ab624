"""Keyboard, screen reader, telephone: everybody can use the page and the chat."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.test_chat import ORDER, WINDOWS

AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def press(browser, *keys):
    for key in keys:
        ActionChains(browser.driver).send_keys(key).perform()


def back(browser, times=1):
    for _ in range(times):
        ActionChains(browser.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(
            Keys.SHIFT
        ).perform()


def violations(browser):
    """What axe finds against WCAG 2.2 A and AA and its own best practices."""
    browser.js(AXE.read_text("utf-8"))
    found = browser.driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {resultTypes: ['violations']}).then((r) => done(r.violations))"
    )
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


def talk(browser, rasa):
    rasa.answers["哪天有空"] = [
        {"text": "您看看", "buttons": [{"title": "都不行"}]},
        {"custom": WINDOWS},
    ]
    rasa.answers["修好了吗"] = [{"text": "正在维修"}, {"custom": ORDER}]
    browser.open_chat()
    browser.say("修好了吗")
    browser.hears("正在维修")
    browser.say("哪天有空")
    browser.hears("您看看")


def test_axe_finds_nothing_on_the_page(browser):
    browser.visit()
    assert violations(browser) == []


def test_axe_finds_nothing_in_the_open_chat(browser, rasa):
    talk(browser, rasa)
    browser.one(".ac-tool").click()
    assert violations(browser) == []


def test_axe_finds_nothing_on_a_telephone(browser, rasa):
    browser.be_a_phone()
    talk(browser, rasa)
    assert violations(browser) == []


def test_axe_finds_nothing_when_something_failed(browser, rasa):
    rasa.body = {"messages": [], "answered": True}
    browser.open_chat()
    browser.say("约保养")
    browser.hears("没能答上来")
    browser.cdp("Network.setBlockedURLs", urls=["*/api/messages"])
    browser.say("断线时说的")
    browser.one(".ac-failed")
    assert violations(browser) == []


def test_the_whole_conversation_works_by_keyboard(browser, rasa):
    rasa.answers["约保养"] = [
        {"text": "哪天？", "buttons": [{"title": "周六"}, {"title": "周日", "payload": "周日上午"}]}
    ]
    browser.visit()
    launcher = browser.one(".ac-launcher")
    browser.js("document.activeElement.blur()")
    back(browser)
    assert browser.focused == launcher
    press(browser, Keys.ENTER)
    browser.one(".ac-welcome .ac-bubble")
    assert browser.focused.get_attribute("id") == "ac-input"
    browser.type("约保养\n")
    browser.hears("哪天？")
    back(browser, 2)
    assert browser.focused.text == "周日"
    press(browser, Keys.SPACE)
    browser.hears("收到：周日上午")
    assert browser.focused.get_attribute("id") == "ac-input"
    back(browser, 2)
    assert browser.focused.get_attribute("role") == "log"
    back(browser, 2)
    press(browser, Keys.ENTER)
    assert browser.focused.text == "开始新对话"
    press(browser, Keys.ESCAPE)
    assert browser.seen(".ac-confirm") == []
    press(browser, Keys.ESCAPE)
    assert browser.seen(".ac-panel") == []
    assert browser.focused == launcher


def test_focus_returns_to_what_opened_the_chat(browser):
    browser.visit()
    tile = browser.one(".ask")
    tile.send_keys(Keys.ENTER)
    browser.hears("收到")
    press(browser, Keys.ESCAPE)
    assert browser.focused == tile


def test_focus_can_be_seen_wherever_it_is(browser):
    browser.open_chat()
    stops = []
    for _ in range(70):
        press(browser, Keys.TAB)
        element = browser.focused
        name = element.get_attribute("class") or element.tag_name
        width = browser.js("return getComputedStyle(arguments[0]).outlineWidth", element)
        stops.append((name, width))
    assert all(width not in ("0px", "") for name, width in stops if name != "body"), stops
    assert any("ac-person" in name for name, _ in stops)


def test_a_screen_reader_is_told_who_says_what(browser, rasa):
    talk(browser, rasa)
    log = browser.one('[role="log"]')
    assert log.get_attribute("aria-live") == "polite"
    assert log.get_attribute("aria-label") == "对话记录"
    said = browser.js(
        "return [...document.querySelectorAll('.ac-list .ac-said')].map((row) => row.textContent)"
    )
    assert said[0].startswith("您：修好了吗")
    assert said[1].startswith("智能客服：正在维修")
    assert "维修，进行中" in said[1]
    assert browser.one('[role="group"][aria-label="可以直接点选"]')
    assert browser.one(".ac-send").get_attribute("aria-label") == "发送"
    assert browser.js("return document.querySelector('label[for=ac-input]').textContent")


def test_history_is_not_read_aloud_but_news_is(browser, rasa):
    talk(browser, rasa)
    browser.js("window.spoken = []")
    browser.visit()
    browser.until(lambda: browser.all(".ac-list .ac-row"), "the history")
    assert browser.js("return document.querySelector('.ac-thread').ariaLive") == "off"
    browser.one(".ac-launcher").click()
    browser.say("你好")
    browser.hears("收到：你好")
    assert browser.js("return document.querySelector('.ac-thread').ariaLive") == "polite"


def test_a_message_that_is_there_is_not_written_anew(browser, rasa):
    """A screen reader reads what is added: old messages must stay the same elements."""
    talk(browser, rasa)
    first = browser.all(".ac-list .ac-row")[0]
    browser.say("还有吗")
    browser.hears("收到：还有吗")
    assert browser.all(".ac-list .ac-row")[0] == first


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 568), (844, 390)])
def test_on_a_telephone_the_chat_covers_the_screen(browser, rasa, width, height):
    browser.be_a_phone(width, height)
    talk(browser, rasa)
    box = browser.one(".ac-panel").rect
    if width <= 640:
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, width, height)
        assert browser.one(".ac-panel").get_attribute("aria-modal") == "true"
        assert browser.js("return document.querySelector('main').inert")
    else:
        assert box["y"] >= 0 and box["height"] <= height
    field = browser.one("#ac-input").rect
    assert field["y"] + field["height"] <= height
    assert browser.js("return document.documentElement.scrollWidth") <= width
    thread = browser.one(".ac-thread")
    assert browser.js("return arguments[0].scrollWidth <= arguments[0].clientWidth", thread)
    browser.one(".ac-close").click()
    assert not browser.js("return document.querySelector('main').inert")


def test_touch_targets_are_large_enough(browser, rasa):
    browser.be_a_phone()
    talk(browser, rasa)
    for element in browser.seen(".ac-panel button"):
        assert element.size["height"] >= 24 and element.size["width"] >= 24, element.text


def test_a_touch_does_not_pull_up_the_keyboard(browser, rasa):
    browser.be_a_phone()
    talk(browser, rasa)
    browser.button("都不行").click()
    browser.hears("收到：都不行")
    assert browser.focused.tag_name != "textarea"


def test_the_page_fits_narrow_screens_and_large_letters(browser):
    for width in (320, 390, 768, 1024):
        browser.be_a_phone(width, 800)
        browser.visit()
        assert browser.js("return document.documentElement.scrollWidth") <= width, width


def test_words_are_large_enough_on_a_telephone(browser):
    """Below 16 px a telephone zooms into the field."""
    browser.be_a_phone()
    browser.open_chat()
    size = browser.js("return getComputedStyle(document.querySelector('#ac-input')).fontSize")
    assert size == "16px"
