"""What the bot tells staff of what it understood."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Talk
from actions.understood import what_was_understood


def heard(intent: str) -> dict:
    return {"event": "user", "parse_data": {"intent": {"name": intent}}}


def test_wishes_and_filled_slots_without_the_dialogues_own() -> None:
    intents = ["ask_price", "book_service", "inform", "book_service", "check_progress", "ask_store"]
    events = [{"event": "action"}, *map(heard, [*intents, "request_human"])]
    slots = {
        "booking_store": "CY",
        "booking_jobs": [],
        "lead_note": "",
        "agenda": {"current": {}},
        "identity_plate": "京N3K587",
        "identity_last4": "8001",
    }
    tracker = Tracker("c1", slots, {}, events, False, None, {}, "action_listen")
    talk = Talk(CollectingDispatcher(), tracker)
    talk.set("booking_plate", "京Q5T210")
    talk.clear("booking_store")
    assert what_was_understood(talk) == {
        "wishes": ["预约到店", "查维修进度", "门店信息"],
        "slots": {"identity_plate": "京N3K587", "booking_plate": "京Q5T210"},
    }
