"""What promises and alerts are about: a row of another table, found by the table's name and its id."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from bot.storage import tables

#: Each table, and in which of its statuses the matter is over.
_SUBJECTS: dict[str, tuple[Any, frozenset[str]]] = {
    "repair_order": (tables.RepairOrder, frozenset({"ready", "delivered", "cancelled"})),
    "complaint": (tables.Complaint, frozenset({"closed"})),
    "handover": (tables.Handover, frozenset({"done", "withdrawn", "cancelled"})),
    "lead": (tables.Lead, frozenset({"won", "lost"})),
    "staff_alert": (tables.StaffAlert, frozenset({"settled"})),
    "appointment": (tables.Appointment, frozenset({"completed", "cancelled", "no_show"})),
}


def find_subject(session: Session, subject_type: str, subject_id: int) -> Any:
    """The row; None where there is none."""
    known = _SUBJECTS.get(subject_type)
    return session.get(known[0], subject_id) if known else None


def is_open(subject: Any) -> bool:
    """Whether the matter still needs somebody."""
    return subject.status not in _SUBJECTS[subject.__tablename__][1]
