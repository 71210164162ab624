"""Who waits at the desk, taking, answering, handing back, closing, passing on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.services.desk_conversations import (
    close,
    hand_back,
    list_conversations,
    pass_on,
    reply,
    take,
    tone_hints,
)
from bot.services.desk_view import follow, look
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.services.handover import request_person
from bot.services.identity import prove
from bot.services.speaking import find_speaker
from bot.services.transcript import list_lines, record_customer
from bot.storage import tables


def said(workshop, conversation_id="web-a"):
    return [(line.author, line.text) for line in list_lines(workshop, conversation_id).lines]


def test_who_waits_is_shown_with_how_long_and_what_was_said(workshop, clock, gu, asked):
    record_customer(workshop, "web-a", "我想找人问问", answer="given")
    clock.let_pass(minutes=7)
    (waiting,) = list_conversations(workshop, gu)
    assert (waiting.number, waiting.status, waiting.waited.seconds) == (asked, "waiting", 7 * 60)
    assert (waiting.last_words, waiting.is_customers_turn) == ("我想找人问问", False)
    assert not waiting.is_late
    clock.let_pass(minutes=30)
    assert list_conversations(workshop, gu)[0].is_late


def test_safety_comes_first_then_who_waits_longest(workshop, clock, gu, asked):
    clock.let_pass(minutes=1)
    second = request_person(workshop, "web-b", "customer_asked").number
    clock.let_pass(minutes=1)
    safety = request_person(workshop, "web-c", "safety", store_code="CY").number
    assert [each.number for each in list_conversations(workshop, gu)] == [safety, asked, second]


def test_another_stores_conversation_is_neither_seen_nor_touched(workshop, gu, he, asked):
    assert list_conversations(workshop, he) == ()
    attempts = (
        lambda: look(workshop, he, asked),
        lambda: take(workshop, he, asked, "您好"),
        lambda: reply(workshop, he, asked, "您好", "k"),
        lambda: hand_back(workshop, he, asked, "再见"),
        lambda: close(workshop, he, asked, "settled", "再见"),
        lambda: pass_on(workshop, he, asked, "hd.he", "您好"),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert said(workshop) == []


def test_one_of_two_gets_it_and_the_other_hears_who(workshop, colleague, gu, asked):
    take(workshop, gu, asked, "顾晓为您服务")
    assert find_speaker(workshop, "web-a").name == "顾晓"
    take(workshop, gu, asked, "顾晓为您服务")
    assert said(workshop) == [("system", "顾晓为您服务")]
    with pytest.raises(NotAllowed) as caught:
        take(workshop, colleague("admin"), asked, "管理员为您服务")
    assert (caught.value.reason, caught.value.detail) == ("taken", "顾晓")


def test_of_many_at_the_same_moment_exactly_one_gets_it(workshop, colleague, asked):
    people = [colleague(login) for login in ("cy.gu", "admin", "kefu")]

    def reach(person):
        try:
            take(workshop, person, asked, person.name)
        except NotAllowed as error:
            return error.reason
        return "mine"

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(reach, people)) == ["mine", "taken", "taken"]
    assert len(said(workshop)) == 1


def test_an_answer_reaches_the_record_once_and_keeps_the_promise(workshop, gu, asked, rows):
    take(workshop, gu, asked, "顾晓为您服务")
    reply(workshop, gu, asked, " 您好，\r\n我来看看 ", "key-1")
    reply(workshop, gu, asked, "您好，我来看看", "key-1")
    assert said(workshop)[1:] == [("staff", "您好，\n我来看看")]
    assert list_lines(workshop, "web-a").lines[-1].payload == {"author": "顾晓"}
    assert [row.status for row in rows(tables.Promise, subject_type="handover")] == ["kept"]


@pytest.mark.parametrize(("text", "reason"), [("  \n ", "empty"), ("长" * 1001, "not_message")])
def test_nothing_and_too_much_are_not_sent(workshop, gu, asked, text, reason):
    take(workshop, gu, asked, "顾晓为您服务")
    with pytest.raises(InvalidValue, match=reason):
        reply(workshop, gu, asked, text, "k")
    assert len(said(workshop)) == 1


def test_only_who_took_it_speaks(workshop, colleague, gu, asked):
    with pytest.raises(NotAllowed, match="not_yours"):
        reply(workshop, gu, asked, "您好", "k")
    take(workshop, gu, asked, "顾晓为您服务")
    for attempt in (
        lambda: reply(workshop, colleague("kefu"), asked, "您好", "k"),
        lambda: hand_back(workshop, colleague("admin"), asked, "再见"),
        lambda: close(workshop, colleague("admin"), asked, "settled", "再见"),
        lambda: pass_on(workshop, colleague("kefu"), asked, "kefu", "您好"),
    ):
        with pytest.raises(NotAllowed, match="not_yours"):
            attempt()


def test_after_handing_back_the_bot_speaks(workshop, gu, asked, rows):
    take(workshop, gu, asked, "顾晓为您服务")
    hand_back(workshop, gu, asked, "我接着帮您")
    assert find_speaker(workshop, "web-a").kind == "bot"
    assert said(workshop)[-1] == ("system", "我接着帮您")
    (row,) = rows(tables.Handover, number=asked)
    assert (row.status, row.done_reason) == ("done", "handed_back")
    assert list_conversations(workshop, gu) == ()
    with pytest.raises(NotAllowed, match="not_yours"):
        reply(workshop, gu, asked, "还有一句", "k")
    with pytest.raises(NotAllowed, match="over"):
        take(workshop, gu, asked, "顾晓为您服务")


@pytest.mark.parametrize(("reason", "promise"), [("phoned", "kept"), ("mistaken", "withdrawn")])
def test_closing_says_why_and_settles_the_promise(workshop, gu, asked, rows, reason, promise):
    take(workshop, gu, asked, "顾晓为您服务")
    with pytest.raises(InvalidValue, match="reason"):
        close(workshop, gu, asked, "因为", "再见")
    close(workshop, gu, asked, reason, "再见")
    assert rows(tables.Handover, number=asked)[0].done_reason == reason
    assert [row.status for row in rows(tables.Promise, subject_type="handover")] == [promise]


def test_a_conversation_is_passed_on_to_who_may_see_it(workshop, colleague, gu, asked):
    take(workshop, gu, asked, "顾晓为您服务")
    with pytest.raises(NotFound, match="colleague"):
        pass_on(workshop, gu, asked, "hd.he", "换何敏")
    pass_on(workshop, gu, asked, "kefu", "换林可")
    assert find_speaker(workshop, "web-a").name == "林可"
    pass_on(workshop, colleague("admin"), asked, "cy.gu", "换顾晓")
    assert find_speaker(workshop, "web-a").name == "顾晓"


def test_every_look_is_written_down(workshop, gu, asked, rows):
    prove(workshop, "web-a", "京N3K587", "8001", "test")
    conversation, opened = look(workshop, gu, asked)
    card = opened.card
    assert (card.owner.salutation, [car.plate for car in card.owner.cars]) == (
        "王女士",
        ["京N3K587"],
    )
    assert card.phone == "13800138001"
    (row,) = rows(tables.StaffLook)
    assert (row.staff_id, row.step, row.subject) == (gu.id, "look", asked)
    assert row.customer_id == card.owner.customer_id
    assert follow(workshop, gu, asked) == conversation


def test_nobody_follows_what_they_have_not_opened(workshop, gu, colleague, asked):
    look(workshop, gu, asked)
    with pytest.raises(NotFound):
        follow(workshop, colleague("admin"), asked)


def test_without_proof_no_customer_is_shown(workshop, gu, asked):
    card = look(workshop, gu, asked)[1].card
    assert (card.owner, card.orders, card.phone) == (None, (), None)


def test_a_draft_gets_hints():
    assert [hint.word for hint in tone_hints("您别激动，我来查")] == ["别激动"]
    assert tone_hints("给您添麻烦了，我马上查") == ()
