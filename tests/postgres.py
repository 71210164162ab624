"""A real PostgreSQL server for a test run: in a temporary directory, on loopback, never as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from tests.ports import free_ports

DEBIAN = Path("/usr/lib/postgresql")
USER = "aftercare"
ROOM = 1_000_000_000
"""Bytes that a test run may need."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server; databases are made and dropped in milliseconds."""

    port: int

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, copied from a template; returns its URL."""
        self._run(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        connection = psycopg2.connect(self.url("postgres"))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()


def find_binaries() -> Path | None:
    """Where PostgreSQL's programs are: Debian's newest version, or the PATH."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def start_postgres() -> Iterator[PostgresServer]:
    """Makes and starts a server in a temporary directory; stops and removes it at the end."""
    binaries = find_binaries()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL's initdb")
    (port,) = free_ports(1)
    with tempfile.TemporaryDirectory(prefix="aftercare-postgres-", dir=_in_memory()) as name:
        directory = Path(name)
        as_user = _give_away(directory)
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={directory} "
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
        )

        def run(program: str, *arguments: str) -> None:
            command = [str(binaries / program), "-D", str(directory / "data"), *arguments]
            with (directory / "log").open("ab") as log:
                subprocess.run(command, check=True, cwd="/", stdout=log, stderr=log, **as_user)

        run("initdb", "-U", USER, "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-w", "-o", options, "start")
        try:
            yield PostgresServer(port)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


def _in_memory() -> Path | None:
    """A place without a disk behind it, if there is room: each test makes a database of its own."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK):
        return memory if shutil.disk_usage(memory).free > ROOM else None
    return None


def _give_away(directory: Path) -> dict[str, Any]:
    """Root may not run the server: the directory is given to Debian's user, or to nobody."""
    if os.geteuid() != 0:
        return {}
    people = {entry.pw_name: entry for entry in pwd.getpwall()}
    person = people.get("postgres") or people["nobody"]
    os.chown(directory, person.pw_uid, person.pw_gid)
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
