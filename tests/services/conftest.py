"""Use cases run on SQLite and on PostgreSQL: each test gets a freshly seeded shop on both."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.storage import migrate
from bot.storage.database import Database
from bot.storage.seed import seed
from bot.storage.tables import metadata
from tests.postgres import PostgresServer, find_binaries, start_postgres

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
"""The day of seeding, and where every test's clock begins."""


@dataclass
class Clock:
    """A clock that a test turns by hand: `clock.now = …`, or `clock.let_pass(hours=2)`."""

    now: datetime = MONDAY

    def let_pass(self, **amount: float) -> None:
        self.now += timedelta(**amount)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded SQLite file, made once and copied for each test."""
    path = tmp_path_factory.mktemp("shop") / "seeded.db"
    prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server with a seeded template database."""
    if find_binaries() is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with start_postgres() as server:
        prepare(server.create("seeded"))
        yield server


def prepare(url: str) -> None:
    """Migrates and seeds an empty database, and leaves it closed."""
    migrate.upgrade(url)
    database = Database(url)
    seed(database, MONDAY)
    if url.startswith("sqlite"):
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A seeded database of the test's own."""
    if request.param == "sqlite":
        path = tmp_path / "shop.db"
        shutil.copyfile(request.getfixturevalue("seeded_file"), path)
        database = Database(f"sqlite:///{path}")
        yield database
        database.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    database = Database(server.create(name, template="seeded"))
    yield database
    database.close()
    server.drop(name)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workshop(database: Database, clock: Clock) -> Workshop:
    """The seeded shop and a clock in the test's hand."""
    return Workshop(database=database, now=clock)


@pytest.fixture
def rows(database: Database) -> Callable[..., list[Any]]:
    """`rows(tables.Promise, kind="appointment")`: the rows of a table that match, oldest first."""

    def find(table: Any, **equal: Any) -> list[Any]:
        query = (
            select(table)
            .filter_by(**equal)
            .order_by(*metadata.tables[table.__tablename__].primary_key)
        )
        with database.reading() as session:
            return list(session.scalars(query))

    return find
