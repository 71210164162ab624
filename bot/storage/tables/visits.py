"""Coming in: windows held for a moment, appointments and what is done at them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, String, Text

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

APPOINTMENT_STATUSES = ("booked", "arrived", "completed", "cancelled", "no_show")


class Hold(Table):
    """A window kept for one conversation while it makes up its mind."""

    __tablename__ = "hold"
    __table_args__ = (
        Index("ix_hold_store_code_starts_at", "store_code", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="starts_before_ends"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(120), unique=True)
    store_code: Mapped[str] = references("store.code", index=False)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    created_at: Mapped[datetime] = created_at()


class HoldJob(Table):
    """A job of a held window, done in the order of `position`."""

    __tablename__ = "hold_job"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    hold_id: Mapped[int] = references("hold.id", ondelete="CASCADE", primary_key=True, index=False)
    job_code: Mapped[str] = references("job.code", primary_key=True)
    position: Mapped[int] = mapped_column(Integer, server_default="0")
    quantity: Mapped[int] = mapped_column(Integer, server_default="1")


class Appointment(Table):
    """A visit that was agreed with a customer, proven or new."""

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_store_code_starts_at", "store_code", "starts_at"),
        one_of("status", APPOINTMENT_STATUSES),
        CheckConstraint("starts_at < ends_at", name="starts_before_ends"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    store_code: Mapped[str] = references("store.code", index=False)
    plate: Mapped[str] = mapped_column(String(10), index=True)
    """As given; a newcomer's plate binds nothing to the customer who may have that car."""
    status: Mapped[str] = mapped_column(String(20), server_default="booked")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    """Set only when the customer was proven."""
    car_id: Mapped[int | None] = references("car.id", nullable=True)
    model_code: Mapped[str | None] = references("vehicle_model.code", nullable=True)
    conversation_id: Mapped[str | None] = mapped_column(String(120), nullable=True, index=True)
    phone: Mapped[str | None] = mapped_column(String(20), nullable=True, index=True)
    contact_name: Mapped[str | None] = mapped_column(String(40), nullable=True)
    note: Mapped[str | None] = mapped_column(Text, nullable=True)
    created_at: Mapped[datetime] = created_at()


class AppointmentJob(Table):
    """A job of an appointment, done in the order of `position`."""

    __tablename__ = "appointment_job"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        not_negative("price_fen"),
    )

    appointment_id: Mapped[int] = references(
        "appointment.id", ondelete="CASCADE", primary_key=True, index=False
    )
    job_code: Mapped[str] = references("job.code", primary_key=True)
    position: Mapped[int] = mapped_column(Integer, server_default="0")
    quantity: Mapped[int] = mapped_column(Integer, server_default="1")
    price_fen: Mapped[int | None] = mapped_column(Integer, nullable=True)
    """What the customer was told; NULL when it is quoted after diagnosis."""


class AppointmentLog(Table):
    """What happened to an appointment: booked, moved, changed (its jobs), cancelled; who, when, why."""

    __tablename__ = "appointment_log"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    appointment_id: Mapped[int] = references("appointment.id", ondelete="CASCADE")
    step: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text, server_default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the visit was to begin after this step."""
    created_at: Mapped[datetime] = created_at()
