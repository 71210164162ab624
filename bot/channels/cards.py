"""What the bot sends, as the record keeps it and the browser gets it: buttons and cards with ids.

The browser never learns the words behind a button, only an id; the record keeps both
(`payload["choices"]`), so that an id works in the conversation it was issued in and nowhere else.
docs/cards.md describes a card's fields.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from typing import Any

from bot.channels.typed_text import defuse
from bot.services.transcript import Utterance

logger = logging.getLogger(__name__)

TONES = ("plain", "good", "warn", "bad")
STATES = ("done", "now", "next")
MOST = {"rows": 12, "steps": 8, "groups": 7, "actions": 6, "slots": 24, "buttons": 12}
TITLE_LENGTH = 60
TEXT_LENGTH = 300
WORDS_LENGTH = 1000


class _Choices:
    """Gives buttons their ids and remembers their words."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def of(self, given: Any, most: int) -> list[dict[str, str]]:
        return [choice for choice in map(self._one, _items(given, most)) if choice]

    def _one(self, button: dict[str, Any]) -> dict[str, str] | None:
        title = _text(button.get("title"), TITLE_LENGTH)
        if not title:
            return None
        choice_id = secrets.token_urlsafe(8)
        self.words[choice_id] = defuse(_text(button.get("payload"), WORDS_LENGTH) or title)
        return {"id": choice_id, "title": title}


def from_rasa(messages: Iterable[dict[str, Any]]) -> list[Utterance]:
    """Rasa's messages of one turn as utterances for the record; what cannot be shown is logged."""
    utterances: list[Utterance] = []
    for message in messages:
        utterance = _utterance(message)
        if utterance is None:
            logger.warning("A message of the bot cannot be shown: %s", sorted(message))
        elif utterances and _belongs_to(utterance, utterances[-1]):
            utterances[-1] = _joined(utterances[-1], utterance)
        else:
            utterances.append(utterance)
    return utterances


def excuse(text: str, choices: dict[str, str], missed: int) -> Utterance:
    """Words of the front's own with buttons (title → the words behind it); `missed` is the id of
    the customer's message that got no answer."""
    ids = _Choices()
    given = [{"title": title, "payload": words} for title, words in choices.items()]
    buttons = ids.of(given, len(given))
    return Utterance(text, {"buttons": buttons, "choices": ids.words, "missed": missed})


def for_browser(payload: dict[str, Any]) -> dict[str, Any]:
    """The part of a recorded payload that the browser may see: all but the words behind ids."""
    return {name: payload[name] for name in ("buttons", "card", "missed") if payload.get(name)}


def as_text(card: dict[str, Any]) -> str:
    """A card in words, for doors without cards and for whoever reads the record."""
    badge = (card.get("badge") or {}).get("text")
    lines = [card["title"] + (f"（{badge}）" if badge else "")]
    lines += [card["number"]] if card.get("number") else []
    now = [step["text"] for step in card.get("steps", ()) if step["state"] == "now"]
    lines += [f"现在：{text}" for text in now]
    lines += [f"{row['label']}：{row['value']}" for row in card.get("rows", ())]
    for group in card.get("groups", ()):
        titles = "、".join(action["title"] for action in group["actions"])
        lines.append(f"{group['title']}：{titles}")
    lines += [card["note"]] if card.get("note") else []
    return "\n".join(lines)


def _belongs_to(utterance: Utterance, before: Utterance) -> bool:
    """A card without words belongs to the sentence before it, which Rasa sends apart."""
    return not utterance.text and "card" not in (before.payload or {})


def _joined(sentence: Utterance, card: Utterance) -> Utterance:
    """Both in one; buttons that the card offers too are shown once, in the card."""
    payload = {**(sentence.payload or {}), **(card.payload or {})}
    words = (sentence.payload or {}).get("choices", {})
    offered = (card.payload or {}).get("choices", {})
    repeated = set(offered.values())
    words = {choice: text for choice, text in words.items() if text not in repeated}
    payload["choices"] = {**words, **offered}
    payload["buttons"] = [each for each in payload.get("buttons", ()) if each["id"] in words]
    return Utterance(sentence.text, {name: value for name, value in payload.items() if value})


def _utterance(message: dict[str, Any]) -> Utterance | None:
    choices = _Choices()
    payload: dict[str, Any] = {}
    buttons = choices.of(message.get("buttons"), MOST["buttons"])
    if buttons:
        payload["buttons"] = buttons
    if isinstance(message.get("custom"), dict):
        card = _card(message["custom"], choices)
        if card is not None:
            payload["card"] = card
    if choices.words:
        payload["choices"] = choices.words
    text = str(message.get("text") or "").strip()
    return Utterance(text, payload or None) if text or payload else None


def _card(given: dict[str, Any], choices: _Choices) -> dict[str, Any] | None:
    title = _text(given.get("title"), TITLE_LENGTH)
    if not title:
        return None
    card: dict[str, Any] = {"type": _text(given.get("type"), 20) or "plain", "title": title}
    for name in ("number", "note"):
        card[name] = _text(given.get(name), TEXT_LENGTH)
    badge = given.get("badge")
    if isinstance(badge, dict) and _text(badge.get("text"), 12):
        card["badge"] = {
            "text": _text(badge["text"], 12),
            "tone": _known(badge.get("tone"), TONES, "plain"),
        }
    card["rows"] = [
        {"label": _text(row.get("label"), 20), "value": _text(row.get("value"), TEXT_LENGTH)}
        for row in _items(given.get("rows"), MOST["rows"])
    ]
    card["steps"] = [
        {"text": _text(step.get("text"), 12), "state": _known(step.get("state"), STATES, "next")}
        for step in _items(given.get("steps"), MOST["steps"])
    ]
    card["groups"] = [
        {
            "title": _text(group.get("title"), TITLE_LENGTH),
            "actions": choices.of(group.get("actions"), MOST["slots"]),
        }
        for group in _items(given.get("groups"), MOST["groups"])
    ]
    card["actions"] = choices.of(given.get("actions"), MOST["actions"])
    return {name: value for name, value in card.items() if value}


def _items(given: Any, most: int) -> list[dict[str, Any]]:
    if not isinstance(given, list):
        return []
    return [item for item in given if isinstance(item, dict)][:most]


def _text(given: Any, most: int) -> str:
    return "" if given is None else str(given).strip()[:most]


def _known(given: Any, known: tuple[str, ...], default: str) -> str:
    return given if given in known else default
