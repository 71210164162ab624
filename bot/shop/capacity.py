"""Free capacity of a store, counted: bays × certified technicians × opening hours − what is taken.

Nothing is stored: a visit's jobs are laid out one after another on the store's open hours
(`lay_out`), and it fits when at each moment a bay of its kind is free and the technicians on duty can
share the work (`fits`). A job may change hands between technicians who are certified for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from bot.shop.calendar import SHANGHAI, Calendar

GRAIN = timedelta(minutes=30)
"""Visits begin on the hour or half past."""
NOTICE = timedelta(hours=1)
"""A visit begins no sooner than this from now."""
HORIZON_DAYS = 60
"""A visit begins no later than this many days from today."""
WORKING_DAY = timedelta(hours=8)
"""What `one day` of work is. Longer visits keep the car overnight."""


@dataclass(frozen=True)
class Work:
    """A job to be done: how long, in which kind of bay, by whom."""

    duration: timedelta
    bay_kind: str
    certificate: str | None = None


@dataclass(frozen=True)
class Stretch:
    """A bay and a technician, taken from one moment to another on one day."""

    starts_at: datetime
    ends_at: datetime
    bay_kind: str
    certificate: str | None = None


@dataclass(frozen=True)
class Capacity:
    """What a store has to give."""

    calendar: Calendar
    bays: Mapping[str, int]
    """How many of each kind."""
    technicians: Sequence[frozenset[str]]
    """The certificates of each technician on duty."""

    def can_staff(self, certificate: str | None) -> bool:
        """Whether any technician may do work that asks for a certificate."""
        return any(_may(held, certificate) for held in self.technicians)


def lay_out(
    works: Sequence[Work], starts_at: datetime, calendar: Calendar
) -> tuple[Stretch, ...] | None:
    """The visit's jobs one after another from `starts_at`; None when it cannot begin then.

    A visit of up to a working day must end before closing. A longer one goes on when the store opens
    again, and its bay is kept on each open day.
    """
    overnight = sum((work.duration for work in works), timedelta()) > WORKING_DAY
    stretches: list[Stretch] = []
    now = starts_at.astimezone(SHANGHAI)
    if not calendar.is_open_at(now):
        return None
    for work in works:
        laid = list(_lay_one(work, now, calendar, overnight))
        if not laid or sum((s.ends_at - s.starts_at for s in laid), timedelta()) < work.duration:
            return None
        stretches += laid
        now = laid[-1].ends_at
    return tuple(stretches)


def fits(wanted: Iterable[Stretch], taken: Sequence[Stretch], capacity: Capacity) -> bool:
    """Whether `wanted` can be done beside what is taken."""
    return all(_fits_one(stretch, taken, capacity) for stretch in wanted)


def starts_on(day: date, calendar: Calendar) -> Iterator[datetime]:
    """The moments of a day, half an hour apart, at which a visit may begin."""
    span = calendar.open_between(day)
    if span is None:
        return
    opens, closes = span
    start = datetime.combine(day, datetime.min.time(), SHANGHAI)
    start += -((start - opens) // GRAIN) * GRAIN
    while start < closes:
        yield start
        start += GRAIN


def is_too_soon(start: datetime, now: datetime) -> bool:
    """Whether the store could not get ready for a visit at `start`."""
    return start < now + NOTICE


def is_too_far_ahead(start: datetime, now: datetime) -> bool:
    """Whether the diary is not open yet for that day."""
    last_day = now.astimezone(SHANGHAI).date() + timedelta(days=HORIZON_DAYS)
    return start.astimezone(SHANGHAI).date() > last_day


def _lay_one(work: Work, now: datetime, calendar: Calendar, overnight: bool) -> Iterator[Stretch]:
    """A job on the open hours from `now`; split over days only when longer than a working day."""
    left = work.duration
    splits = work.duration > WORKING_DAY
    for offset in range(HORIZON_DAYS + 1):
        span = calendar.open_between(now.date() + timedelta(days=offset))
        if span is None:
            continue
        begins = max(span[0], now)
        room = span[1] - begins
        if room >= left or (splits and room > timedelta()):
            takes = min(room, left)
            yield Stretch(begins, begins + takes, work.bay_kind, work.certificate)
            left -= takes
        if not left or not overnight:
            return


def _fits_one(wanted: Stretch, taken: Sequence[Stretch], capacity: Capacity) -> bool:
    beside = [s for s in taken if s.starts_at < wanted.ends_at and s.ends_at > wanted.starts_at]
    # Most is taken at the beginning of something: only these moments need looking at.
    moments = {wanted.starts_at} | {max(s.starts_at, wanted.starts_at) for s in beside}
    for moment in moments:
        busy = [s for s in beside if s.starts_at <= moment < s.ends_at] + [wanted]
        bays = sum(stretch.bay_kind == wanted.bay_kind for stretch in busy)
        if bays > capacity.bays.get(wanted.bay_kind, 0):
            return False
        if not _can_share([stretch.certificate for stretch in busy], capacity.technicians):
            return False
    return True


def _can_share(asked: Sequence[str | None], technicians: Sequence[frozenset[str]]) -> bool:
    """Whether each piece of work can have a technician of its own who may do it (Hall's theorem)."""
    kinds = Counter(asked)
    for size in range(1, len(kinds) + 1):
        for group in combinations(kinds, size):
            able = sum(any(_may(held, kind) for kind in group) for held in technicians)
            if sum(kinds[kind] for kind in group) > able:
                return False
    return True


def _may(held: frozenset[str], certificate: str | None) -> bool:
    return certificate is None or certificate in held
