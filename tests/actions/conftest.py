"""Conversations without a model: real agenda, rules, actions, services and responses.

Only understanding is left out: a test says what intent and values a message has.
"""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import select

import actions
import actions.base
from actions.base import SkillAction
from bot.dialogue.agenda import next_step
from bot.dialogue.queueing import with_rescue
from bot.dialogue.turn import LISTEN, FormManners, Said, Skills, Turn
from bot.services.identity import PROOF_LASTS
from bot.services.workshop import Workshop
from bot.storage import migrate, tables
from bot.storage.database import Database
from bot.storage.seed import seed
from tests.services.conftest import MONDAY, Clock

ROOT = Path(__file__).resolve().parents[2]


@lru_cache(maxsize=1)
def responses() -> dict[str, str]:
    """Every response of data/responses with its first wording."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "data" / "responses").glob("*.yml")):
        for name, variants in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items():
            found[name] = variants[0]["text"]
    return found


@lru_cache(maxsize=1)
def skills() -> Skills:
    """How skills begin and what follows forms, read from data/rules and config.yml."""
    starts: dict[str, list[str]] = {}
    endings: dict[str, list[str]] = {}
    for path in (ROOT / "data" / "rules").glob("*.yml"):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            intents = [step["intent"] for step in rule["steps"] if "intent" in step]
            steps = [step["action"] for step in rule["steps"] if "action" in step]
            if intents:
                starts[intents[0]] = steps
            else:
                endings[steps[0]] = steps[1:]
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    (policy,) = config["policies"]
    manners = {
        form: FormManners(
            **{
                key: value if isinstance(value, (dict, str)) else frozenset(value)
                for key, value in keys.items()
            }
        )
        for form, keys in policy["manners"].items()
    }
    return Skills(starts, endings, frozenset(domain["forms"]), manners)


@lru_cache(maxsize=1)
def all_actions() -> dict[str, SkillAction]:
    """Every action of the package by its name."""
    for module in pkgutil.iter_modules(actions.__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"actions.{module.name}")
    found: dict[str, SkillAction] = {}
    waiting: list[type] = [SkillAction]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("actions.") and not getattr(kind, "__abstractmethods__", ()):
            action = kind()
            found[action.name()] = action
    return found


@dataclass
class Conversation:
    """One customer's conversation; `say` gives what the bot answers, as one text."""

    workshop: Workshop
    id: str
    slots: dict[str, Any] = field(default_factory=dict)
    form: str | None = None
    last_action: str = LISTEN
    spoken: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)

    def say(self, text: str, intent: str = "inform", **entities: Any) -> str:
        """The bot's answer to a message of this intent and these values."""
        found = [
            {"entity": entity, "value": value, "text": str(value)}
            for entity, values in entities.items()
            for value in (values if isinstance(values, list) else [values])
        ]
        return self.hear(Said(intent, text, found))

    def hear(self, said: Said) -> str:
        """The bot's answer to words as understanding hands them over."""
        self.spoken, self.buttons, self.cards = [], [], []
        self._run(said)
        return "\n".join(self.spoken)

    def press(self, button: str, intent: str = "inform", **entities: Any) -> str:
        """The same for a button that the last answer showed."""
        assert button in self.buttons, f"no button {button}: {self.buttons}"
        return self.say(button, intent, **entities)

    def _run(self, wish: Said) -> None:
        message = {"text": wish.text, "intent": {"name": wish.intent}, "entities": wish.entities}
        is_new = True
        for _ in range(20):
            turn = with_rescue(self._turn(wish, is_new), bool(self.slots.get("rescue_taken")))
            step = next_step(turn, skills())
            is_new = False
            self.slots.update(step.slots)
            if step.close_form:
                self.form, self.slots["requested_slot"] = None, None
            self.last_action = step.action
            if step.action == LISTEN:
                return
            self._take(step.action, message)
        raise AssertionError("the conversation does not come to rest")

    def _turn(self, wish: Said, is_new: bool) -> Turn:
        return Turn(
            is_new=is_new,
            wishes=[wish],
            last_action=self.last_action,
            form=self.form,
            requested=self.slots.get("requested_slot"),
            agenda=self.slots.get("agenda") or {},
            expects=self.slots.get("expects") or {},
            offered=self.slots.get("offered") or [],
            needs=self.slots.get("needs"),
            calls_rescue=self.slots.get("lead_kind") == "rescue",
            danger=self.slots.get("danger") or {},
            spoken_of=self.slots.get("spoken_of") or {},
        )

    def _take(self, action: str, message: dict[str, Any]) -> None:
        if action.startswith("utter_"):
            self.spoken.append(responses()[action])
            return
        is_form = action in skills().forms
        name = f"validate_{action}" if is_form else action
        tracker = Tracker(self.id, dict(self.slots), message, [], False, None, {}, action)
        dispatcher = CollectingDispatcher()
        events = asyncio.run(all_actions()[name].run(dispatcher, tracker, {}))
        self.slots.update({e["name"]: e["value"] for e in events if e["event"] == "slot"})
        for said in dispatcher.messages:
            self._hear(said)
        if is_form:
            waits = self.slots.get("requested_slot") or self.slots.get("needs")
            self.form = action if waits else None
        for event in events:
            if event["event"] == "followup":
                self._take(event["name"], message)

    def _hear(self, said: dict[str, Any]) -> None:
        if said["response"]:
            assert said["response"] != "utter_excuse", "the action failed, see the log"
            values = {key: value for key, value in said.items() if key not in _OWN_KEYS}
            text = responses()[said["response"]].format(**values)
            assert "None" not in text and "（）" not in text, text
            self.spoken.append(text)
        self.buttons += [button["title"] for button in said["buttons"]]
        if said["custom"]:
            self.cards.append(said["custom"])


