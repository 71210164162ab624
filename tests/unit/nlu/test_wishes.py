"""Where a message may be cut into wishes, and when the cut holds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.decisions import Reading
from bot.nlu.wishes import MOST_CLAUSES, Clause, choose_wishes, clauses


def reading(intent: str, confidence: float = 0.95, decision: str = "sure") -> Reading:
    return Reading(decision, ((intent, confidence), ("greet", 0.01)))  # type: ignore[arg-type]


def chosen(text: str, *intents: str, whole: str | None = None, sure: float = 0.95) -> list[str]:
    """The wishes of a text whose clauses are read as the given intents."""
    found = clauses(text)
    assert len(found) == len(intents), [clause.text for clause in found]
    parts = [(clause, reading(i, sure)) for clause, i in zip(found, intents, strict=True)]
    return [wish.intent for wish in choose_wishes(reading(whole or intents[0]), parts)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("想约保养，另外质保还有多久", ["想约保养", "质保还有多久"]),
        ("想約保養順便問下變速箱還保不保", ["想約保養", "問下變速箱還保不保"]),
        ("我车修好了没？小保养多少钱", ["我车修好了没", "小保养多少钱"]),
        ("先帮我查下预约，再帮我看看车修好没", ["先帮我查下预约", "我看看车修好没"]),
        ("转人工，我要投诉", ["转人工", "我要投诉"]),
        ("车到现在没修好 给我找个人工客服", ["车到现在没修好", "给我找个人工客服"]),
        ("车修好了没，小保养多少钱", ["车修好了没", "小保养多少钱"]),
        ("你好，周六能约吗 几点开门", ["周六能约吗", "几点开门"]),
    ],
)
def test_a_change_of_subject_or_a_full_stop_cuts(text: str, parts: list[str]) -> None:
    assert [clause.text for clause in clauses(text)] == parts


@pytest.mark.parametrize(
    "text",
    [
        "昨天刚换的机油，小保养多少钱",
        "车修好了没，过保了没有，小保养多少钱",
        "质保还有多久到期",
        "刹车片还有货吗，要原厂的",
        "你好。我想约保养",
        "",
        "？？？",
        "一。" * 40,
    ],
)
def test_a_comma_a_mere_still_or_a_greeting_does_not_cut(text: str) -> None:
    assert clauses(text) == []


def test_two_wishes_keep_their_order_and_their_words() -> None:
    text = "想约保养，另外质保还有多久"
    parts = list(
        zip(clauses(text), [reading("book_service"), reading("ask_warranty")], strict=True)
    )
    first, second = choose_wishes(reading("book_service"), parts)
    assert (first.intent, second.intent) == ("book_service", "ask_warranty")
    assert text[second.start : second.end] == second.text == "质保还有多久"


def test_one_visit_with_two_jobs_is_one_wish() -> None:
    assert chosen("想约保养，顺便看看空调", "book_service", "book_service") == []
    assert chosen("想约保养，顺便看看空调", "book_service", "describe_fault") == []
    assert chosen("想约保养，顺便换下刹车片多少钱", "book_service", "ask_price") != []


def test_a_full_stop_needs_more_confidence_than_a_turn() -> None:
    stopped, turned = "车修好了没？小保养多少钱", "车修好了没，另外小保养多少钱"
    intents = ("check_progress", "ask_price")
    assert chosen(turned, *intents, sure=0.6) == list(intents)
    assert chosen(stopped, *intents, sure=0.6) == []
    assert chosen(stopped, *intents, sure=0.95) == list(intents)


def test_a_comma_cuts_between_two_questions_that_are_plainly_asked() -> None:
    text = "我的车修好了没，过保了没有"
    assert chosen(text, "check_progress", "ask_warranty", sure=0.98) != []
    assert chosen(text, "check_progress", "ask_warranty", sure=0.95) == []
    assert chosen(text, "check_progress", "check_complaint", sure=0.98) == []


def test_thanks_values_and_strangers_requests_are_no_wishes() -> None:
    for other in ("thank", "inform", "out_of_scope", "vent"):
        assert chosen("想约个保养，另外麻烦你们了", "book_service", other) == []


def test_a_cut_that_the_whole_contradicts_does_not_hold() -> None:
    text = "我要投诉你们，另外他们乱收我钱"
    assert chosen(text, "ask_price", "ask_store", whole="file_complaint") == []


@given(st.text(alphabet="保养，。？另外顺便还有 a\n", max_size=80))
def test_clauses_are_stretches_of_the_message_in_order(text: str) -> None:
    found: list[Clause] = clauses(text)
    assert len(found) <= MOST_CLAUSES
    assert all(text[clause.start : clause.end] == clause.text for clause in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
