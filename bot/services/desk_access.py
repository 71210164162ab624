"""Who may sit at the desk: signing in, the session behind a cookie, passwords, rights by store.

Tries to sign in are counted before a password is looked at, so many at once gain nothing; a login
that does not exist is refused in the same words and after the same work as a wrong password.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from bot.services.errors import InvalidValue, NotAllowed
from bot.services.workshop import Workshop
from bot.shop.passwords import hash_password, make_password, verify_password
from bot.storage import tables
from bot.storage.database import lock

SESSION_LASTS = timedelta(hours=12)
"""One working day."""
TRIES_COUNT = timedelta(minutes=15)
MOST_TRIES = 5
"""Failures for one login from one place within `TRIES_COUNT`; then it rests."""
MOST_TRIES_OF_LOGIN = 30
MOST_TRIES_OF_SOURCE = 60
PASSWORD_LENGTHS = range(10, 129)
LOGIN_LENGTH = 40


@dataclass(frozen=True)
class Colleague:
    """A member of staff and what they may touch."""

    id: int
    login: str
    name: str
    role: str
    """`adviser`, `complaints` or `manager`."""
    store_code: str | None
    """Their store; None works for all."""
    must_change_password: bool

    def may_see(self, store_code: str | None) -> bool:
        """Whether a matter of this store, or of none, is theirs to see."""
        return self.store_code is None or store_code in (None, self.store_code)

    @property
    def moves_orders(self) -> bool:
        """May take repair orders on and promise times."""
        return self.role in ("adviser", "manager")

    @property
    def handles_complaints(self) -> bool:
        """May take complaints on."""
        return self.role in ("complaints", "manager")


@dataclass(frozen=True)
class SignedIn:
    """A browser at which a colleague is signed in."""

    colleague: Colleague
    form_key: str


def sign_in(workshop: Workshop, login: str, password: str, source: str) -> str:
    """A new session's token, for the cookie only.

    `source` stands for where the try comes from. Raises NotAllowed("wrong") and, after too many
    failures, NotAllowed("rests") whether or not the password is right.
    """
    login = login.strip()[:LOGIN_LENGTH]
    attempt_id, stored = _count_try(workshop, login, source)
    known = verify_password(password, stored or _no_password()) and stored is not None
    if not known:
        raise NotAllowed("wrong")
    now = workshop.now()
    token = secrets.token_urlsafe(32)
    with workshop.database.transaction() as session:
        row = session.scalars(select(tables.Staff).where(tables.Staff.login == login)).one()
        if row.is_locked or row.password_hash != stored:
            raise NotAllowed("wrong")
        session.get(tables.SignInAttempt, attempt_id).succeeded = True
        old = tables.StaffSession.expires_at < now
        session.execute(delete(tables.StaffSession).where(old))
        session.add(
            tables.StaffSession(
                token_hash=_hash(token),
                staff_id=row.id,
                form_key=secrets.token_urlsafe(24),
                created_at=now,
                expires_at=now + SESSION_LASTS,
            )
        )
    return token


def find_signed_in(workshop: Workshop, token: str | None) -> SignedIn | None:
    """Whose session a cookie stands for; None for none, an unknown or an expired one."""
    if not token:
        return None
    with workshop.database.reading() as session:
        found = session.execute(
            select(tables.StaffSession, tables.Staff)
            .join(tables.Staff, tables.Staff.id == tables.StaffSession.staff_id)
            .where(
                tables.StaffSession.token_hash == _hash(token),
                tables.StaffSession.expires_at > workshop.now(),
                tables.Staff.is_locked.is_(False),
            )
        ).one_or_none()
        if found is None:
            return None
        return SignedIn(read_colleague(found[1]), found[0].form_key)


def sign_out(workshop: Workshop, token: str) -> None:
    """Ends this session; the cookie is worth nothing afterwards."""
    mine = tables.StaffSession.token_hash == _hash(token)
    with workshop.database.transaction() as session:
        session.execute(delete(tables.StaffSession).where(mine))


def change_password(
    workshop: Workshop, colleague: Colleague, token: str, old: str, new: str
) -> None:
    """Sets a new password and ends the colleague's other sessions.

    Raises NotAllowed("wrong") for a wrong old one, InvalidValue("too_short"), ("too_long"),
    ("same") or ("like_login").
    """
    _check_new(colleague.login, old, new)
    hashed = hash_password(new)
    with workshop.database.transaction() as session:
        lock(session, f"staff:{colleague.id}")
        row = session.get(tables.Staff, colleague.id)
        if not verify_password(old, row.password_hash):
            raise NotAllowed("wrong")
        row.password_hash = hashed
        row.must_change_password = False
        others = tables.StaffSession.token_hash != _hash(token)
        session.execute(
            delete(tables.StaffSession).where(tables.StaffSession.staff_id == row.id, others)
        )


def list_colleagues(workshop: Workshop, store_code: str | None) -> tuple[Colleague, ...]:
    """Who may take a conversation of this store, or of none, by name."""
    query = select(tables.Staff).where(tables.Staff.is_locked.is_(False))
    with workshop.database.reading() as session:
        rows = session.scalars(query.order_by(tables.Staff.name))
        return tuple(c for c in map(read_colleague, rows) if c.may_see(store_code))


def note_look(
    session: Session,
    colleague: Colleague,
    step: str,
    subject: tuple[str, str],
    now: datetime,
    customer_id: int | None = None,
) -> None:
    """Writes down that a colleague saw or changed a customer's matter (type, number)."""
    session.add(
        tables.StaffLook(
            staff_id=colleague.id,
            step=step,
            subject_type=subject[0],
            subject=subject[1],
            customer_id=customer_id,
            created_at=now,
        )
    )


