"""What a booking is about, read from what was said: jobs, car, store and time; and how it is read back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from actions.base import Said, Talk
from actions.form import Question
from actions.wording import say_day, say_list, say_moment, say_yuan
from bot.clock import SHANGHAI
from bot.services import catalogue
from bot.services.catalogue import JobCard, StoreCard
from bot.services.identity import CarCard, Owner
from bot.shop.calendar import find_no_day

ANY_WORDS = (
    "都行",
    "都可以",
    "随便",
    "哪家都",
    "无所谓",
    "你定",
    "您定",
    "你看着",
    "您看着",
    "最近的",
    "近的",
)
SOON_WORDS = (
    "尽快",
    "最早",
    "越快越好",
    "越早越好",
    "马上",
    "有空就",
    "随时",
    "哪天都",
    "都行",
    "都可以",
)

#: Drives as people say them.
DRIVE_NAMES = {"traction_battery": "电动和混动车", "engine": "有发动机的车"}
#: How far ahead "as soon as possible" looks.
SOON = timedelta(days=7)
FARTHEST = timedelta(days=60)
#: A wish of more days than a weekend talks about no day in particular.
LONGEST_DAYS = timedelta(days=2)


@dataclass(frozen=True)
class Span:
    """A wished time: any start in [start, end); `is_point` when one exact start is meant."""

    start: datetime
    end: datetime
    is_point: bool

    def as_slot(self) -> dict[str, Any]:
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "is_point": self.is_point,
        }

    def as_value(self) -> dict[str, Any]:
        """As understanding would have found it."""
        start, end = self.start.astimezone(SHANGHAI), self.end.astimezone(SHANGHAI)
        return {"start": start.isoformat(), "end": end.isoformat(), "grain": "minute"}

    @staticmethod
    def from_slot(slot: dict[str, Any]) -> Span:
        return Span(
            datetime.fromisoformat(slot["start"]),
            datetime.fromisoformat(slot["end"]),
            slot["is_point"],
        )


def hear_span(
    said: Said,
    now: datetime,
    asked: bool,
    offered: Sequence[Mapping[str, Any]] = (),
    wished: bool = False,
) -> Span | None:
    """The wished time; None when none was said or it was ambiguous (then it is asked again).

    `asked` says that the question was about the time: then 「尽快」 and 「都行」 are answers too, and
    mean the first of the windows `offered`; so does a plain 「行」 when they fit a time `wished` before.
    """
    value = said.value("time")
    start = datetime.fromisoformat(value["start"]) if value else now
    end = datetime.fromisoformat(value["end"]) if value else now
    # However it was meant, what is past or too far away cannot be booked, which is said instead.
    beyond = end <= now or start > now + FARTHEST
    weekday_to_come = bool(value) and _is_weekday(said) and start.date() - now.date() == WEEK
    if value and (beyond or weekday_to_come or not value.get("ambiguous")):
        return Span(start, end, value.get("grain") in ("minute", "hour") and _is_point(value))
    agrees = asked and wished and said.intent == "affirm" and not said.entities
    times = [offer["value"] for offer in offered if offer["entity"] == "time"] if asked else []
    if (agrees and times) or (
        any(word in said.text for word in SOON_WORDS) and (asked or "快" in said.text)
    ):
        if times:
            first = datetime.fromisoformat(times[0]["start"])
            return Span(first, datetime.fromisoformat(times[0]["end"]), is_point=True)
        return Span(now, now + SOON, is_point=False)
    return None


def keep_hour(span: Span, before: dict[str, Any] | None) -> Span:
    """Another day, said after a time of day was settled, means that time on that day."""
    if not before or span.end - span.start != timedelta(days=1):
        return span
    settled = Span.from_slot(before)
    if not settled.is_point:
        return span
    hour = settled.start.astimezone(SHANGHAI).time()
    start = datetime.combine(span.start.date(), hour, SHANGHAI)
    return Span(start, start + (settled.end - settled.start), is_point=True)


#: All that a time of day is written with; 「今晚」, 「周六」, 「两小时后」 hold something else.
_CLOCK = re.compile(
    r"(?!.*分钟.?后)(?=.*[点时:：早晚晨午夜])"
    r"[\d零〇一二两三四五六七八九十点时:：半整刻分钟凌清早晨上中下午后傍晚夜里到至前左右以之约~～\-—]+"
)


def keep_day(span: Span, said: Said, day: date | None) -> Span:
    """A bare time of day (「十点半」, 「下午」) means the day that is being talked about."""
    words = [item.get("text") or "" for item in said.entities if item["entity"] == "time"]
    if day is None or not words or not _CLOCK.fullmatch(words[-1].replace(" ", "")):
        return span
    away = day - span.start.astimezone(SHANGHAI).date()
    return Span(span.start + away, span.end + away, span.is_point)


def keep_coming(span: Span, said: Said, now: datetime) -> Span:
    """A bare weekday, or an hour of the night, that is over is the next one: nobody comes in the past."""
    if span.end > now:
        return span
    if _is_weekday(said):
        return Span(span.start + WEEK, span.end + WEEK, span.is_point)
    by_night = span.is_point and any(word in said.text for word in NIGHT_WORDS)
    one = timedelta(days=1) if by_night else timedelta()
    return Span(span.start + one, span.end + one, span.is_point)


NIGHT_WORDS = ("半夜", "凌晨", "午夜", "夜里", "零点")
WEEK = timedelta(days=7)


def _is_weekday(said: Said) -> bool:
    words = [item.get("text") or "" for item in said.entities if item["entity"] == "time"]
    return bool(words) and bool(_WEEKDAY.match(words[-1]))


_WEEKDAY = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天末]?")


def keep_week(span: Span, said: Said, offered: Sequence[Mapping[str, Any]]) -> Span:
    """A bare weekday (「周二」) means the one among the days that are offered."""
    words = [item.get("text") or "" for item in said.entities if item["entity"] == "time"]
    if not words or not _WEEKDAY.match(words[-1]):
        return span
    times = [offer["value"]["start"] for offer in offered if offer["entity"] == "time"]
    days = {datetime.fromisoformat(time).astimezone(SHANGHAI).date() for time in times}
    wished = span.start.astimezone(SHANGHAI).date()
    same = [day for day in days if day.weekday() == wished.weekday()]
    if len(same) != 1:
        return span
    return Span(span.start + (same[0] - wished), span.end + (same[0] - wished), span.is_point)


def day_in_talk(
    offered: Sequence[Mapping[str, Any]], wished: Mapping[str, Any] | None, start: str | None
) -> date | None:
    """The day being talked about: of the chosen window, of all windows offered, or of the wish."""
    if start:
        return datetime.fromisoformat(start).astimezone(SHANGHAI).date()
    times = [offer["value"]["start"] for offer in offered if offer["entity"] == "time"]
    days = {datetime.fromisoformat(time).astimezone(SHANGHAI).date() for time in times}
    if len(days) == 1:
        return days.pop()
    span = Span.from_slot(dict(wished)) if wished else None
    if span and span.end - span.start <= LONGEST_DAYS:
        return span.start.astimezone(SHANGHAI).date()
    return None


def _is_point(value: dict[str, Any]) -> bool:
    """「三点」 ends one grain after it starts; 「九点到十一点」 does not."""
    length = datetime.fromisoformat(value["end"]) - datetime.fromisoformat(value["start"])
    return (
        length <= timedelta(hours=1) if value["grain"] == "hour" else length <= timedelta(minutes=1)
    )


def hear_store(said: Said, stores: Sequence[StoreCard], asked: bool) -> str | None:
    """The store's code, "any" for 「哪家都行」, or None."""
    code = said.value("store")
    if code:
        return str(code)
    districts = [str(name).rstrip("区") for name in said.values("district")]
    for store in stores:
        if any(name and name in store.district for name in districts):
            return store.code
    names_stores = asked or any(word in said.text for word in ("哪家", "哪个店", "店"))
    if names_stores and any(word in said.text for word in ANY_WORDS):
        return "any"
    return None


