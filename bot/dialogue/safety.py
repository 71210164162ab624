"""Danger in the words, heard in every turn: whatever form is open, whatever they were read as.

Pure like `bot.dialogue.agenda`, which says the warning first and then goes on as `warned` decides. What
is known of the danger is kept in one slot: the scenes and dangers heard so far (`known`) and what is
to be said in this turn (`now`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.dialogue.turn import Said, Skills, Turn
from bot.shop import danger

WARN = "action_warn"
RESCUE = "request_rescue"

#: A situation is over after so many hours of silence.
OVER_AFTER_HOURS = 2.0

#: What is wished goes on after the warning: it is help itself, or tells of the harm that was done.
_GO_ON = frozenset(
    {
        RESCUE,
        "request_human",
        "file_complaint",
        "ask_warranty",
        "claim_warranty",
        "ask_insurance_claim",
        "check_lead",
    }
)

#: Where a person is hurt a rescue of the car is meant only if it is named.
_TO_BE_FETCHED = re.compile(r"拖|救援|[派来].{0,3}[人车]|板车|趴窝|抛锚")


@dataclass(frozen=True)
class Alarm:
    """What is dangerous in a message and how the turn goes on after the warning."""

    wish: Said
    """The words as a wish for what helps."""
    now: tuple[str, ...]
    """The dangers to warn of in this turn."""
    known: frozenset[str]

    def as_slot(self) -> dict[str, Any] | None:
        """What is kept of it until the next message."""
        kept = {"known": sorted(self.known), "now": list(self.now)}
        return kept if self.known else None


def hear_danger(turn: Turn) -> Alarm:
    """The danger in the customer's message, with what was known before."""
    before = set() if turn.silent_hours >= OVER_AFTER_HOURS else set(turn.danger.get("known", ()))
    if turn.calls_rescue:
        before |= danger.CALLED
    text = "，".join(wish.text for wish in turn.wishes)
    heard = danger.hear(text, before)
    new = [found for found in heard.dangers if found.asks or found.id not in before]
    if heard.dangers and not new and not turn.form:
        new = [heard.dangers[0]]  # said again, and no question is open: so is the warning
    questions = [found.id for found in new if found.asks]
    now = tuple(found.id for found in new if found.id not in questions[1:])
    first = heard.dangers[0] if heard.dangers else None
    entities = [item for wish in turn.wishes for item in wish.entities]
    follows = bool(first and first.since & before)
    wish = Said(first.begins if first else "", text, entities, follows=follows)
    return Alarm(wish, now, heard.known)


def goes_on(steps: list[dict[str, Any]], helps: str, turn: Turn, skills: Skills) -> bool:
    """Whether the plan is kept after the warning, and not put aside for what helps."""
    text = "".join(wish.text for wish in turn.wishes)
    wished = _GO_ON if helps == RESCUE or _TO_BE_FETCHED.search(text) else _GO_ON - {RESCUE}
    kept = {run for intent in wished for run in skills.starts.get(intent, ())}
    return turn.form in kept or any(step["run"] in kept for step in steps)
