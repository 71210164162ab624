"""What is written down: words of a conversation, notices on their way out, running numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, Text, UniqueConstraint

from bot.storage.base import (
    Mapped,
    Table,
    UtcDateTime,
    created_at,
    mapped_column,
    not_negative,
    one_of,
    references,
)

MESSAGE_AUTHORS = ("customer", "bot", "staff", "system")
MESSAGE_ANSWERS = ("pending", "given", "missed", "to_staff")
OUTBOX_STATUSES = ("waiting", "sending", "sent", "failed", "unknown", "expired", "withdrawn")


class Message(Table):
    """One utterance of a conversation, as the customer saw it."""

    __tablename__ = "message"
    __table_args__ = (
        one_of("author", MESSAGE_AUTHORS),
        one_of("answer", MESSAGE_ANSWERS),
        UniqueConstraint("conversation_id", "client_key"),
        Index("ix_message_conversation_id_id", "conversation_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(120))
    author: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, server_default="")
    payload_json: Mapped[dict[str, Any] | None] = mapped_column(JSON, nullable=True)
    """Quick replies and cards that came with the text."""
    client_key: Mapped[str | None] = mapped_column(String(64), nullable=True)
    """The sender's own name for the message: the same one sent again is the same message."""
    answer: Mapped[str | None] = mapped_column(String(10), nullable=True, index=True)
    """What became of a customer's message, or of giving the word back to the bot; else NULL."""
    created_at: Mapped[datetime] = created_at()


class Outbox(Table):
    """Something the shop wants to tell someone, written in the transaction of its cause."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("status", OUTBOX_STATUSES),
        not_negative("attempts"),
        Index("ix_outbox_status_not_before_at", "status", "not_before_at"),
        Index("ix_outbox_recipient_status", "recipient", "status"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(120))
    """Telephone, openid or conversation, as the channel needs; never shown in logs unmasked."""
    status: Mapped[str] = mapped_column(String(20), server_default="waiting")
    idempotency_key: Mapped[str] = mapped_column(String(160), unique=True)
    channel: Mapped[str | None] = mapped_column(String(20), nullable=True)
    """NULL: the deliverer chooses among the doors the customer permits."""
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What the wording of this kind needs."""
    not_before_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    claimed_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    """While `sending`: until then the row is one worker's; later it has died on it."""
    last_error: Mapped[str | None] = mapped_column(Text, nullable=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    receipt: Mapped[str | None] = mapped_column(String(120), nullable=True)
    """What the door calls the message it accepted."""
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    """When it was seen to arrive: handed to an open window."""
    created_at: Mapped[datetime] = created_at()


class NumberSeries(Table):
    """The last running number of a series such as AP2611."""

    __tablename__ = "number_series"
    __table_args__ = (not_negative("last"),)

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class ShopFact(Table):
    """A single fact about this database, such as the day it was seeded."""

    __tablename__ = "shop_fact"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
