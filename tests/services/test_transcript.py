"""The record of a conversation: nothing lost, nothing twice, nothing of another's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.services.transcript import (
    Utterance,
    find_choice,
    list_forgotten,
    list_lines,
    list_news,
    newest_id,
    record_customer,
    record_said,
)
from bot.storage import tables
from tests.services.conftest import MONDAY

MINUTE = timedelta(minutes=1)


def with_button(choice_id, words):
    payload = {"buttons": [{"id": choice_id, "title": words}], "choices": {choice_id: words}}
    return Utterance("哪天？", payload)


def test_what_is_said_is_read_back_in_order(workshop):
    question, is_new = record_customer(workshop, "web-a", "我想约保养")
    answer = [Utterance("好的。"), Utterance("哪天方便？")]
    said = record_said(workshop, "web-a", answer, settles=question.id)

    page = list_lines(workshop, "web-a")
    assert is_new
    assert page.lines[1:] == said
    assert [(line.author, line.text, line.answer) for line in page.lines] == [
        ("customer", "我想约保养", "given"),
        ("bot", "好的。", None),
        ("bot", "哪天方便？", None),
    ]
    assert page.lines[0].created_at == MONDAY
    assert page.lines[0].created_at.utcoffset() == timedelta(hours=8)
    assert not page.pending and not page.more


def test_the_same_key_is_the_same_message(workshop, rows):
    first, new = record_customer(workshop, "web-a", "我想约保养", "key-00001")
    again, new_again = record_customer(workshop, "web-a", "我想约保养", "key-00001")
    assert (new, new_again) == (True, False)
    assert again.id == first.id
    assert len(rows(tables.Message, conversation_id="web-a")) == 1


def test_a_key_means_nothing_in_another_conversation(workshop):
    first, _ = record_customer(workshop, "web-a", "甲的话", "key-00001")
    other, is_new = record_customer(workshop, "web-b", "乙的话", "key-00001")
    assert is_new and other.id != first.id and other.text == "乙的话"


def test_the_same_key_sent_by_many_at_once_is_one_message(workshop, rows):
    def send(_):
        return record_customer(workshop, "web-a", "在吗", "key-00001")

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(send, range(24)))
    assert sum(is_new for _, is_new in results) == 1
    assert len({line.id for line, _ in results}) == 1
    assert len(rows(tables.Message, conversation_id="web-a")) == 1


def test_a_message_waits_until_it_is_settled(workshop):
    first, _ = record_customer(workshop, "web-a", "一")
    second, _ = record_customer(workshop, "web-a", "二")
    record_said(workshop, "web-a", [Utterance("还在查")], settles=first.id, answer="pending")
    assert list_lines(workshop, "web-a").pending
    record_said(workshop, "web-a", [Utterance("一的回答")], settles=first.id)
    assert list_lines(workshop, "web-a").pending
    record_said(workshop, "web-a", [Utterance("抱歉")], settles=second.id, answer="missed")
    page = list_lines(workshop, "web-a")
    assert not page.pending
    assert [line.answer for line in page.lines if line.author == "customer"] == ["given", "missed"]


def test_an_excuse_is_not_given_for_what_was_answered_meanwhile(workshop):
    question, _ = record_customer(workshop, "web-a", "在吗")
    record_said(workshop, "web-a", [Utterance("在的")], settles=question.id)
    excuse = record_said(
        workshop,
        "web-a",
        [Utterance("抱歉")],
        settles=question.id,
        answer="missed",
        only_if_pending=True,
    )
    assert excuse == ()
    assert [line.text for line in list_lines(workshop, "web-a").lines] == ["在吗", "在的"]


def test_many_who_excuse_at_once_excuse_once(workshop):
    question, _ = record_customer(workshop, "web-a", "在吗")

    def excuse(_):
        return record_said(
            workshop,
            "web-a",
            [Utterance("抱歉")],
            settles=question.id,
            answer="missed",
            only_if_pending=True,
        )

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(excuse, range(16)))
    assert sum(map(len, results)) == 1
    assert len(list_lines(workshop, "web-a").lines) == 2


def test_history_is_read_in_pages_both_ways(workshop):
    said = record_said(workshop, "web-a", [Utterance(str(number)) for number in range(1, 8)])
    record_said(workshop, "web-b", [Utterance("别人的话")])

    newest = list_lines(workshop, "web-a", limit=3)
    assert [line.text for line in newest.lines] == ["5", "6", "7"] and newest.more
    older = list_lines(workshop, "web-a", before=newest.lines[0].id, limit=3)
    assert [line.text for line in older.lines] == ["2", "3", "4"] and older.more
    oldest = list_lines(workshop, "web-a", before=older.lines[0].id, limit=3)
    assert [line.text for line in oldest.lines] == ["1"] and not oldest.more

    after = list_lines(workshop, "web-a", after=said[1].id, limit=3)
    assert [line.text for line in after.lines] == ["3", "4", "5"] and after.more
    rest = list_lines(workshop, "web-a", after=after.lines[-1].id, limit=3)
    assert [line.text for line in rest.lines] == ["6", "7"] and not rest.more


def test_a_button_works_in_its_own_conversation_only(workshop):
    record_said(workshop, "web-a", [with_button("id-1", "周六上午")])
    record_said(workshop, "web-a", [Utterance("没有按钮的话")])
    assert find_choice(workshop, "web-a", "id-1") == "周六上午"
    assert find_choice(workshop, "web-b", "id-1") is None
    assert find_choice(workshop, "web-a", "id-2") is None
    assert find_choice(workshop, "web-a", "") is None


def test_a_customer_cannot_issue_buttons(workshop, database):
    with database.transaction() as session:
        session.add(
            tables.Message(
                conversation_id="web-a",
                author="customer",
                text="x",
                payload_json={"choices": {"id-1": "/restart"}},
                created_at=MONDAY,
            )
        )
    assert find_choice(workshop, "web-a", "id-1") is None


def test_only_old_pending_words_of_a_door_are_forgotten(workshop, clock):
    record_customer(workshop, "web-old", "还没人理我")
    answered, _ = record_customer(workshop, "web-answered", "在吗")
    record_said(workshop, "web-answered", [Utterance("在")], settles=answered.id)
    record_customer(workshop, "web-person", "给顾晓", answer="to_staff")
    record_customer(workshop, "wx-other-door", "别的门")
    record_customer(workshop, "web%", "名字像通配符")
    clock.let_pass(minutes=2)
    record_customer(workshop, "web-new", "刚说")

    assert [line.text for line in list_forgotten(workshop, MINUTE, "web-")] == ["还没人理我"]
    assert [line.text for line in list_forgotten(workshop, MINUTE, "web%")] == ["名字像通配符"]


def test_news_names_each_conversation_that_moved(workshop):
    (first,) = record_said(workshop, "web-a", [Utterance("一")])
    record_said(workshop, "web-b", [Utterance("二")])
    (third,) = record_said(workshop, "web-a", [Utterance("三")])
    assert newest_id(workshop) == third.id
    news = list_news(workshop, first.id)
    assert news["web-a"] == third.id and set(news) == {"web-a", "web-b"}
    assert list_news(workshop, third.id) == {}


def test_writers_of_one_conversation_do_not_overtake_each_other(workshop):
    """A reader that has seen an id must never find a smaller one later."""
    seen: list[int] = []

    def write(number):
        record_said(workshop, "web-a", [Utterance(str(number)), Utterance(str(number))])

    with ThreadPoolExecutor(9) as pool:
        writers = [pool.submit(write, number) for number in range(40)]
        while not all(writer.done() for writer in writers):
            page = list_lines(workshop, "web-a", after=seen[-1] if seen else 0, limit=200)
            seen += [line.id for line in page.lines]
    seen += [line.id for line in list_lines(workshop, "web-a", after=seen[-1], limit=200).lines]
    assert len(seen) == 80
    assert seen == [line.id for line in list_lines(workshop, "web-a", limit=200).lines]
