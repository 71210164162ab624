"""Warranty and 三包: the rules as data (rules.yml) and the pure functions that compute with them.

Every answer is a `Finding`: the rule and its article, the verdict, whether it is certain or hangs
on something, and the arithmetic as data. What the rules do not decide gets the verdict `person`.
"""

from bot.shop.warranty.cover import (
    cover,
    list_covers,
    lowest_term,
    sanbao_cover,
    vehicle_cover,
)
from bot.shop.warranty.facts import (
    Assembly,
    Car,
    Exclusion,
    Failure,
    Fault,
    Part,
    Replacement,
    Term,
    Visit,
)
from bot.shop.warranty.findings import (
    Certainty,
    Condition,
    EarlyWarning,
    Finding,
    Ground,
    Measure,
    Quantity,
    RepairTime,
    Rights,
    UsePayment,
    Verdict,
)
from bot.shop.warranty.loaner import loaner_right, repair_time
from bot.shop.warranty.rights import list_lines, list_warnings, rights
from bot.shop.warranty.rules import (
    Reliability,
    Remedy,
    Rule,
    RuleBook,
    RuleFileError,
    load_rules,
    standard_rules,
)
from bot.shop.warranty.telling import exclusion_pattern, find_exclusions, find_failure
from bot.shop.warranty.use_payment import use_payment

__all__ = [
    "Assembly",
    "Car",
    "Certainty",
    "Condition",
    "EarlyWarning",
    "Exclusion",
    "Failure",
    "Fault",
    "Finding",
    "Ground",
    "Measure",
    "Part",
    "Quantity",
    "Reliability",
    "Remedy",
    "RepairTime",
    "Replacement",
    "Rights",
    "Rule",
    "RuleBook",
    "RuleFileError",
    "Term",
    "UsePayment",
    "Verdict",
    "Visit",
    "cover",
    "exclusion_pattern",
    "find_exclusions",
    "find_failure",
    "list_covers",
    "list_lines",
    "list_warnings",
    "load_rules",
    "loaner_right",
    "lowest_term",
    "repair_time",
    "rights",
    "sanbao_cover",
    "standard_rules",
    "use_payment",
    "vehicle_cover",
]
