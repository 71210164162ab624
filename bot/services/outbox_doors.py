"""By which door a notice goes: reachable, permitted, preferred, and whether now is the moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.services.staff_notices import still_holds
from bot.shop.calendar import SHANGHAI
from bot.shop.contact import STANDARD_LIMITS, ContactKind, earliest_contact, is_quiet, may_contact
from bot.shop.notices import (
    CONSENTS,
    NOTICES,
    ROBOT,
    SMS,
    STAFF,
    STAFF_NOTICES,
    WEB,
    Notice,
    is_permitted,
)
from bot.shop.phone import parse_mobile
from bot.storage.tables import Consent, Customer, Outbox, Proof

WEB_CONVERSATION = "web-"
"""Conversations of the web chat begin so."""
MINUTE = timedelta(minutes=1)
LOOK_BACK = timedelta(days=1)
"""What was due longer ago is not looked through again and again."""
ROBOT_PACE = 20
"""Messages a minute that every maker's robot takes."""
FRESH = timedelta(minutes=10)
"""So long a confirmation still answers what the customer just did."""


def address_at(session: Session, row: Outbox, door: str, now: datetime) -> str | None:
    """Where the row's recipient is reached by this door; None where they are not."""
    if door == WEB:
        return _find_window(session, row, now)
    if door == SMS:
        customer = session.get(Customer, row.customer_id) if row.customer_id else None
        return parse_mobile(row.recipient) or (customer.phone if customer else None)
    if door == ROBOT:
        return STAFF if row.recipient == STAFF else None
    return None


def choose_door(session: Session, row: Outbox, now: datetime, open_doors: Collection[str]) -> None:
    """Sets the row's channel; without a door it is `failed`, without a permitted one `withdrawn`."""
    notice = NOTICES.get(row.kind)
    if notice is None:
        row.status, row.last_error = "failed", "unknown_kind"
        return
    reachable = [
        door
        for door in notice.doors
        if door in open_doors and address_at(session, row, door, now) is not None
    ]
    permitted = [door for door in reachable if _permits(session, row, notice, door)]
    if permitted:
        row.channel = permitted[0]
    else:
        row.status = "withdrawn" if reachable else "failed"
        row.last_error = "not_permitted" if reachable else "no_door"


def may_go(session: Session, row: Outbox, now: datetime) -> bool:
    """Whether a row that is due may go by its channel now.

    If not, the row says why: it is over, or waits for a later moment, or for another door.
    """
    notice = NOTICES.get(row.kind)
    if notice is None:
        row.status, row.last_error = "failed", "unknown_kind"
    elif row.expires_at is not None and row.expires_at <= now:
        row.status = "expired"
    elif not _permits(session, row, notice, row.channel or ""):
        row.status, row.last_error = "withdrawn", "not_permitted"
    elif notice.latest_only and _is_superseded(session, row, now):
        row.status, row.last_error = "withdrawn", "superseded"
    elif row.kind in STAFF_NOTICES and not still_holds(session, row):
        row.status, row.last_error = "withdrawn", "settled_meanwhile"
    elif _must_be_quiet(row, notice, now):
        row.not_before_at = earliest_contact(now.astimezone(SHANGHAI))
    elif address_at(session, row, row.channel or "", now) is None:
        row.channel = None  # the window has closed since: choose anew
    elif row.channel == ROBOT:
        return _is_within_pace(session, row, now)
    else:
        return _is_within_budget(session, row, notice, now)
    return False


def _find_window(session: Session, row: Outbox, now: datetime) -> str | None:
    """The web conversation that has proven last, within its hour, to be this customer."""
    if row.customer_id is None:
        return row.recipient if row.recipient.startswith(WEB_CONVERSATION) else None
    query = (
        select(Proof.conversation_id)
        .where(
            Proof.customer_id == row.customer_id,
            Proof.proven_at <= now,
            Proof.expires_at > now,
            Proof.conversation_id.startswith(WEB_CONVERSATION),
        )
        .order_by(Proof.id.desc())
        .limit(1)
    )
    found: str | None = session.scalars(query).first()
    return found


def _permits(session: Session, row: Outbox, notice: Notice, door: str) -> bool:
    given: dict[str, bool] = {}
    if row.customer_id is not None:
        query = select(Consent.channel, Consent.is_granted).where(
            Consent.customer_id == row.customer_id, Consent.kind == CONSENTS[notice.contact]
        )
        given = {channel: bool(is_granted) for channel, is_granted in session.execute(query)}
    return is_permitted(notice.contact, door, given)


def _must_be_quiet(row: Outbox, notice: Notice, now: datetime) -> bool:
    if notice.at_any_hour:
        return False
    is_fresh = notice.is_answer and now - row.created_at < FRESH
    return not is_fresh and is_quiet(now.astimezone(SHANGHAI))


def _is_superseded(session: Session, row: Outbox, now: datetime) -> bool:
    """Whether a newer row of the same kind tells, or has told, the same person of the same number."""
    newer = select(Outbox.facts).where(
        Outbox.recipient == row.recipient,
        Outbox.kind == row.kind,
        Outbox.id > row.id,
        (Outbox.status.in_(("sending", "sent", "unknown")))
        | ((Outbox.status == "waiting") & (Outbox.not_before_at <= now)),
    )
    number = row.facts.get("number")
    return any(facts.get("number") == number for facts in session.scalars(newer))


def _is_within_pace(session: Session, row: Outbox, now: datetime) -> bool:
    """A group's robot takes so many messages a minute from all of our processes together."""
    contact = _moment_of_contact()
    query = (
        select(contact)
        .where(
            Outbox.channel == ROBOT,
            Outbox.id != row.id,
            Outbox.status.in_(("sending", "sent", "unknown")),
            Outbox.not_before_at > now - LOOK_BACK,  # by the index; the log of years is not read
            contact > now - MINUTE,
        )
        .order_by(contact.desc())
        .limit(ROBOT_PACE)
    )
    lately = list(session.scalars(query))
    if len(lately) < ROBOT_PACE:
        return True
    row.not_before_at = min(lately[-1], now) + MINUTE
    return False


def _moment_of_contact() -> Any:
    return func.coalesce(Outbox.sent_at, Outbox.claimed_until_at, type_=Outbox.sent_at.type)


def _is_within_budget(session: Session, row: Outbox, notice: Notice, now: datetime) -> bool:
    if notice.contact is ContactKind.SERVICE:
        return True
    counted = [kind for kind, each in NOTICES.items() if each.contact is not ContactKind.SERVICE]
    contact = _moment_of_contact()
    same_person = (
        Outbox.customer_id == row.customer_id
        if row.customer_id is not None
        else Outbox.recipient == row.recipient
    )
    query = select(contact).where(
        same_person,
        Outbox.id != row.id,
        Outbox.kind.in_(counted),
        Outbox.status.in_(("sending", "sent", "unknown")),
        contact > now - STANDARD_LIMITS.period,
    )
    # A message on its way right now has a moment to come: for the count it is one of now.
    contacted = sorted(min(moment, now) for moment in session.scalars(query))
    if may_contact(notice.contact, contacted, now):
        return True
    free_at = contacted[-STANDARD_LIMITS.most_in_period] + STANDARD_LIMITS.period
    row.last_error = "contact_budget"
    row.not_before_at = earliest_contact(free_at.astimezone(SHANGHAI))
    if row.expires_at is not None and row.not_before_at >= row.expires_at:
        row.status = "expired"
    return False
