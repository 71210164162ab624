"""The engine and its two kinds of session: one that writes, one that only reads."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from bot.storage.session import ShopSession

LOCK_WAIT_MS = 15_000
"""How long a writer waits for the one before it."""


class Database:
    """One shop's database, on SQLite or PostgreSQL. Safe to share between threads.

    A child process makes its own; connections do not survive a fork.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self._writing = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        self._reading = self.engine
        self._shared_look: ContextVar[Session | None] = ContextVar("shared_look", default=None)
        if self.engine.dialect.name == "postgresql":  # SQLite's readers see one moment anyway
            self._reading = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One use case: commits at the end, rolls back on any exception.

        On SQLite writers take turns from their first statement, so what is read here is still true
        when it is written. On PostgreSQL a use case that decides by what it read takes a `lock`.
        """
        self._end_look()
        session = ShopSession(self._writing, future=True, expire_on_commit=False)
        try:
            with session, session.begin():
                yield session
        finally:
            self._end_look()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at one moment, however many queries it takes; nothing is kept."""
        shared = self._shared_look.get()
        if shared is None:
            with self._open_look() as session:
                yield session
            return
        try:
            yield shared
        except BaseException:
            self._end_look()  # PostgreSQL answers nothing more after an error
            raise

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """All that is read inside, by this thread or task, is one look: one answer, one moment.

        What is written inside, and an error, ends the look; what is read after that is the next.
        """
        session = self._open_look()
        token = self._shared_look.set(session)
        try:
            yield
        finally:
            self._shared_look.reset(token)
            session.close()

    def _open_look(self) -> Session:
        return ShopSession(self._reading, future=True, expire_on_commit=False)

    def _end_look(self) -> None:
        """Gives the connection back and forgets what was loaded; the next query begins a new look."""
        shared = self._shared_look.get()
        if shared is not None:
            shared.close()
            shared.info.clear()

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


def lock(session: Session, name: str) -> None:
    """From here to the end of the transaction, only one use case may hold this name.

    SQLite's writing transactions already take turns, so only PostgreSQL needs the lock. Who needs
    several names takes them in sorted order.
    """
    connection = session.connection()  # begins the transaction: on SQLite others wait from here on
    if connection.dialect.name == "postgresql":
        key = zlib.crc32(name.encode())
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def make_engine(url: str) -> Engine:
    """An engine that waits for its turn but not for ever, and whose errors quote no values (they are
    names, addresses, complaints); on SQLite with foreign keys and WAL."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, future=True, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        future=True,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": LOCK_WAIT_MS / 1000},
        poolclass=QueuePool if parsed.database else None,  # 1.4 opens files anew for each session
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LOCK_WAIT_MS}")
    connection.commit()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin late and without IMMEDIATE
    for pragma in (
        f"busy_timeout={LOCK_WAIT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    begin = connection.get_execution_options().get("begin")
    if begin:
        connection.exec_driver_sql(begin)
    else:  # locks nothing, so nothing can go wrong that SQLAlchemy would have to translate
        connection.connection.execute("BEGIN")
