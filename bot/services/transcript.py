"""The record of every conversation: what the customer said, what the shop said, what became of it.

Every door writes here before and after anything else happens, so nothing that was said is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import SHANGHAI
from bot.services.workshop import Workshop
from bot.storage.database import lock
from bot.storage.tables import Message

CHOICES_KEPT = 100
"""So many messages with choices back a button still works."""


@dataclass(frozen=True)
class Utterance:
    """Something the shop says: words, and what belongs to them (buttons, a card)."""

    text: str = ""
    payload: dict[str, Any] | None = None


@dataclass(frozen=True)
class Line:
    """One utterance on record."""

    id: int
    conversation_id: str
    author: str
    """`customer`, `bot`, `staff` or `system` (a notice of the shop)."""
    text: str
    payload: dict[str, Any] = field(default_factory=dict)
    client_key: str | None = None
    answer: str | None = None
    """Of a customer's words: `pending`, `given`, `missed` (excused), `to_staff`; else None, but
    `pending`, then `given` where a colleague gave the word back to the bot."""
    created_at: datetime = datetime.min
    """Asia/Shanghai."""


@dataclass(frozen=True)
class Page:
    """A stretch of a conversation, oldest first."""

    lines: tuple[Line, ...]
    more: bool
    pending: bool
    """The bot still owes an answer."""


def record_customer(
    workshop: Workshop,
    conversation_id: str,
    text: str,
    client_key: str | None = None,
    answer: str = "pending",
) -> tuple[Line, bool]:
    """Writes down what a customer said; the second value is False when `client_key` is known.

    A door that repeats a message gives it the same key and gets the first record back.
    """
    with workshop.database.transaction() as session:
        _take_turn(session, conversation_id)
        if client_key is not None:
            known = session.execute(
                select(Message).where(
                    Message.conversation_id == conversation_id, Message.client_key == client_key
                )
            ).scalar_one_or_none()
            if known is not None:
                return read_line(known), False
        row = Message(
            conversation_id=conversation_id,
            author="customer",
            text=text,
            client_key=client_key,
            answer=answer,
            created_at=workshop.now(),
        )
        session.add(row)
        session.flush()
        return read_line(row), True


def record_said(
    workshop: Workshop,
    conversation_id: str,
    utterances: Sequence[Utterance],
    *,
    author: str = "bot",
    settles: int | None = None,
    answer: str = "given",
    only_if_pending: bool = False,
) -> tuple[Line, ...]:
    """Writes down what the shop says, and in the same transaction what became of the question.

    `settles` is the id of the customer's message that this answers; `answer` becomes its state.
    With `only_if_pending` nothing is said when someone else has answered it meanwhile.
    """
    with workshop.database.transaction() as session:
        _take_turn(session, conversation_id)
        question = session.get(Message, settles) if settles is not None else None
        if only_if_pending and (question is None or question.answer != "pending"):
            return ()
        if question is not None:
            question.answer = answer
        return tuple(
            _say(session, conversation_id, author, utterance, workshop.now())
            for utterance in utterances
        )


def record_notice(workshop: Workshop, conversation_id: str, notice_id: int, text: str) -> Line:
    """Writes down a notice of the shop (a row of the outbox); the same one again is the same line."""
    key = f"§{notice_id}"  # no customer's own: the doors take keys of ASCII letters only
    with workshop.database.transaction() as session:
        _take_turn(session, conversation_id)
        known = session.scalars(
            select(Message).where(
                Message.conversation_id == conversation_id,
                Message.author == "system",
                Message.client_key == key,
            )
        ).first()
        if known is not None:
            return read_line(known)
        row = Message(
            conversation_id=conversation_id,
            author="system",
            text=text,
            client_key=key,
            payload_json={"notice": notice_id},
            created_at=workshop.now(),
        )
        session.add(row)
        session.flush()
        return read_line(row)


def add_said(
    session: Session,
    conversation_id: str,
    author: str,
    utterance: Utterance,
    now: datetime,
    client_key: str | None = None,
    answer: str | None = None,
) -> Line:
    """Writes down what the shop says within another use case's transaction.

    The same `client_key` again writes nothing and returns the first record. With `answer` "pending"
    the bot has still to speak after it.
    """
    _take_turn(session, conversation_id)
    mine = Message.conversation_id == conversation_id
    if client_key is not None:
        known = session.scalars(select(Message).where(mine, Message.client_key == client_key))
        row = known.one_or_none()
        if row is not None:
            return read_line(row)
    return _say(session, conversation_id, author, utterance, now, client_key, answer)


def list_pending(workshop: Workshop, conversation_id: str) -> tuple[Line, ...]:
    """What the bot still owes an answer in this conversation, oldest first."""
    query = select(Message).where(
        Message.conversation_id == conversation_id, Message.answer == "pending"
    )
    with workshop.database.reading() as session:
        return tuple(read_line(row) for row in session.scalars(query.order_by(Message.id)))


def list_forgotten(workshop: Workshop, older_than: timedelta, prefix: str) -> tuple[Line, ...]:
    """What is still pending after so long, in conversations whose id begins with `prefix`.

    A process that died left them; whoever excuses them uses `record_said(only_if_pending=True)`.
    """
    with workshop.database.reading() as session:
        rows = session.execute(
            select(Message)
            .where(
                Message.answer == "pending",
                Message.created_at < workshop.now() - older_than,
                Message.conversation_id.startswith(prefix, autoescape=True),
            )
            .order_by(Message.id)
        ).scalars()
        return tuple(read_line(row) for row in rows)


def list_lines(
    workshop: Workshop,
    conversation_id: str,
    after: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Page:
    """At most `limit` lines, oldest first: the next ones after an id, or the newest (before an id).

    `more` says whether further lines follow, or precede, in that direction.
    """
    with workshop.database.reading() as session:
        mine = Message.conversation_id == conversation_id
        query = select(Message).where(mine).limit(limit + 1)
        if before is not None:
            query = query.where(Message.id < before)
        if after is not None:
            query = query.where(Message.id > after).order_by(Message.id)
        else:
            query = query.order_by(Message.id.desc())
        rows = session.execute(query).scalars().all()
        pending = session.execute(
            select(Message.id).where(mine, Message.answer == "pending").limit(1)
        ).first()
        lines = sorted((read_line(row) for row in rows[:limit]), key=lambda line: line.id)
        return Page(tuple(lines), more=len(rows) > limit, pending=pending is not None)


def find_choice(workshop: Workshop, conversation_id: str, choice_id: str) -> str | None:
    """The words behind a button that this conversation was offered; None for any other id."""
    with workshop.database.reading() as session:
        payloads = session.execute(
            select(Message.payload_json)
            .where(
                Message.conversation_id == conversation_id,
                Message.author != "customer",
                Message.payload_json.is_not(None),
            )
            .order_by(Message.id.desc())
            .limit(CHOICES_KEPT)
        ).scalars()
        for payload in payloads:
            text = (payload or {}).get("choices", {}).get(choice_id)
            if text is not None:
                return str(text)
    return None


def list_news(workshop: Workshop, after: int) -> dict[str, int]:
    """The newest message id of every conversation that has one above `after`."""
    with workshop.database.reading() as session:
        found = session.execute(
            select(Message.conversation_id, func.max(Message.id))
            .where(Message.id > after)
            .group_by(Message.conversation_id)
        ).all()
    return {str(conversation_id): int(newest) for conversation_id, newest in found}


def newest_id(workshop: Workshop) -> int:
    """The newest message id of all; 0 when nothing was said yet."""
    with workshop.database.reading() as session:
        return session.execute(select(func.max(Message.id))).scalar_one() or 0


def _take_turn(session: Session, conversation_id: str) -> None:
    """Makes the ids of one conversation appear in their order, also on PostgreSQL."""
    lock(session, f"message:{conversation_id}")


def _say(
    session: Session,
    conversation_id: str,
    author: str,
    utterance: Utterance,
    now: datetime,
    client_key: str | None = None,
    answer: str | None = None,
) -> Line:
    row = Message(
        conversation_id=conversation_id,
        author=author,
        text=utterance.text,
        client_key=client_key,
        answer=answer,
        created_at=now,
    )
    if utterance.payload:  # an explicit None would be stored as JSON null
        row.payload_json = utterance.payload
    session.add(row)
    session.flush()  # one by one: ids follow the order in which it is said
    return read_line(row)


def read_line(row: Message) -> Line:
    """The row as a result."""
    return Line(
        id=row.id,
        conversation_id=row.conversation_id,
        author=row.author,
        text=row.text,
        payload=row.payload_json or {},
        client_key=row.client_key,
        answer=row.answer,
        created_at=row.created_at.astimezone(SHANGHAI),
    )
