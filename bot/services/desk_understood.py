"""What the bot had understood before it asked for a person, in the names that staff use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.calendar import SHANGHAI
from bot.shop.phone import mask_phone
from bot.storage import tables

#: How each slot is read, in the order in which it is shown: the kind of a catalogue code, or one of
#: text, phone (masked: the number to call stands elsewhere), moment, span, day, km.
READ_AS = {
    "booking_jobs": "service_item",
    "booking_plate": "text",
    "booking_model": "vehicle_model",
    "booking_store": "store",
    "booking_start": "moment",
    "booking_time": "span",
    "booking_phone": "phone",
    "change_visit": "text",
    "change_store": "store",
    "change_start": "moment",
    "change_time": "span",
    "cancel_visit": "text",
    "warranty_plate": "text",
    "warranty_model": "vehicle_model",
    "warranty_part": "part",
    "warranty_start": "day",
    "warranty_km": "km",
    "warranty_text": "text",
    "complaint_topic": "complaint_topic",
    "complaint_text": "text",
    "complaint_wish": "text",
    "complaint_store": "store",
    "complaint_plate": "text",
    "complaint_visit": "text",
    "complaint_phone": "phone",
    "lead_kind": "service_line",
    "lead_note": "text",
    "lead_place": "text",
    "lead_phone": "phone",
    "identity_plate": "text",
}
NOT_SAID = frozenset({"unknown", "none", "which"})
"""Values by which a form remembers that there is nothing."""
LONGEST = 200


@dataclass(frozen=True)
class FilledSlot:
    """A slot and its value, in words; a moment is aware, Asia/Shanghai."""

    slot: str
    value: str | datetime


@dataclass(frozen=True)
class Understood:
    """The customer's latest wishes, and what was told for them."""

    wishes: tuple[str, ...] = ()
    slots: tuple[FilledSlot, ...] = ()


def read_understood(session: Session, stored: dict[str, Any] | None) -> Understood:
    """What stands at a request for a person; what cannot be read is left out."""
    stored = stored or {}
    slots = stored.get("slots") or {}
    if slots.get("booking_start"):
        slots = {**slots, "booking_time": None}
    return Understood(
        wishes=tuple(str(wish) for wish in stored.get("wishes") or ()),
        slots=tuple(
            FilledSlot(slot, value)
            for slot, kind in READ_AS.items()
            for value in _values(session, kind, slots.get(slot))
        ),
    )


def _values(session: Session, kind: str, value: Any) -> Iterator[str | datetime]:
    """The value in words, if it has any."""
    for each in value if isinstance(value, list) else [value]:
        if each in (None, "") or (isinstance(each, str) and each.lower() in NOT_SAID):
            continue
        if kind in ("moment", "span"):
            moment = _moment(each.get("start") if isinstance(each, dict) else each)
            if moment is not None:
                yield moment
        elif kind == "phone":
            yield mask_phone(str(each))
        elif kind == "km":
            yield f"{each:,} 公里" if isinstance(each, int) else str(each)
        elif kind in ("text", "day"):
            yield str(each)[:LONGEST]
        else:
            yield _name(session, kind, str(each))


def _moment(written: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or SHANGHAI).astimezone(SHANGHAI)


def _name(session: Session, kind: str, code: str) -> str:
    alias = tables.CatalogueAlias
    query = select(alias.alias).where(alias.kind == kind, alias.code == code, alias.position == 0)
    return session.scalars(query).first() or code
