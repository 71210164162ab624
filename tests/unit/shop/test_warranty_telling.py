"""What an owner's words may exclude, and what they deny."""

from __future__ import annotations

import pytest

from bot.shop.warranty import find_exclusions


@pytest.mark.parametrize(
    ("text", "exclusions"),
    [
        ("我这是网约车", {"hire"}),
        ("泡过水呢", {"accident"}),
        ("发票丢了", {"no_certificate"}),
        ("没有发票怎么办", {"no_certificate"}),
        ("没改装过", set()),
        ("我没跑过滴滴", set()),
        ("没有出过事故", set()),
        ("没泡过水", set()),
        ("不是网约车", set()),
        ("是不是网约车就不保了", {"hire"}),
        ("有没有改装影响大吗", {"modification"}),
        ("没出过事故，就是改装过排气", {"modification"}),
    ],
)
def test_what_is_told_excludes_and_what_is_denied_does_not(text: str, exclusions: set[str]) -> None:
    assert {found.value for found in find_exclusions(text)} == exclusions
