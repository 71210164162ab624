"""What kind of intent a name is. The names themselves are fixed by domain.yml."""

from __future__ import annotations

OUT_OF_SCOPE = "out_of_scope"

_TALK = """
greet goodbye thank affirm deny inform correct stop repeat vent bot_challenge chitchat
"""
CONVERSATION = frozenset(_TALK.split())
"""Intents that keep a conversation going. They ask nothing of the shop."""


def is_wish(intent: str) -> bool:
    """Whether the customer wants something done or answered, so that it can be a wish of its own."""
    return intent not in CONVERSATION and intent != OUT_OF_SCOPE