#: 「电车呢」, 「油车那台」.
_DRIVE_WORDS = (
    (("电车", "电动车", "新能源车", "混动"), ("bev", "phev")),
    (("油车", "汽油车", "燃油车"), ("petrol",)),
)


def find_car(said: Said, owner: Owner | None) -> CarCard | None:
    """The owner's car that the words mean, by plate, series or kind of drive."""
    if owner is None:
        return None
    plate, model = said.value("plate"), said.value("vehicle_model")
    drives = [set(kinds) for words, kinds in _DRIVE_WORDS if any(w in said.text for w in words)]
    matching = [
        car
        for car in owner.cars
        if car.plate == plate
        or car.model_code == model
        or (not model and car.model_name in said.text)
    ]
    if not (matching or plate or model) and len(drives) == 1:
        matching = [car for car in owner.cars if car.energy in drives[0]]
    return matching[0] if len(matching) == 1 else None


def fits(drive: str, car: CarCard | None) -> bool:
    """Whether work (or a store) for this drive suits the car; an unknown car suits."""
    return suits(drive, car.energy if car else None)


def suits(drive: str, energy: str | None) -> bool:
    """The same for a car of which only this is known: bev, phev or petrol."""
    if energy is None or drive == "any":
        return True
    return energy in ("bev", "phev") if drive == "traction_battery" else energy != "bev"


