"""What a search finds, why it finds nothing, and what comes nearest then."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from bot.services import booking
from bot.services.booking import search
from bot.services.errors import InvalidValue, NotFound
from bot.shop.calendar import SHANGHAI
from bot.shop.holidays import read_days
from bot.storage import tables


def at(day: int, clock: str) -> datetime:
    """A moment of November 2026."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), SHANGHAI)


def starts(windows) -> list[str]:
    return [f"{window.starts_at:%d %H:%M}" for window in windows]


def fill(workshop, store: str, job: str, moment: datetime, places: int) -> None:
    for place in range(places):
        booking.book(
            workshop,
            conversation_id=f"{moment.isoformat()}-{place}",
            store_code=store,
            job_codes=[job],
            starts_at=moment,
            plate=f"京B{place:05d}",
            phone="13100000000",
        )


def test_the_windows_of_an_afternoon_are_half_an_hour_apart(workshop):
    found = search(workshop, "CY", ["minor_service"], at(24, "15:00"), at(24, "18:00"))
    assert starts(found.windows) == ["24 15:00", "24 15:30", "24 16:00", "24 16:30", "24 17:00"]
    assert found.reason is None
    assert found.nearest == found.other_stores == ()
    assert found.windows[0].ends_at == at(24, "16:00")


def test_all_stores_are_searched_when_none_is_named(workshop):
    found = search(workshop, None, ["minor_service"], at(24, "09:00"), at(24, "10:00"))
    assert [(window.store_code, f"{window.starts_at:%H:%M}") for window in found.windows] == [
        ("CY", "09:00"),
        ("HD", "09:00"),
        ("YZ", "09:00"),
        ("CY", "09:30"),
        ("HD", "09:30"),
        ("YZ", "09:30"),
    ]


def test_a_petrol_car_is_not_sent_to_the_ev_centre(workshop):
    found = search(
        workshop,
        None,
        ["minor_service"],
        at(24, "09:00"),
        at(24, "10:00"),
        model_code="chenfeng",
    )
    assert {window.store_code for window in found.windows} == {"CY", "HD"}


def test_a_full_hour_offers_the_three_nearest_windows_and_the_other_stores(workshop):
    fill(workshop, "HD", "minor_service", at(24, "15:00"), places=2)
    found = search(workshop, "HD", ["minor_service"], at(24, "15:00"), at(24, "15:30"))
    assert found.windows == ()
    assert found.reason == "full"
    assert starts(found.nearest) == ["24 14:00", "24 16:00", "24 16:30"]
    assert [(window.store_code, window.starts_at) for window in found.other_stores] == [
        ("CY", at(24, "15:00")),
        ("YZ", at(24, "15:00")),
    ]


def test_a_store_that_does_not_do_the_job_sends_to_those_that_do(workshop):
    found = search(
        workshop, "HD", ["battery_health_check"], at(24, "15:00"), at(24, "16:00"), energy="bev"
    )
    assert found.reason == "not_done_here"
    assert found.nearest == ()
    assert {window.store_code for window in found.other_stores} == {"CY", "YZ"}


def test_other_stores_say_their_nearest_when_the_asked_one_never_does_the_job(workshop):
    sunday_night = (at(29, "21:00"), at(29, "22:00"))
    found = search(workshop, "HD", ["high_voltage_repair"], *sunday_night, energy="bev")
    assert [(window.store_code, window.starts_at) for window in found.other_stores] == [
        ("CY", at(29, "15:00")),
        ("YZ", at(29, "15:00")),
    ]


