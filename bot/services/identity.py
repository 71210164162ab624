"""Who is speaking: proof by plate and the last four digits of the registered telephone.

A proof is a row bound to one conversation, good for an hour. Whoever guesses is slowed down, in the
same words whether the plate exists or not, and staff are told.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.services.appointments import bring_visits
from bot.services.customer_doors import find_proven, leave_door, link_door, settle_in
from bot.services.workshop import Workshop
from bot.shop.plate import parse_plate
from bot.storage import tables
from bot.storage.database import lock

PROOF_LASTS = timedelta(hours=1)
FAILURES_BEFORE_PAUSE = 5
PAUSE = timedelta(minutes=30)
DAY = timedelta(days=1)
FAILURES_A_DAY = 10
"""On one plate: four digits are 10,000 tries, at this pace a patient guesser needs years."""
FAILURES_A_DAY_OF_SOURCE = 30
"""Of one address, which a waiting room or a mobile network gives to many customers at once."""

_CAR, _MODEL = tables.Car, tables.VehicleModel
# Who is speaking is asked by nearly every action: building a query costs more than running it.
_CARS = (
    select(_CAR.id, _CAR.plate, _MODEL.code, _MODEL.name, _MODEL.energy, _CAR.mileage_km)
    .join(_MODEL, _MODEL.code == _CAR.model_code)
    .where(_CAR.customer_id == bindparam("customer_id"))
    .order_by(_CAR.id)
)
_FAILURES = (
    select(tables.ProofAttempt.attempted_at)
    .where(tables.ProofAttempt.succeeded.is_(False))
    .order_by(tables.ProofAttempt.attempted_at.desc())
    .limit(bindparam("most"))
)
"""The newest failures, at most as many as are allowed in a day, newest first."""
_FAILURES_ON_PLATE = _FAILURES.where(tables.ProofAttempt.plate == bindparam("tried"))
_FAILURES_OF_SOURCE = _FAILURES.where(tables.ProofAttempt.source == bindparam("tried"))


@dataclass(frozen=True)
class CarCard:
    """One of the owner's cars."""

    id: int
    plate: str
    model_code: str
    model_name: str
    energy: str
    mileage_km: int


@dataclass(frozen=True)
class Owner:
    """A customer who has proven who they are."""

    customer_id: int
    name: str
    salutation: str
    phone: str
    cars: tuple[CarCard, ...]

    def find_car(self, plate: str) -> CarCard | None:
        """The owner's car with this plate, if it is theirs."""
        return next((car for car in self.cars if car.plate == plate), None)


@dataclass(frozen=True)
class ProofResult:
    """`ok` with the owner; or not, and then `paused` says that tries are not looked at for now."""

    ok: bool
    owner: Owner | None = None
    paused: bool = False
    has_visits: bool = False
    """Nobody on record, but a newcomer whose coming visits were booked with these: they go on here."""
    brought_request: bool = False
    """The customer waits for, or talks with, a person at another door: that goes on here."""


def find_owner(workshop: Workshop, conversation_id: str) -> Owner | None:
    """The customer that this conversation has proven to be, or None."""
    now = workshop.now()
    with workshop.database.reading() as session:
        customer_id = find_proven(session, conversation_id, now)
        return None if customer_id is None else read_owner(session, customer_id)


def prove(
    workshop: Workshop, conversation_id: str, plate: str, last4: str, source: str
) -> ProofResult:
    """Try to prove that `conversation_id` speaks for the owner of `plate`.

    `last4` are four digits, `source` where the try comes from (an address,
    or the door's id of the person). After five failures of a source or on a plate nothing is looked
    at for half an hour; after ten on a plate, or thirty of a source, until a day has passed since the
    first of them.
    """
    now = workshop.now()
    plate = parse_plate(plate) or plate.strip().upper()
    with workshop.database.transaction() as session:
        for name in sorted({f"proof:plate:{plate}", f"proof:source:{source}"}):
            lock(session, name)
        if _paused_until(session, plate, source, now):
            return ProofResult(ok=False, paused=True)
        customer_id = _match(session, plate, last4)
        newcomer = (conversation_id, plate, last4, now)
        has_visits = customer_id is None and bring_visits(session, *newcomer)
        session.add(
            tables.ProofAttempt(
                conversation_id=conversation_id,
                source=source,
                plate=plate,
                succeeded=has_visits or customer_id is not None,
                attempted_at=now,
            )
        )
        session.flush()
        if has_visits:
            return ProofResult(ok=False, has_visits=True)
        if customer_id is None:
            paused = _paused_until(session, plate, source, now) is not None
            if paused:
                _tell_staff(session, source, now)
            return ProofResult(ok=False, paused=paused)
        _write_proof(session, conversation_id, customer_id, now)
        link_door(session, conversation_id, customer_id, now)
        came_along = settle_in(session, conversation_id, customer_id, now)
        owner = read_owner(session, customer_id)
        return ProofResult(ok=True, owner=owner, brought_request=came_along)


