"""The one place that puts the parts together. Processes call it; nothing below imports it."""

from __future__ import annotations

from collections.abc import Callable

from bot import clock
from bot.services.workshop import Workshop
from bot.settings import Settings
from bot.storage.database import Database


def build_workshop(settings: Settings) -> Workshop:
    """The shop as the use cases need it: its database and its clock."""
    return Workshop(database=Database(settings.database_url), now=clock.now)


def prepare_database(workshop: Workshop, say: Callable[[str], None], fresh: bool = False) -> None:
    """Brings the tables up to date and seeds an empty database with the demonstration shop.

    `fresh` puts the shop back as new. One-time passwords of the staff are told to `say`, this once.
    """
    # Alembic and the seed are for the start only; a process that answers customers needs neither.
    from bot.storage.migrate import upgrade
    from bot.storage.seed import seed

    upgrade(workshop.database.url)
    report = seed(workshop.database, workshop.now(), fresh=fresh)
    if not report.changed:
        return
    say(f"Seeded the demonstration shop as of {report.seeded_at:%Y-%m-%d %H:%M}.")
    for login, password in report.one_time_passwords.items():
        say(f"  one-time password of {login}: {password}")
