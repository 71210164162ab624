"""The demonstration shop: what the embedded default starts with. All people and plates are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.shop.calendar import SHANGHAI
from bot.storage import tables
from bot.storage.database import Database, lock
from bot.storage.seed.catalogue import seed_catalogue
from bot.storage.seed.matters import seed_appointment, seed_complaint
from bot.storage.seed.people import seed_people
from bot.storage.seed.visits import seed_visits

SEEDED_AT = "seeded_at"


@dataclass(frozen=True)
class SeedReport:
    """What seeding did. The passwords exist nowhere else: the caller shows them once."""

    changed: bool
    seeded_at: datetime
    one_time_passwords: dict[str, str] = field(default_factory=dict, repr=False)


def seed(database: Database, now: datetime, fresh: bool = False) -> SeedReport:
    """Fills a migrated, empty database with the demonstration shop, as of `now`.

    A second time changes nothing, unless `fresh`: then every row is taken out and the shop put back
    as new, with new one-time passwords.
    """
    now = now.astimezone(SHANGHAI)
    with database.transaction() as session:
        lock(session, "seed")
        done = session.get(tables.ShopFact, SEEDED_AT)
        if done is not None and not fresh:
            return SeedReport(changed=False, seeded_at=datetime.fromisoformat(done.value))
        _empty(session)
        session.add(tables.ShopFact(name=SEEDED_AT, value=now.isoformat()))
        seed_catalogue(session)
        passwords = seed_people(session, now)
        seed_visits(session, now)
        seed_appointment(session, now)
        seed_complaint(session, now.date())
    return SeedReport(changed=True, seeded_at=now, one_time_passwords=passwords)


def _empty(session: Session) -> None:
    session.expunge_all()
    for table in reversed(tables.metadata.sorted_tables):
        session.execute(table.delete())
