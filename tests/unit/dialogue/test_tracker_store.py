"""The tracker store keeps what matters of an endless conversation, at a flat size."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.exc import DatabaseError

from bot.dialogue.tracker_store import TURNS_KEPT, CheckpointTrackerStore, checkpointed, read_events

DOMAIN = Domain.from_yaml(
    """
    version: "3.1"
    intents: [greet]
    slots:
      agenda: {type: any, influence_conversation: false, mappings: [{type: custom}]}
      booking_store: {type: any, influence_conversation: false, mappings: [{type: custom}]}
    forms:
      booking_form: {required_slots: [booking_store]}
    """
)


def add_turn(tracker: DialogueStateTracker, number: int) -> None:
    tracker.update_with_events(
        [
            ActionExecuted("action_listen"),
            UserUttered(f"第{number}句", {"name": "greet", "confidence": 1.0}),
            BotUttered(f"答{number}"),
        ],
        DOMAIN,
    )


def conversation(turns: int) -> DialogueStateTracker:
    tracker = DialogueStateTracker("c1", DOMAIN.slots)
    tracker.update_with_events(
        [ActionExecuted("action_session_start"), ActionExecuted("action_listen")], DOMAIN
    )
    add_turn(tracker, 0)
    tracker.update_with_events(
        [
            ActiveLoop("booking_form"),
            SlotSet("requested_slot", "booking_store"),
            SlotSet("agenda", {"suspended": [{"run": "complaint_form"}]}),
        ],
        DOMAIN,
    )
    for number in range(1, turns):
        add_turn(tracker, number)
    return tracker


@pytest.fixture()
def store(tmp_path: Path) -> CheckpointTrackerStore:
    return CheckpointTrackerStore(DOMAIN, host=f"sqlite:///{tmp_path / 'c.db'}")


def test_an_error_of_the_database_quotes_nothing_that_was_said(
    store: CheckpointTrackerStore, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "c.db")) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON conversation_state "
            "BEGIN SELECT RAISE(FAIL, 'no more'); END"
        )
    with pytest.raises(DatabaseError, match="no more") as caught:
        asyncio.run(store.save(conversation(1)))
    assert "INSERT INTO conversation_state" in str(caught.value)
    assert "\\u7b2c" not in str(caught.value) and "第" not in str(caught.value)


def test_a_saved_conversation_comes_back_with_its_slots_and_open_form(
    store: CheckpointTrackerStore,
) -> None:
    asyncio.run(store.save(conversation(40)))
    tracker = asyncio.run(store.retrieve("c1"))
    assert tracker is not None
    assert tracker.active_loop_name == "booking_form"
    assert tracker.get_slot("requested_slot") == "booking_store"
    assert tracker.get_slot("agenda") == {"suspended": [{"run": "complaint_form"}]}
    assert tracker.latest_message is not None and tracker.latest_message.text == "第39句"


def test_the_last_turns_are_kept_whole(store: CheckpointTrackerStore) -> None:
    asyncio.run(store.save(conversation(40)))
    tracker = asyncio.run(store.retrieve("c1"))
    assert tracker is not None
    texts = [event.text for event in tracker.events if isinstance(event, BotUttered)]
    assert texts == [f"答{number}" for number in range(40 - TURNS_KEPT, 40)]


def test_saving_again_and_again_does_not_make_it_grow(store: CheckpointTrackerStore) -> None:
    tracker = conversation(5)
    sizes = []
    for number in range(5, 60):
        asyncio.run(store.save(tracker))
        found = asyncio.run(store.retrieve("c1"))
        assert found is not None
        tracker = found
        sizes.append(len(tracker.events))
        add_turn(tracker, number)
    assert max(sizes) <= min(sizes) + 1
    assert tracker.active_loop_name == "booking_form"


def test_a_slot_that_was_emptied_stays_empty(store: CheckpointTrackerStore) -> None:
    tracker = conversation(3)
    tracker.update(SlotSet("agenda", None), DOMAIN)
    for number in range(3, 12):
        add_turn(tracker, number)
    asyncio.run(store.save(tracker))
    found = asyncio.run(store.retrieve("c1"))
    assert found is not None and found.get_slot("agenda") is None


def test_an_unknown_conversation_is_none_and_keys_lists_the_known(
    store: CheckpointTrackerStore,
) -> None:
    assert asyncio.run(store.retrieve("nobody")) is None
    asyncio.run(store.save(conversation(2)))
    assert list(asyncio.run(store.keys())) == ["c1"]


def test_rasa_finds_the_store_by_its_module_path_and_database_url(tmp_path: Path) -> None:
    endpoint = EndpointConfig(
        type="bot.dialogue.tracker_store.CheckpointTrackerStore",
        url=f"sqlite:///{tmp_path / 'c.db'}",
    )
    found = TrackerStore.create(endpoint, DOMAIN)
    assert isinstance(found, CheckpointTrackerStore)
    asyncio.run(found.save(conversation(2)))
    assert (tmp_path / "c.db").exists()


def test_events_are_read_as_rasa_reads_them() -> None:
    rows = [event.as_dict() for event in conversation(3).events]
    assert read_events(rows) == deserialise_events(rows)


def test_a_short_conversation_is_kept_as_it_is() -> None:
    tracker = conversation(2)
    assert checkpointed(tracker, turns=3) == list(tracker.events)
