"""One thread of all the customer's doors, and never a word of anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.services.desk_conversations import close, reply, take
from bot.services.desk_view import follow, look
from bot.services.handover import request_person
from bot.services.identity import find_owner, prove, withdraw_proof
from bot.services.transcript import Utterance, record_customer, record_said
from bot.services.waiting import stop_waiting

WANG = ("京N3K587", "8001")
ZHANG = ("京P9Q662", "7003")


@pytest.fixture
def come(workshop, clock):
    def to(door, who):
        clock.let_pass(seconds=20)
        assert prove(workshop, door, *who, f"test:{door}").ok

    return to


@pytest.fixture
def talk(workshop, clock):
    """`talk("web-a", "你好")`: said, and answered by the bot, a minute later."""

    def say(door, text):
        clock.let_pass(minutes=1)
        record_customer(workshop, door, text, answer="given")
        record_said(workshop, door, [Utterance(f"答{text}")])

    return say


@pytest.fixture
def shown(workshop, gu):
    """The words that a colleague sees at the open request of who is proven at this door."""

    def read(door, colleague=gu):
        owner = find_owner(workshop, door)
        number = request_person(
            workshop, door, "customer_asked", owner.customer_id if owner else None
        ).number
        talk, _ = look(workshop, colleague, number)
        return [line.text for line in talk.lines if line.author != "bot"]

    return read


def test_all_doors_of_the_customer_are_one_thread(workshop, clock, come, talk, shown):
    talk("web-a", "车修好没")
    come("web-a", WANG)
    talk("web-a", "空调呢")
    clock.let_pass(days=3)
    talk("wechat-oX1", "在吗")
    come("wechat-oX1", WANG)
    talk("wechat-oX1", "找个人")
    clock.let_pass(days=2)
    talk("wechat-oX1", "人呢")
    come("web-b", WANG)
    assert shown("web-b") == ["车修好没", "空调呢", "在吗", "找个人", "人呢"]


def test_who_is_not_proven_has_only_the_conversation_itself(come, talk, shown):
    come("web-a", WANG)
    talk("web-a", "空调呢")
    talk("web-b", "你好")
    assert shown("web-b") == ["你好"]


def test_of_a_shared_device_each_has_their_own(workshop, clock, come, talk, shown):
    talk("web-a", "王芳来了")
    come("web-a", WANG)
    talk("web-a", "王芳的空调")
    come("web-a", ZHANG)
    talk("web-a", "张伟的变速箱")
    assert shown("web-a") == ["张伟的变速箱"]
    come("web-b", WANG)
    talk("web-b", "王芳在别处")
    assert shown("web-b") == ["王芳来了", "王芳的空调", "王芳在别处"]


def test_what_is_said_after_the_proof_has_run_out_is_nobodys(clock, come, talk, shown):
    come("web-a", WANG)
    talk("web-a", "王芳的空调")
    clock.let_pass(hours=2)
    talk("web-a", "不知道是谁")
    come("web-b", WANG)
    assert shown("web-b") == ["王芳的空调"]


def test_what_is_said_after_leaving_the_device_is_nobodys(workshop, clock, come, talk, shown):
    come("web-a", WANG)
    talk("web-a", "王芳的空调")
    clock.let_pass(minutes=1)
    withdraw_proof(workshop, "web-a")
    talk("web-a", "下一位来了")
    come("web-b", WANG)
    assert shown("web-b") == ["王芳的空调"]


def test_words_long_before_a_proof_are_nobodys(clock, come, talk, shown):
    talk("web-a", "早上不知道是谁")
    clock.let_pass(hours=3)
    talk("web-a", "车修好没")
    come("web-a", WANG)
    come("web-b", WANG)
    assert shown("web-b") == ["车修好没"]


def test_a_lasting_address_that_changes_hands_takes_no_words_along(clock, come, talk, shown):
    come("wechat-oX1", WANG)
    talk("wechat-oX1", "王芳的空调")
    clock.let_pass(days=1)
    talk("wechat-oX1", "王芳隔天")
    clock.let_pass(days=1)
    come("wechat-oX1", ZHANG)
    talk("wechat-oX1", "张伟的变速箱")
    assert shown("wechat-oX1") == ["张伟的变速箱"]
    come("web-b", WANG)
    assert shown("web-b") == ["王芳的空调", "王芳隔天"]


def test_what_another_stores_people_talked_about_stays_there(
    workshop, clock, gu, he, colleague, come, talk, shown
):
    come("web-a", WANG)
    owner = find_owner(workshop, "web-a")
    number = request_person(
        workshop, "web-a", "customer_asked", owner.customer_id, store_code="HD"
    ).number
    take(workshop, he, number, "何敏为您服务")
    clock.let_pass(minutes=1)
    record_customer(workshop, "web-a", "只跟海淀说", answer="to_staff")
    reply(workshop, he, number, "海淀答复", "k1")
    clock.let_pass(minutes=1)
    close(workshop, he, number, "settled", "再见")
    clock.let_pass(minutes=1)
    talk("web-a", "再找朝阳")
    seen = shown("web-a")
    assert "再找朝阳" in seen and "只跟海淀说" not in seen and "海淀答复" not in seen
    assert {"只跟海淀说", "海淀答复"} <= set(shown("web-a", colleague("kefu")))
    stop_waiting(workshop, "web-a")


def test_a_long_history_shows_its_newest_part(workshop, clock, gu, come, talk):
    come("web-a", WANG)
    for count in range(130):
        record_customer(workshop, "web-a", f"第{count}句", answer="given")
        record_customer(workshop, "web-a", f"又{count}句", answer="given")
    clock.let_pass(minutes=1)
    come("web-b", WANG)
    owner = find_owner(workshop, "web-b")
    number = request_person(workshop, "web-b", "asked", owner.customer_id).number
    look(workshop, gu, number)
    seen = follow(workshop, gu, number)
    assert (len(seen.lines), seen.has_earlier_lines) == (200, True)
    assert seen.lines[-1].text == "又129句"
    assert timedelta(0) <= seen.lines[-1].created_at - seen.lines[0].created_at
