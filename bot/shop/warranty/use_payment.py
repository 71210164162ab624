"""What the customer pays for the use of a car that goes back under article 24."""

from __future__ import annotations

from fractions import Fraction

from bot.shop.warranty.findings import UsePayment
from bot.shop.warranty.rules import RuleBook


def use_payment(book: RuleBook, price_fen: int, mileage_km: int, rate: Fraction) -> UsePayment:
    """Price × kilometres ÷ 1,000 × n, exact, rounded half up to the fen.

    An n above the highest that the rule allows is cut down to it: the customer never owes more.
    Raises ValueError for a negative number.
    """
    if price_fen < 0 or mileage_km < 0 or rate < 0:
        raise ValueError("price, mileage and rate cannot be below 0")
    highest = Fraction(book.figure("use_payment", "highest_rate_permille"), 1000)
    applied = min(rate, highest)
    exact = price_fen * Fraction(mileage_km, book.figure("use_payment", "per_km")) * applied
    amount_fen = int(exact + Fraction(1, 2))
    return UsePayment(book.rule("use_payment"), price_fen, mileage_km, applied, amount_fen)
