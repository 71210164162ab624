"""When a car is due for maintenance, by kilometres or time, whichever comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.shop.calendar import add_months

#: At every so many intervals a major service is due instead of a minor one (the makers' booklets).
MAJOR_EVERY = 4
USUAL_KM = 10_000


@dataclass(frozen=True)
class NextService:
    """The next service: at `at_km` or on `due_on`, whichever comes first; `is_major` its size."""

    at_km: int
    due_on: date
    is_major: bool
    km_left: int
    days_left: int

    @property
    def is_due(self) -> bool:
        return self.km_left <= 0 or self.days_left <= 0


def is_major_at(mileage_km: int, interval_km: int | None = None) -> bool:
    """The size that is usual at a mileage, as far as nothing else of the car is known.

    >>> [is_major_at(km) for km in (0, 31_000, 38_500)]
    [False, False, True]
    """
    step = round(mileage_km / (interval_km or USUAL_KM))
    return step > 0 and step % MAJOR_EVERY == 0


def next_service(
    *,
    interval_km: int,
    interval_months: int,
    bought_on: date,
    mileage_km: int,
    today: date,
    last_on: date | None = None,
    last_km: int | None = None,
) -> NextService:
    """The next service of a car; without a recorded last one, counted from purchase.

    Kilometres and days left may be negative: then it is overdue by so much.
    """
    since_on, since_km = last_on or bought_on, last_km or 0
    at_km = since_km + interval_km
    due_on = add_months(since_on, interval_months)
    step = max(1, round(at_km / interval_km))
    return NextService(
        at_km=at_km,
        due_on=due_on,
        is_major=step % MAJOR_EVERY == 0,
        km_left=at_km - mileage_km,
        days_left=(due_on - today).days,
    )
