"""Patches of Rasa that change how fast it is and nothing else.

Each stands for something that Rasa 3.6 works out anew for every message, event or action although it
never changes while the server runs. What they must not change: tests/unit/dialogue/test_rasa_patches.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from rasa.core.actions.action import ActionExtractSlots
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, DEFAULT_SLOT_NAMES
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot

from bot.dialogue.graph_runner import use_straight_runner
from bot.dialogue.remote_action import use_compiled_check

_PATCHED = "patched_by_aftercare"


def patch_rasa() -> None:
    """For this process, before a model is loaded. Doing it twice changes nothing."""
    use_straight_runner()
    use_compiled_check()
    if hasattr(Slot, _PATCHED):
        return
    setattr(Slot, _PATCHED, True)
    Slot.__copy__ = copy_slot
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))
    Domain.is_empty = once_each(Domain.is_empty)
    ActionExtractSlots.run = unless_nothing_to_extract(ActionExtractSlots.run)


def copy_slot(slot: Slot) -> Slot:
    """What `copy.copy` makes of a slot: a turn makes half a dozen trackers, each with all slots."""
    twin: Slot = object.__new__(type(slot))
    vars(twin).update(vars(slot))
    return twin


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
