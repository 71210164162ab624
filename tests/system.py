"""The running system as tests see it: real processes, a seeded database, a clock to turn."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from bot.app import prepare_database
from bot.clock import SHANGHAI, parse_moment
from bot.processes import Child
from bot.services.workshop import Workshop
from bot.settings import ROOT, Settings, load_settings
from bot.storage.database import Database
from bot.storage.tables import metadata
from bot.supervisor import Supervisor, processes
from bot.training import ensure_model
from tests.ports import free_ports

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
"""The day of seeding (D of the demonstration shop) and the moment at which the clock stands."""

SPEAKING = frozenset({"message", "proof", "proof_attempt", "number_series"})
"""Tables of who said what to whom and the next free numbers: no matter of a customer is in them."""


@dataclass
class RunningSystem:
    """Handles on the processes, the database and the clock they share."""

    settings: Settings
    workshop: Workshop
    """For setting things up by the services themselves, at the system's own time."""
    children: list[Child]
    _dial: Path
    _pristine: Path

    @property
    def front_url(self) -> str:
        return f"http://{self.settings.host}:{self.settings.port}"

    @property
    def door_url(self) -> str:
        """The test door: Rasa's stock REST format, any sender."""
        return f"{self.settings.rasa_url}/webhooks/rest/webhook"

    @property
    def now(self) -> datetime:
        return parse_moment(self._dial.read_text())

    def set_clock(self, moment: datetime | str) -> None:
        """Turns every process's clock: an aware datetime, or ISO 8601 in Shanghai time."""
        if isinstance(moment, str):
            moment = parse_moment(moment)
        _write_whole(self._dial, moment.isoformat())

    def let_pass(self, **amount: float) -> None:
        """Moves the clock on: `let_pass(hours=2)`."""
        self.set_clock(self.now + timedelta(**amount))

    def reset(self) -> None:
        """The shop as seeded and the clock at MONDAY; takes milliseconds, the processes stay up."""
        self.set_clock(MONDAY)
        path = self.settings.database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None, timeout=15)) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("ATTACH ? AS pristine", (str(self._pristine),))
            connection.execute("BEGIN IMMEDIATE")
            for (table,) in connection.execute(
                "SELECT name FROM main.sqlite_master WHERE type = 'table'"
            ).fetchall():
                connection.execute(f'DELETE FROM main."{table}"')
                if _has_table(connection, table):
                    connection.execute(
                        f'INSERT INTO main."{table}" SELECT * FROM pristine."{table}"'
                    )
            connection.execute("COMMIT")

    def rows(self, table: str, **equal: Any) -> list[Any]:
        """The rows of a table whose columns equal what is given, oldest first.

        `system.rows("appointment", plate="京N3K587")[0].starts_at` is an aware Shanghai moment.
        """
        source = metadata.tables[table]
        query = sa.select(source).order_by(*source.primary_key.columns)
        for column, value in equal.items():
            query = query.where(source.c[column] == value)
        with self.workshop.database.reading() as session:
            return [_in_shanghai(row) for row in session.execute(query)]

    def row(self, table: str, **equal: Any) -> Any:
        """The only such row; fails when there is none or more than one."""
        found = self.rows(table, **equal)
        assert len(found) == 1, f"{len(found)} rows of {table} with {equal}: {found}"
        return found[0]

    def matters(self) -> set[tuple[str, str]]:
        """Every row of the shop as (table, content), but for those of SPEAKING: to compare with later."""
        tables = [table for table in metadata.sorted_tables if table.name not in SPEAKING]
        with self.workshop.database.reading() as session:
            return {
                (table.name, repr(tuple(row)))
                for table in tables
                for row in session.execute(sa.select(table))
            }


@contextmanager
def start_system(directory: Path) -> Iterator[RunningSystem]:
    """Seeds a database under `directory`, trains if no model fits, runs the three processes.

    Only its own processes see its settings: other tests run meanwhile in this one.
    """
    dial = directory / "now"
    _write_whole(dial, MONDAY.isoformat())
    with _environment_of(directory, dial):
        settings = load_settings()
        workshop = Workshop(Database(settings.database_url), lambda: parse_moment(dial.read_text()))
        prepare_database(workshop, print)
        model = _given_model() or ensure_model(workshop, settings, print)
        supervisor = Supervisor(processes(settings, model), print)
    try:
        supervisor.start()
        pristine = directory / "pristine.db"
        _copy_database(settings, pristine)
        yield RunningSystem(settings, workshop, supervisor.children, dial, pristine)
    finally:
        supervisor.stop()
        workshop.database.close()


@contextmanager
def _environment_of(directory: Path, dial: Path) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(_environment(directory, dial))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _given_model() -> Path | None:
    """A model to test with although it may not fit: AFTERCARE_TEST_MODEL names a file, or `newest`."""
    given = os.environ.get("AFTERCARE_TEST_MODEL")
    if given != "newest":
        return Path(given) if given else None
    return max((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)


def _environment(directory: Path, dial: Path) -> dict[str, str]:
    front, rasa, actions = free_ports(3)
    return {
        "AFTERCARE_STATE_DIR": str(directory),
        "AFTERCARE_DATABASE_URL": f"sqlite:///{directory / 'shop.db'}",
        "AFTERCARE_PORT": str(front),
        "AFTERCARE_RASA_PORT": str(rasa),
        "AFTERCARE_ACTIONS_PORT": str(actions),
        "AFTERCARE_NOW": f"@{dial}",
        "AFTERCARE_TEST_DOOR": "1",
    }


def _copy_database(settings: Settings, target: Path) -> None:
    path = settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    query = "SELECT 1 FROM pristine.sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, (name,)).fetchone() is not None


def _in_shanghai(row: sa.engine.Row) -> Any:
    """The row with its moments as the shop's people read them."""
    return SimpleNamespace(
        **{
            name: value.astimezone(SHANGHAI) if isinstance(value, datetime) else value
            for name, value in row._mapping.items()
        }
    )


def _write_whole(path: Path, text: str) -> None:
    """Readers in other processes see the old text or the new, never half of it."""
    draft = path.with_suffix(".draft")
    draft.write_text(text)
    draft.replace(path)
