"""The jobs of a booked visit change in one transaction, and only where there is room for them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.services import booking
from bot.services.errors import InvalidValue, Unavailable
from bot.shop.calendar import SHANGHAI
from bot.storage import tables

TUESDAY_3PM = datetime(2026, 11, 24, 15, 0, tzinfo=SHANGHAI)


@pytest.fixture
def visit(workshop):
    return booking.book(
        workshop,
        conversation_id="web-1",
        store_code="CY",
        job_codes=["minor_service"],
        starts_at=TUESDAY_3PM,
        plate="京A12345",
        phone="13812345678",
    )


def change(workshop, visit, *codes, **more):
    more = {"starts_at": visit.starts_at, "conversation_id": "web-1", **more}
    return booking.reschedule(workshop, visit.number, job_codes=codes, **more)


def test_a_further_job_lengthens_the_visit_and_is_logged_without_a_second_notice(
    workshop, visit, rows
):
    changed = change(workshop, visit, "minor_service", "car_wash")
    assert (changed.number, changed.starts_at) == (visit.number, TUESDAY_3PM)
    assert changed.ends_at == visit.ends_at + timedelta(minutes=30)
    assert changed.job_codes == ("minor_service", "car_wash") and changed.price_fen == 42000
    (row,) = rows(tables.Appointment, number=visit.number)
    steps = [log.step for log in rows(tables.AppointmentLog, appointment_id=row.id)]
    assert steps == ["booked", "changed"]
    promises = rows(tables.Promise, subject_type="appointment", subject_id=row.id)
    assert [promise.status for promise in promises] == ["withdrawn", "open"]
    assert [notice.kind for notice in rows(tables.Outbox)] == ["appointment_booked"]


def test_what_was_agreed_keeps_its_price(workshop, visit, database, rows):
    with database.transaction() as session:
        session.get(tables.Job, "minor_service").price_fen = 99900
    changed = change(workshop, visit, "minor_service", "car_wash")
    assert changed.price_fen == 42000


def test_the_same_jobs_change_nothing(workshop, visit, rows):
    change(workshop, visit, "minor_service")
    (row,) = rows(tables.Appointment, number=visit.number)
    assert len(rows(tables.AppointmentLog, appointment_id=row.id)) == 1


def test_work_that_does_not_fit_any_more_is_refused_and_the_visit_stays(workshop, visit, rows):
    with pytest.raises(Unavailable, match="ends_after_closing"):
        change(workshop, visit, "minor_service", "window_film")
    with pytest.raises(InvalidValue, match="no_job"):
        change(workshop, visit)
    (row,) = rows(tables.Appointment, number=visit.number)
    lines = rows(tables.AppointmentJob, appointment_id=row.id)
    assert [line.job_code for line in lines] == ["minor_service"]
    assert row.ends_at == visit.ends_at
