"""Who is signed in at the desk, who tried to, and who looked at whose data."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, false

from bot.storage.base import (
    Mapped,
    Table,
    UtcDateTime,
    created_at,
    mapped_column,
    references,
)


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
    """`look`, `take`, `reply`, `hand_back`, `close`, `pass_on`."""
    subject_type: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(120))
    """The number of a matter as the shop prints it, or a store's code."""
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    created_at: Mapped[datetime] = created_at()
