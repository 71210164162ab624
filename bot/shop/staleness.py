"""When a repair order has been silent for too long: staff look at it before a customer is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.shop.states import RepairOrderStatus
from bot.shop.working_time import OpenOn, open_time_between

SHORTEST = timedelta(hours=4)
"""Open time that any step may take: a short job waits for its turn as well."""
APPROVAL = timedelta(hours=8)
"""Open time for the owner to be reached and to decide."""
PART_DAYS = 7
"""Days for a part whose delivery time is not known."""

_RS = RepairOrderStatus
_WORKING = {_RS.RECEIVED, _RS.INSPECTING, _RS.REPAIRING, _RS.QUALITY_CHECK}


def is_stale(
    status: RepairOrderStatus,
    last_step_at: datetime,
    now: datetime,
    open_on: OpenOn,
    job_minutes: int = 0,
    part_expected_on: date | None = None,
    part_lead_days: int | None = None,
) -> bool:
    """Whether an order has had no step for longer than its work usually takes.

    Work is counted in open time against the minutes of its jobs, waiting for a part in days until
    it was expected. A car that is ready, or not yet handed in, waits for its owner and is never
    stale. Moments are aware, Asia/Shanghai.
    """
    if status is _RS.WAITING_PARTS:
        lead = PART_DAYS if part_lead_days is None else part_lead_days
        expected_on = part_expected_on or last_step_at.date() + timedelta(days=lead)
        return now.date() > expected_on
    if status is _RS.AWAITING_APPROVAL:
        return open_time_between(last_step_at, now, open_on) > APPROVAL
    if status not in _WORKING:
        return False
    usual = max(timedelta(minutes=job_minutes), SHORTEST)
    return open_time_between(last_step_at, now, open_on) > usual
