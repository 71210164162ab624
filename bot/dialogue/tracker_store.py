"""A tracker store whose cost per turn stays flat however long a conversation grows.

WeChat conversations never end, and Rasa replays a tracker for each step of a turn. This store keeps one
row a conversation: a checkpoint (slots and open form as they were) and the events of the last turns.
The words themselves are kept for people in the `message` table, by the channels.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from sqlalchemy.pool import QueuePool

#: Customer turns kept whole: enough for "say that again". Rasa replays what is kept several times a
#: turn and sends it to every action, so each turn more costs about as much as all the rest.
TURNS_KEPT = 1

_METADATA = sa.MetaData()
CONVERSATION_STATE = sa.Table(
    "conversation_state",
    _METADATA,
    sa.Column("conversation_id", sa.String(255), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False),
)
_ITS_OWN = CONVERSATION_STATE.c.conversation_id == sa.bindparam("sender")
# Asked twice a turn, so built once: building a query costs more than running it.
_READ = sa.select(CONVERSATION_STATE.c.events).where(_ITS_OWN)
_UPDATE = (
    sa.update(CONVERSATION_STATE)
    .where(_ITS_OWN)
    .values(events=sa.bindparam("its_events"), updated_at=sa.bindparam("moment"))
)
_INSERT = sa.insert(CONVERSATION_STATE).values(
    conversation_id=sa.bindparam("sender"),
    events=sa.bindparam("its_events"),
    updated_at=sa.bindparam("moment"),
)


class CheckpointTrackerStore(TrackerStore):
    """Keeps for each conversation a checkpoint and the last turns, in table `conversation_state`."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        **kwargs: Any,
    ) -> None:
        """`host` is the database URL: Rasa passes an endpoint's `url` under that name."""
        if not host:
            raise ValueError(
                "The tracker store needs the database's address as url in endpoints.yml"
            )
        super().__init__(domain, event_broker, **kwargs)
        self._engine = _make_engine(host)
        # SQLite's readers wait for nobody, and a thread would cost more than the look.
        self._reads_at_once = self._engine.dialect.name == "sqlite"
        _METADATA.create_all(self._engine, checkfirst=True)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the conversation's row (and stream new events, if a broker is configured)."""
        if self.event_broker:
            await self.stream_events(tracker)
        await asyncio.to_thread(self._write, tracker.sender_id, checkpointed(tracker))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as of its last save, or None."""
        if self._reads_at_once:
            events = self._read(sender_id)
        else:
            events = await asyncio.to_thread(self._read, sender_id)
        if events is None:
            return None
        return DialogueStateTracker.from_events(sender_id, read_events(events), self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(CONVERSATION_STATE.c.conversation_id)))

    def _read(self, sender_id: str) -> list[dict[str, Any]] | None:
        with self._engine.connect() as connection:
            text = connection.execute(_READ, {"sender": sender_id}).scalar_one_or_none()
        return None if text is None else json.loads(text)

    def _write(self, sender_id: str, events: list[Event]) -> None:
        row = {
            "sender": sender_id,
            "its_events": json.dumps([event.as_dict() for event in events], ensure_ascii=False),
            "moment": events[-1].timestamp if events else 0.0,
        }
        with self._engine.begin() as connection:
            if not connection.execute(_UPDATE, row).rowcount:
                connection.execute(_INSERT, row)


def _make_engine(url: str) -> sa.engine.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, future=True, pool_pre_ping=True, hide_parameters=True)
    engine = sa.create_engine(
        url,
        future=True,
        hide_parameters=True,  # they are what the customer said
        poolclass=QueuePool,  # SQLAlchemy 1.4 would open the file anew for each use
        connect_args={"timeout": 30, "check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _sync_less)
    return engine


def _sync_less(connection: Any, _record: Any) -> None:
    """With the write-ahead log a crash of the process loses nothing at NORMAL either."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def read_events(rows: list[dict[str, Any]]) -> list[Event]:
    """Rasa's `deserialise_events`, which searches all event classes anew for every single event."""
    kinds = _event_kinds()
    return [kinds[row["event"]]._from_parameters(row) for row in rows]


@lru_cache(maxsize=1)
def _event_kinds() -> dict[str, type[Event]]:
    return {kind.type_name: kind for kind in all_subclasses(Event) if kind.type_name}


def checkpointed(tracker: DialogueStateTracker, turns: int = TURNS_KEPT) -> list[Event]:
    """The tracker's events, those before the last `turns` customer turns folded into a checkpoint."""
    events = list(tracker.events)
    start = _start_of_last_turns(events, turns)
    if start == 0:
        return events
    before = DialogueStateTracker.from_events(
        tracker.sender_id, events[:start], list(tracker.slots.values())
    )
    return _checkpoint(before, events[start].timestamp) + events[start:]


def _start_of_last_turns(events: list[Event], turns: int) -> int:
    """Index of the action_listen before the `turns`-th last customer message; 0 if there are fewer."""
    seen = 0
    for index in range(len(events) - 1, -1, -1):
        if isinstance(events[index], UserUttered):
            seen += 1
        elif seen == turns and isinstance(events[index], ActionExecuted):
            return index if events[index].action_name == ACTION_LISTEN_NAME else 0
    return 0


def _checkpoint(tracker: DialogueStateTracker, timestamp: float | None) -> list[Event]:
    state: list[Event] = [
        ActionExecuted(ACTION_SESSION_START_NAME, timestamp=timestamp),
        SessionStarted(timestamp=timestamp),
    ]
    if tracker.active_loop_name:
        state.append(ActiveLoop(tracker.active_loop_name, timestamp=timestamp))
    state += [
        SlotSet(slot.name, slot.value, timestamp=timestamp)
        for slot in tracker.slots.values()
        if slot.value != slot.initial_value
    ]
    return state
