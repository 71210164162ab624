"""What stands beside a conversation: what the bot understood, the customer's card, notes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.services.claims import ASKED_FOR
from bot.services.complaint import open_complaint
from bot.services.desk_notes import add_note
from bot.services.desk_view import follow_side, look
from bot.services.errors import InvalidValue, NotFound
from bot.services.handover import request_person
from bot.services.identity import prove
from bot.services.leads import take_lead
from bot.services.transcript import list_lines
from bot.services.waiting import stop_waiting
from bot.shop.warranty import Verdict
from bot.storage import tables


@pytest.fixture
def card(workshop, gu):
    """`card("京Q5T210", "6004")`: what a colleague sees of who asked for a person with that proof."""

    def ask(plate, last4, conversation_id="web-b"):
        owner = prove(workshop, conversation_id, plate, last4, "test").owner
        number = request_person(
            workshop, conversation_id, "customer_asked", owner.customer_id, store_code="CY"
        ).number
        return look(workshop, gu, number)[1].card

    return ask


def test_what_the_bot_understood_is_shown_in_words(workshop, gu):
    slots = {
        "booking_jobs": ["minor_service", "tyre_gold"],
        "booking_store": "CY",
        "booking_start": "2026-11-24T15:00:00+08:00",
        "booking_time": {"start": "2026-11-24T14:00:00+08:00", "end": None},
        "booking_phone": "13800138001",
        "warranty_model": "UNKNOWN",
        "warranty_km": 18600,
        "complaint_visit": "none",
        "identity_last4": "8001",
        "agenda": {"current": {}},
    }
    understood = {"wishes": ["预约到店"], "slots": slots}
    number = request_person(workshop, "web-b", "customer_asked", understood=understood).number
    seen = look(workshop, gu, number)[1].understood
    assert seen.wishes == ("预约到店",)
    shown = [(each.slot, each.value) for each in seen.slots]
    assert [value for slot, value in shown if slot == "booking_jobs"] == ["小保养", "tyre_gold"]
    told = dict(shown)
    assert told["booking_store"] == "星驰朝阳店"
    assert told["booking_start"].isoformat() == "2026-11-24T15:00:00+08:00"
    assert told["booking_phone"] == "138****8001", "the number to call stands elsewhere"
    assert told["warranty_km"] == "18,600 公里"
    hidden = {"booking_time", "warranty_model", "complaint_visit", "identity_last4", "agenda"}
    assert not hidden & set(told)


def test_asked_again_the_newer_understanding_counts(workshop, gu):
    for plate in ("京N3K587", "京Q5T210"):
        understood = {"wishes": [], "slots": {"booking_plate": plate}}
        number = request_person(workshop, "web-b", "asked", understood=understood).number
    (slot,) = look(workshop, gu, number)[1].understood.slots
    assert slot.value == "京Q5T210"


def test_a_car_near_its_line_carries_the_clock(card):
    (clock,) = card("京Q5T210", "6004").clocks
    days, repeats = clock.lines
    assert (days.value, days.limit, days.is_crossed) == (33, 30, True)
    assert (repeats.value, repeats.limit, repeats.is_near) == (5, 4, True)
    assert clock.fault == "发动机抖动" and clock.is_near
    assert [cover.verdict for cover in clock.covers] == [Verdict.COVERED, Verdict.COVERED]


def test_after_the_period_there_is_no_clock(card):
    (clock,) = card("京P9Q662", "7003").clocks
    assert clock.lines == () and not clock.is_near
    assert {cover.verdict for cover in clock.covers} == {Verdict.EXPIRED}


def test_the_card_holds_all_that_is_the_customers_and_nothing_else(workshop, card):
    open_complaint(workshop, "web-z", "别人的投诉，态度很差", store_code="CY")
    found = card("京AF67890", "5005")
    assert found.owner.name == "陈静"
    assert [each.description for each in found.complaints] == ["维修后车内有异味"]
    assert {each.plate for each in found.orders} == {"京AF67890"}
    assert found.consents == (("service_notice", True),)
    assert found.earlier == ()
    assert found.claims == ()


def test_claims_and_wishes_for_one_are_there(workshop, card):
    take_lead(workshop, "web-b", ASKED_FOR, "想退车", customer_id=4)
    (claim,) = card("京Q5T210", "6004").claims
    assert claim.status == "asked_for" and claim.call_back_by is not None


def test_earlier_conversations_are_there_and_open_by_store(workshop, card):
    owner = prove(workshop, "web-c", "京Q5T210", "6004", "test").owner
    first = request_person(workshop, "web-c", "safety", owner.customer_id, store_code="HD").number
    stop_waiting(workshop, "web-c")
    (earlier,) = card("京Q5T210", "6004").earlier
    assert (earlier.number, earlier.reason, earlier.is_open_to_me) == (first, "safety", False)


def test_a_note_is_for_colleagues_and_never_for_the_customer(workshop, gu, colleague, asked, rows):
    for _ in range(2):
        add_note(workshop, gu, asked, " 客户比较急\r\n先打电话 ", "k1")
    (note,) = look(workshop, colleague("kefu"), asked)[1].notes
    assert (note.author, note.text, note.number) == ("顾晓", "客户比较急\n先打电话", asked)
    assert list_lines(workshop, "web-a").lines == ()
    assert [row.step for row in rows(tables.StaffLook) if row.step == "note"] == ["note"]


def test_a_note_follows_the_customer_but_not_to_another_store(workshop, gu, he, colleague):
    owner = prove(workshop, "web-b", "京Q5T210", "6004", "test").owner
    first = request_person(workshop, "web-b", "asked", owner.customer_id, store_code="CY").number
    add_note(workshop, gu, first, "抖动修过五次", "k1")
    stop_waiting(workshop, "web-b")
    later = request_person(workshop, "web-c", "asked", owner.customer_id, store_code="HD").number
    assert [n.text for n in look(workshop, colleague("kefu"), later)[1].notes] == ["抖动修过五次"]
    assert look(workshop, he, later)[1].notes == ()


def test_notes_are_refused_elsewhere_empty_or_too_long(workshop, gu, he, asked):
    with pytest.raises(NotFound, match="handover"):
        add_note(workshop, he, asked, "你好", "k")
    with pytest.raises(InvalidValue, match="empty"):
        add_note(workshop, gu, asked, " \n", "k")
    with pytest.raises(InvalidValue, match="too_long_note"):
        add_note(workshop, gu, asked, "长" * 501, "k")


def test_who_is_proven_meanwhile_is_one_more_look(workshop, gu, asked, clock, rows):
    with pytest.raises(NotFound, match="handover"):
        follow_side(workshop, gu, asked)
    look(workshop, gu, asked)
    assert follow_side(workshop, gu, asked).card.owner is None
    owner = prove(workshop, "web-a", "京N3K587", "8001", "test").owner
    for _ in range(2):
        assert follow_side(workshop, gu, asked).card.owner == owner
    looks = [row.customer_id for row in rows(tables.StaffLook) if row.step == "look"]
    assert looks == [None, owner.customer_id]
    clock.now += timedelta(days=2)
    with pytest.raises(NotFound, match="handover"):
        follow_side(workshop, gu, asked)
