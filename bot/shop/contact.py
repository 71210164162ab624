"""When the shop may turn to a customer on its own: quiet hours, and not too often.

Answers to what a customer just wrote are no contact of this kind; they are given at any hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum


class ContactKind(str, Enum):
    """Why the shop turns to a customer."""

    SERVICE = "service"  # about the customer's own matter: a step, a changed time, a call back
    REMINDER = "reminder"  # an appointment or maintenance is near
    CARE = "care"  # asking how a visit was
    MARKETING = "marketing"


@dataclass(frozen=True)
class ContactLimits:
    """Quiet hours and how many contacts of all kinds but service a customer gets."""

    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 30)
    most_in_period: int = 2
    period: timedelta = timedelta(days=7)


STANDARD_LIMITS = ContactLimits()


def is_quiet(moment: datetime, limits: ContactLimits = STANDARD_LIMITS) -> bool:
    """Whether the shop keeps still at this moment (aware, Asia/Shanghai)."""
    clock = moment.time()
    return clock >= limits.quiet_from or clock < limits.quiet_until


def earliest_contact(moment: datetime, limits: ContactLimits = STANDARD_LIMITS) -> datetime:
    """The first moment from `moment` on at which a customer may be turned to."""
    if not is_quiet(moment, limits):
        return moment
    day = moment.date() + timedelta(days=1 if moment.time() >= limits.quiet_from else 0)
    return datetime.combine(day, limits.quiet_until, tzinfo=moment.tzinfo)


def may_contact(
    kind: ContactKind,
    contacted_at: Sequence[datetime],
    now: datetime,
    limits: ContactLimits = STANDARD_LIMITS,
) -> bool:
    """Whether one more contact is within the limits; `contacted_at` are those made before.

    A customer's own matter always may: silence about it would be worse.
    """
    if kind is ContactKind.SERVICE:
        return True
    recent = [moment for moment in contacted_at if now - limits.period < moment <= now]
    return len(recent) < limits.most_in_period