def find_pause(workshop: Workshop, source: str, plate: str | None = None) -> datetime | None:
    """Until when nothing is looked at that comes from `source`, or is tried on `plate`; None if it is.

    Alike whether the plate exists or not.
    """
    now = workshop.now()
    with workshop.database.reading() as session:
        return _paused_until(session, plate and (parse_plate(plate) or plate), source, now)


def withdraw_proof(workshop: Workshop, conversation_id: str) -> None:
    """Forget who this conversation belongs to (the customer leaves a shared device)."""
    now = workshop.now()
    with workshop.database.transaction() as session:
        query = select(tables.Proof).where(tables.Proof.conversation_id == conversation_id)
        for proof in session.scalars(query.where(tables.Proof.expires_at > now)):
            proof.expires_at = now
        leave_door(session, conversation_id)


def read_owner(session: Session, customer_id: int) -> Owner:
    """The customer with their cars, for use cases that know already who it is."""
    customer = session.get(tables.Customer, customer_id)
    assert customer is not None  # proofs have a foreign key
    cars = tuple(
        CarCard(*columns) for columns in session.execute(_CARS, {"customer_id": customer_id})
    )
    return Owner(customer.id, customer.name, customer.salutation, customer.phone, cars)


def _match(session: Session, plate: str, last4: str) -> int | None:
    """The owner's id when plate and digits belong together; takes as long when the plate is unknown."""
    query = (
        select(tables.Customer.id, tables.Customer.phone)
        .join(tables.Car, tables.Car.customer_id == tables.Customer.id)
        .where(tables.Car.plate == plate)
    )
    found = session.execute(query).first()
    expected = found.phone[-4:] if found else "----"
    matches = hmac.compare_digest(expected.encode(), last4.encode())
    return int(found.id) if found and matches else None


def _paused_until(
    session: Session, plate: str | None, source: str, now: datetime
) -> datetime | None:
    """When tries of `source` and on `plate` are looked at again; None when they are now."""
    ends = [
        end
        for query, tried, most in (
            (_FAILURES_ON_PLATE, plate, FAILURES_A_DAY),
            (_FAILURES_OF_SOURCE, source, FAILURES_A_DAY_OF_SOURCE),
        )
        if tried is not None
        for end in _pauses(session.scalars(query, {"tried": tried, "most": most}).all(), most)
        if end > now
    ]
    return max(ends, default=None)


def _pauses(failures: Sequence[datetime], most: int) -> Iterator[datetime]:
    """The ends of the pauses that failures, newest first, have brought: five within half an hour
    half an hour after the last, and `most` a day after the first of them."""
    burst = failures[:FAILURES_BEFORE_PAUSE]
    if len(burst) == FAILURES_BEFORE_PAUSE and burst[0] - burst[-1] < PAUSE:
        yield burst[0] + PAUSE
    if len(failures) == most:
        yield failures[-1] + DAY


def _write_proof(session: Session, conversation_id: str, customer_id: int, now: datetime) -> None:
    """The newest proof counts alone: who proves to be somebody else is no longer the first."""
    earlier = select(tables.Proof).where(
        tables.Proof.conversation_id == conversation_id, tables.Proof.expires_at > now
    )
    for proof in session.scalars(earlier):
        proof.expires_at = now
    session.add(
        tables.Proof(
            conversation_id=conversation_id,
            customer_id=customer_id,
            proven_at=now,
            expires_at=now + PROOF_LASTS,
        )
    )


def _tell_staff(session: Session, source: str, now: datetime) -> None:
    key = f"proof_paused:{source}:{now:%Y%m%d%H}"
    known = select(tables.StaffAlert.id).where(tables.StaffAlert.alert_key == key)
    if session.scalars(known).first() is None:
        session.add(
            tables.StaffAlert(
                kind="proof_paused",
                alert_key=key,
                created_at=now,
                detail="Too many failed proofs of identity; tries are paused.",
            )
        )
