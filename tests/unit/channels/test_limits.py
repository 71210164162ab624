"""Nobody gets more than their share, and everybody gets it back with time."""

from __future__ import annotations

import re

import pytest

from bot.channels import limits
from bot.channels.chat_api import Limits
from bot.channels.limits import Buckets, Limit, Places
from bot.settings import ROOT


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_burst_is_allowed_then_one_at_a_time(watch: Watch) -> None:
    bucket = Buckets(Limit(burst=3, seconds_each=2), watch)
    assert [bucket.take("a") for _ in range(4)] == [True, True, True, False]
    watch.now = 1.9
    assert not bucket.take("a")
    watch.now = 2.1
    assert bucket.take("a") and not bucket.take("a")


def test_a_refused_try_costs_nothing(watch: Watch) -> None:
    bucket = Buckets(Limit(burst=1, seconds_each=10), watch)
    assert bucket.take("a")
    for second in range(1, 10):
        watch.now = second
        assert not bucket.take("a")
    watch.now = 10.001
    assert bucket.take("a")


def test_waiting_long_does_not_save_up_more_than_a_burst(watch: Watch) -> None:
    bucket = Buckets(Limit(burst=2, seconds_each=1), watch)
    bucket.take("a")
    watch.now = 1000
    assert [bucket.take("a") for _ in range(3)] == [True, True, False]


def test_one_visitor_does_not_use_up_anothers(watch: Watch) -> None:
    bucket = Buckets(Limit(burst=1, seconds_each=10), watch)
    assert bucket.take("a") and bucket.take("b") and not bucket.take("a")


def test_memory_is_bounded(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KEYS_KEPT", 100)
    bucket = Buckets(Limit(burst=1, seconds_each=10), watch)
    for number in range(1000):
        bucket.take(str(number))
    assert len(bucket._buckets) == 100


def test_places_are_held_and_given_back() -> None:
    places = Places(2)
    assert [places.take("a") for _ in range(3)] == [True, True, False]
    assert places.take("b")
    places.give_back("a")
    assert places.take("a") and not places.take("a")
    for _ in range(5):
        places.give_back("a")
    assert places._held == {"b": 1}


def test_the_document_says_how_many_messages_may_come_at_once() -> None:
    text = (ROOT / "docs" / "web-chat.md").read_text(encoding="utf-8")
    said = re.search(r"One visitor: (\d+) messages at once", text)
    messages = Limits().messages
    assert said and sum(messages.take("visitor") for _ in range(100)) == int(said[1])
