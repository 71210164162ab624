"""What an open form makes of messages that understanding is not sure of."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.agenda import next_step
from bot.dialogue.turn import FormManners, Said, Skills, Turn

SKILLS = Skills(
    starts={
        "book_service": ["booking_form"],
        "file_complaint": ["complaint_form"],
        "ask_price": ["action_ask_price"],
        "ask_warranty": ["action_ask_warranty"],
        "greet": ["action_greet"],
    },
    endings={},
    forms=frozenset({"booking_form", "complaint_form"}),
    manners={"complaint_form": FormManners(free_text=frozenset({"complaint_story"}))},
)


def test_between_two_readings_the_open_form_decides() -> None:
    wish = Said("ask_price", "还有后视镜也刮了", confidence=0.34)
    turn = Turn(
        is_new=True,
        wishes=[wish],
        decision="unsure",
        candidates=("ask_price", "file_complaint"),
        form="complaint_form",
        requested="complaint_phone",
    )
    step = next_step(turn, SKILLS)
    assert (step.action, step.slots["said"]["intent"]) == ("complaint_form", "file_complaint")


def test_a_sentence_that_was_asked_for_is_no_weak_correction() -> None:
    wish = Said("correct", "重新补漆", confidence=0.3)
    turn = Turn(is_new=True, wishes=[wish], form="complaint_form", requested="complaint_story")
    assert next_step(turn, SKILLS).slots["said"]["intent"] == "inform"
    sure = replace(turn, wishes=[replace(wish, confidence=0.9)])
    assert next_step(sure, SKILLS).slots["said"]["intent"] == "correct"


def test_nothing_but_values_asks_nothing() -> None:
    store = {"entity": "store", "value": "HD", "start": 0, "end": 3}
    time = {"entity": "time", "value": {}, "start": 3, "end": 9}
    wish = Said("ask_warranty", "海淀店明天下午三点", [store, time], confidence=0.9)
    turn = Turn(is_new=True, wishes=[wish], form="booking_form", requested="booking_store")
    assert next_step(turn, SKILLS).action == "booking_form"


def test_doubtful_talk_is_an_answer_that_does_not_fit() -> None:
    wish = Said("greet", "白的那个啊", confidence=0.45)
    turn = Turn(is_new=True, wishes=[wish], form="booking_form", requested="booking_plate")
    assert next_step(turn, SKILLS).action == "booking_form"
    sure = replace(turn, wishes=[replace(wish, confidence=0.8)])
    assert next_step(sure, SKILLS).action == "action_greet"
