"""What was spoken of last is meant by words that name nothing."""

from __future__ import annotations

from typing import Any

from bot.dialogue.spoken_of import remember, with_what_was_spoken_of
from bot.dialogue.turn import Said, Turn

PADS = {"entity": "part", "value": "front_brake_pads", "text": "刹车片"}
SERVICE = {"entity": "service_item", "value": "major_service", "text": "大保养"}
HAIDIAN = {"entity": "store", "value": "HD", "text": "海淀"}


def heard(text: str, intent: str, *entities: dict[str, Any], **more: Any) -> Said:
    turn = Turn(is_new=True, wishes=[Said(intent, text, list(entities))], **more)
    return with_what_was_spoken_of(turn).wishes[0]


def test_a_part_is_asked_on() -> None:
    last = {"work": PADS}
    asked = heard("海淀有吗", "ask_store", HAIDIAN, spoken_of=last)
    assert asked.intent == "ask_part"
    assert [item["value"] for item in asked.entities] == ["HD", "front_brake_pads"]
    assert heard("换一套多少", "ask_price", spoken_of=last).entities[0]["value"] == PADS["value"]
    assert heard("换的那个件多少钱", "", spoken_of=last, decision="unsure").intent == "ask_price"


def test_a_job_is_asked_on_and_how_long_it_takes_is_told_with_its_price() -> None:
    assert heard("要多久", "inform", spoken_of={"work": SERVICE}).intent == "ask_price"
    assert (
        heard("海淀能做吗", "ask_store", HAIDIAN, spoken_of={"work": SERVICE}).intent == "ask_store"
    )
    assert heard("大保养要多久", "", SERVICE, decision="unsure").intent == "ask_price"


def test_what_is_named_or_long_past_or_surely_something_else_is_left() -> None:
    last = {"work": PADS}
    assert heard("打蜡多少钱", "ask_price", spoken_of=last).entities == []
    assert heard("多少钱", "ask_price", spoken_of=last, silent_hours=1.0).entities == []
    assert heard("多少钱", "ask_price", spoken_of=last, form="booking_form").entities == []
    assert heard("要多久", "check_progress", spoken_of=last).intent == "check_progress"
    assert heard("海淀几点开门", "ask_store", HAIDIAN, spoken_of=last).intent == "ask_store"


def test_the_last_of_each_kind_is_remembered() -> None:
    first = Turn(is_new=True, wishes=[Said("ask_part", "刹车片海淀有吗", [PADS, HAIDIAN])])
    last = remember(first)
    assert last and (last["work"]["value"], last["store"]["value"]) == ("front_brake_pads", "HD")
    job = Turn(is_new=True, wishes=[Said("ask_price", "大保养", [SERVICE])], spoken_of=last)
    assert {place: item["value"] for place, item in (remember(job) or {}).items()} == {
        "work": "major_service",
        "store": "HD",
    }
    assert (
        remember(Turn(is_new=True, wishes=[Said("", "嗯")], spoken_of=last, silent_hours=1)) is None
    )
