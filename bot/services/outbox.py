"""The outbox: what the shop wants to tell someone, from the row to the word of the door.

A row is written in the transaction of its cause (`waiting`). A worker claims it for a while
(`sending`), sends it, and writes what came of it: `sent`, back to `waiting` for another try,
`failed`, or `unknown` when nobody can say. A worker that died leaves a claim that lapses: at a door
that honours keys the row is sent again under the same key, at any other it becomes `unknown`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.services.outbox_doors import LOOK_BACK, address_at, choose_door, may_go
from bot.services.workshop import Workshop
from bot.shop.notices import NOTICES, SMS, WEB
from bot.storage.database import lock
from bot.storage.tables import Customer, Outbox, Store

LEASE = timedelta(seconds=60)
"""So long a claim holds; a door must have answered well before."""
BACK_OFF = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600)
)  # after that many tries the row is a dead letter
UNSEEN = timedelta(seconds=90)
"""A notice that no open window took by then goes to the telephone."""
BATCH = 50


@dataclass(frozen=True)
class Parcel:
    """A claimed row with all that its wording and its door need."""

    id: int
    kind: str
    door: str
    address: str
    key: str
    """The same at every try: a door that honours keys shows it once."""
    facts: dict[str, Any]
    salutation: str
    """How the person is spoken to; empty for who is not on record."""
    store_name: str
    now: datetime
    """The moment of the claim, for words such as today."""
    attempt: int
    claimed_until_at: datetime


def claim(
    workshop: Workshop, door: str, open_doors: Collection[str], lease: timedelta = LEASE
) -> Parcel | None:
    """The next row that may go by `door` now, for this worker alone; None when there is none.

    Rows that wait for a door get one of `open_doors`. One person gets one message at a time, in
    the order of the rows.
    """
    now = workshop.now()
    with workshop.database.reading() as session:  # no turn among the writers for nothing
        if session.scalars(_due(door, now).limit(1)).first() is None:
            return None
    with workshop.database.transaction() as session:
        lock(session, "outbox")
        while rows := list(session.scalars(_due(door, now).limit(BATCH))):
            for row in rows:
                if row.channel is None:
                    choose_door(session, row, now, open_doors)
                if row.status != "waiting" or row.channel != door:
                    continue
                if may_go(session, row, now):
                    return _claim(session, row, now, lease)
            session.flush()
        return None


def note_sent(workshop: Workshop, parcel: Parcel, receipt: str | None = None) -> bool:
    """The door has taken it. False when the row is no longer this claim's."""
    with workshop.database.transaction() as session:
        row = _find_claimed(session, parcel)
        if row is None:
            return False
        row.status, row.sent_at, row.last_error = "sent", workshop.now(), None
        row.receipt = receipt[:120] if receipt else None
        return True


def note_refused(workshop: Workshop, parcel: Parcel, error: str) -> bool:
    """The door will never take it: a dead letter."""
    return _settle(workshop, parcel, "failed", error)


def note_unknown(workshop: Workshop, parcel: Parcel, error: str) -> bool:
    """It may have arrived or not, and must not be sent twice: staff decide."""
    return _settle(workshop, parcel, "unknown", error)


def note_try_later(
    workshop: Workshop,
    parcel: Parcel,
    error: str,
    after: timedelta = timedelta(0),
    may_have_arrived: bool = False,
) -> bool:
    """Back for another try after a pause that grows, at least `after`; in the end a dead letter."""
    if parcel.attempt > len(BACK_OFF):
        return _settle(workshop, parcel, "unknown" if may_have_arrived else "failed", error)
    with workshop.database.transaction() as session:
        row = _find_claimed(session, parcel)
        if row is None:
            return False
        row.status, row.last_error = "waiting", error
        row.not_before_at = workshop.now() + max(BACK_OFF[parcel.attempt - 1], after)
        return True


def recover(workshop: Workshop, repeatable: Collection[str]) -> int:
    """Takes back the rows of workers that died. `repeatable` are the doors that honour keys.

    Returns how many there were.
    """
    now = workshop.now()
    lapsed = select(Outbox).where(
        Outbox.status == "sending",
        or_(Outbox.claimed_until_at.is_(None), Outbox.claimed_until_at < now),
    )
    with workshop.database.reading() as session:
        if session.scalars(lapsed.limit(1)).first() is None:
            return 0
    with workshop.database.transaction() as session:
        lock(session, "outbox")
        rows = list(session.scalars(lapsed.with_for_update()))
        for row in rows:
            again = row.channel in repeatable and row.attempts <= len(BACK_OFF)
            row.status = "waiting" if again else "unknown"
            row.last_error = "worker_died"
        return len(rows)