def can_do(store: StoreCard, jobs: Sequence[JobCard], car: CarCard | None) -> bool:
    """Whether the store takes this car and does all the jobs."""
    return fits(store.drive, car) and all(job.code in store.job_codes for job in jobs)


#: What 「改时间」 and the like open again.
REOPENS = (
    (("时间", "日子", "钟点"), ("booking_time", "booking_start")),
    (("门店", "店", "地方"), ("booking_store", "booking_start")),
    (("项目",), ("booking_jobs", "booking_start")),
    (("车牌", "车"), ("booking_plate",)),
    (("电话", "手机"), ("booking_phone",)),
)
CHANGE_WORDS = ("改", "换", "不对", "错", "重新")


def hear_reopened(said: Said) -> tuple[str, ...]:
    """The slots to ask again after 「改时间」, 「门店不对」; none when new values came with it."""
    if said.entities or not any(word in said.text for word in CHANGE_WORDS):
        return ()
    for words, slots in REOPENS:
        if any(word in said.text for word in words):
            return slots
    return ()


def says_no_day(talk: Talk) -> bool:
    """「二月三十号」: says that there is no such day."""
    day = find_no_day(talk.said.text)
    if day:
        talk.say("utter_booking_no_such_day", day=day)
    return bool(day)


def store_question(slot: str, stores: Sequence[StoreCard]) -> Question:
    """Which of these stores?"""
    means = {store.name: store.code for store in stores}
    return Question(
        slot,
        "utter_booking_ask_store",
        buttons=tuple(means),
        explain="utter_booking_explain_store",
        entity="store",
        means=means,
    )


def job_cards(talk: Talk, codes: Sequence[str]) -> list[JobCard]:
    """The catalogue's cards of these codes, in order; unknown codes are left out."""
    listed = {job.code: job for job in talk.ask_shop(catalogue.list_jobs)}
    return [listed[code] for code in codes if code in listed]


def say_jobs(jobs: Sequence[JobCard]) -> str:
    return say_list([job.name for job in jobs])


QUOTED_LATER = "检测后报价"
_EACH = {"tyre": "每条", "panel": "每面"}


def say_price(jobs: Sequence[JobCard], quantities: Mapping[str, int]) -> str:
    """「380元」, 「共420元」, 「检测后报价」, 「免费」.

    While nobody said how many there is no sum: 「每条460元」, 「更换轮胎每条460元，小保养380元」.
    """
    if any(job.price_fen is None for job in jobs):
        return QUOTED_LATER
    if any(job.unit in _EACH and job.code not in quantities for job in jobs):
        named = len(jobs) > 1
        return "，".join((job.name if named else "") + _say_line(job, quantities) for job in jobs)
    fen = sum(_line_fen(job, quantities) for job in jobs)
    several = len(jobs) > 1 or quantities.get(jobs[0].code, 1) > 1
    return f"共{say_yuan(fen)}" if several and fen else _say_fen(fen)


def _say_line(job: JobCard, quantities: Mapping[str, int]) -> str:
    unit = "" if job.code in quantities else _EACH.get(job.unit, "")
    return unit + _say_fen(_line_fen(job, quantities))


def _line_fen(job: JobCard, quantities: Mapping[str, int]) -> int:
    return (job.price_fen or 0) * quantities.get(job.code, 1)


def _say_fen(fen: int) -> str:
    return say_yuan(fen) if fen else "免费"


def say_duration(minutes: int) -> str:
    """「大约一个半小时」-like, in half hours; from a working day on 「大约一天」."""
    if minutes >= 480:
        return f"大约{-(-minutes // 480)}天"
    if minutes < 60:
        return f"大约{minutes}分钟"
    hours, rest = divmod(minutes, 60)
    return f"大约{hours}小时" + (f"{rest}分钟" if rest else "")


def say_day_of(moment: datetime, talk: Talk) -> str:
    return say_day(moment.astimezone(SHANGHAI).date(), talk.now.astimezone(SHANGHAI).date())


def say_when(moment: datetime, talk: Talk) -> str:
    return say_moment(moment.astimezone(SHANGHAI), talk.now)
