"""Plates, frame, telephone and order numbers; the normaliser has brought them into written form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.spoken_codes import ORDER_NUMBER, has_digits
from bot.nlu.values.found import Found
from bot.shop.phone import parse_mobile
from bot.shop.plate import PROVINCES, parse_plate
from bot.shop.vin import parse_vin

_NO_MORE = r"(?![0-9A-Za-z])"
_PLATES = re.compile(
    rf"[{PROVINCES}][A-Za-z][·.\- ]?(?:[0-9A-Za-z]{{5,6}}|[0-9A-Za-z]{{4}}(?:[警学挂港澳领]|应急)){_NO_MORE}"
    rf"|[使领]\s?\d{{3}}[·.\- ]?\d{{3}}{_NO_MORE}|(?<!\d)\d{{6}}[使领]"
    rf"|WJ[{PROVINCES}]?\d{{4}}[0-9A-Z]{_NO_MORE}"
)
_FRAMES = re.compile(rf"(?<![0-9A-Za-z{PROVINCES}])[0-9A-Za-z]{{17}}{_NO_MORE}")
_PHONES = re.compile(r"(?<!\d)1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")
_ORDERS = re.compile(rf"(?<![0-9A-Za-z]){ORDER_NUMBER.pattern}(?!\d)", re.IGNORECASE)


def find_codes(text: str) -> Iterator[Found]:
    """All codes of a normalised text."""
    for match in _ORDERS.finditer(text):
        yield Found("order_no", *match.span(), match.group().upper())
    for match in _FRAMES.finditer(text):
        if vin := parse_vin(match.group()):
            yield Found("vin", *match.span(), vin)
    for match in _PLATES.finditer(text):
        plate = parse_plate(match.group())
        if plate and has_digits(plate):
            yield Found("plate", *match.span(), plate)
    for match in _PHONES.finditer(text):
        if phone := parse_mobile(match.group()):
            yield Found("phone", *match.span(), phone)
