"""What the bot had understood when a person is asked for, so that the customer need not say it again."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from actions.base import Talk
from bot.services import handover
from bot.services.handover import Handover

WISHES_FILE = Path(__file__).resolve().parent.parent / "data" / "dictionaries" / "wishes.tsv"
MOST_WISHES = 3
MATTERS = ("booking_", "change_", "cancel_", "warranty_", "complaint_", "lead_", "identity_plate")
"""Slots that hold what a customer told; the rest is the dialogue's own."""


@lru_cache(maxsize=1)
def wish_names() -> dict[str, str]:
    """What each intent is called on a button."""
    lines = WISHES_FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line)


def what_was_understood(talk: Talk) -> dict[str, Any]:
    """The customer's latest wishes by name, and the slots that are filled in open matters."""
    names = wish_names()
    wanted = [intent for intent in talk.intents if intent in names and intent != "request_human"]
    filled = {name: value for name, value in talk.filled.items() if name.startswith(MATTERS)}
    return {"wishes": [names[intent] for intent in wanted[-MOST_WISHES:]], "slots": filled}


def ask_person(talk: Talk, reason: str, summary: str = "", phone: str | None = None) -> Handover:
    """Put the conversation before staff, with what was understood; `reason` as in `request_person`."""
    owner = talk.owner()
    return talk.ask_shop(
        handover.request_person,
        talk.conversation_id,
        reason,
        customer_id=owner.customer_id if owner else None,
        phone=phone,
        summary=summary,
        understood=what_was_understood(talk),
    )
