"""Who speaks: the bot, unless a person has taken the conversation over."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.channels.gate import let_in, who_speaks
from bot.services.speaking import BOT, Speaker, find_speaker
from bot.services.transcript import record_customer
from bot.services.workshop import Workshop
from bot.storage import tables
from bot.storage.database import Database
from tests.services.conftest import MONDAY


@pytest.fixture
def ask_for_person(database):
    """Writes a request for a person in a state; `login` has taken it."""
    numbers = iter(range(100))

    def ask(conversation_id, status, login=None):
        with database.transaction() as session:
            staff = session.scalar(select(tables.Staff).where(tables.Staff.login == (login or "")))
            session.add(
                tables.Handover(
                    number=f"TEST{next(numbers)}",
                    conversation_id=conversation_id,
                    status=status,
                    reason="asked",
                    created_at=MONDAY,
                    taken_by=staff.id if staff else None,
                )
            )

    return ask


def test_the_bot_speaks_where_nobody_was_asked_for(workshop):
    assert find_speaker(workshop, "web-a") == BOT


def test_the_bot_speaks_on_while_the_customer_waits(workshop, ask_for_person):
    ask_for_person("web-a", "waiting")
    assert find_speaker(workshop, "web-a") == Speaker("queued")


def test_a_person_speaks_once_they_have_taken_it(workshop, ask_for_person):
    ask_for_person("web-a", "taken", "cy.gu")
    assert find_speaker(workshop, "web-a") == Speaker("person", "顾晓")
    assert who_speaks(workshop, "web-a").kind == "person"
    assert find_speaker(workshop, "web-b") == BOT


def test_a_further_request_does_not_take_the_word_from_the_person(workshop, ask_for_person):
    ask_for_person("web-a", "taken", "cy.gu")
    ask_for_person("web-a", "waiting")
    assert find_speaker(workshop, "web-a").name == "顾晓"


@pytest.mark.parametrize("status", ["done", "withdrawn", "cancelled"])
def test_the_bot_speaks_again_when_the_person_is_done(workshop, ask_for_person, status):
    ask_for_person("web-a", status, "cy.gu")
    assert find_speaker(workshop, "web-a") == BOT


@pytest.mark.parametrize("reason", ["settled", "phoned", "no_answer", "mistaken"])
def test_nobody_speaks_once_it_is_closed_until_the_customer_says_more(
    workshop, clock, database, ask_for_person, reason
):
    ask_for_person("web-a", "done", "cy.gu")
    with database.transaction() as session:
        row = session.scalars(select(tables.Handover)).one()
        row.done_reason, row.done_at = reason, clock()
    assert find_speaker(workshop, "web-a") == Speaker("closed")
    clock.let_pass(days=3)
    assert who_speaks(workshop, "web-a") == Speaker("closed")
    assert not let_in(workshop, "web-a").is_person, "the bot answers what comes now"
    record_customer(workshop, "web-a", "你好")
    assert find_speaker(workshop, "web-a") == BOT


def test_after_closing_a_new_request_counts(workshop, clock, database, ask_for_person):
    ask_for_person("web-a", "done", "cy.gu")
    with database.transaction() as session:
        row = session.scalars(select(tables.Handover)).one()
        row.done_reason, row.done_at = "settled", clock()
    ask_for_person("web-a", "waiting")
    assert find_speaker(workshop, "web-a") == Speaker("queued")


def test_any_process_reads_the_same(database, clock, workshop, ask_for_person):
    ask_for_person("web-a", "taken", "cy.gu")
    elsewhere = Database(database.engine.url.render_as_string(hide_password=False))
    try:
        assert find_speaker(Workshop(elsewhere, clock), "web-a").name == "顾晓"
    finally:
        elsewhere.close()
