"""The base of every action: a `Talk` to hear and answer with, services in a thread, no silence.

An action subclasses `SkillAction`, names itself and writes `act`. Whatever goes wrong in it is logged
under the conversation's id, and the customer gets an apology and the offer of a person.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.app import build_workshop
from bot.services import catalogue, identity
from bot.services.identity import Owner
from bot.services.workshop import Workshop
from bot.settings import load_settings
from bot.shop.bareness import is_bare_text

logger = logging.getLogger(__name__)
MISSES_BEFORE_PERSON = 2
"""Messages in a row that did not fit, in a form or without, before a person is offered."""
GUESSED = 0.5
"""Confidence below which an intent is but a guess."""
Result = TypeVar("Result")


class NeedsForm(Exception):  # noqa: N818 — a request, not an error
    """The action cannot go on before another form is through (who is speaking?).

    Given an intent instead, the words turned out to mean that: it is begun with them.
    """

    def __init__(self, form: str) -> None:
        super().__init__(form)
        self.form = form


@lru_cache(maxsize=1)
def workshop() -> Workshop:
    """The shop's services for this process, built at the first call."""
    return build_workshop(load_settings())


@dataclass(frozen=True)
class Said:
    """One wish of the customer: its intent, the words, the values found in them."""

    intent: str
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    follows: bool = False
    """Whether it goes on from the last answer, as agreed with `expect`."""
    kept: bool = False
    """Whether it is kept for the question that waits for the open form."""

    @property
    def is_bare(self) -> bool:
        """Little but values: 「13800138001」, 「嗯昨天」."""
        return is_bare_text(self.text, self.entities)

    def values(self, entity: str) -> list[Any]:
        """All values of an entity, in the order they were said, each once.

        Not those that the speaker took back (八万八, not 八千八): understanding marks them.
        """
        found: list[Any] = []
        for item in self.entities:
            holds = item["entity"] == entity and not item.get("replaced")
            if holds and item["value"] not in found:
                found.append(item["value"])
        return found

    def value(self, entity: str) -> Any | None:
        """The last value of an entity: who corrects himself means the last one."""
        found = self.values(entity)
        return found[-1] if found else None


