"""The shop keeps still at night and does not come too often."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.calendar import SHANGHAI
from bot.shop.contact import ContactKind, earliest_contact, is_quiet, may_contact

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(SHANGHAI))


@pytest.mark.parametrize(
    ("moment", "earliest"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 08:30"),
        ("2026-11-24 02:00", "2026-11-24 08:30"),
        ("2026-11-24 08:29", "2026-11-24 08:30"),
        ("2026-11-24 08:30", "2026-11-24 08:30"),
    ],
)
def test_quiet_hours_end_in_the_morning(moment: str, earliest: str) -> None:
    start, end = (
        datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (moment, earliest)
    )
    assert earliest_contact(start) == end


@given(moments)
def test_the_earliest_moment_is_never_quiet_and_never_far(moment: datetime) -> None:
    earliest = earliest_contact(moment)
    assert not is_quiet(earliest)
    assert timedelta() <= earliest - moment <= timedelta(hours=11, minutes=30)
    assert earliest == moment or earliest.time() == time(8, 30)


@pytest.mark.parametrize("kind", [ContactKind.REMINDER, ContactKind.CARE, ContactKind.MARKETING])
def test_two_contacts_a_week_are_enough(kind: ContactKind) -> None:
    yesterday = NOW - timedelta(days=1)
    assert may_contact(kind, [yesterday], NOW)
    assert not may_contact(kind, [yesterday, yesterday], NOW)
    assert may_contact(kind, [NOW - timedelta(days=7)] * 9, NOW)


def test_a_customers_own_matter_is_always_told() -> None:
    assert may_contact(ContactKind.SERVICE, [NOW] * 9, NOW)
