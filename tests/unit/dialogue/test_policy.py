"""How the policy reads rules and trackers."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.policy import RuleShapeError, read_rule, read_turn

FORMS = {"booking_form"}


def said(intent: str) -> UserUttered:
    return UserUttered(intent={"name": intent})


def test_a_rule_of_an_intent_says_how_a_skill_begins() -> None:
    events = [ActionExecuted("action_listen"), said("greet"), ActionExecuted("action_greet")]
    assert read_rule(events, FORMS) == ("start", "greet", ["action_greet"])


def test_a_rule_of_a_closing_form_says_what_follows() -> None:
    events = [
        ActiveLoop("booking_form"),
        ActionExecuted("..."),
        ActionExecuted("booking_form"),
        ActiveLoop(None),
        ActionExecuted("action_book"),
        ActionExecuted("action_listen"),
    ]
    assert read_rule(events, FORMS) == ("ending", "booking_form", ["action_book"])


def test_any_other_shape_is_refused() -> None:
    events = [said("greet"), ActionExecuted("utter_a"), said("affirm"), ActionExecuted("utter_b")]
    with pytest.raises(RuleShapeError, match="greet"):
        read_rule(events, FORMS)


def test_a_message_with_two_wishes_gives_each_its_words_and_values() -> None:
    text = "周六保养，质保还有多久"
    entities = [
        {"entity": "time", "value": "六", "start": 0, "end": 2},
        {"entity": "service_item", "value": "maintenance", "start": 2, "end": 4},
    ]
    wish = {"intent": {"name": "ask_warranty", "confidence": 0.9}, "start": 5, "end": 11}
    tracker = DialogueStateTracker("c", [])
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(
        UserUttered(text, {"name": "book_service"}, entities, {"wishes": [{**wish, "text": ""}]})
    )
    turn = read_turn(tracker)
    assert turn.is_new
    assert [w.intent for w in turn.wishes] == ["book_service", "ask_warranty"]
    assert turn.wishes[0].entities == entities
    assert (turn.wishes[1].text, turn.wishes[1].entities) == ("质保还有多久", [])


def test_signs_alone_say_nothing_whatever_they_were_taken_for() -> None:
    for text in ("🤔🤔", "？？？", "。"):
        tracker = DialogueStateTracker("c", [])
        tracker.update(ActionExecuted("action_listen"))
        tracker.update(UserUttered(text, {"name": "affirm"}, parse_data={"decision": "sure"}))
        turn = read_turn(tracker)
        assert (turn.decision, turn.wishes[0].intent) == ("unsure", "")


def test_a_message_of_which_only_the_values_are_clear_is_taken_for_its_values() -> None:
    plate = {"entity": "plate", "value": "京N3K587", "start": 2, "end": 9}
    for confidence, entities, intent in (
        (0.2, [plate], "inform"),
        (0.9, [plate], "check_booking"),
        (0.2, [], "check_booking"),
    ):
        tracker = DialogueStateTracker("c", [])
        tracker.update(ActionExecuted("action_listen"))
        found = {"name": "check_booking", "confidence": confidence}
        tracker.update(UserUttered("我是京N3K587的车主", found, entities))
        assert read_turn(tracker).wishes[0].intent == intent
