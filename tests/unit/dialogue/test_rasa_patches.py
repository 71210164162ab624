"""What the patches of Rasa must leave as it is."""

from __future__ import annotations

import ast
import asyncio
import copy
import inspect
from typing import Any

import pytest
from rasa.core.actions.action import ActionExtractSlots
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot, CategoricalSlot, Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.dialogue.rasa_patches import (
    LOGS_COPIES,
    copy_slot,
    copy_tracker,
    fills_slots,
    once_each,
    patch_rasa,
    unless_nothing_to_extract,
)
from bot.settings import ROOT

OURS = Domain.load(str(ROOT / "domain.yml"))


def domain(mapping: str, action: str = "action_x") -> Domain:
    return Domain.from_yaml(
        f"""
        version: "3.1"
        intents: [greet]
        entities: [plate]
        actions: [{action}]
        slots:
          plate: {{type: any, influence_conversation: false, mappings: [{mapping}]}}
        """
    )


def extract(of: Domain, run: Any) -> list[Event]:
    tracker = DialogueStateTracker("c", of.slots)
    plate = {"entity": "plate", "value": "京N3K587", "start": 0, "end": 7}
    tracker.update(UserUttered("京N3K587", {"name": "greet"}, [plate]))
    found: list[Event] = asyncio.run(run(ActionExtractSlots(None), None, None, tracker, of))
    return found


@pytest.mark.parametrize(
    "slot", [AnySlot("a", [{"type": "custom"}], [1]), CategoricalSlot("c", [], values=["x", "y"])]
)
def test_a_slot_is_copied_as_python_does(slot: Slot) -> None:
    slot.value = "x"
    stock, ours = copy.copy(slot), copy_slot(slot)
    assert type(ours) is type(stock) and vars(ours) == vars(stock)
    ours.value = "y"
    assert slot.value == "x"


def conversation() -> DialogueStateTracker:
    """One with everything that a tracker remembers."""
    tracker = DialogueStateTracker("c", OURS.slots, sender_source="somewhere")
    tracker.model_id = "m"
    said = {"name": "book_service", "confidence": 0.9}
    tracker.update_with_events(
        [
            ActionExecuted("action_session_start"),
            SessionStarted(),
            ActionExecuted("action_listen"),
            UserUttered("约个小保养", said, parse_data={"text": "约个小保养", "intent": said}),
            ActionExecuted("booking_form"),
            ActiveLoop("booking_form"),
            SlotSet("booking_store", "CY"),
            SlotSet("booking_store", None),
            SlotSet("agenda", {"steps": [{"run": "action_greet"}]}),
            BotUttered("去哪家店方便？", {"buttons": []}),
            ActionExecutionRejected("booking_form"),
            ConversationPaused(),
            ActionExecuted("action_listen"),
            UserUttered("朝阳店", {"name": "inform", "confidence": 1.0}),
        ],
        OURS,
    )
    return tracker


def state(tracker: DialogueStateTracker) -> dict[str, Any]:
    slots = {name: vars(slot) for name, slot in tracker.slots.items()}
    return {**vars(tracker), "slots": slots}


@pytest.mark.parametrize("events", [0, 3, 6, 8, 11, 12, 14])
def test_a_copied_tracker_is_the_one_that_rasa_would_replay(events: int) -> None:
    tracker = DialogueStateTracker.from_events(
        "c", list(conversation().events)[:events], OURS.slots
    )
    stock, ours = tracker.travel_back_in_time(float("inf")), copy_tracker(tracker)
    assert type(ours) is type(stock)
    assert state(ours) == state(stock)


def test_what_is_tried_on_a_copied_tracker_leaves_the_first_as_it_was() -> None:
    tracker = conversation()
    before = state(tracker.travel_back_in_time(float("inf")))
    copied = copy_tracker(tracker)
    copied.update_with_events(
        [SlotSet("booking_store", "HD"), ActiveLoop(None), ActionExecuted("action_greet")], OURS
    )
    copied.interrupt_loop(True)
    assert state(tracker.travel_back_in_time(float("inf"))) == before
    assert tracker.get_slot("booking_store") is None
    assert tracker.active_loop is not None and not tracker.active_loop.is_interrupted
    assert (copied.model_id, copied.sender_source) == (None, None)


@pytest.mark.parametrize("module", LOGS_COPIES)
def test_where_nothing_is_copied_rasa_copies_only_for_its_debug_log(module: Any) -> None:
    tree = ast.parse(inspect.getsource(module))
    logged = {
        id(node)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "structlogger.debug"
        for node in ast.walk(call)
    }
    uses = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "copy"]
    assert uses and all(id(node) in logged for node in uses)


def test_every_event_is_found_by_its_name() -> None:
    stock = {
        kind.type_name: Event.resolve_by_type(kind.type_name) for kind in all_subclasses(Event)
    }
    patch_rasa()
    patch_rasa()
    for name, kind in stock.items():
        assert Event.resolve_by_type(name) is kind
    with pytest.raises(ValueError):
        Event.resolve_by_type("no such event")


def test_a_domain_is_asked_once_whether_it_is_empty() -> None:
    asked: list[Domain] = []

    def is_empty(given: Domain) -> bool:
        asked.append(given)
        return given is nothing

    nothing, something = Domain.empty(), domain("type: custom")
    ask = once_each(is_empty)
    assert [ask(nothing), ask(something), ask(nothing), ask(something)] == [True, False] * 2
    assert asked == [nothing, something]


def test_no_message_fills_a_slot_of_ours_so_nothing_is_looked_for() -> None:
    assert not fills_slots(OURS)
    assert extract(OURS, ActionExtractSlots.run) == []


@pytest.mark.parametrize(
    ("mapping", "found"),
    [
        ("{type: from_entity, entity: plate}", [SlotSet("plate", "京N3K587")]),
        ("{type: from_text}", [SlotSet("plate", "京N3K587")]),
        ("{type: from_intent, value: hello}", [SlotSet("plate", "hello")]),
        ("{type: custom}", []),
    ],
)
def test_slots_of_other_mappings_are_filled_as_before(mapping: str, found: list[Event]) -> None:
    of = domain(mapping)
    patched = unless_nothing_to_extract(ActionExtractSlots.run)
    assert fills_slots(of) is bool(found)
    assert extract(of, patched) == extract(of, ActionExtractSlots.run) == found


def test_an_action_that_fills_or_checks_slots_is_still_asked() -> None:
    assert fills_slots(domain("{type: custom, action: action_x}"))
    assert fills_slots(domain("{type: custom}", action="action_validate_slot_mappings"))
