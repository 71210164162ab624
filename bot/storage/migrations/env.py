"""Run by Alembic: connects to the database that it was given and runs the migrations in it."""

from __future__ import annotations

import os
from typing import Any

from alembic import context

from bot.storage.database import make_engine
from bot.storage.tables import metadata


def ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Other programs may keep tables in this database; they are none of our business."""
    return kind != "table" or name in metadata.tables


def run() -> None:
    url = context.config.attributes.get("url") or os.environ["AFTERCARE_DATABASE_URL"]
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                # Some changes make a table anew; what points at its rows must not go with the old
                # one. Only possible before a transaction begins.
                connection.connection.execute("PRAGMA foreign_keys=OFF")
            context.configure(
                connection=connection,
                target_metadata=metadata,
                include_object=ours,
                render_as_batch=True,
                compare_type=True,
            )
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
    finally:
        engine.dispose()


run()