@pytest.mark.parametrize(
    ("store", "job", "span", "reason"),
    [
        ("CY", "minor_service", (at(24, "18:00"), at(24, "20:00")), "closed"),
        ("YZ", "minor_service", (at(30, "09:00"), at(30, "18:00")), "closed"),
        ("CY", "window_film", (at(24, "15:00"), at(24, "17:00")), "ends_after_closing"),
        ("CY", "minor_service", (at(23, "09:00"), at(23, "10:00")), "too_soon"),
        ("CY", "minor_service", (at(20, "09:00"), at(20, "18:00")), "too_soon"),
        (
            "CY",
            "minor_service",
            (datetime(2027, 3, 1, 9, tzinfo=SHANGHAI), datetime(2027, 3, 2, tzinfo=SHANGHAI)),
            "too_far_ahead",
        ),
        ("CY", "battery_health_check", (at(24, "09:00"), at(24, "10:00")), "not_for_this_car"),
    ],
)
def test_a_search_that_finds_nothing_says_why(workshop, store, job, span, reason):
    found = search(workshop, store, [job], *span, energy="petrol" if "battery" in job else None)
    assert (found.windows, found.reason) == ((), reason)


def test_no_ev_technician_is_said_only_where_the_store_would_do_the_job(workshop, database):
    with database.transaction() as session:
        session.execute(tables.TechnicianCertificate.__table__.delete())
    span = (at(24, "09:00"), at(24, "12:00"))
    reasons = {
        store: search(workshop, store, ["high_voltage_repair"], *span, energy="bev").reason
        for store in ("CY", "HD", "YZ")
    }
    assert reasons == {"CY": "no_ev_technician", "HD": "not_done_here", "YZ": "no_ev_technician"}
    assert search(workshop, None, ["high_voltage_repair"], *span).reason == "no_ev_technician"


def test_after_the_diarys_last_day_the_nearest_are_its_last_windows(workshop):
    span = (datetime(2027, 3, 1, 9, tzinfo=SHANGHAI), datetime(2027, 3, 1, 10, tzinfo=SHANGHAI))
    found = search(workshop, "CY", ["minor_service"], *span)
    assert starts(found.nearest) == ["22 16:00", "22 16:30", "22 17:00"]
    assert {window.starts_at.month for window in found.nearest} == {1}


def test_today_the_nearest_are_the_next_possible_ones(workshop):
    found = search(workshop, "CY", ["minor_service"], at(23, "09:00"), at(23, "10:00"))
    assert starts(found.nearest) == ["23 10:30", "23 11:00", "23 11:30"]


def test_on_a_day_that_the_store_stays_closed_the_next_morning_comes_nearest(workshop, database):
    with database.transaction() as session:
        session.add(tables.StoreException(store_code="CY", applies_on=date(2026, 11, 24)))
    found = search(workshop, "CY", ["minor_service"], at(24, "09:00"), at(24, "18:00"))
    assert found.reason == "closed"
    assert starts(found.nearest) == ["25 08:30", "25 09:00", "25 09:30"]
    assert {window.store_code for window in found.other_stores} == {"HD", "YZ"}


def test_shorter_hours_of_one_day_count(workshop, database):
    with database.transaction() as session:
        session.add(
            tables.StoreException(
                store_code="CY",
                applies_on=date(2026, 11, 24),
                opens=time(13, 0),
                closes=time(15, 0),
                reason="盘点",
            )
        )
    found = search(workshop, "CY", ["minor_service"], at(24, "00:00"), at(25, "00:00"))
    assert starts(found.windows) == ["24 13:00", "24 13:30", "24 14:00"]


def test_a_store_may_keep_the_national_holidays(workshop, database, clock):
    clock.now = datetime(2026, 9, 28, 9, 30, tzinfo=SHANGHAI)
    national_day = (
        datetime(2026, 10, 1, tzinfo=SHANGHAI),
        datetime(2026, 10, 2, tzinfo=SHANGHAI),
    )
    assert search(workshop, "CY", ["car_wash"], *national_day).windows
    with database.transaction() as session:
        session.get(tables.Store, "CY").open_on_holidays = False
    assert search(workshop, "CY", ["car_wash"], *national_day).reason == "closed"


