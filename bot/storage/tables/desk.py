"""The desk's own rows: who is signed in, who looked at whose data, notes and canned answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, Text, false

from bot.storage.base import (
    Mapped,
    Table,
    UtcDateTime,
    created_at,
    mapped_column,
    one_of,
    references,
)
from bot.storage.tables.people import STAFF_ROLES


class StaffSession(Table):
    """A browser that a member of staff is signed in with."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the cookie: who reads this table can still not sign in."""
    staff_id: Mapped[int] = references("staff.id", ondelete="CASCADE")
    form_key: Mapped[str] = mapped_column(String(64))
    """Stands in every form of the desk; another site's page cannot know it."""
    created_at: Mapped[datetime] = created_at()
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInAttempt(Table):
    """A try to sign in, also with a login that does not exist."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_login_attempted_at", "login", "attempted_at"),
        Index("ix_sign_in_attempt_source_attempted_at", "source", "attempted_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    login: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(40))
    """Stands for an address without giving it away."""
    succeeded: Mapped[bool] = mapped_column(Boolean, server_default=false())
    attempted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffLook(Table):
    """A member of staff looked at, or changed, what belongs to a customer."""

    __tablename__ = "staff_look"
    __table_args__ = (Index("ix_staff_look_subject_type_subject", "subject_type", "subject"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = references("staff.id")
    step: Mapped[str] = mapped_column(String(20))
    """`look`, `take`, `reply`, `hand_back`, `close`, `pass_on`, `note`, `receive`, `assign` …"""
    subject_type: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(120))
    """The number of a matter as the shop prints it, or a store's code."""
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    created_at: Mapped[datetime] = created_at()


class StaffNote(Table):
    """What colleagues tell one another about a conversation; no customer ever sees it."""

    __tablename__ = "staff_note"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    handover_id: Mapped[int] = references("handover.id", ondelete="CASCADE")
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    """Whom it is about, if known: it is shown in their later conversations too."""
    staff_id: Mapped[int] = references("staff.id", index=False)
    note_key: Mapped[str] = mapped_column(String(40), unique=True)
    """The form's own key: sent twice, it is one note."""
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = created_at()


class CannedAnswer(Table):
    """Words that are often needed, to be put into a draft with one tap."""

    __tablename__ = "canned_answer"
    __table_args__ = (one_of("role", STAFF_ROLES),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    store_code: Mapped[str | None] = references("store.code", nullable=True)
    """Only for this store; NULL is for all."""
    role: Mapped[str | None] = mapped_column(String(20), nullable=True)
    """Only for this role; NULL is for all."""
    title: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    """May hold {称呼}, {我} and {门店}."""
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    """Rises with each change: who changes an older one is told."""
    changed_at: Mapped[datetime] = created_at()