def expire_overdue(workshop: Workshop) -> int:
    """Ends what waits past its time, also for a door that this shop has closed. Returns how many."""
    now = workshop.now()
    overdue = (Outbox.status == "waiting", Outbox.expires_at <= now)
    with workshop.database.reading() as session:
        if session.scalars(select(Outbox.id).where(*overdue).limit(1)).first() is None:
            return 0
    with workshop.database.transaction() as session:
        lock(session, "outbox")
        result = session.execute(
            update(Outbox)
            .where(*overdue)
            .values(status="expired")
            .execution_options(synchronize_session=False)
        )
        return int(result.rowcount)


def send_unseen_on(workshop: Workshop, open_doors: Collection[str]) -> int:
    """Gives to the telephone what waits in a chat that nobody has open. Returns how many."""
    now = workshop.now()
    unseen = select(Outbox).where(
        Outbox.status == "sent",
        Outbox.not_before_at > now - LOOK_BACK,
        Outbox.channel == WEB,
        Outbox.customer_id.is_not(None),  # they all have a telephone
        Outbox.kind.in_([kind for kind, each in NOTICES.items() if SMS in each.doors]),
        Outbox.delivered_at.is_(None),
        Outbox.sent_at < now - UNSEEN,
        or_(Outbox.expires_at.is_(None), Outbox.expires_at > now),
    )
    with workshop.database.reading() as session:
        if SMS not in open_doors or session.scalars(unseen.limit(1)).first() is None:
            return 0
    with workshop.database.transaction() as session:
        lock(session, "outbox")
        rows = list(session.scalars(unseen.with_for_update()))
        for row in rows:
            row.status, row.channel, row.attempts = "waiting", SMS, 0
            row.last_error = "not_seen_in_chat"
        return len(rows)


def note_seen(workshop: Workshop, ids: Iterable[int]) -> None:
    """An open window has taken these notices: the receipt of the web chat."""
    with workshop.database.transaction() as session:
        session.execute(
            update(Outbox)
            .where(Outbox.id.in_(list(ids)), Outbox.delivered_at.is_(None))
            .values(delivered_at=workshop.now())
            .execution_options(synchronize_session=False)
        )


def _due(door: str, now: datetime) -> Any:
    on_its_way = aliased(Outbox)
    same_person = select(on_its_way.id).where(
        on_its_way.recipient == Outbox.recipient, on_its_way.status == "sending"
    )
    return (
        select(Outbox)
        .where(
            Outbox.status == "waiting",
            Outbox.not_before_at <= now,
            or_(Outbox.channel.is_(None), Outbox.channel == door),
            ~same_person.exists(),
        )
        .order_by(Outbox.id)
    )


def _claim(session: Session, row: Outbox, now: datetime, lease: timedelta) -> Parcel:
    customer = session.get(Customer, row.customer_id) if row.customer_id else None
    store_code = row.facts.get("store_code")
    store = session.get(Store, store_code) if store_code else None
    row.status = "sending"
    row.attempts += 1
    row.receipt = None  # of an earlier sending, or another door
    row.claimed_until_at = now + lease
    return Parcel(
        id=row.id,
        kind=row.kind,
        door=row.channel or "",
        address=address_at(session, row, row.channel or "", now) or "",
        key=row.idempotency_key,
        facts=dict(row.facts),
        salutation=customer.salutation if customer else "",
        store_name=store.name if store else "",
        now=now,
        attempt=row.attempts,
        claimed_until_at=row.claimed_until_at,
    )


def _find_claimed(session: Session, parcel: Parcel) -> Outbox | None:
    """The row while this claim is its newest; a late word about an `unknown` one is welcome."""
    row: Outbox | None = session.get(Outbox, parcel.id, with_for_update=True)
    if row is None or row.status not in ("sending", "unknown"):
        return None
    is_mine = (row.attempts, row.claimed_until_at) == (parcel.attempt, parcel.claimed_until_at)
    return row if is_mine else None


def _settle(workshop: Workshop, parcel: Parcel, status: str, error: str) -> bool:
    with workshop.database.transaction() as session:
        row = _find_claimed(session, parcel)
        if row is None:
            return False
        row.status, row.last_error = status, error
        return True
