"""Canned answers of the desk: colleagues use those of their store and role, managers write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.desk_access import Colleague, note_look
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.services.workshop import Workshop
from bot.shop.canned import COLLEAGUE, CUSTOMER, STORE, fill, unknown_names
from bot.storage import tables
from bot.storage.tables.people import STAFF_ROLES

TITLE_LENGTH = 20
TEXT_LENGTH = 500
MOST_KEPT = 200


@dataclass(frozen=True)
class CannedAnswer:
    """An answer as it is kept. `store_code` and `role` are None where it is for all of them."""

    id: int
    title: str
    text: str
    store_code: str | None
    role: str | None
    version: int


@dataclass(frozen=True)
class Draft:
    """An answer ready to be put into a reply."""

    title: str
    text: str


def list_drafts(
    workshop: Workshop, colleague: Colleague, salutation: str | None, store_code: str | None
) -> tuple[Draft, ...]:
    """The answers for this colleague, filled in for a customer at a store; a manager has all."""
    with workshop.database.reading() as session:
        at = store_code or colleague.store_code
        store = session.get(tables.Store, at) if at else None
        names = {
            CUSTOMER: salutation,
            COLLEAGUE: colleague.name,
            STORE: store.name if store else None,
        }
        return tuple(
            Draft(row.title, fill(row.text, names))
            for row in _rows(session, colleague)
            if row.role is None or colleague.role in (row.role, "manager")
            if row.store_code is None or store_code in (None, row.store_code)
        )


def list_answers(workshop: Workshop, colleague: Colleague) -> tuple[CannedAnswer, ...]:
    """What a manager may change: their store's, or all. Raises NotAllowed("role")."""
    _require_manager(colleague)
    with workshop.database.reading() as session:
        return tuple(
            CannedAnswer(row.id, row.title, row.text, row.store_code, row.role, row.version)
            for row in _rows(session, colleague)
        )


def save_answer(
    workshop: Workshop,
    colleague: Colleague,
    title: str,
    text: str,
    store_code: str | None = None,
    role: str | None = None,
    answer_id: int | None = None,
    seen: int | None = None,
) -> int:
    """Adds an answer, or changes the one with that id as it was `seen`; its id.

    Raises NotAllowed("role"), NotFound("answer"), NotAllowed("outdated") when somebody was faster,
    InvalidValue("empty"), ("too_long_answer"), ("unknown_name"), ("too_many"), NotFound("store").
    """
    _require_manager(colleague)
    title, text = title.strip(), text.replace("\r\n", "\n").strip()
    _check(title, text, role)
    with workshop.database.transaction() as session:
        _check_store(session, colleague, store_code)
        if answer_id is None:
            if len(_rows(session, colleague)) >= MOST_KEPT:
                raise InvalidValue("too_many")
            row = tables.CannedAnswer(version=0)
            session.add(row)
        else:
            row = _get(session, colleague, answer_id, seen)
        row.title, row.text, row.store_code, row.role = title, text, store_code, role
        row.version, row.changed_at = row.version + 1, workshop.now()
        session.flush()
        note_look(session, colleague, "write", ("canned_answer", str(row.id)), workshop.now())
        return int(row.id)


def remove_answer(workshop: Workshop, colleague: Colleague, answer_id: int, seen: int) -> None:
    """Takes an answer away. Raises as `save_answer`."""
    _require_manager(colleague)
    with workshop.database.transaction() as session:
        session.delete(_get(session, colleague, answer_id, seen))
        note_look(session, colleague, "remove", ("canned_answer", str(answer_id)), workshop.now())


def _rows(session: Session, colleague: Colleague) -> list[Any]:
    """Those of the colleague's store and of all stores, the oldest first."""
    answer = tables.CannedAnswer
    query = select(answer).order_by(answer.id)
    return [row for row in session.scalars(query) if colleague.may_see(row.store_code)]


def _get(session: Session, colleague: Colleague, answer_id: int, seen: int | None) -> Any:
    row = session.get(tables.CannedAnswer, answer_id, with_for_update=True)
    if row is None or not _may_write(colleague, row.store_code):
        raise NotFound("answer")
    if row.version != seen:
        raise NotAllowed("outdated")
    return row


def _may_write(colleague: Colleague, store_code: str | None) -> bool:
    """A store's manager writes for that store only, not for all."""
    return colleague.store_code in (None, store_code)


def _require_manager(colleague: Colleague) -> None:
    if colleague.role != "manager":
        raise NotAllowed("role")


def _check(title: str, text: str, role: str | None) -> None:
    if not title or not text:
        raise InvalidValue("empty")
    if len(title) > TITLE_LENGTH or len(text) > TEXT_LENGTH:
        raise InvalidValue("too_long_answer")
    if unknown_names(text):
        raise InvalidValue("unknown_name")
    if role not in (None, *STAFF_ROLES):
        raise InvalidValue("unknown_role")


def _check_store(session: Session, colleague: Colleague, store_code: str | None) -> None:
    known = store_code is None or session.get(tables.Store, store_code) is not None
    if not known or not _may_write(colleague, store_code):
        raise NotFound("store")
