"""Which contacts a customer permits, by which door."""

from __future__ import annotations

import pytest

from bot.shop.contact import ContactKind
from bot.shop.notices import is_permitted


@pytest.mark.parametrize(
    ("contact", "given", "permitted"),
    [
        (ContactKind.SERVICE, {}, True),
        (ContactKind.REMINDER, {}, True),
        (ContactKind.CARE, {}, True),
        (ContactKind.MARKETING, {}, False),
        (ContactKind.MARKETING, {"any": True}, True),
        (ContactKind.SERVICE, {"any": False}, False),
        (ContactKind.REMINDER, {"any": True, "sms": False}, False),
        (ContactKind.REMINDER, {"any": False, "sms": True}, True),
        (ContactKind.REMINDER, {"web": False}, True),
    ],
)
def test_the_word_about_a_door_counts_before_the_one_about_all(
    contact: ContactKind, given: dict[str, bool], permitted: bool
) -> None:
    assert is_permitted(contact, "sms", given) is permitted