def read_colleague(row: Any) -> Colleague:
    """The row as a result."""
    return Colleague(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,
        store_code=row.store_code,
        must_change_password=row.must_change_password,
    )


def _count_try(workshop: Workshop, login: str, source: str) -> tuple[int, str | None]:
    """Counts a try as failed until it succeeds; gives its id and the stored password, if any."""
    now = workshop.now()
    attempt = tables.SignInAttempt
    with workshop.database.transaction() as session:
        lock(session, "sign_in")
        recent = session.execute(
            select(attempt.login, attempt.source, func.count())
            .where(attempt.succeeded.is_(False), attempt.attempted_at > now - TRIES_COUNT)
            .where(or_(attempt.login == login, attempt.source == source))
            .group_by(attempt.login, attempt.source)
        ).all()
        of_both = sum(n for of, at, n in recent if (of, at) == (login, source))
        of_login = sum(n for of, _, n in recent if of == login)
        of_source = sum(n for _, at, n in recent if at == source)
        if (
            of_both >= MOST_TRIES
            or of_login >= MOST_TRIES_OF_LOGIN
            or of_source >= MOST_TRIES_OF_SOURCE
        ):
            raise NotAllowed("rests")
        row = attempt(login=login, source=source, attempted_at=now, succeeded=False)
        session.add(row)
        session.flush()
        staff = session.scalars(
            select(tables.Staff).where(
                tables.Staff.login == login, tables.Staff.is_locked.is_(False)
            )
        ).one_or_none()
        return row.id, staff and staff.password_hash


def _check_new(login: str, old: str, new: str) -> None:
    if len(new) < PASSWORD_LENGTHS.start:
        raise InvalidValue("too_short")
    if len(new) not in PASSWORD_LENGTHS:
        raise InvalidValue("too_long")
    if new == old:
        raise InvalidValue("same")
    if login.lower() in new.lower():
        raise InvalidValue("like_login")


@lru_cache(maxsize=1)
def _no_password() -> str:
    """The hash of a password that nobody has: checking it costs the same."""
    return hash_password(make_password())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
