"""What goes on from the last answer, and what a question for a sentence does not swallow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.agenda import next_step
from bot.dialogue.turn import FormManners, Said, Skills, Turn

SKILLS = Skills(
    starts={
        "ask_warranty": ["warranty_form"],
        "file_complaint": ["complaint_form"],
        "request_rescue": ["lead_form"],
        "book_service": ["booking_form"],
        "check_progress": ["action_check_progress"],
        "inform": ["action_bare_values"],
        "stop": ["action_stop"],
    },
    endings={},
    forms=frozenset({"warranty_form", "complaint_form", "lead_form", "booking_form"}),
    manners={
        "booking_form": FormManners(free_text=frozenset({"booking_jobs"})),
        "complaint_form": FormManners(free_text=frozenset({"complaint_wish"})),
    },
)
FURTHER = {"intent": "ask_warranty", "follows": True}


def part(text: str, word: str) -> list[dict[str, Any]]:
    start = text.index(word)
    return [{"entity": "part", "value": word, "start": start, "end": start + len(word)}]


def test_a_bare_value_goes_on_from_the_answer_whatever_its_intent() -> None:
    said = Said("check_progress", "那发动机呢", part("那发动机呢", "发动机"), confidence=0.1)
    step = next_step(Turn(is_new=True, wishes=[said], expects={"inform": FURTHER}), SKILLS)
    assert step.action == "warranty_form"
    assert step.slots["said"]["follows"] is True
    assert step.slots["said"]["entities"] == said.entities


def test_a_new_question_with_a_value_in_it_does_not_go_on() -> None:
    text = "我的车什么时候能修好发动机换了吗"
    said = Said("check_progress", text, part(text, "发动机"))
    step = next_step(Turn(is_new=True, wishes=[said], expects={"inform": FURTHER}), SKILLS)
    assert step.action == "action_check_progress"


@pytest.mark.parametrize(("confidence", "action"), [(0.3, "complaint_form"), (0.9, "action_stop")])
def test_a_sentence_that_was_asked_for_is_no_stop_unless_surely(
    confidence: float, action: str
) -> None:
    said = Said("stop", "重新弄好", confidence=confidence)
    turn = Turn(is_new=True, wishes=[said], form="complaint_form", requested="complaint_wish")
    assert next_step(turn, SKILLS).action == action


@pytest.mark.parametrize("intent", ["file_complaint", "request_rescue"])
def test_what_cannot_wait_is_not_taken_for_the_sentence(intent: str) -> None:
    said = Said(intent, "上次你们多收了我两百块")
    turn = Turn(is_new=True, wishes=[said], form="booking_form", requested="booking_jobs")
    step = next_step(turn, SKILLS)
    assert step.action == SKILLS.starts[intent][0]
    assert step.close_form
    assert [entry["run"] for entry in step.slots["agenda"]["suspended"]] == ["booking_form"]


def test_the_words_of_a_button_are_an_answer_whatever_their_intent() -> None:
    offered = [{"title": "记不清了", "entity": "", "value": None}]
    turn = Turn(is_new=True, form="booking_form", requested="booking_store", offered=offered)
    pressed = Said("check_progress", "记不清了")
    step = next_step(replace(turn, wishes=[pressed]), SKILLS)
    assert step.action == "booking_form" and step.slots["hear"] is True
    step = next_step(replace(turn, wishes=[Said("check_progress", "车修好没")]), SKILLS)
    assert step.action == "action_check_progress"


@pytest.mark.parametrize(("confidence", "action"), [(0.9, "complaint_form"), (0.2, "booking_form")])
def test_a_message_full_of_values_begins_something_else_only_surely(
    confidence: float, action: str
) -> None:
    said = Said("file_complaint", "发动机投诉", part("发动机投诉", "发动机"), confidence)
    turn = Turn(is_new=True, wishes=[said], form="booking_form", requested="booking_store")
    assert next_step(turn, SKILLS).action == action
