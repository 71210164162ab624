"""What the shop owes an answer: complaints, promises, leads, requests for a person, alerts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, Text

from bot.shop.states import ComplaintStatus
from bot.storage.base import (
    Mapped,
    Table,
    UtcDateTime,
    created_at,
    mapped_column,
    one_of,
    references,
)

COMPLAINT_TOPICS = (
    "attitude",
    "quality",
    "price",
    "delay",
    "parts",
    "damage",
    "promise_broken",
    "warranty_refused",
    "safety",
    "other",
)
COMPLAINT_LEVELS = ("normal", "serious", "safety")
COMPLAINT_STATUSES = tuple(status.value for status in ComplaintStatus)
PROMISE_STATUSES = ("open", "kept", "broken", "withdrawn")
LEAD_STATUSES = ("open", "taken", "won", "lost")
HANDOVER_STATUSES = ("waiting", "taken", "done", "withdrawn", "cancelled")


class Complaint(Table):
    """A grievance on record, until the customer says that it is settled."""

    __tablename__ = "complaint"
    __table_args__ = (
        one_of("topic", COMPLAINT_TOPICS),
        one_of("level", COMPLAINT_LEVELS),
        one_of("status", COMPLAINT_STATUSES),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    topic: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(20), server_default="accepted", index=True)
    plate: Mapped[str | None] = mapped_column(String(10), nullable=True, index=True)
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    """Set only when the customer was proven."""
    first_reply_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    conversation_id: Mapped[str | None] = mapped_column(String(120), nullable=True, index=True)
    phone: Mapped[str | None] = mapped_column(String(20), nullable=True)
    store_code: Mapped[str | None] = references("store.code", nullable=True, index=False)
    repair_order_id: Mapped[int | None] = references("repair_order.id", nullable=True)
    description: Mapped[str] = mapped_column(Text)
    """What happened, in the customer's words."""
    wish: Mapped[str | None] = mapped_column(Text, nullable=True)
    handler_id: Mapped[int | None] = references("staff.id", nullable=True)
    created_at: Mapped[datetime] = created_at()
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)


class ComplaintLog(Table):
    """A step of a complaint, or an addition to it when from and to are equal."""

    __tablename__ = "complaint_log"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    complaint_id: Mapped[int] = references("complaint.id", ondelete="CASCADE")
    from_status: Mapped[str | None] = mapped_column(String(20), nullable=True)
    to_status: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text, server_default="")
    created_at: Mapped[datetime] = created_at()


class Promise(Table):
    """What was promised, to whom, due when, kept or broken."""

    __tablename__ = "promise"
    __table_args__ = (
        one_of("status", PROMISE_STATUSES),
        Index("ix_promise_status_due_at", "status", "due_at"),
        Index("ix_promise_subject_type_subject_id", "subject_type", "subject_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    """`appointment`, `repair_done`, `call_back`, `first_reply` …"""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(20), server_default="open")
    subject_type: Mapped[str] = mapped_column(String(30))
    """The table of the row that the promise is about."""
    subject_id: Mapped[int] = mapped_column(Integer)
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    conversation_id: Mapped[str | None] = mapped_column(String(120), nullable=True)
    store_code: Mapped[str | None] = references("store.code", nullable=True, index=False)
    made_by: Mapped[str] = mapped_column(String(60), server_default="bot")
    created_at: Mapped[datetime] = created_at()
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    """When it was kept, found broken or withdrawn."""


class Lead(Table):
    """A wish that a colleague will follow up: insurance, used car, rescue, pick-up …"""

    __tablename__ = "lead"
    __table_args__ = (one_of("status", LEAD_STATUSES),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    service_line: Mapped[str] = mapped_column(String(30))
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    status: Mapped[str] = mapped_column(String(20), server_default="open", index=True)
    conversation_id: Mapped[str | None] = mapped_column(String(120), nullable=True, index=True)
    phone: Mapped[str | None] = mapped_column(String(20), nullable=True)
    plate: Mapped[str | None] = mapped_column(String(10), nullable=True)
    store_code: Mapped[str | None] = references("store.code", nullable=True, index=False)
    note: Mapped[str] = mapped_column(Text, server_default="")
    created_at: Mapped[datetime] = created_at()


class Handover(Table):
    """A customer asked for a person. Its rows say who speaks (bot/services/speaking.py)."""

    __tablename__ = "handover"
    __table_args__ = (one_of("status", HANDOVER_STATUSES),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    conversation_id: Mapped[str] = mapped_column(String(120), index=True)
    """The door at which the customer is; a request follows its proven customer to another."""
    status: Mapped[str] = mapped_column(String(20), server_default="waiting", index=True)
    reason: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = created_at()
    call_back_by: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    phone: Mapped[str | None] = mapped_column(String(20), nullable=True)
    store_code: Mapped[str | None] = references("store.code", nullable=True, index=False)
    summary: Mapped[str] = mapped_column(Text, server_default="")
    understood_json: Mapped[dict[str, Any] | None] = mapped_column(JSON, nullable=True)
    """What the bot had understood when it asked for a person: `wishes`, and slots by name."""
    taken_by: Mapped[int | None] = references("staff.id", nullable=True, index=False)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    done_reason: Mapped[str | None] = mapped_column(String(40), nullable=True)
    """How it ended: `handed_back`, `settled`, `phoned` … at the desk; `merged`, `stopped_waiting`."""
    step: Mapped[str] = mapped_column(String(20), server_default="asked")
    """How far the shop has gone to find somebody: bot.shop.waiting.WaitingStep."""
    stepped_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    """Since when it stands at that step; NULL: since it was asked for."""
    confirmed: Mapped[str] = mapped_column(Text, server_default="")
    """What a colleague arranged with the customer, written when handing back to the bot."""


class StaffAlert(Table):
    """Something staff should see that no customer asked for: a stale order, guessed plates …"""

    __tablename__ = "staff_alert"
    __table_args__ = (one_of("status", ("open", "settled")),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    alert_key: Mapped[str] = mapped_column(String(160), unique=True)
    """The same finding twice is one alert."""
    status: Mapped[str] = mapped_column(String(20), server_default="open", index=True)
    subject_type: Mapped[str | None] = mapped_column(String(30), nullable=True)
    subject_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    store_code: Mapped[str | None] = references("store.code", nullable=True, index=False)
    detail: Mapped[str] = mapped_column(Text, server_default="")
    created_at: Mapped[datetime] = created_at()
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
