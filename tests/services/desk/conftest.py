"""The desk's use cases over the seeded shop, on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.services.desk_access import read_colleague
from bot.services.handover import request_person
from bot.shop.passwords import hash_password
from bot.storage import tables

PASSWORD = "correct-horse-9"


@pytest.fixture(scope="session")
def stored_password():
    """Hashing is slow on purpose: once for all tests."""
    return hash_password(PASSWORD)


@pytest.fixture
def colleague(database):
    """`colleague("cy.gu")`: a member of staff of the seeded shop."""

    def find(login):
        with database.reading() as session:
            query = select(tables.Staff).where(tables.Staff.login == login)
            return read_colleague(session.scalars(query).one())

    return find


@pytest.fixture
def gu(colleague):
    """顾晓, service adviser of the store CY."""
    return colleague("cy.gu")


@pytest.fixture
def he(colleague):
    """何敏, service adviser of the store HD."""
    return colleague("hd.he")


@pytest.fixture
def asked(workshop):
    """A customer of the store CY who asked for a person; gives the number."""
    return request_person(workshop, "web-a", "customer_asked", store_code="CY").number
