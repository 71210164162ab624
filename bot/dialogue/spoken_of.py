"""What was spoken of last (a part, a job, a store, a series), so that 「有货吗」 need not name it again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.dialogue.turn import Said, Turn
from bot.shop.going_on import DOES, PRICE, STOCK, TIME, asks_on

#: Under what each kind of value is remembered: a job takes the place of a part.
PLACES = {
    "part": "work",
    "service_item": "work",
    "store": "store",
    "vehicle_model": "vehicle_model",
}
#: After so many hours nobody means it any more.
LASTS = 0.5
#: What such words are read as when nothing else is meant; anything surer of itself stays what it is.
ASKS = frozenset({"ask_price", "ask_part", "ask_maintenance", "ask_store", "inform"})


def remember(turn: Turn) -> dict[str, Any] | None:
    """What was spoken of, with what this message names."""
    before = turn.spoken_of if turn.silent_hours <= LASTS else {}
    named = {
        PLACES[item["entity"]]: {key: item.get(key) for key in ("entity", "value", "text")}
        for wish in turn.wishes
        for item in wish.entities
        if item["entity"] in PLACES and not item.get("replaced")
    }
    return {**before, **named} or None


def with_what_was_spoken_of(turn: Turn) -> Turn:
    """「多少钱」, 「海淀有吗」: about what was spoken of last; 「大保养要多久」: about that job."""
    wish = turn.wishes[0]
    named = next((item for item in wish.entities if PLACES.get(item["entity"]) == "work"), None)
    work = named or (turn.spoken_of.get("work") if turn.silent_hours <= LASTS else None)
    known = wish.intent in ASKS or turn.decision != "sure"
    if turn.form or not work or not known:
        return turn
    kind = asks_on(wish.text, [str(item.get("text") or "") for item in wish.entities])
    if kind == DOES and any(item["entity"] == "time" for item in wish.entities):
        return turn  # 「今天能弄吗」 is about coming
    other_wish = wish.intent == "ask_store" and kind not in (STOCK, DOES)
    takes = kind == TIME and work["entity"] == "service_item"
    clear = named and turn.decision == "sure" and wish.intent != "inform" and not takes
    if kind is None or other_wish or clear:
        return turn
    about = [] if named else [{**work, "start": None, "end": None}]
    asked = Said(_intent_of(kind, work["entity"]), wish.text, [*wish.entities, *about])
    return replace(turn, wishes=[asked, *turn.wishes[1:]], decision="sure")


def _intent_of(kind: str, entity: str) -> str:
    """What answers a question of this kind about a part or a job."""
    if kind == DOES and entity == "service_item":
        return "ask_store"
    stock = kind == STOCK or (kind != PRICE and entity == "part")
    return "ask_part" if stock else "ask_price"
