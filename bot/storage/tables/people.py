"""Whom the shop knows: customers and their cars, how they proved it, and the staff."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Integer, String, UniqueConstraint, false, true

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

STAFF_ROLES = ("manager", "adviser", "complaints")


class Customer(Table):
    """A person the shop has on record."""

    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    salutation: Mapped[str] = mapped_column(String(40))
    """How the person is spoken to: 王女士."""
    phone: Mapped[str] = mapped_column(String(20), unique=True)
    created_at: Mapped[datetime] = created_at()


class Car(Table):
    """A customer's car."""

    __tablename__ = "car"
    __table_args__ = (
        one_of("use_kind", ("private", "hire")),
        not_negative("mileage_km"),
        not_negative("price_fen"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plate: Mapped[str] = mapped_column(String(10), unique=True)
    vin: Mapped[str] = mapped_column(String(17), unique=True)
    customer_id: Mapped[int] = references("customer.id")
    model_code: Mapped[str] = references("vehicle_model.code")
    bought_on: Mapped[date] = mapped_column(Date)
    """Day of the invoice; terms run from it unless the car was handed over on another day."""
    delivered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    price_fen: Mapped[int] = mapped_column(Integer)
    use_kind: Mapped[str] = mapped_column(String(10), server_default="private")
    mileage_km: Mapped[int] = mapped_column(Integer)
    mileage_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    last_maintained_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    last_maintained_km: Mapped[int | None] = mapped_column(Integer, nullable=True)
    created_at: Mapped[datetime] = created_at()


class ChannelIdentity(Table):
    """A person's address at one door (openid, caller number), bound to a customer by proof only."""

    __tablename__ = "channel_identity"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    external_id: Mapped[str] = mapped_column(String(120))
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    linked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    created_at: Mapped[datetime] = created_at()


class Proof(Table):
    """This conversation belongs to this customer until `expires_at`."""

    __tablename__ = "proof"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(120), index=True)
    customer_id: Mapped[int] = references("customer.id")
    method: Mapped[str] = mapped_column(String(30), server_default="plate_and_phone")
    proven_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProofAttempt(Table):
    """A try to prove oneself; failures of one source or plate pause further tries."""

    __tablename__ = "proof_attempt"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(120), index=True)
    source: Mapped[str] = mapped_column(String(120), index=True)
    plate: Mapped[str] = mapped_column(String(20), index=True)
    succeeded: Mapped[bool] = mapped_column(Boolean)
    attempted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Consent(Table):
    """What a customer allowed: reminders, marketing, surveys, on any door or one."""

    __tablename__ = "consent"
    __table_args__ = (
        UniqueConstraint("customer_id", "kind", "channel"),
        one_of("kind", ("service_notice", "reminder", "marketing", "survey", "recording")),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[int] = references("customer.id")
    kind: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20), server_default="any")
    is_granted: Mapped[bool] = mapped_column(Boolean)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Staff(Table):
    """Someone who signs in at the desk."""

    __tablename__ = "staff"
    __table_args__ = (one_of("role", STAFF_ROLES),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(20))
    store_code: Mapped[str | None] = references("store.code", nullable=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(Boolean, server_default=true())
    is_locked: Mapped[bool] = mapped_column(Boolean, server_default=false())
    created_at: Mapped[datetime] = created_at()
