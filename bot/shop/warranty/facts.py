"""What the rules are told: the car, its visits, a fault. Plain values; nothing here decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from fractions import Fraction


class Assembly(str, Enum):
    """The parts of a car that order no. 43 names in article 24."""

    ENGINE = "engine"
    TRANSMISSION = "transmission"
    TRACTION_BATTERY = "traction_battery"
    DRIVE_MOTOR = "drive_motor"
    STEERING = "steering"
    BRAKES = "brakes"
    SUSPENSION = "suspension"
    DRIVE_LINE = "drive_line"
    EMISSION_CONTROL = "emission_control"
    BODY = "body"


#: The four that count as a whole: articles 20, 22 and 24 (2).
CORE_ASSEMBLIES = frozenset(
    {Assembly.ENGINE, Assembly.TRANSMISSION, Assembly.TRACTION_BATTERY, Assembly.DRIVE_MOTOR}
)


class Failure(str, Enum):
    """The five failures of article 23."""

    STEERING_FAILURE = "steering_failure"
    BRAKE_FAILURE = "brake_failure"
    BODY_CRACKING = "body_cracking"
    FUEL_LEAK = "fuel_leak"
    TRACTION_BATTERY_FIRE = "traction_battery_fire"


class Exclusion(str, Enum):
    """What may free the seller from his duty; never decided by the bot."""

    ACCIDENT = "accident"
    MODIFICATION = "modification"
    USED_ON = "used_on"  # driven on after an obvious fault
    NO_CERTIFICATE = "no_certificate"
    HIRE = "hire"


@dataclass(frozen=True)
class Term:
    """A promise that ends with the months or with the kilometres, whichever comes first."""

    months: int
    km: int

    def at_least(self, lowest: Term) -> Term:
        """This promise, but nowhere below what the rules allow at the lowest."""
        return Term(max(self.months, lowest.months), max(self.km, lowest.km))


@dataclass(frozen=True)
class Part:
    """A part or assembly that a question is about."""

    code: str
    assembly: Assembly | None = None
    """The assembly that it is, or is a main part of."""
    is_three_electric: bool = False
    """Traction battery, drive motor, motor control."""
    wear: Term | None = None
    """Its own period on the 三包 certificate when it is a wear part."""


@dataclass(frozen=True)
class Car:
    """A car as the records or the owner's words give it. None means not known."""

    starts_on: date | None
    """Day of the invoice, or of delivery where that is another day."""
    mileage_km: int | None
    vehicle: Term | None = None
    """The maker's 包修期; None when not known: the lowest of the rules is then used."""
    sanbao: Term | None = None
    three_electric: Term | None = None
    """The maker's promise for a car with a traction battery; None for a car without."""
    price_fen: int | None = None
    use_rate: Fraction | None = None
    """The maker's n of the use formula: Fraction(5, 1000) is 0.5 %."""
    exclusions: frozenset[Exclusion] = field(default_factory=frozenset)
    from_records: bool = True
    """False when the owner told these facts and nothing on record confirms them."""


@dataclass(frozen=True)
class Replacement:
    """An assembly, or one main part of it, that a repair put in new."""

    assembly: Assembly
    part_code: str | None = None
    """The main part; None when the whole assembly was replaced."""


@dataclass(frozen=True)
class Visit:
    """One repair of the car."""

    number: str
    received_at: datetime
    """When the car was handed in."""
    told_done_at: datetime | None
    """When the customer was told that it is done; None while it goes on."""
    fault: str
    """What the same quality problem is known by; equal words are the same problem."""
    is_quality_problem: bool | None
    """None until it has been found out."""
    is_severe_safety: bool = False
    mileage_km: int | None = None
    """At hand-in."""
    assembly: Assembly | None = None
    """The assembly that the fault was in."""
    replaced: tuple[Replacement, ...] = ()

    @property
    def is_finished(self) -> bool:
        return self.told_done_at is not None


@dataclass(frozen=True)
class Fault:
    """What is wrong now, as the customer tells it or the workshop found it."""

    happened_on: date
    mileage_km: int | None = None
    """When it happened; None: the car's."""
    failure: Failure | None = None
    assembly: Assembly | None = None
    """The assembly that it is in."""
    is_severe_safety: bool = False
    is_quality_problem: bool | None = None
    """This and the next two are None until the workshop has found it out."""
    is_main_part: bool | None = None
    needs_replacement: bool | None = None