class Talk:
    """One action's conversation with the customer: what was said, what to say, what to remember."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self._dispatcher = dispatcher
        self._tracker = tracker
        self._changes: dict[str, Any] = {}
        self._followup: str | None = None
        self._owner: Owner | None = None
        self._owner_read = False
        self._looked_up: dict[Any, Any] = {}
        self.conversation_id: str = tracker.sender_id
        self.said = _read_said(tracker)

    # hearing

    def slot(self, name: str) -> Any:
        """A slot as it stands now, with this action's own changes."""
        return self._changes.get(name, self._tracker.get_slot(name))

    def changed(self, slot: str) -> bool:
        """Whether this action has set the slot."""
        return slot in self._changes

    @property
    def filled(self) -> dict[str, Any]:
        """All slots that hold something, with this action's own changes."""
        slots = {**self._tracker.slots, **self._changes}
        return {name: value for name, value in slots.items() if value not in (None, "", [], {})}

    @property
    def intents(self) -> list[str]:
        """What the customer's messages meant of late, oldest first, each once."""
        heard = [event["parse_data"] for event in self._tracker.events if event["event"] == "user"]
        names = [(parsed.get("intent") or {}).get("name") or "" for parsed in heard]
        return list(dict.fromkeys(names))

    @property
    def candidates(self) -> list[str]:
        """The intents between which understanding was unsure."""
        return (self._tracker.latest_message or {}).get("candidates") or []

    @property
    def latest_messages(self) -> list[dict[str, Any]]:
        """What the bot said in its last turn, oldest first."""
        spoken: list[dict[str, Any]] = []
        for event in reversed(self._tracker.events):
            if event["event"] == "user" and spoken:
                break
            if event["event"] == "bot":
                spoken.append(event)
        return spoken[::-1]

    @property
    def earlier_messages(self) -> list[tuple[str, str]]:
        """Intent and words of the customer's two messages before this one, oldest first.

        The intent is empty where understanding only guessed.
        """
        users = [event for event in self._tracker.events if event["event"] == "user"][-3:-1]
        parsed = [(event.get("parse_data") or {}, event.get("text") or "") for event in users]
        intents = [(data.get("intent") or {}, text) for data, text in parsed]
        return [
            (intent.get("name") or "" if intent.get("confidence", 1.0) >= GUESSED else "", text)
            for intent, text in intents
        ]

    def ask_shop(self, service: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """Call a service (its first argument is the workshop).

        The catalogue is asked each thing once: it stays the same while one answer is made.
        """
        if service.__module__ != catalogue.__name__ or kwargs:
            return service(workshop(), *args, **kwargs)
        asked = (service, *args)
        if asked not in self._looked_up:
            self._looked_up[asked] = service(workshop(), *args)
        found: Result = self._looked_up[asked]
        return found

    @property
    def is_aside(self) -> bool:
        """Whether something else comes next (an open form, a further wish): then offer nothing."""
        agenda = self.slot("agenda") or {}
        return bool(self.slot("requested_slot") or agenda.get("steps"))

    @property
    def warned_of(self) -> list[str]:
        """The dangers in this message, of which the customer is warned before anything else."""
        return (self.slot("danger") or {}).get("now") or []

    @property
    def open_form(self) -> str | None:
        """The form whose question is open."""
        return self._tracker.active_loop.get("name")

    @property
    def now(self) -> datetime:
        """The shop's clock."""
        return workshop().now()

    def owner(self) -> Owner | None:
        """The customer, if this conversation holds a valid proof of who it is."""
        if not self._owner_read:
            self._owner = self.ask_shop(identity.find_owner, self.conversation_id)
            self._owner_read = True
        return self._owner

    def forget_owner(self) -> None:
        """Read the proof anew at the next question: it may just have been given."""
        self._owner_read = False

    def require_owner(self) -> Owner | None:
        """The proven customer; whoever is unknown proves it first and the action runs again.

        None only when the customer would not or could not: then answer in general terms.
        """
        owner = self.owner()
        if owner is None and self.slot("detour_result") is None:
            raise NeedsForm("identity_form")
        return owner

    @property
    def source(self) -> str:
        """Where the message came from, for counting failed proofs: an address, else the door's id."""
        metadata = (self._tracker.latest_message or {}).get("metadata") or {}
        return str(metadata.get("source") or self.conversation_id)

    # speaking

    def say(
        self,
        response: str,
        buttons: Iterable[str] = (),
        card: dict[str, Any] | None = None,
        **values: Any,
    ) -> None:
        """Say a response of data/responses; each button's text is what the customer would type."""
        self._dispatcher.utter_message(
            response=response,
            buttons=[{"title": text, "payload": text} for text in buttons],
            json_message=card,
            **values,
        )

    @property
    def has_spoken(self) -> bool:
        """Whether this action has said anything yet."""
        return bool(self._dispatcher.messages)

    def repeat(self, text: str, buttons: list[dict[str, Any]]) -> None:
        """Say again, word for word, what was said before."""
        self._dispatcher.utter_message(text=text, buttons=buttons)

    # remembering

    def set(self, slot: str, value: Any) -> None:
        """Set a slot once the action ends well."""
        self._changes[slot] = value

    def spoken_of(self, entity: str) -> Any | None:
        """The value of this kind in the words, else the one that was spoken of last."""
        before = (self.slot("spoken_of") or {}).values()
        last = (item["value"] for item in before if item["entity"] == entity)
        return self.said.value(entity) or next(last, None)

    def speak_of(self, place: str, entity: str, value: str, text: str) -> None:
        """What the answer names itself is spoken of from now on (`bot.dialogue.spoken_of`)."""
        item = {"entity": entity, "value": value, "text": text}
        self._changes["spoken_of"] = {**(self.slot("spoken_of") or {}), place: item}

    def clear(self, *slots: str) -> None:
        """Forget slots."""
        for slot in slots:
            self._changes[slot] = None

    def expect(self, meanings: Mapping[str, str | dict[str, Any]], beside: bool = False) -> None:
        """Agree what a short answer will mean: ``expect({"affirm": "book_service"})``.

        Keys are intents, or the exact text of a button; values an intent, or a dictionary with
        `intent`, `said` (the words and values to serve it with), `follows` (it goes on from this
        answer) and `adds` (the values of what is said then come to those of `said`). `inform` also
        stands for any message that is little but values and not surely a wish of its own, and the
        name of an entity for such a message that holds one: 「明天上午」 (`time`);
        `when` for a short question of when or how long: 「多久到」, 「几点来着」. A
        meaning with a `pattern` holds for every message in which this regular expression is found,
        or, if it `yields`, for those that are not surely another wish. One that `lasts` holds for so
        many further turns in which nothing else is agreed, or only `beside` it.
        """
        before = self._changes.get("expects") or {}
        if beside:
            lasting = (self.slot("expects") or {}).items()
            before = {**{key: kept for key, kept in lasting if "lasts" in kept}, **before}
        agreed = {
            key: meaning if isinstance(meaning, dict) else {"intent": meaning}
            for key, meaning in meanings.items()
        }
        self._changes["expects"] = {**before, **agreed}

    def reopen(self, form: str) -> None:
        """Take a form up again that has just closed: what it arranged cannot be had after all."""
        self._changes["hear"] = False
        self._followup = form

    def events(self) -> list[EventType]:
        """What the tracker is told when the action has ended."""
        events: list[EventType] = [SlotSet(slot, value) for slot, value in self._changes.items()]
        return [*events, FollowupAction(self._followup)] if self._followup else events

    def take_back(self) -> None:
        """Say nothing of what this action has said so far."""
        self._dispatcher.messages.clear()

    def start_over(self) -> None:
        """Take back everything said and remembered so far in this action."""
        self.take_back()
        self._changes.clear()
        self._followup = None


class SkillAction(Action, ABC):
    """An action that never leaves the customer in silence."""

    @abstractmethod
    def name(self) -> str:
        """The action's name in the domain."""

    @abstractmethod
    def act(self, talk: Talk) -> None:
        """Do it: hear from `talk`, call services with `talk.ask_shop`, answer with `talk.say`.

        Runs in a thread, so that it may wait for the database.
        """

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        """Called by Rasa's SDK. The action runs in a thread: it waits for the shop's database."""
        return await asyncio.to_thread(self._run, Talk(dispatcher, tracker))

    def _run(self, talk: Talk) -> list[EventType]:
        try:
            with workshop().database.one_look():
                self.act(talk)
        except NeedsForm as detour:
            talk.take_back()  # what was heard is kept, what was to be said comes later
            talk.set("needs", detour.form)
        except Exception:
            logger.exception("%s failed in conversation %s", self.name(), talk.conversation_id)
            talk.start_over()
            talk.say("utter_excuse", buttons=["转人工"])
            talk.expect({"affirm": "request_human"})
        return talk.events()


def _read_said(tracker: Tracker) -> Said:
    said = tracker.get_slot("said")
    if said:
        return Said(**said)
    message = tracker.latest_message or {}
    intent = (message.get("intent") or {}).get("name") or ""
    return Said(intent, message.get("text") or "", message.get("entities") or [])
