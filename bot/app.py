"""The one place that puts the parts together. Processes call it; nothing below imports it."""

from __future__ import annotations

from bot import clock
from bot.services.workshop import Workshop
from bot.settings import Settings
from bot.storage.database import Database


def build_workshop(settings: Settings) -> Workshop:
    """The shop as the use cases need it: its database and its clock."""
    return Workshop(database=Database(settings.database_url), now=clock.now)
