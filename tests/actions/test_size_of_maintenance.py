"""「小保养还是大保养？」 is asked twice; then the likely one is proposed."""

from __future__ import annotations

from tests.actions.conftest import Conversation
from tests.actions.test_booking_conversation import asks, point


def begin(visitor: Conversation) -> str:
    wish = {"service_item": "maintenance", "store": "CY", "time": point("2026-11-24T15:00")}
    return visitor.say("约个保养", "book_service", **wish)


def test_after_being_asked_twice_the_small_one_is_proposed(visitor: Conversation) -> None:
    assert "哪一种" in begin(visitor)
    assert "哪一种" in visitor.say("京A12345", plate="京A12345")
    assert "就做小保养" in visitor.say("13011112222", phone="13011112222")
    visitor.say("行", "affirm")
    assert asks(visitor) == "booking_confirmed"
    assert visitor.slots["booking_jobs"] == ["minor_service"]


def test_kilometres_tell_which_one_is_likely(visitor: Conversation) -> None:
    begin(visitor)
    answer = visitor.say("四万公里", mileage=40_000)
    assert "40,000公里" in answer and "就做大保养" in answer
    visitor.say("好", "affirm")
    assert visitor.slots["booking_jobs"] == ["major_service"]


def test_words_that_tell_nothing_are_not_said_to_be_noted(visitor: Conversation) -> None:
    begin(visitor)
    for _ in range(3):
        answer = visitor.say("我姓张")
        assert "记下" not in answer and "记着" not in answer
    assert "转人工" in visitor.buttons


def test_the_other_size_is_taken_as_well(visitor: Conversation) -> None:
    begin(visitor)
    visitor.say("三万公里", mileage=30_000)
    visitor.say("大保养", service_item="major_service")
    assert visitor.slots["booking_jobs"] == ["major_service"]


def test_who_does_not_know_hears_a_proposal_at_once(visitor: Conversation) -> None:
    begin(visitor)
    assert "就做小保养" in visitor.say("不知道")
    visitor.say("随便")
    assert visitor.slots["booking_jobs"] == ["minor_service"]
