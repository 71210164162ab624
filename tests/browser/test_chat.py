"""The chat as a customer uses it, in a real browser."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from bot.channels import wording
from bot.channels.chat_api import Limits
from bot.channels.limits import Buckets, Limit
from bot.services.transcript import Utterance, record_said

WINDOWS = {
    "type": "windows",
    "title": "星驰朝阳店 · 小保养",
    "groups": [
        {
            "title": "明天（周二）",
            "actions": [
                {"title": "09:00", "payload": "明天上午九点"},
                {"title": "15:00", "payload": "明天下午三点"},
            ],
        }
    ],
    "note": "做完大约 1 小时",
}
ORDER = {
    "type": "order",
    "title": "京N3K587 空调不制冷",
    "number": "RO20261123001",
    "badge": {"text": "维修中", "tone": "good"},
    "steps": [
        {"text": "接车", "state": "done"},
        {"text": "维修", "state": "now"},
        {"text": "交车", "state": "next"},
    ],
    "rows": [{"label": "约定交车", "value": "今天（周一）17:00"}],
    "actions": [{"title": "请同事联系我", "payload": "转人工"}],
}


def test_opening_greets_and_suggests(browser):
    browser.open_chat()
    assert browser.text(".ac-welcome .ac-bubble") == [wording.say("greeting")]
    assert browser.text(".ac-welcome .ac-chip") == wording.say("suggestions").split("|")
    assert browser.focused.get_attribute("id") == "ac-input"


def test_typing_and_enter_sends_and_the_answer_comes(browser, rasa):
    rasa.seconds = 0.4
    browser.open_chat()
    browser.say("我想约个保养")
    assert browser.one(".ac-from-customer .ac-bubble").text == "我想约个保养"
    browser.one(".ac-typing")
    browser.hears("收到：我想约个保养")
    browser.until(lambda: not browser.seen(".ac-typing"), "typing to end")
    assert browser.bubbles == ["我想约个保养", "收到：我想约个保养"]
    assert browser.seen(".ac-welcome .ac-chip") == []
    assert browser.focused.get_attribute("id") == "ac-input"


def test_a_suggestion_says_itself(browser):
    browser.open_chat()
    first = browser.text(".ac-welcome .ac-chip")[0]
    browser.button(first).click()
    browser.hears(f"收到：{first}")


def test_a_quick_reply_is_pressed_once_and_disappears(browser, rasa):
    buttons = [{"title": "周六", "payload": "周六上午"}, {"title": "周日", "payload": "周日"}]
    rasa.answers["约保养"] = [{"text": "哪天？", "buttons": buttons}]
    browser.open_chat()
    browser.say("约保养")
    browser.button("周六").click()
    browser.hears("收到：周六上午")
    assert browser.seen(".ac-chip") == []
    assert browser.bubbles == ["约保养", "哪天？", "周六上午", "收到：周六上午"]


def test_cards_show_windows_and_where_a_repair_stands(browser, rasa):
    rasa.answers["哪天有空"] = [{"text": "您看看"}, {"custom": WINDOWS}]
    rasa.answers["明天下午三点"] = [{"text": "正在维修"}, {"custom": ORDER}]
    browser.open_chat()
    browser.say("哪天有空")
    browser.button("15:00").click()
    browser.hears("正在维修")
    card = browser.all(".ac-card")[1].text
    for words in (
        "京N3K587 空调不制冷",
        "RO20261123001",
        "维修中",
        "约定交车",
        "今天（周一）17:00",
    ):
        assert words in card
    current = browser.one('.ac-step[aria-current="step"]')
    assert current.text.startswith("维修")
    assert all(not slot.is_enabled() for slot in browser.all(".ac-slot"))
    browser.button("请同事联系我").click()
    browser.hears("收到：转人工")


def test_a_tall_answer_is_read_from_its_beginning(browser, rasa):
    day = {"actions": [{"title": f"{hour:02}:00"} for hour in range(8, 20)]}
    groups = [{"title": f"第{number}天", **day} for number in range(7)]
    rasa.answers["哪天有空"] = [
        {"text": "什么时候来方便？"},
        {"custom": {**WINDOWS, "groups": groups}},
    ]
    browser.open_chat()
    browser.say("哪天有空")
    question = browser.hears("什么时候来方便")
    thread = browser.one(".ac-thread").rect
    browser.until(lambda: browser.all(".ac-card"), "the card")
    assert browser.one(".ac-card").size["height"] > thread["height"]
    top = question.find_element("css selector", ".ac-bubble").rect["y"] - browser.js(
        "return scrollY"
    )
    assert thread["y"] <= top <= thread["y"] + 40


def test_a_reload_keeps_the_conversation_and_its_open_choices(browser, rasa):
    rasa.answers["约保养"] = [
        {"text": "哪天？", "buttons": [{"title": "周六", "payload": "周六上午"}]}
    ]
    browser.open_chat()
    browser.say("约保养")
    browser.hears("哪天？")
    before = browser.bubbles
    browser.open_chat()
    browser.until(lambda: browser.bubbles == before, "the history")
    browser.button("周六").click()
    browser.hears("收到：周六上午")


def test_a_draft_survives_a_reload(browser):
    browser.open_chat()
    browser.type("还没写完的话")
    browser.open_chat()
    assert browser.one("#ac-input").get_attribute("value") == "还没写完的话"


def test_shift_enter_breaks_the_line_and_the_field_grows(browser):
    browser.open_chat()
    field = browser.one("#ac-input")
    low = field.size["height"]
    field.send_keys(
        "第一行", Keys.SHIFT + Keys.ENTER + Keys.NULL, "第二行", Keys.SHIFT + Keys.ENTER
    )
    assert field.size["height"] > low
    field.send_keys(Keys.NULL, Keys.ENTER)
    browser.hears("收到：第一行\n第二行")
    assert field.size["height"] == low


def test_enter_that_ends_an_input_methods_word_does_not_send(browser, rasa):
    browser.open_chat()
    browser.type("bao yang")
    browser.js(
        """const field = document.querySelector("#ac-input");
        const key = {key: "Enter", bubbles: true, cancelable: true};
        field.dispatchEvent(new KeyboardEvent("keydown", {...key, isComposing: true}));
        field.dispatchEvent(new KeyboardEvent("keydown", {...key, keyCode: 229}));"""
    )
    assert browser.one("#ac-input").get_attribute("value") == "bao yang"
    browser.type("\n")
    browser.hears("收到：bao yang")
    assert len(rasa.turns) == 1


def test_no_more_can_be_typed_than_may_be_sent(browser):
    browser.open_chat()
    browser.js(
        """const field = document.querySelector("#ac-input");
        field.value = "长".repeat(999); field.dispatchEvent(new Event("input"));"""
    )
    assert browser.one(".ac-count").text == "还能输入 1 字"
    browser.type("一二三")
    assert len(browser.one("#ac-input").get_attribute("value")) == 1000


def test_a_person_can_be_asked_for_at_any_moment(browser):
    browser.open_chat()
    browser.one(".ac-person").click()
    browser.hears("收到：转人工")


def test_a_new_conversation_is_asked_about_first(browser, rasa):
    browser.open_chat()
    browser.say("约保养")
    browser.hears("收到")
    new = browser.one(".ac-tool")
    new.click()
    browser.one(".ac-confirm .ac-quiet").click()
    assert browser.bubbles == ["约保养", "收到：约保养"]
    new.click()
    browser.one(".ac-confirm button").click()
    browser.until(lambda: browser.bubbles == [], "an empty conversation")
    browser.say("你好")
    browser.hears("收到：你好")
    assert len({turn.conversation_id for turn in rasa.turns}) == 2


def test_news_is_counted_while_the_chat_is_closed(browser, front, rasa):
    browser.open_chat()
    browser.say("车修好了告诉我")
    browser.hears("收到")
    browser.one(".ac-close").click()
    mine = rasa.turns[0].conversation_id
    record_said(front.workshop, mine, [Utterance("您的车修好了")], author="system")
    browser.until(lambda: browser.text(".ac-unread") == ["1"], "one unread message")
    assert "1 条新消息" in browser.one(".ac-launcher").get_attribute("aria-label")
    browser.one(".ac-launcher").click()
    assert "门店通知" in browser.hears("您的车修好了").text
    browser.one(".ac-close").click()
    assert browser.seen(".ac-unread") == []


def test_a_person_is_named(browser, front, rasa):
    browser.open_chat()
    browser.say("转人工")
    browser.hears("收到")
    words = [Utterance("您好，我是顾晓。", {"author": "顾晓"})]
    record_said(front.workshop, rasa.turns[0].conversation_id, words, author="staff")
    assert browser.hears("您好，我是顾晓").text.startswith("顾晓")


def test_two_tabs_show_the_same_conversation(browser, rasa):
    browser.open_chat()
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    browser.open_chat()
    browser.say("在另一个页面说的")
    browser.hears("收到：在另一个页面说的")
    browser.driver.switch_to.window(first)
    browser.hears("收到：在另一个页面说的")


def test_a_silent_bot_is_excused_and_the_words_can_be_sent_again(browser, rasa):
    rasa.body = {"messages": [], "answered": True}
    browser.open_chat()
    browser.say("约保养")
    browser.hears(wording.say("no_answer"))
    assert browser.text(".ac-list .ac-trouble") == ["这条没回上"]
    rasa.body = None
    browser.button("再发一次").click()
    browser.hears("收到：约保养")
    assert browser.seen(".ac-chip") == []


def test_what_cannot_be_sent_waits_and_goes_out_once(browser, front, rasa):
    browser.open_chat()
    browser.say("第一句")
    browser.hears("收到：第一句")
    front.stop()
    browser.say("断线时说的")
    assert "没发出去" in browser.one(".ac-failed").text
    browser.until(lambda: "断开" in browser.one(".ac-status").text, "the status to say so")
    front.start()
    browser.one(".ac-failed button").click()
    browser.hears("收到：断线时说的")
    assert browser.seen(".ac-unsent .ac-row") == []
    browser.until(lambda: "断开" not in browser.one(".ac-status").text, "the line to be back")
    assert [turn.text for turn in rasa.turns] == ["第一句", "断线时说的"]


def test_what_was_not_sent_is_still_there_after_a_reload(browser, front, rasa):
    browser.open_chat()
    browser.cdp("Network.setBlockedURLs", urls=["*/api/messages"])
    browser.say("断线时说的")
    browser.one(".ac-failed")
    browser.cdp("Network.setBlockedURLs", urls=[])
    browser.open_chat()
    browser.one(".ac-failed button").click()
    browser.hears("收到：断线时说的")
    assert len(rasa.turns) == 1


def test_a_chat_that_cannot_be_opened_says_so_and_tries_again(browser):
    browser.visit()
    browser.cdp("Network.setBlockedURLs", urls=["*/api/session"])
    browser.one(".ac-launcher").click()
    browser.one(".ac-alert")
    browser.cdp("Network.setBlockedURLs", urls=[])
    browser.one(".ac-alert button").click()
    browser.one(".ac-welcome .ac-bubble")
    assert browser.seen(".ac-alert") == []


def test_too_fast_is_answered_kindly_and_nothing_is_lost(browser, front, rasa):
    front.stop()
    front.start(limits=Limits(messages=Buckets(Limit(3, 3600))))  # however slow this machine is
    browser.open_chat()
    for number in range(5):
        browser.say(f"第{number}句")
    failed = browser.until(lambda: browser.seen(".ac-failed"), "a message that was too fast")
    assert wording.say("too_fast") in failed[0].text
    browser.until(lambda: len(browser.seen(".ac-from-customer")) == 5, "all five to be shown")


def test_the_live_line_comes_back_without_a_reload(browser, front, rasa):
    browser.open_chat()
    browser.say("在吗")
    browser.hears("收到")
    mine = rasa.turns[0].conversation_id
    front.stop()
    browser.until(lambda: "断开" in browser.one(".ac-status").text, "the status to say so")
    record_said(front.workshop, mine, [Utterance("断线时的通知")], author="system")
    front.start()
    browser.hears("断线时的通知")


SCRIPT = "<img src=x onerror='window.hit=1'><script>window.hit=1</script>"


def test_script_in_words_buttons_and_cards_is_shown_and_never_run(browser, rasa):
    rows = [{"label": SCRIPT[:20], "value": SCRIPT}]
    rasa.answers[SCRIPT] = [
        {"text": SCRIPT, "buttons": [{"title": SCRIPT[:60], "payload": "好"}]},
        {"custom": {"title": SCRIPT[:60], "type": SCRIPT, "note": SCRIPT, "rows": rows}},
    ]
    browser.open_chat()
    browser.say(SCRIPT)
    browser.until(lambda: browser.bubbles == [SCRIPT, SCRIPT], "the words as they are")
    assert browser.js("return window.hit") is None
    assert browser.all(".ac-thread img, .ac-thread script") == []
    browser.open_chat()
    browser.until(lambda: browser.bubbles == [SCRIPT, SCRIPT], "the words after a reload")
    assert browser.js("return window.hit") is None


def test_nothing_is_asked_of_a_foreign_host(browser):
    browser.open_chat()
    browser.say("你好")
    browser.hears("收到")
    addresses = {one for one in browser.addresses() if not one.startswith("data:")}
    assert addresses and all(one.startswith(browser.url + "/") for one in addresses), addresses


def test_the_policy_stops_inline_script(browser):
    """The other tests rely on the browser to complain; here it is seen to."""
    browser.visit()
    browser.js(
        """try { document.body.setAttribute("onclick", "window.hit = 1"); } catch {}
        document.body.click();
        document.body.append(new Image());
        document.querySelector("body > img").src = "https://foreign.example/";"""
    )
    assert browser.js("return window.hit") is None
    complaints = " ".join(browser.complaints())
    assert "TrustedScript" in complaints and "img-src" in complaints


def test_a_tile_of_the_page_opens_the_chat_and_says_what_it_stands_for(browser):
    browser.visit()
    tile = browser.one(".ask")
    words = tile.get_attribute("data-chat")
    tile.click()
    browser.hears(f"收到：{words}")


def test_a_job_of_the_list_can_be_booked_by_a_click(browser):
    browser.visit()
    job = next(one for one in browser.all(".job") if "四轮定位" in one.text)
    ActionChains(browser.driver).scroll_to_element(job).click(job).perform()
    browser.hears("收到：我想约四轮定位")


@pytest.mark.parametrize("colour", ["light", "dark"])
def test_the_page_reads_in_any_colour_scheme(browser, colour):
    features = [{"name": "prefers-color-scheme", "value": colour}]
    browser.cdp("Emulation.setEmulatedMedia", features=features)
    browser.open_chat()
    assert browser.js("return getComputedStyle(document.querySelector('#ac-input')).color")
    assert (
        browser.js("return getComputedStyle(document.querySelector('#ac-input')).backgroundColor")
        == "rgb(255, 255, 255)"
    )
