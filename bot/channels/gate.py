"""The gate: decides who speaks before a customer's words go anywhere.

Every door asks it first. While a person speaks, the words go to the record and the desk and Rasa
hears nothing: the bot cannot talk over them, whatever Rasa's own tracker says.
"""

from __future__ import annotations

from bot.services.speaking import Speaker, arrive, find_speaker
from bot.services.workshop import Workshop


def who_speaks(workshop: Workshop, conversation_id: str) -> Speaker:
    """Who speaks in this conversation: the bot, or a named person.

    A customer who waits for a person still has the bot; only who has taken the request replaces it.
    """
    return find_speaker(workshop, conversation_id)


def let_in(workshop: Workshop, conversation_id: str) -> Speaker:
    """Who answers the words that come in now; whom the customer waits for elsewhere comes along."""
    return arrive(workshop, conversation_id)
