"""A running front with customers at one side and colleagues at the desk on the other."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.services.handover import request_person
from bot.shop.passwords import hash_password
from bot.storage import tables
from tests.integration.desk.colleague import PASSWORD, DeskBrowser
from tests.integration.front.conftest import front, rasa, seeded_shop, visitor

__all__ = ["front", "rasa", "seeded_shop", "visitor"]


@pytest.fixture(scope="session")
def stored_password():
    """Hashing is slow on purpose: once for all tests."""
    return hash_password(PASSWORD)


@pytest.fixture
def staffed(front, stored_password):
    """The shop's staff know their passwords and have their own."""
    with front.workshop.database.transaction() as session:
        session.execute(
            update(tables.Staff).values(password_hash=stored_password, must_change_password=False)
        )
    return front


@pytest.fixture
def desk(staffed, visitor):
    """`desk("cy.gu")`: a colleague's browser, signed in."""

    def sit_down(login):
        browser = DeskBrowser(staffed.url)
        assert browser.sign_in(login).url.path == "/desk/"
        return browser

    return sit_down


@pytest.fixture
def talk(front, rasa, visitor):
    """The customer at `visitor` has asked for a person of the store CY; gives the number."""
    visitor.say("我想找人工")
    visitor.hears("收到")
    conversation_id = rasa.turns[-1].conversation_id
    asked = request_person(
        front.workshop, conversation_id, "customer_asked", store_code="CY", summary="想问保养"
    )
    return asked.number
