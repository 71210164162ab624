"""What a customer's words mean while they wait for a person or for a rescue: 「还要等多久」, 「快点」."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.turn import Said, Turn
from bot.shop.bareness import is_bare_text
from bot.shop.rescue_words import CHECK, calls_off, names_another, names_rescue, read_rescue
from bot.shop.waiting_words import LEAVE, TELL, read_waiting
from bot.shop.whereabouts import names_place

WISHES = (
    "book_",
    "change_",
    "cancel_",
    "check_",
    "ask_",
    "file_",
    "claim_",
    "describe_",
    "request_",
)
LONG = 9
"""So many characters at least hold another wish besides 「算了不等了」."""


def _stops(turn: Turn) -> bool:
    """「算了不用了」, when nothing but the waiting can be meant."""
    only = len(turn.wishes) == 1 and turn.wishes[0].intent == "stop"
    return only and not turn.form and "stop" not in turn.expects


def _leaves_number(said: Said) -> bool:
    """「13812345678」, where to be called."""
    kinds = {item["entity"] for item in said.entities}
    return "phone" in kinds and is_bare_text(said.text, said.entities)


def in_queue(turn: Turn, waits: bool) -> Turn:
    """The turn as meant; `waits`: the customer has asked for a person.

    An open form's own 「算了」 is left to the form. Who stops waiting may want something instead.
    """
    if not turn.is_new or not turn.wishes:
        return turn
    text = " ".join(said.text for said in turn.wishes)
    meant = read_waiting(text, waits and (not turn.form or "等" in text))
    if meant is None and waits and _stops(turn):
        meant = LEAVE
    if meant is None and waits and not turn.form and _leaves_number(turn.wishes[0]):
        meant = TELL
    if meant is None:
        return turn
    if meant == TELL:  # with the telephone or the time that was told
        return replace(turn, wishes=[replace(turn.wishes[0], intent=TELL)], decision="sure")
    further = []
    if meant == LEAVE and turn.decision == "sure" and len(text) >= LONG:
        further = [said for said in turn.wishes if said.intent.startswith(WISHES)]
        further = [said for said in further if said.intent != "request_human"]
    return replace(turn, wishes=[Said(meant, text), *further], decision="sure")


def with_rescue(turn: Turn, taken: bool) -> Turn:
    """The turn as meant while a rescue called in this conversation is under way (`taken`).

    Beside another open question it must be named: 「拖车到哪了」. One that is being taken down is
    stopped by the words that call it off.
    """
    if not (turn.is_new and turn.wishes):
        return turn
    text = " ".join(said.text for said in turn.wishes)
    if turn.calls_rescue and turn.form and calls_off(text):
        return replace(turn, wishes=[Said("stop", text)], decision="sure")
    if not taken or (turn.form and not names_rescue(text)):
        return turn
    meant = read_rescue(text)
    begins = turn.wishes[0].intent == "request_rescue" and not turn.form
    if meant is None and begins and not (names_place(text) or names_another(text)):
        meant = CHECK  # help is on its way: no second one for 「我自己换备胎可以吗」
    return replace(turn, wishes=[Said(meant, text)], decision="sure") if meant else turn
