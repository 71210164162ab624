"""One customer at several doors: one open request for a person, which goes where they are.

Only a proof links a door to a customer. In a browser it holds for its hour; at a door whose address
is a person's own (openid, caller number) it is kept in `channel_identity` until another proof there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import Session

from bot.services.promises import settle_promises
from bot.services.workshop import Workshop
from bot.shop.doors import door_of
from bot.shop.promises import PromiseKind, PromiseStatus
from bot.storage import tables
from bot.storage.database import lock

OPEN = ("waiting", "taken")
LEFT = "left-"
"""Where a request stays whose customer has left the door: no door's conversations begin so."""


# Asked before every message: building a query costs more than running it.
_PROVEN = (
    select(tables.Proof.customer_id)
    .where(
        tables.Proof.conversation_id == bindparam("conversation_id"),
        tables.Proof.proven_at <= bindparam("now"),
        tables.Proof.expires_at > bindparam("now"),
    )
    .order_by(tables.Proof.id.desc())
    .limit(1)
)
_LINKED = select(tables.ChannelIdentity.customer_id).where(
    tables.ChannelIdentity.channel == bindparam("channel"),
    tables.ChannelIdentity.external_id == bindparam("external_id"),
)


def find_proven(session: Session, conversation_id: str, now: datetime) -> int | None:
    """The customer by a proof that holds now, in this very conversation; None without one."""
    found: int | None = session.scalars(
        _PROVEN, {"conversation_id": conversation_id, "now": now}
    ).first()
    return found


def find_customer(session: Session, conversation_id: str, now: datetime) -> int | None:
    """Whose conversation it is now, by proof; None when nobody has proven it, or no longer."""
    proven = find_proven(session, conversation_id, now)
    door = door_of(conversation_id)
    if proven is not None or not door.is_lasting:
        return proven
    linked: int | None = session.scalars(
        _LINKED, {"channel": door.channel, "external_id": door.external_id}
    ).first()
    return linked


def link_door(session: Session, conversation_id: str, customer_id: int, now: datetime) -> None:
    """Binds a lasting address to the customer who has just proven themselves there."""
    door = door_of(conversation_id)
    if not door.is_lasting:
        return
    identity = tables.ChannelIdentity
    row = session.scalars(
        select(identity).where(
            identity.channel == door.channel, identity.external_id == door.external_id
        )
    ).one_or_none()
    if row is None:
        row = identity(channel=door.channel, external_id=door.external_id, created_at=now)
        session.add(row)
    if row.customer_id != customer_id:
        row.customer_id, row.linked_at = customer_id, now
    session.flush()


def lock_requests(session: Session, conversation_id: str, customer_id: int | None) -> None:
    """Until the transaction ends nobody else opens, moves or merges requests of these."""
    names = {f"handover:{conversation_id}"}
    if customer_id is not None:
        names.add(f"handover:customer:{customer_id}")
    for name in sorted(names):
        lock(session, name)


def settle_in(session: Session, conversation_id: str, customer_id: int, now: datetime) -> bool:
    """The customer is here: their open request comes along, several become one.

    An open request of somebody else, who used this device before, stays behind. Returns whether one
    came from another door.
    """
    lock_requests(session, conversation_id, customer_id)
    for row in _open(session, tables.Handover.conversation_id == conversation_id):
        if row.customer_id is None:
            row.customer_id = customer_id
        elif row.customer_id != customer_id:
            _stay_behind(row)
    session.flush()
    mine = _open(session, tables.Handover.customer_id == customer_id)
    for further in mine[1:]:
        _merge(session, mine[0], further, now)
    if not mine or mine[0].conversation_id == conversation_id:
        return False
    mine[0].conversation_id = conversation_id
    return True


def waits_elsewhere(session: Session, conversation_id: str, now: datetime) -> bool:
    """Whether the customer who is proven here has an open request for a person."""
    customer_id = find_customer(session, conversation_id, now)
    return customer_id is not None and _has_open(session, customer_id)


def bring_request(workshop: Workshop, conversation_id: str) -> bool:
    """Moves the open request of the customer who is proven here to this door, if it is elsewhere."""
    now = workshop.now()
    with workshop.database.transaction() as session:
        customer_id = find_customer(session, conversation_id, now)
        if customer_id is None or not _has_open(session, customer_id):
            return False
        return settle_in(session, conversation_id, customer_id, now)


def leave_door(session: Session, conversation_id: str) -> None:
    """The proven customer leaves a device: what comes for them must not be said there any longer."""
    lock_requests(session, conversation_id, None)
    for row in _open(session, tables.Handover.conversation_id == conversation_id):
        if row.customer_id is not None:
            _stay_behind(row)


def _open(session: Session, where: Any) -> Sequence[Any]:
    """Open requests, what a colleague has taken first, then the oldest; held for this transaction."""
    handover = tables.Handover
    numbers = session.scalars(
        select(handover.number).where(where, handover.status.in_(OPEN)).order_by(handover.number)
    ).all()
    for number in numbers:
        lock(session, f"desk:{number}")  # as the desk does: nobody takes or ends it meanwhile
    taken_first = case((handover.status == "taken", 0), else_=1)
    query = select(handover).where(handover.number.in_(numbers), handover.status.in_(OPEN))
    fresh = query.execution_options(populate_existing=True)
    return list(session.scalars(fresh.order_by(taken_first, handover.id)))


def _has_open(session: Session, customer_id: int) -> bool:
    handover = tables.Handover
    query = select(handover.id).where(
        handover.customer_id == customer_id, handover.status.in_(OPEN)
    )
    return session.scalars(query.limit(1)).first() is not None


def _stay_behind(row: Any) -> None:
    """Staff still see it and can call; nothing is said any more at the door it came from."""
    row.conversation_id = f"{LEFT}{row.number}"


def _merge(session: Session, row: Any, further: Any, now: datetime) -> None:
    """`further` becomes part of `row`, which keeps its place in the queue."""
    row.phone = row.phone or further.phone
    row.store_code = row.store_code if row.store_code == further.store_code else None
    if further.reason == "safety":
        row.reason = further.reason
    if further.summary and further.summary not in row.summary:
        row.summary = f"{row.summary}\n{further.summary}".strip()
    if row.understood_json is None and further.understood_json is not None:
        row.understood_json = further.understood_json
    further.status, further.done_reason, further.done_at = "withdrawn", "merged", now
    settle_promises(session, PromiseKind.CALL_BACK, further, PromiseStatus.WITHDRAWN, now)
