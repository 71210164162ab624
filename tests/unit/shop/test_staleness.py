"""When an order has been silent for longer than its work usually takes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from bot.shop.calendar import Calendar, Hours, moment
from bot.shop.staleness import is_stale
from bot.shop.states import RepairOrderStatus as Status

CALENDAR = Calendar({weekday: Hours(time(8, 30), time(18, 0)) for weekday in range(7)})
NOW = moment(date(2026, 11, 23), time(15, 0))


def stale(status: Status, last_step_at: datetime, **more: object) -> bool:
    return is_stale(status, last_step_at, NOW, CALENDAR.open_between, **more)  # type: ignore[arg-type]


WORKING = [Status.RECEIVED, Status.INSPECTING, Status.REPAIRING, Status.QUALITY_CHECK]


@pytest.mark.parametrize("status", WORKING)
@pytest.mark.parametrize(
    ("silent_for", "job_minutes", "expected"),
    [
        (timedelta(hours=4), 60, False),  # any step may take half a day
        (timedelta(hours=4, minutes=1), 60, True),
        (timedelta(hours=5), 300, False),  # a long job takes its time
        (timedelta(hours=5, minutes=1), 300, True),
    ],
)
def test_work_is_counted_against_the_minutes_of_its_jobs(
    status: Status, silent_for: timedelta, job_minutes: int, expected: bool
) -> None:
    assert stale(status, NOW - silent_for, job_minutes=job_minutes) is expected


def test_the_night_does_not_count() -> None:
    yesterday_evening = moment(date(2026, 11, 22), time(17, 30))
    morning = moment(date(2026, 11, 23), time(9, 0))
    open_on = CALENDAR.open_between
    assert not is_stale(Status.REPAIRING, yesterday_evening, morning, open_on)


def test_waiting_for_a_part_is_counted_in_days_until_it_was_expected() -> None:
    week_ago = NOW - timedelta(days=7)
    waiting = Status.WAITING_PARTS
    assert not stale(waiting, week_ago, part_lead_days=10)
    assert stale(waiting, week_ago, part_lead_days=6)
    assert not stale(waiting, week_ago, part_lead_days=3, part_expected_on=NOW.date())
    assert stale(waiting, week_ago, part_expected_on=NOW.date() - timedelta(days=1))
    assert not stale(waiting, week_ago)
    assert stale(waiting, week_ago - timedelta(days=1))


def test_an_owner_has_a_working_day_to_decide() -> None:
    assert not stale(Status.AWAITING_APPROVAL, NOW - timedelta(hours=6))
    assert stale(Status.AWAITING_APPROVAL, NOW - timedelta(days=1))


@pytest.mark.parametrize(
    "status", [Status.BOOKED, Status.READY, Status.DELIVERED, Status.CANCELLED]
)
def test_what_waits_for_its_owner_is_never_stale(status: Status) -> None:
    assert not stale(status, NOW - timedelta(days=90))
