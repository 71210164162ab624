"""Cars in the workshop: repair orders, what is done on them, each step they took; claims."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, Integer, String, Text, false

from bot.shop.states import RepairOrderStatus
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

REPAIR_ORDER_STATUSES = tuple(status.value for status in RepairOrderStatus)
PAYERS = ("customer", "warranty", "goodwill", "insurance")
CLAIM_KINDS = ("warranty", "replace_assembly", "replace_car", "return_car", "goodwill")
CLAIM_STATUSES = ("submitted", "reviewing", "approved", "rejected", "settled", "withdrawn")


class RepairOrder(Table):
    """A car handed in for work (工单)."""

    __tablename__ = "repair_order"
    __table_args__ = (
        one_of("status", REPAIR_ORDER_STATUSES),
        one_of("payer", PAYERS),
        not_negative("mileage_km"),
        CheckConstraint("finished_at >= received_at", name="finished_after_received"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    store_code: Mapped[str] = references("store.code")
    plate: Mapped[str] = mapped_column(String(10), index=True)
    car_id: Mapped[int | None] = references("car.id", nullable=True)
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    appointment_id: Mapped[int | None] = references("appointment.id", nullable=True)
    adviser_id: Mapped[int | None] = references("staff.id", nullable=True)
    bay_id: Mapped[int | None] = references("bay.id", nullable=True, index=False)
    """Where the car stands while it is worked on."""
    technician_id: Mapped[int | None] = references("technician.id", nullable=True, index=False)
    """Who works on it, or did."""
    status: Mapped[str] = mapped_column(String(20), index=True)
    fault: Mapped[str] = mapped_column(Text, server_default="")
    """What the customer came with, in their words: 空调不制冷."""
    fault_code: Mapped[str | None] = mapped_column(String(40), nullable=True, index=True)
    """Says which visits were for the same fault."""
    failure: Mapped[str | None] = mapped_column(String(30), nullable=True)
    """One of the failures that the 三包 rules name, such as `brake_failure`."""
    is_severe_safety: Mapped[bool] = mapped_column(Boolean, server_default=false())
    assembly: Mapped[str | None] = mapped_column(String(30), nullable=True)
    """The assembly that the fault is about, such as `engine`."""
    is_quality_problem: Mapped[bool | None] = mapped_column(Boolean, nullable=True)
    """NULL is not yet found out."""
    payer: Mapped[str | None] = mapped_column(String(20), nullable=True)
    """NULL is not yet decided."""
    mileage_km: Mapped[int | None] = mapped_column(Integer, nullable=True)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    promised_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    first_promised_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    """When the customer was told that it is done: repair time for 三包 ends here."""
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    waiting_part_code: Mapped[str | None] = references("part.code", nullable=True)
    part_expected_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    delay_reason: Mapped[str | None] = mapped_column(Text, nullable=True)
    loaner_offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    asked_how_it_was_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    created_at: Mapped[datetime] = created_at()


class RepairOrderItem(Table):
    """A job done or a part put in."""

    __tablename__ = "repair_order_item"
    __table_args__ = (
        one_of("kind", ("job", "part")),
        one_of("payer", PAYERS),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        not_negative("price_fen"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    repair_order_id: Mapped[int] = references("repair_order.id", ondelete="CASCADE")
    kind: Mapped[str] = mapped_column(String(10))
    job_code: Mapped[str | None] = references("job.code", nullable=True, index=False)
    part_code: Mapped[str | None] = references("part.code", nullable=True, index=False)
    name: Mapped[str] = mapped_column(String(80))
    quantity: Mapped[int] = mapped_column(Integer, server_default="1")
    price_fen: Mapped[int | None] = mapped_column(Integer, nullable=True)
    payer: Mapped[str | None] = mapped_column(String(20), nullable=True)
    is_replacement: Mapped[bool] = mapped_column(Boolean, server_default=false())
    """A part was exchanged for its quality: counts for 三包."""


class RepairOrderLog(Table):
    """A step of a repair order, or a changed promise when from and to are equal."""

    __tablename__ = "repair_order_log"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    repair_order_id: Mapped[int] = references("repair_order.id", ondelete="CASCADE")
    from_status: Mapped[str | None] = mapped_column(String(20), nullable=True)
    to_status: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text, server_default="")
    created_at: Mapped[datetime] = created_at()


class Claim(Table):
    """A right under warranty or 三包 that a customer asks to have carried out."""

    __tablename__ = "claim"
    __table_args__ = (one_of("kind", CLAIM_KINDS), one_of("status", CLAIM_STATUSES))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), server_default="submitted")
    customer_id: Mapped[int | None] = references("customer.id", nullable=True)
    plate: Mapped[str | None] = mapped_column(String(10), nullable=True, index=True)
    phone: Mapped[str | None] = mapped_column(String(20), nullable=True)
    conversation_id: Mapped[str | None] = mapped_column(String(120), nullable=True, index=True)
    repair_order_id: Mapped[int | None] = references("repair_order.id", nullable=True)
    part_code: Mapped[str | None] = references("part.code", nullable=True, index=False)
    description: Mapped[str] = mapped_column(Text, server_default="")
    decision: Mapped[str | None] = mapped_column(Text, nullable=True)
    created_at: Mapped[datetime] = created_at()
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