def test_a_holiday_that_the_shop_adds_itself_closes_it(workshop, database):
    with database.transaction() as session:
        session.get(tables.Store, "CY").open_on_holidays = False
        session.add(tables.Holiday(applies_on=date(2026, 11, 24), name="店庆"))
    span = (at(24, "09:00"), at(24, "18:00"))
    assert search(workshop, "CY", ["car_wash"], *span).reason == "closed"


def test_a_holiday_of_a_later_year_closes_a_store_that_keeps_them(workshop, database, monkeypatch):
    announced = read_days("off\t2026-11-24\t2026-11-25\n")
    monkeypatch.setattr("bot.services.opening.announced_days", lambda: announced)
    span = (at(24, "09:00"), at(24, "18:00"))
    assert search(workshop, "CY", ["car_wash"], *span).windows
    with database.transaction() as session:
        session.get(tables.Store, "CY").open_on_holidays = False
    assert search(workshop, "CY", ["car_wash"], *span).reason == "closed"


def test_two_jobs_in_one_visit_are_done_one_after_another(workshop):
    found = search(workshop, "CY", ["minor_service", "car_wash"], at(24, "16:00"), at(24, "18:00"))
    assert starts(found.windows) == ["24 16:00", "24 16:30"]
    assert found.windows[0].ends_at == at(24, "17:30")


def test_two_jobs_that_no_single_store_does_say_so(workshop):
    jobs = ["body_paint", "battery_health_check"]
    span = (at(24, "08:30"), at(24, "12:00"))
    assert search(workshop, None, jobs, *span).reason is None  # CY does both
    assert search(workshop, "YZ", jobs, *span).reason == "not_done_here"


def test_four_tyres_take_four_times_as_long(workshop):
    found = search(
        workshop,
        "HD",
        ["replace_tyre"],
        at(24, "18:00"),
        at(24, "20:00"),
        quantities={"replace_tyre": 4},
    )
    assert starts(found.windows) == ["24 18:00"]
    assert found.windows[0].ends_at == at(24, "20:00")


def test_what_the_conversation_holds_is_free_for_itself_only(workshop):
    booking.hold(workshop, "web-1", "HD", ["car_wash"], at(24, "15:00"))
    span = (at(24, "15:00"), at(24, "15:30"))
    assert search(workshop, "HD", ["car_wash"], *span).reason == "full"
    assert search(workshop, "HD", ["car_wash"], *span, conversation_id="web-1").windows


def test_the_visit_that_is_to_be_moved_does_not_stand_in_its_own_way(workshop):
    fill(workshop, "HD", "car_wash", at(24, "15:00"), places=1)
    span = (at(24, "15:00"), at(24, "15:30"))
    assert search(workshop, "HD", ["car_wash"], *span).reason == "full"
    assert search(workshop, "HD", ["car_wash"], *span, moving="AP26110002").windows


def test_ev_work_leaves_the_general_technicians_free(workshop):
    fill(workshop, "CY", "high_voltage_repair", at(24, "09:00"), places=1)
    fill(workshop, "CY", "minor_service", at(24, "09:00"), places=2)
    span = (at(24, "09:00"), at(24, "09:30"))
    assert search(workshop, "CY", ["minor_service"], *span).reason == "full"  # three technicians
    assert search(workshop, "CY", ["high_voltage_repair"], *span).reason == "full"


def test_an_empty_span_or_an_unknown_store_is_refused(workshop):
    with pytest.raises(InvalidValue, match="span"):
        search(workshop, "CY", ["car_wash"], at(24, "10:00"), at(24, "10:00"))
    with pytest.raises(NotFound, match="store"):
        search(workshop, "XX", ["car_wash"], at(24, "10:00"), at(24, "11:00"))


def test_a_search_over_the_whole_diary_is_quick(workshop, clock):
    begin = datetime.now()
    found = search(workshop, None, ["minor_service"], clock.now, clock.now + timedelta(days=60))
    assert len(found.windows) > 1000
    assert datetime.now() - begin < timedelta(seconds=5)
