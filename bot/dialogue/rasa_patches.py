"""Patches of Rasa that change how fast it is and nothing else.

Each stands for something that Rasa 3.6 works out anew for every message, event or action although it
never changes while the server runs. What they must not change: tests/unit/dialogue/test_rasa_patches.py.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

import rasa.core.actions.forms
import rasa.core.processor
from rasa.core.actions.action import ActionExtractSlots
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, DEFAULT_SLOT_NAMES
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.graph_runner import use_straight_runner
from bot.dialogue.remote_action import use_compiled_check

_PATCHED = "patched_by_aftercare"
LOGS_COPIES = (rasa.core.processor, rasa.core.actions.forms)
"""They copy what they log, whether it is logged or not, and copy nothing else."""


def patch_rasa(is_debugging: bool = False) -> None:
    """For this process, before a model is loaded. Doing it twice changes nothing."""
    use_straight_runner()
    use_compiled_check()
    if hasattr(Slot, _PATCHED):
        return
    setattr(Slot, _PATCHED, True)
    Slot.__copy__ = copy_slot
    DialogueStateTracker.copy = copy_tracker
    if not is_debugging:
        for module in LOGS_COPIES:
            module.copy = _NoCopies
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))
    Domain.is_empty = once_each(Domain.is_empty)
    ActionExtractSlots.run = unless_nothing_to_extract(ActionExtractSlots.run)


def copy_slot(slot: Slot) -> Slot:
    """What `copy.copy` makes of a slot: a turn makes half a dozen trackers, each with all slots."""
    twin: Slot = object.__new__(type(slot))
    vars(twin).update(vars(slot))
    return twin


def copy_tracker(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """A tracker for trying an action out: Rasa replays all events into a new one, for every action."""
    twin: DialogueStateTracker = object.__new__(type(tracker))
    vars(twin).update(vars(tracker))
    twin.events = tracker._create_events(tracker.events)
    twin.slots = {name: copy_slot(slot) for name, slot in tracker.slots.items()}
    twin.active_loop = copy.copy(tracker.active_loop)
    twin.sender_source = twin.model_id = twin.assistant_id = None  # as in Rasa's copy
    return twin


class _NoCopies:
    """Stands for the module `copy` where Rasa copies only what a debug line would show."""

    @staticmethod
    def deepcopy(value: Any) -> Any:
        return value


def once_each(is_empty: Callable[[Domain], bool]) -> Callable[[Domain], bool]:
    """Asked for every message; Rasa compares two whole domains to find out."""

    @wraps(is_empty)
    def ask_once(domain: Domain) -> bool:
        known: dict[str, bool] = vars(domain)
        if "_is_empty" not in known:
            known["_is_empty"] = is_empty(domain)
        return known["_is_empty"]

    return ask_once


def unless_nothing_to_extract(run: Callable[..., Any]) -> Callable[..., Any]:
    """Rasa weighs every slot's mappings at each message; no slot of ours is filled by a message."""

    @wraps(run)
    async def extract(
        self: ActionExtractSlots, channel: Any, nlg: Any, tracker: Any, domain: Domain
    ) -> list[Event]:
        if not fills_slots(domain):
            return []
        found: list[Event] = await run(self, channel, nlg, tracker, domain)
        return found

    return extract


def fills_slots(domain: Domain) -> bool:
    """Whether a message may fill any slot of the domain by the slot's own mappings."""
    mappings = [
        mapping
        for slot in domain.slots
        if slot.name not in DEFAULT_SLOT_NAMES
        for mapping in slot.mappings
    ]
    bare = {"type": "custom"}  # set by actions alone
    return (
        any(mapping != bare for mapping in mappings)
        or ACTION_VALIDATE_SLOT_MAPPINGS in domain.user_actions
    )
