"""What promises and alerts are about: a row of another table, found by the table's name and its id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage import tables

#: Each table, and in which of its statuses the matter is over.
_SUBJECTS: dict[str, tuple[Any, frozenset[str]]] = {
    "repair_order": (tables.RepairOrder, frozenset({"ready", "delivered", "cancelled"})),
    "complaint": (tables.Complaint, frozenset({"closed"})),
    "handover": (tables.Handover, frozenset({"done", "withdrawn", "cancelled"})),
    "lead": (tables.Lead, frozenset({"won", "lost"})),
    "claim": (tables.Claim, frozenset({"settled", "rejected", "withdrawn"})),
    "staff_alert": (tables.StaffAlert, frozenset({"settled"})),
    "appointment": (tables.Appointment, frozenset({"completed", "cancelled", "no_show"})),
}


def find_subject(session: Session, subject_type: str, subject_id: int) -> Any:
    """The row; None where there is none."""
    known = _SUBJECTS.get(subject_type)
    return session.get(known[0], subject_id) if known else None


def load_subjects(session: Session, wanted: Iterable[tuple[str, int]]) -> list[Any]:
    """Many rows, with one query a table: while they are held, `find_subject` asks for none anew."""
    ids: dict[str, set[int]] = defaultdict(set)
    for subject_type, subject_id in wanted:
        ids[subject_type].add(subject_id)
    found: list[Any] = []
    for subject_type, (table, _) in _SUBJECTS.items():
        if ids[subject_type]:
            found += session.scalars(select(table).where(table.id.in_(ids[subject_type])))
    return found


def is_open(subject: Any) -> bool:
    """Whether the matter still needs somebody."""
    return subject.status not in _SUBJECTS[subject.__tablename__][1]
