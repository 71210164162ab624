"""Booking, moving and cancelling leave the right rows behind, and only for whom they may."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.services import booking
from bot.services.errors import InvalidValue, NotAllowed, NotFound, Unavailable
from bot.shop.calendar import SHANGHAI
from bot.storage import tables

TUESDAY_3PM = datetime(2026, 11, 24, 15, 0, tzinfo=SHANGHAI)
NEWCOMER = {"conversation_id": "web-1", "plate": "京A12345", "phone": "13011112222"}


def book(workshop, **changes):
    """A minor service at CY on Tuesday at three, for a newcomer."""
    wish = {
        **NEWCOMER,
        "store_code": "CY",
        "job_codes": ["minor_service"],
        "starts_at": TUESDAY_3PM,
        **changes,
    }
    return booking.book(workshop, **wish)


def test_a_newcomers_booking_is_a_row_with_jobs_a_log_a_promise_and_a_notice(workshop, rows):
    made = book(workshop, job_codes=["minor_service", "car_wash"])

    (row,) = rows(tables.Appointment, number=made.number)
    assert (row.status, row.store_code, row.plate) == ("booked", "CY", "京A12345")
    assert row.starts_at == TUESDAY_3PM
    assert row.ends_at == TUESDAY_3PM + timedelta(minutes=90)
    assert row.customer_id is None
    lines = rows(tables.AppointmentJob, appointment_id=row.id)
    assert {line.job_code: line.price_fen for line in lines} == {
        "minor_service": 38_000,
        "car_wash": 4_000,
    }
    assert [log.step for log in rows(tables.AppointmentLog, appointment_id=row.id)] == ["booked"]
    (promise,) = rows(tables.Promise, subject_type="appointment", subject_id=row.id)
    assert (promise.kind, promise.status) == ("appointment", "open")
    assert promise.due_at == TUESDAY_3PM
    (notice,) = rows(tables.Outbox)
    assert (notice.kind, notice.recipient, notice.status) == (
        "appointment_booked",
        "13011112222",
        "waiting",
    )
    assert notice.facts["number"] == made.number
    assert made.job_codes == ("minor_service", "car_wash")
    assert made.price_fen == 42_000


def test_numbers_run_on_within_a_month_and_begin_anew_in_the_next(workshop, clock):
    first = book(workshop)
    second = book(workshop, starts_at=TUESDAY_3PM + timedelta(hours=1))
    clock.now = datetime(2026, 12, 1, 9, 30, tzinfo=SHANGHAI)
    third = book(workshop, starts_at=datetime(2026, 12, 2, 10, 0, tzinfo=SHANGHAI))
    assert [first.number, second.number, third.number] == [
        "AP26110002",  # the first is 李强's
        "AP26110003",
        "AP26120001",
    ]


def test_the_same_booking_twice_is_one_appointment(workshop, rows):
    first = book(workshop)
    again = book(workshop)
    assert again.number == first.number
    assert len(rows(tables.Appointment, plate="京A12345")) == 1
    assert len(rows(tables.Outbox)) == 1


def test_a_newcomer_with_a_known_plate_and_phone_is_not_joined_to_their_owner(workshop, rows):
    made = book(workshop, plate="京N3K587", phone="13800138001")
    (row,) = rows(tables.Appointment, number=made.number)
    assert (row.customer_id, row.car_id, row.contact_name) == (None, None, None)
    assert booking.list_appointments(workshop, customer_id=1) == ()
    assert len(rows(tables.Customer)) == 9


def test_a_proven_owners_booking_carries_car_name_and_telephone(workshop, rows):
    (owner,) = rows(tables.Customer, name="孙丽")
    made = book(workshop, plate="京J7B053", phone=None, customer_id=owner.id)
    (row,) = rows(tables.Appointment, number=made.number)
    assert row.customer_id == owner.id
    assert (row.phone, row.contact_name, row.model_code) == ("13200132008", "孙丽", "chenfeng")
    assert row.car_id is not None


def test_an_owner_who_names_somebody_elses_plate_does_not_get_that_car(workshop, rows):
    (owner,) = rows(tables.Customer, name="孙丽")
    made = book(workshop, plate="京N3K587", customer_id=owner.id)
    (row,) = rows(tables.Appointment, number=made.number)
    assert (row.customer_id, row.car_id, row.model_code) == (owner.id, None, None)


def test_a_newcomer_with_another_makers_car_can_book_too(workshop, rows):
    made = book(workshop, model_code="toyota_corolla")
    assert rows(tables.Appointment, number=made.number)[0].model_code is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"plate": "京N3"}, "plate"),
        ({"plate": ""}, "plate"),
        ({"phone": None}, "phone"),
        ({"phone": "12345"}, "phone"),
        ({"job_codes": []}, "no_job"),
        ({"job_codes": ["teleportation"]}, "unknown_job"),
        ({"quantities": {"minor_service": 0}}, "quantity"),
        ({"starts_at": TUESDAY_3PM + timedelta(minutes=10)}, "grain"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(workshop, rows, changes, reason):
    with pytest.raises(InvalidValue) as refused:
        book(workshop, **changes)
    assert refused.value.reason == reason
    assert len(rows(tables.Appointment)) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"starts_at": datetime(2026, 11, 24, 8, 0, tzinfo=SHANGHAI)}, "closed"),
        ({"store_code": "YZ", "starts_at": datetime(2026, 11, 30, 10, tzinfo=SHANGHAI)}, "closed"),
        ({"starts_at": datetime(2026, 11, 24, 17, 30, tzinfo=SHANGHAI)}, "ends_after_closing"),
        ({"starts_at": datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)}, "too_soon"),
        ({"starts_at": datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)}, "too_soon"),
        ({"starts_at": datetime(2027, 1, 23, 10, 0, tzinfo=SHANGHAI)}, "too_far_ahead"),
        ({"store_code": "HD", "job_codes": ["battery_health_check"]}, "not_done_here"),
        ({"store_code": "HD", "job_codes": ["car_wash", "body_paint"]}, "not_done_here"),
        ({"job_codes": ["oil_change"], "model_code": "yundian"}, "not_for_this_car"),
        ({"store_code": "YZ", "model_code": "chenfeng"}, "not_for_this_car"),
    ],
)
def test_each_refusal_says_why(workshop, rows, changes, reason):
    with pytest.raises(Unavailable) as refused:
        book(workshop, **changes)
    assert refused.value.reason == reason
    assert len(rows(tables.Appointment)) == 1


def test_one_hour_ahead_and_sixty_days_ahead_are_still_possible(workshop, clock):
    clock.now = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
    book(workshop, starts_at=datetime(2026, 11, 23, 10, 30, tzinfo=SHANGHAI))
    book(workshop, starts_at=datetime(2027, 1, 22, 16, 30, tzinfo=SHANGHAI))


def test_a_job_that_ends_with_the_day_is_possible(workshop):
    made = book(workshop, starts_at=datetime(2026, 11, 24, 17, 0, tzinfo=SHANGHAI))
    assert made.ends_at == datetime(2026, 11, 24, 18, 0, tzinfo=SHANGHAI)


def test_without_a_certified_technician_high_voltage_work_is_not_booked(workshop, database):
    wish = {"job_codes": ["high_voltage_repair"], "model_code": "yundian"}
    with database.transaction() as session:
        session.execute(tables.TechnicianCertificate.__table__.delete())
    with pytest.raises(Unavailable, match="no_ev_technician"):
        book(workshop, **wish)


def test_the_third_visit_of_an_hour_is_the_last_that_three_technicians_can_do(workshop):
    for count in range(3):
        book(workshop, conversation_id=f"web-{count}")
    with pytest.raises(Unavailable, match="full"):
        book(workshop, conversation_id="web-9")
    book(workshop, conversation_id="web-9", starts_at=TUESDAY_3PM + timedelta(hours=1))


def test_a_cancelled_visit_gives_its_place_back(workshop, rows):
    visits = [book(workshop, conversation_id=f"web-{count}") for count in range(3)]
    booking.cancel(workshop, visits[0].number, conversation_id="web-0")
    book(workshop, conversation_id="web-9")
    (row,) = rows(tables.Appointment, number=visits[0].number)
    (promise,) = rows(tables.Promise, subject_type="appointment", subject_id=row.id)
    assert (row.status, promise.status) == ("cancelled", "withdrawn")
    kinds = [notice.kind for notice in rows(tables.Outbox, recipient="13011112222")]
    assert kinds.count("appointment_cancelled") == 1


def test_cancelling_twice_is_cancelling_once(workshop, rows):
    visit = book(workshop)
    booking.cancel(workshop, visit.number, conversation_id="web-1")
    assert booking.cancel(workshop, visit.number, conversation_id="web-1").status == "cancelled"
    assert len(rows(tables.Outbox, kind="appointment_cancelled")) == 1


def test_a_moved_visit_keeps_its_number_and_frees_its_old_place(workshop, rows):
    visits = [book(workshop, conversation_id=f"web-{count}") for count in range(3)]
    later = TUESDAY_3PM + timedelta(days=1)
    moved = booking.reschedule(
        workshop, visits[0].number, starts_at=later, store_code="HD", conversation_id="web-0"
    )
    assert (moved.number, moved.starts_at, moved.store_code) == (visits[0].number, later, "HD")
    book(workshop, conversation_id="web-9")  # the old place
    (row,) = rows(tables.Appointment, number=moved.number)
    assert [log.step for log in rows(tables.AppointmentLog, appointment_id=row.id)] == [
        "booked",
        "moved",
    ]
    promises = rows(tables.Promise, subject_type="appointment", subject_id=row.id)
    assert [(each.status, each.due_at) for each in promises] == [
        ("withdrawn", TUESDAY_3PM),
        ("open", later),
    ]


def test_a_visit_does_not_stand_in_its_own_way_when_it_moves_by_half_an_hour(workshop):
    visits = [book(workshop, conversation_id=f"web-{count}") for count in range(3)]
    half_past = TUESDAY_3PM + timedelta(minutes=30)
    moved = booking.reschedule(
        workshop, visits[0].number, starts_at=half_past, conversation_id="web-0"
    )
    assert moved.starts_at == half_past


def test_a_move_to_a_full_hour_is_refused_and_the_visit_stays(workshop, rows):
    for count in range(3):
        book(workshop, conversation_id=f"web-{count}")
    early = book(workshop, conversation_id="web-9", starts_at=TUESDAY_3PM - timedelta(hours=2))
    with pytest.raises(Unavailable, match="full"):
        booking.reschedule(workshop, early.number, starts_at=TUESDAY_3PM, conversation_id="web-9")
    (row,) = rows(tables.Appointment, number=early.number)
    assert row.starts_at == early.starts_at
    assert len(rows(tables.AppointmentLog, appointment_id=row.id)) == 1


@pytest.mark.parametrize(
    "who",
    [
        {"conversation_id": "web-2"},
        {"customer_id": 1},
        {"customer_id": 1, "conversation_id": "web-2"},
        {"conversation_id": ""},
        {},
    ],
)
def test_nobody_else_sees_moves_or_cancels_a_newcomers_visit(workshop, rows, who):
    visit = book(workshop)
    assert visit.number not in {each.number for each in booking.list_appointments(workshop, **who)}
    with pytest.raises(NotFound, match="appointment"):
        booking.cancel(workshop, visit.number, **who)
    with pytest.raises(NotFound, match="appointment"):
        later = TUESDAY_3PM + timedelta(hours=1)
        booking.reschedule(workshop, visit.number, starts_at=later, **who)
    assert rows(tables.Appointment, number=visit.number)[0].status == "booked"


def test_an_owners_visit_needs_the_owner_even_in_the_conversation_that_booked_it(workshop, rows):
    (owner,) = rows(tables.Customer, name="孙丽")
    visit = book(workshop, plate="京J7B053", customer_id=owner.id)
    assert booking.list_appointments(workshop, conversation_id="web-1") == ()
    with pytest.raises(NotFound):
        booking.cancel(workshop, visit.number, conversation_id="web-1")
    assert booking.cancel(workshop, visit.number, customer_id=owner.id).status == "cancelled"


def test_a_visit_that_has_begun_can_neither_be_moved_nor_cancelled(workshop, clock):
    visit = book(workshop)
    clock.now = TUESDAY_3PM
    with pytest.raises(NotAllowed, match="past"):
        booking.cancel(workshop, visit.number, conversation_id="web-1")
    with pytest.raises(NotAllowed, match="past"):
        later = TUESDAY_3PM + timedelta(days=1)
        booking.reschedule(workshop, visit.number, starts_at=later, conversation_id="web-1")


def test_coming_visits_are_listed_earliest_first_and_past_ones_are_not(workshop, clock):
    late = book(workshop, starts_at=TUESDAY_3PM + timedelta(days=1))
    soon = book(workshop)
    listed = booking.list_appointments(workshop, conversation_id="web-1")
    assert [each.number for each in listed] == [soon.number, late.number]
    clock.now = TUESDAY_3PM + timedelta(hours=2)
    listed = booking.list_appointments(workshop, conversation_id="web-1")
    assert [each.number for each in listed] == [late.number]


def test_a_held_window_is_kept_from_others_for_ten_minutes(workshop, clock):
    wash = {"store_code": "HD", "job_codes": ["car_wash"]}
    kept = booking.hold(workshop, "web-1", starts_at=TUESDAY_3PM, **wash)
    assert kept.expires_at == clock.now + timedelta(minutes=10)
    with pytest.raises(Unavailable, match="full"):
        book(workshop, conversation_id="web-2", **wash)
    clock.let_pass(minutes=10)
    assert book(workshop, conversation_id="web-2", **wash).status == "booked"
    with pytest.raises(Unavailable, match="full"):
        book(workshop, **wash)


def test_who_holds_a_window_may_book_it_and_then_holds_nothing(workshop, rows):
    wash = {"store_code": "HD", "job_codes": ["car_wash"]}
    booking.hold(workshop, "web-1", starts_at=TUESDAY_3PM, **wash)
    assert book(workshop, **wash).status == "booked"
    assert rows(tables.Hold) == []
    assert rows(tables.HoldJob) == []


def test_a_new_hold_lets_go_of_the_old_one(workshop, rows):
    wash = {"store_code": "HD", "job_codes": ["car_wash"]}
    booking.hold(workshop, "web-1", starts_at=TUESDAY_3PM, **wash)
    booking.hold(workshop, "web-1", starts_at=TUESDAY_3PM + timedelta(hours=1), **wash)
    assert len(rows(tables.Hold)) == 1
    assert book(workshop, conversation_id="web-2", **wash).status == "booked"


def test_a_released_window_is_free_at_once(workshop):
    wash = {"store_code": "HD", "job_codes": ["car_wash"]}
    booking.hold(workshop, "web-1", starts_at=TUESDAY_3PM, **wash)
    booking.release(workshop, "web-1")
    assert book(workshop, conversation_id="web-2", **wash).status == "booked"


def test_rows_that_outsiders_wrote_take_their_place_too(workshop, database):
    with database.transaction() as session:
        session.add_all(
            tables.Appointment(
                number=f"X{count}",
                store_code="CY",
                plate="京A00001",
                status="booked",
                starts_at=TUESDAY_3PM,
                ends_at=TUESDAY_3PM + timedelta(hours=1),
                source="phone",
            )
            for count in range(3)
        )
    with pytest.raises(Unavailable, match="full"):
        book(workshop)


def test_a_visit_longer_than_a_working_day_keeps_its_bay_on_each_open_day(workshop):
    monday_week = datetime(2026, 11, 30, 8, 30, tzinfo=SHANGHAI)
    made = book(
        workshop,
        job_codes=["body_paint"],
        quantities={"body_paint": 2},
        starts_at=monday_week,
    )
    # 16 hours of work on days of nine and a half
    assert made.ends_at == datetime(2026, 12, 1, 15, 0, tzinfo=SHANGHAI)
    for day in (0, 1):
        for count in range(2):
            book(
                workshop,
                conversation_id=f"web-{day}{count}",
                starts_at=monday_week + timedelta(days=day, hours=3, minutes=30),
            )
        with pytest.raises(Unavailable, match="full"):
            at_noon = monday_week + timedelta(days=day, hours=3, minutes=30)
            book(workshop, conversation_id="web-9", starts_at=at_noon)


def test_when_the_transaction_fails_nothing_of_the_booking_is_left(workshop, rows, monkeypatch):
    def fail(*_args, **_options):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("bot.services.appointments.add_promise", fail)
    with pytest.raises(RuntimeError):
        book(workshop)
    assert len(rows(tables.Appointment)) == 1
    assert rows(tables.Outbox) == []
    assert rows(tables.NumberSeries, series="AP2611")[0].last == 1