_OWN_KEYS = {"response", "buttons", "custom", "text", "template", "elements", "image", "attachment"}


@pytest.fixture(scope="session")
def seeded_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("actions") / "seeded.db"
    migrate.upgrade(f"sqlite:///{path}")
    database = Database(f"sqlite:///{path}")
    seed(database, MONDAY)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workshop(
    seeded_shop: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workshop]:
    """The seeded shop, which the actions use as well."""
    shutil.copyfile(seeded_shop, tmp_path / "shop.db")
    database = Database(f"sqlite:///{tmp_path / 'shop.db'}")
    shop = Workshop(database, clock)
    monkeypatch.setattr(actions.base, "workshop", lambda: shop)
    yield shop
    database.close()


@pytest.fixture
def visitor(workshop: Workshop) -> Conversation:
    """Somebody who has not proven who they are."""
    return Conversation(workshop, "web-visitor")


@pytest.fixture
def owner(workshop: Workshop) -> Callable[[str], Conversation]:
    """`owner("王芳")`: a conversation in which this customer has proven who they are."""

    def prove(name: str) -> Conversation:
        now: datetime = workshop.now()
        conversation = f"web-{name}"
        with workshop.database.transaction() as session:
            query = select(tables.Customer.id).where(tables.Customer.name == name)
            session.add(
                tables.Proof(
                    conversation_id=conversation,
                    customer_id=session.scalars(query).one(),
                    proven_at=now,
                    expires_at=now + PROOF_LASTS,
                )
            )
        return Conversation(workshop, conversation)

    return prove


@pytest.fixture
def rows(workshop: Workshop) -> Callable[..., list[Any]]:
    """`rows(tables.Promise, kind="call_back")`: the rows of a table that match."""

    def find(table: Any, **equal: Any) -> list[Any]:
        query = select(table).filter_by(**equal).order_by(*table.__table__.primary_key)
        with workshop.database.reading() as session:
            return list(session.scalars(query))

    return find


@pytest.fixture
def visit_of(rows: Callable[..., list[Any]]) -> Callable[[str], Any]:
    """The only visit of a plate."""

    def find(plate: str) -> Any:
        (row,) = rows(tables.Appointment, plate=plate)
        return row

    return find


# happy
