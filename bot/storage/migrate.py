"""Brings a database to the newest shape of the tables, in this process."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def config_for(url: str | None) -> Config:
    """Alembic's configuration; without a url the environment's AFTERCARE_DATABASE_URL counts."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Creates or changes the tables; does nothing to a database that is up to date."""
    command.upgrade(config_for(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Takes migrations back, down to `base`: an empty database."""
    command.downgrade(config_for(url), revision)
