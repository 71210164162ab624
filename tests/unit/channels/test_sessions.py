"""A session is made by the server only, and its cookie says nothing about its conversation."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.channels.sessions import LIFETIME, Sessions
from bot.clock import SHANGHAI

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)


@pytest.fixture
def sessions() -> Sessions:
    return Sessions("a secret of our own")


def test_a_session_is_recognised_by_its_cookie(sessions: Sessions) -> None:
    issued = sessions.issue(NOW)
    known = sessions.read(issued.cookie, NOW + timedelta(hours=2))
    assert known is not None
    assert known.conversation_id == issued.conversation_id
    assert not known.is_due


def test_two_visitors_have_nothing_in_common(sessions: Sessions) -> None:
    one, other = sessions.issue(NOW), sessions.issue(NOW)
    assert one.conversation_id != other.conversation_id
    assert one.cookie != other.cookie


def test_a_cookie_does_not_show_its_conversation_nor_the_other_way(sessions: Sessions) -> None:
    session = sessions.issue(NOW)
    assert session.conversation_id.removeprefix("web-") not in session.cookie
    assert session.cookie.split(".")[0] not in session.conversation_id
    assert sessions.read(session.conversation_id, NOW) is None


def test_nothing_but_an_issued_cookie_opens_a_session(sessions: Sessions) -> None:
    cookie = sessions.issue(NOW).cookie
    nonce, issued, signature = cookie.split(".")
    later = str(int(issued) + 1)
    other_nonce = sessions.issue(NOW).cookie.split(".")[0]
    for forged in (
        None,
        "",
        ".",
        "..",
        nonce,
        f"{nonce}.{issued}",
        f"{nonce}.{issued}.",
        f"{nonce}.{later}.{signature}",
        f"{other_nonce}.{issued}.{signature}",
        f"{nonce}.{issued}.{signature}x",
        f"{nonce}.{issued}.{signature[:-1]}",
        f"{nonce[:-1]}.{nonce[-1]}{issued}.{signature}",
        "钥匙.1.二",
        "a" * 100_000,
    ):
        assert sessions.read(forged, NOW) is None
    assert Sessions("another secret").read(cookie, NOW) is None


def test_a_session_lives_on_while_it_is_used_and_ends_when_it_is_not(sessions: Sessions) -> None:
    first = sessions.issue(NOW)
    renewed = sessions.read(first.cookie, NOW + LIFETIME - timedelta(hours=1))
    assert renewed is not None and renewed.is_due
    assert renewed.conversation_id == first.conversation_id
    assert sessions.read(renewed.cookie, NOW + LIFETIME + timedelta(days=10)) is not None
    assert sessions.read(first.cookie, NOW + LIFETIME + timedelta(seconds=1)) is None


def test_an_address_is_hidden_but_stable(sessions: Sessions) -> None:
    assert sessions.hide("203.0.113.7") == sessions.hide("203.0.113.7")
    assert sessions.hide("203.0.113.7") != sessions.hide("203.0.113.8")
    assert "203" not in sessions.hide("203.0.113.7")
