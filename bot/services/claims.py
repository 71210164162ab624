"""Claims under warranty or 三包: how far the customer's are, from asking to the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.storage import tables

ASKED_FOR = "warranty_claim"
"""The service line of a lead that asks for a claim which nobody has opened yet."""


@dataclass(frozen=True)
class Claim:
    """A claim, or the wish for one (`status` is then `asked_for`). Moments are Asia/Shanghai."""

    number: str
    status: str
    asked_at: datetime
    decision: str | None
    call_back_by: datetime | None
    """For a wish: when a colleague calls about it, if that is still to come."""


def list_claims(workshop: Workshop, customer_id: int) -> tuple[Claim, ...]:
    """The proven customer's claims and open wishes for one, newest first."""
    with workshop.database.reading() as session:
        return read_claims(session, customer_id, workshop.now())


def read_claims(session: Session, customer_id: int, now: datetime) -> tuple[Claim, ...]:
    """`list_claims` within another use case."""
    claim, lead, promise = tables.Claim, tables.Lead, tables.Promise
    due_at = (
        select(func.max(promise.due_at))
        .where(promise.subject_type == "lead", promise.subject_id == lead.id)
        .where(promise.due_at >= now)
        .scalar_subquery()
    )
    wishes = (
        select(lead, due_at)
        .where(lead.customer_id == customer_id, lead.service_line == ASKED_FOR)
        .where(lead.status.in_(("open", "taken")))
    )
    found = [
        Claim(row.number, row.status, row.created_at.astimezone(SHANGHAI), row.decision, None)
        for row in session.scalars(select(claim).where(claim.customer_id == customer_id))
    ]
    for row, due in session.execute(wishes):
        asked_at = row.created_at.astimezone(SHANGHAI)
        call_back_by = due and due.astimezone(SHANGHAI)
        found.append(Claim(row.number, "asked_for", asked_at, None, call_back_by))
    return tuple(sorted(found, key=lambda each: each.asked_at, reverse=True))
