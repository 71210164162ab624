"""What the rules answer: a verdict, the rule and its article, and the arithmetic as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction

from bot.shop.warranty.facts import Term
from bot.shop.warranty.rules import Remedy, Rule


class Verdict(str, Enum):
    """What a rule says on the facts given."""

    COVERED = "covered"  # within the term
    EXPIRED = "expired"  # the term is over, by day or by kilometres
    RIGHT = "right"  # the customer may have the remedy
    NO_RIGHT = "no_right"
    CONDITIONAL = "conditional"  # the customer may have it if what is listed turns out so
    PERSON = "person"  # the rules do not decide this; a person does


class Certainty(str, Enum):
    """Whether the verdict rests on records alone."""

    CERTAIN = "certain"
    CONDITIONAL = "conditional"


class Condition(str, Enum):
    """What a verdict still hangs on."""

    QUALITY_PROBLEM = "quality_problem"  # it is found to be a quality problem
    MAIN_PART = "main_part"  # the part counts as a main part on the 三包 certificate
    REPLACEMENT_NEEDED = "replacement_needed"
    FAULT_PERSISTS = "fault_persists"  # it is still there after the repairs
    REPAIR_COUNTS = "repair_counts"  # the repair that goes on now is finished and counts
    MILEAGE_WITHIN = "mileage_within"  # kilometres are not known
    START_WITHIN = "start_within"  # the day of the invoice is not known
    AS_TOLD = "as_told"  # the facts are the owner's words
    MAKER_TERM = "maker_term"  # the maker may promise more than the lowest used here
    PART_PERIOD = "part_period"  # the part is not known; it may have a period of its own
    NOT_EXCLUDED = "not_excluded"  # what the owner mentioned does not exclude it


class Ground(str, Enum):
    """Why a rule gives nothing, or leaves it to a person."""

    TERM_OVER = "term_over"
    NOT_A_QUALITY_PROBLEM = "not_a_quality_problem"
    BELOW_LIMIT = "below_limit"  # the count has not passed the line
    FAULT_GONE = "fault_gone"  # the count has, but nothing shows that the fault is still there
    NO_REPLACEMENT = "no_replacement"  # nothing has to be replaced
    NOT_A_MAIN_PART = "not_a_main_part"
    EXCLUSION = "exclusion"  # the owner mentioned something that may exclude it
    NO_TERM = "no_term"  # no term is known for this part of this car
    CAME_ABOUT_BEFORE = "came_about_before"  # the line was crossed, the period has ended since


class Quantity(str, Enum):
    """What is measured against a limit."""

    DAY = "day"
    KM = "km"
    DAYS = "days"
    REPAIR_DAYS = "repair_days"
    REPAIRS = "repairs"
    REPLACEMENTS = "replacements"


@dataclass(frozen=True)
class Measure:
    """One comparison of the arithmetic: a value, the limit, and whether it is beyond it."""

    quantity: Quantity
    value: int | date | None
    limit: int | date
    beyond: bool | None
    """The value has passed the limit; None when the value is not known."""


@dataclass(frozen=True)
class RepairTime:
    """The time of one repair as it is counted."""

    number: str
    from_at: datetime
    until_at: datetime
    days: int
    """Days of 24 hours, a begun one as a whole."""
    is_finished: bool


@dataclass(frozen=True)
class Finding:
    """What one rule says."""

    rule: Rule
    verdict: Verdict
    ground: Ground | None = None
    conditions: tuple[Condition, ...] = ()
    measures: tuple[Measure, ...] = ()
    repairs: tuple[RepairTime, ...] = ()
    """The repairs that were counted, oldest first."""
    term: Term | None = None
    """The months and kilometres that were promised, where it is about a term."""
    starts_on: date | None = None
    ends_on: date | None = None
    """Last day of the term, where the rule has one."""
    subject: str | None = None
    """What was counted: the fault, the part or the assembly."""
    owed_from_at: datetime | None = None
    """When the remedy of article 21 begins, or will begin."""

    @property
    def certainty(self) -> Certainty:
        return Certainty.CONDITIONAL if self.conditions else Certainty.CERTAIN

    @property
    def gives(self) -> bool:
        """Whether the customer has the remedy, for certain or on conditions."""
        return self.verdict in (Verdict.RIGHT, Verdict.CONDITIONAL)

    def measure(self, quantity: Quantity) -> Measure | None:
        """The comparison of that quantity, if the rule made one."""
        return next((m for m in self.measures if m.quantity is quantity), None)


@dataclass(frozen=True)
class UsePayment:
    """What the customer pays for the use of a car that goes back under article 24."""

    rule: Rule
    price_fen: int
    mileage_km: int
    rate: Fraction
    """The n of the formula: Fraction(5, 1000) is 0.5 %."""
    amount_fen: int


@dataclass(frozen=True)
class EarlyWarning:
    """How far a car is on the way to a line: staff see it before it is crossed."""

    rule: Rule
    value: int
    warn_at: int
    limit: int
    subject: str | None = None

    @property
    def is_near(self) -> bool:
        """Near enough for staff to do something about it."""
        return self.value >= self.warn_at

    @property
    def is_crossed(self) -> bool:
        return self.value > self.limit


@dataclass(frozen=True)
class Rights:
    """What the customer may ask for because of this car's faults and repairs."""

    findings: tuple[Finding, ...]
    """Every rule that was looked at, those that give most first."""
    use_payment: UsePayment | None = None
    is_safety_matter: bool = False
    """Safety and a person come before any arithmetic."""

    @property
    def entitling(self) -> tuple[Finding, ...]:
        """The findings that give a remedy, for certain or on conditions."""
        return tuple(finding for finding in self.findings if finding.gives)

    @property
    def verdict(self) -> Verdict:
        """The strongest verdict among the findings."""
        order = (Verdict.RIGHT, Verdict.CONDITIONAL, Verdict.PERSON)
        found = {finding.verdict for finding in self.findings}
        return next((verdict for verdict in order if verdict in found), Verdict.NO_RIGHT)

    @property
    def remedies(self) -> frozenset[Remedy]:
        """What the customer may choose from."""
        return frozenset(finding.rule.remedy for finding in self.entitling)
