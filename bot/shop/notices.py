"""The notices that the shop sends on its own: what each counts as, and by which doors it may go.

Most go to a customer; those of the door `ROBOT` go to the staff's group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.shop.contact import ContactKind

WEB = "web"
SMS = "sms"
ROBOT = "robot"
STAFF = "staff"
"""The recipient of what goes to the staff's group."""


@dataclass(frozen=True)
class Notice:
    """What holds for all notices of one kind."""

    contact: ContactKind
    doors: tuple[str, ...] = (WEB, SMS)
    """In the order of preference: an open chat costs nothing and can be answered."""
    is_answer: bool = False
    """It follows at once from what the customer just did, so quiet hours do not hold it up."""
    at_any_hour: bool = False
    """It cannot wait for the morning."""
    latest_only: bool = False
    """Of several about the same number only the newest is still worth telling."""


#: Who books in the chat has read it there; what they want to keep is the message on the telephone.
_CONFIRMATION = Notice(ContactKind.SERVICE, doors=(SMS,), is_answer=True)
_WAITING = Notice(ContactKind.SERVICE, is_answer=True)

NOTICES: Mapping[str, Notice] = {
    "appointment_booked": _CONFIRMATION,
    "appointment_moved": _CONFIRMATION,
    "appointment_cancelled": _CONFIRMATION,
    "appointment_reminder": Notice(ContactKind.REMINDER),
    "repair_order_step": Notice(ContactKind.SERVICE, latest_only=True),
    "repair_order_promise": Notice(ContactKind.SERVICE, latest_only=True),
    "visit_care": Notice(ContactKind.CARE),
    # A customer who waits for a person: each step that the shop takes to find one.
    "waiting_all_stores": _WAITING,
    "waiting_manager": _WAITING,
    "waiting_call_back": _WAITING,
    "waiting_call_back_again": _WAITING,
    # A request at night is promised for the morning, so its notice may wait for it as well.
    "staff_waiting": Notice(ContactKind.SERVICE, doors=(ROBOT,)),
    "staff_safety": Notice(ContactKind.SERVICE, doors=(ROBOT,), at_any_hour=True),
    "staff_broken_promise": Notice(ContactKind.SERVICE, doors=(ROBOT,)),
}

STAFF_NOTICES = frozenset(kind for kind, each in NOTICES.items() if each.doors == (ROBOT,))

#: The consent that each contact needs.
CONSENTS: Mapping[ContactKind, str] = {
    ContactKind.SERVICE: "service_notice",
    ContactKind.REMINDER: "reminder",
    ContactKind.CARE: "survey",
    ContactKind.MARKETING: "marketing",
}


def is_permitted(contact: ContactKind, door: str, given: Mapping[str, bool]) -> bool:
    """Whether the customer permits such a contact by this door.

    `given` are their words about this kind of contact by door, `any` for all doors; the word about
    a door counts before the one about all. Who said nothing permits everything but marketing.
    """
    silent = contact is not ContactKind.MARKETING
    return given.get(door, given.get("any", silent))
