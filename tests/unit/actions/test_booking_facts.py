"""What a booking hears in the words, and how it reads back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from actions import booking_facts as facts
from actions import job_words
from actions.base import Said
from actions.visit_changes import hear_shift
from bot.clock import SHANGHAI
from bot.services.catalogue import JobCard
from bot.services.identity import CarCard, Owner

NOW = datetime(2026, 11, 23, 10, 20, tzinfo=SHANGHAI)
LISTED = ["minor_service", "major_service", "car_wash", "wheel_alignment", "fault_diagnosis"]


def said(text: str, intent: str = "inform", **entities: Any) -> Said:
    found = []
    for name, values in entities.items():
        for value in values if isinstance(values, list) else [values]:
            found.append({"entity": name, "value": value, "text": str(value)})
    return Said(intent, text, found)


@pytest.mark.parametrize(
    ("text", "items", "known", "jobs"),
    [
        ("做个小保养", "minor_service", [], ["minor_service"]),
        ("小保养再加个洗车", ["minor_service", "car_wash"], [], ["minor_service", "car_wash"]),
        ("再加个洗车", "car_wash", ["minor_service"], ["minor_service", "car_wash"]),
        ("还是做大保养吧", "major_service", ["minor_service"], ["major_service"]),
        ("小保养", "minor_service", ["maintenance"], ["minor_service"]),
        ("顺便做四轮定位", "wheel_alignment", ["maintenance"], ["maintenance", "wheel_alignment"]),
        ("大的", "major_service", ["maintenance", "car_wash"], ["car_wash", "major_service"]),
        ("小保养，刹车有点响", "minor_service", [], ["minor_service", "fault_diagnosis"]),
        ("顺便看看刹车有点响", [], ["minor_service"], ["minor_service", "fault_diagnosis"]),
        ("小保养，再贴个膜", ["minor_service", "film"], [], ["minor_service"]),
        ("做个保养", "maintenance", [], ["maintenance"]),
        ("就约个保养", "maintenance", ["minor_service"], ["minor_service"]),
        ("洗节气门", "throttle_cleaning", [], ["fault_diagnosis"]),
        ("明天下午", [], ["minor_service"], ["minor_service"]),
    ],
)
def test_jobs(text: str, items: Any, known: list[str], jobs: list[str]) -> None:
    assert job_words.hear_jobs(said(text, service_item=items), known, LISTED) == jobs


def test_a_symptom_without_a_job_is_a_diagnosis_and_a_part_means_its_job() -> None:
    assert job_words.hear_jobs(said("刹车吱吱响，想来看看"), [], LISTED) == ["fault_diagnosis"]
    assert job_words.hear_jobs(said("换一下电瓶", part="battery_12v"), [], LISTED) == [
        "replace_12v_battery"
    ]
    assert job_words.hear_jobs(said("想约个时间"), [], LISTED) == []


def time(start: datetime, hours: float, grain: str, **more: Any) -> dict[str, Any]:
    end = start + timedelta(hours=hours)
    return {"start": start.isoformat(), "end": end.isoformat(), "grain": grain, **more}


def test_a_time_is_a_point_or_a_span() -> None:
    three = NOW.replace(hour=15, minute=0)
    point = facts.hear_span(said("三点", time=time(three, 1, "hour")), NOW, asked=True)
    assert point == facts.Span(three, three + timedelta(hours=1), is_point=True)
    span = facts.hear_span(said("三点到五点", time=time(three, 2, "hour")), NOW, asked=True)
    assert span is not None and not span.is_point
    noon = NOW.replace(hour=12, minute=0)
    part = facts.hear_span(said("下午", time=time(noon, 6, "part_of_day")), NOW, asked=False)
    assert part is not None and not part.is_point


def test_an_ambiguous_time_is_not_taken() -> None:
    value = time(NOW, 1, "hour", ambiguous=True)
    assert facts.hear_span(said("十二点", time=value), NOW, asked=True) is None


def test_as_soon_as_possible_is_the_next_days() -> None:
    span = facts.hear_span(said("越快越好"), NOW, asked=True)
    assert span == facts.Span(NOW, NOW + facts.SOON, is_point=False)
    assert facts.hear_span(said("都行"), NOW, asked=False) is None


def test_a_span_survives_its_slot() -> None:
    span = facts.Span(NOW, NOW + timedelta(hours=2), is_point=False)
    assert facts.Span.from_slot(span.as_slot()) == span


OWNER = Owner(
    2, "李强", "李先生", "13900139002",
    (
        CarCard(1, "京AD12345", "yundian", "云电", "bev", 31_000),
        CarCard(2, "京N8H312", "chenfeng", "晨风", "petrol", 88_000),
    ),
)  # fmt: skip


def test_another_day_keeps_the_hour_that_was_settled() -> None:
    three = NOW.replace(hour=15, minute=0)
    settled = facts.Span(three, three + timedelta(hours=1), is_point=True)
    midnight = NOW.replace(hour=0, minute=0) + timedelta(days=2)
    day = facts.Span(midnight, midnight + timedelta(days=1), is_point=False)
    kept = facts.keep_hour(day, settled.as_slot())
    assert kept.start == three + timedelta(days=2) and kept.is_point
    assert facts.keep_hour(day, None) == day
    assert facts.keep_hour(settled, settled.as_slot()) == settled


def test_the_car_is_found_by_plate_or_series() -> None:
    by_plate = facts.find_car(said("那台", plate="京N8H312"), OWNER)
    by_model = facts.find_car(said("云电那台", vehicle_model="yundian"), OWNER)
    assert by_plate is OWNER.cars[1] and by_model is OWNER.cars[0]
    assert facts.find_car(said("车"), OWNER) is None
    assert facts.find_car(said("云电", vehicle_model="yundian"), None) is None


def test_work_for_electric_cars_does_not_fit_a_petrol_car() -> None:
    assert facts.fits("traction_battery", OWNER.cars[0])
    assert not facts.fits("traction_battery", OWNER.cars[1])
    assert not facts.fits("engine", OWNER.cars[0])
    assert facts.fits("any", OWNER.cars[1]) and facts.fits("engine", None)


def test_what_is_to_be_changed_is_opened_again() -> None:
    assert facts.hear_reopened(said("改时间")) == ("booking_time", "booking_start")
    assert facts.hear_reopened(said("门店不对")) == ("booking_store", "booking_start")
    assert facts.hear_reopened(said("时间改到周五", time=time(NOW, 1, "day"))) == ()
    assert facts.hear_reopened(said("可以")) == ()


def job(code: str, price_fen: int | None, unit: str = "visit") -> JobCard:
    return JobCard(code, code, 60, price_fen, unit, "any", False, ("CY",))


@pytest.mark.parametrize(
    ("jobs", "price"),
    [
        ([job("a", 38_000)], "380元"),
        ([job("a", 38_000), job("b", 4_000)], "共420元"),
        ([job("a", 46_000, "tyre")], "每条460元"),
        ([job("a", 46_000, "tyre"), job("b", 38_000)], "a每条460元，b380元"),
        ([job("a", None), job("b", 4_000)], "检测后报价"),
        ([job("a", 0)], "免费"),
    ],
)
def test_prices_are_read_back(jobs: list[JobCard], price: str) -> None:
    assert facts.say_price(jobs, {}) == price


def test_tyres_and_panels_are_counted() -> None:
    assert job_words.hear_quantities(said("换四条轮胎"), ["replace_tyre"]) == {"replace_tyre": 4}
    assert job_words.hear_quantities(said("换轮胎"), ["replace_tyre"]) == {}
    assert job_words.hear_quantities(said("两个小时后来洗车"), ["car_wash"]) == {}
    both = ["replace_tyre", "body_paint"]
    counted = {"replace_tyre": 2, "body_paint": 3}
    assert job_words.hear_quantities(said("换两条胎，再喷三个面的漆"), both) == counted
    tyres = [job("replace_tyre", 46_000, "tyre")]
    assert facts.say_price(tyres, {"replace_tyre": 4}) == "共1,840元"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("换一个轮胎", 1),
        ("轮胎换四个", 4),
        ("换轮胎，两个", 2),
        ("换两个前轮", 2),
        ("四个", 4),
        ("4条都换", 4),
        ("换轮胎一个小时够吗", None),
        ("我一个朋友说该换轮胎了", None),
        ("换轮胎，一个人去行吗", None),
        ("给我约一个换轮胎", None),
    ],
)
def test_only_what_is_said_of_tyres_counts_them(text: str, count: int | None) -> None:
    counted = {} if count is None else {"replace_tyre": count}
    assert job_words.hear_quantities(said(text), ["replace_tyre"]) == counted


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (30, "大约30分钟"),
        (60, "大约1小时"),
        (90, "大约1小时30分钟"),
        (480, "大约1天"),
        (960, "大约2天"),
    ],
)
def test_durations_are_read_back(minutes: int, words: str) -> None:
    assert facts.say_duration(minutes) == words


SATURDAY = datetime(2026, 11, 28, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("words", "moves"),
    [
        ("十点半", True),
        ("下午两点", True),
        ("上午", True),
        ("10:30", True),
        ("今天下午两点", False),
        ("周一十点", False),
        ("两小时后", False),
        ("十分钟后", False),
    ],
)
def test_only_a_bare_time_of_day_stays_on_the_day_being_talked_about(
    words: str, moves: bool
) -> None:
    start = NOW.replace(hour=14, minute=0)
    heard = Said("inform", words, [{"entity": "time", "value": {}, "text": words}])
    span = facts.keep_day(
        facts.Span(start, start + timedelta(hours=1), True), heard, SATURDAY.date()
    )
    assert span.start == (start + timedelta(days=5) if moves else start)
    assert span.end - span.start == timedelta(hours=1)


def test_the_day_being_talked_about() -> None:
    def offer(moment: datetime) -> dict[str, Any]:
        return {"title": "", "entity": "time", "value": {"start": moment.isoformat()}}

    next_day = SATURDAY + timedelta(days=1)
    weekend = facts.Span(SATURDAY, SATURDAY + timedelta(days=2), False).as_slot()
    week = facts.Span(NOW, NOW + timedelta(days=7), False).as_slot()
    assert facts.day_in_talk([], week, next_day.isoformat()) == next_day.date()
    assert facts.day_in_talk([offer(next_day)], weekend, None) == next_day.date()
    assert facts.day_in_talk([offer(SATURDAY), offer(next_day)], weekend, None) == SATURDAY.date()
    assert facts.day_in_talk([offer(SATURDAY), offer(next_day)], week, None) is None
    assert facts.day_in_talk([], None, None) is None


def test_what_is_past_or_too_far_is_a_time_even_when_ambiguous() -> None:
    past = time(NOW - timedelta(hours=3), 1, "hour", ambiguous=True)
    far = time(NOW + timedelta(days=90), 24, "day", ambiguous=True)
    near = time(NOW + timedelta(hours=3), 1, "hour", ambiguous=True)
    assert facts.hear_span(said("", time=past), NOW, True) is not None
    assert facts.hear_span(said("", time=far), NOW, True) is not None
    assert facts.hear_span(said("", time=near), NOW, True) is None


def test_any_of_the_offered_windows_is_the_first_of_them() -> None:
    first, second = (
        time(SATURDAY, 0.5, "minute"),
        time(SATURDAY + timedelta(hours=2), 0.5, "minute"),
    )
    offered = [{"title": "", "entity": "time", "value": value} for value in (first, second)]
    for words in ("都行", "尽快"):
        span = facts.hear_span(said(words), NOW, True, offered)
        assert span is not None and span.start == SATURDAY and span.is_point


def test_a_bare_weekday_is_the_one_on_offer() -> None:
    offered = [
        {"title": "", "entity": "time", "value": time(SATURDAY + timedelta(days=days), 1, "minute")}
        for days in (2, 3, 4)  # Monday to Wednesday of the week after next
    ]
    tomorrow = datetime(2026, 11, 24, tzinfo=SHANGHAI)
    span = facts.Span(tomorrow, tomorrow + timedelta(days=1), False)
    heard = Said("inform", "周二", [{"entity": "time", "value": {}, "text": "周二"}])
    assert facts.keep_week(span, heard, offered).start == datetime(2026, 12, 1, tzinfo=SHANGHAI)
    assert facts.keep_week(span, heard, []) == span
    named = Said("inform", "明天", [{"entity": "time", "value": {}, "text": "明天"}])
    assert facts.keep_week(span, named, offered) == span


@pytest.mark.parametrize(
    ("text", "duration", "shift"),
    [
        ("推迟两个小时", "PT2H", timedelta(hours=2)),
        ("往后延半个小时", "PT30M", timedelta(minutes=30)),
        ("提前一天", "P1D", -timedelta(days=1)),
        ("晚一个半小时到", "PT1H30M", timedelta(minutes=90)),
        ("要做两个小时吗", "PT2H", None),
        ("推迟一年", "P1Y", None),
        ("推迟", None, None),
    ],
)
def test_by_how_much_a_visit_is_to_move(
    text: str, duration: str | None, shift: timedelta | None
) -> None:
    values = {"duration": duration} if duration else {}
    assert hear_shift(said(text, **values)) == shift
