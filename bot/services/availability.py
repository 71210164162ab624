"""When and where a visit can be had; and if not, why not and what comes nearest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.diary import Diary, JobNeed, days_ahead, read_diaries, read_jobs
from bot.services.errors import InvalidValue, NotFound
from bot.services.room import energy_of, refusal
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.capacity import GRAIN, is_too_far_ahead, is_too_soon, starts_on
from bot.storage import tables

NEAREST = 3
"""How many nearest windows are offered."""
REASONS = (
    "full",  # open and staffed, but taken
    "ends_after_closing",  # the visit would not be done before the store closes
    "closed",
    "too_soon",
    "too_far_ahead",
    "no_ev_technician",  # nobody there holds the certificate
    "not_for_this_car",  # the store does not take cars of this kind, or the job does not fit the car
    "not_done_here",  # the store does not do one of the jobs
)
"""Why there is no window; where several stores refuse, the first of these that one of them gives."""

_STORES = select(tables.Store).order_by(tables.Store.position)


@dataclass(frozen=True)
class Window:
    """A bookable time: the car is brought at `starts_at` and done at `ends_at` (Asia/Shanghai)."""

    store_code: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Availability:
    """What a search found."""

    windows: tuple[Window, ...]
    """Those that begin in the span asked for, earliest first."""
    reason: str | None
    """One of REASONS when there is none."""
    nearest: tuple[Window, ...]
    """Then: up to three that come nearest, in the stores asked for."""
    other_stores: tuple[Window, ...]
    """Then: one for each other store that could do it, in the span where the store asked for is
    only full or closed, else its nearest."""


@dataclass(frozen=True)
class _Wish:
    jobs: tuple[JobNeed, ...]
    energy: str | None
    earliest: datetime
    latest: datetime
    now: datetime


def search(
    workshop: Workshop,
    store_code: str | None,
    job_codes: Sequence[str],
    earliest: datetime,
    latest: datetime,
    *,
    model_code: str | None = None,
    energy: str | None = None,
    quantities: Mapping[str, int] | None = None,
    conversation_id: str | None = None,
    moving: str | None = None,
) -> Availability:
    """The windows for a visit that begin in [earliest, latest), in one store or in all.

    The car counts by its model or energy, where known. What `conversation_id` holds, and the
    appointment whose number is `moving`, do not stand in the way.
    Raises NotFound("store"), InvalidValue for the jobs (see read_jobs) or "span".
    """
    if earliest >= latest:
        raise InvalidValue("span")
    now = workshop.now()
    with workshop.database.reading() as session:
        jobs = read_jobs(session, job_codes, quantities)
        energy = energy or energy_of(session, model_code)
        wish = _Wish(jobs, energy, earliest, latest, now)
        stores = list(session.scalars(_STORES))
        if store_code is not None and store_code not in {store.code for store in stores}:
            raise NotFound("store")
        moved_id = _id_of(session, moving)

        def offers(asked: bool) -> list[_Offer]:
            chosen = [each for each in stores if (store_code in (None, each.code)) is asked]
            diaries = read_diaries(
                session,
                [store.code for store in chosen],
                now,
                without_conversation=conversation_id,
                without_appointment=moved_id,
            )
            return [_Offer(store, wish, diaries[store.code]) for store in chosen]

        return _judge(offers(asked=True), lambda: offers(asked=False))


class _Offer:
    """One store's answer to a wish."""

    def __init__(self, store: tables.Store, wish: _Wish, diary: Diary) -> None:
        self.store_code = store.code
        self._wish = wish
        self._diary = diary
        self.refusal = refusal(store, wish.jobs, wish.energy, diary)

    def windows(self) -> list[Window]:
        """Those within the span, earliest first."""
        if self.refusal:
            return []
        return [
            window
            for day in self._days_of_span()
            for window in self._windows_on(day)
            if self._wish.earliest <= window.starts_at < self._wish.latest
        ]

    def nearest(self) -> list[Window]:
        """Three that come nearest to the span's beginning, or the end of it."""
        if self.refusal:
            return []
        found: list[Window] = []
        wanted = self._wish.earliest.astimezone(SHANGHAI).date()
        days = sorted(days_ahead(self._wish.now), key=lambda day: (abs(day - wanted), day))
        enough_at: int | None = None
        for day in days:
            away = abs((day - wanted).days)
            # A window a day further off may be nearer than one found by its date only.
            if enough_at is not None and away > enough_at + 1:
                break
            found += self._windows_on(day)
            if len(found) >= NEAREST and enough_at is None:
                enough_at = away
        return sorted(found, key=self.distance)[:NEAREST]

    def distance(self, window: Window) -> tuple[timedelta, float]:
        """How far a window is from the span; of two as far, the later is the nearer."""
        before = self._wish.earliest - window.starts_at
        after = window.starts_at - self._wish.latest + GRAIN
        return max(before, after, timedelta()), -window.starts_at.timestamp()

    def reason(self) -> str:
        """Why there is no window in the span; one of REASONS."""
        wish = self._wish
        if self.refusal:
            return self.refusal
        starts = [
            start
            for day in self._days_of_span()
            for start in starts_on(day, self._diary.capacity.calendar)
            if wish.earliest <= start < wish.latest
        ]
        if is_too_soon(wish.latest - timedelta(minutes=1), wish.now):
            return "too_soon"
        if is_too_far_ahead(wish.earliest, wish.now):
            return "too_far_ahead"
        if not starts:
            return "closed"
        early_enough = [start for start in starts if not is_too_soon(start, wish.now)]
        if not early_enough:
            return "too_soon"
        works = [job.work for job in wish.jobs]
        if not any(self._diary.lay_out(works, start) for start in early_enough):
            return "ends_after_closing"
        return "full"

    def _days_of_span(self) -> list[date]:
        """The days of the span on which a visit may begin."""
        first = self._wish.earliest.astimezone(SHANGHAI).date()
        last = (self._wish.latest - timedelta(microseconds=1)).astimezone(SHANGHAI).date()
        days = days_ahead(self._wish.now)
        return [day for day in days if first <= day <= last]

    def _windows_on(self, day: date) -> Iterator[Window]:
        works = [job.work for job in self._wish.jobs]
        for start in starts_on(day, self._diary.capacity.calendar):
            if is_too_soon(start, self._wish.now) or is_too_far_ahead(start, self._wish.now):
                continue
            stretches = self._diary.lay_out(works, start)
            if stretches and self._diary.has_room(stretches):
                yield Window(self.store_code, start, stretches[-1].ends_at)


def _judge(asked: list[_Offer], others: Callable[[], list[_Offer]]) -> Availability:
    """Other stores are looked at only when those asked for have nothing."""
    windows = sorted(
        (window for offer in asked for window in offer.windows()),
        key=lambda window: window.starts_at,
    )
    if windows:
        return Availability(tuple(windows), None, (), ())
    reason = min((offer.reason() for offer in asked), key=REASONS.index)
    near = [(offer.distance(window), window) for offer in asked for window in offer.nearest()]
    near.sort(key=lambda pair: pair[0])
    nearest = sorted((window for _, window in near[:NEAREST]), key=lambda each: each.starts_at)
    refused = all(offer.refusal for offer in asked)
    elsewhere = [_one_of(offer, refused) for offer in others()]
    return Availability((), reason, tuple(nearest), tuple(each for each in elsewhere if each))


def _one_of(offer: _Offer, or_nearest: bool) -> Window | None:
    found = offer.windows() or (offer.nearest() if or_nearest else [])
    return found[0] if found else None


def _id_of(session: Session, number: str | None) -> int | None:
    if number is None:
        return None
    row = tables.Appointment
    found: int | None = session.scalar(select(row.id).where(row.number == number))
    return found
