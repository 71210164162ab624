"""Which part a warranty question is about: it depends on what drives the car that is meant."""

from __future__ import annotations

import re

from actions.base import Talk
from actions.booking_facts import suits
from bot.services import catalogue

#: What a car without the first part has under the same short name: a petrol car's 「电池」 is the 12 V one.
_IN_ITS_PLACE = {"traction_battery": "battery_12v"}
_SAID_IN_FULL = re.compile(r"动力|高压|大电池|电池[包组总]|锂|电芯|三电")


def part_of_car(code: str, energy: str | None, drive: str, words: str) -> str:
    """The part with this code, or the one that a car of this `energy` has in its place.

    `drive` is that of the cars which have the part. Who names it in full (动力电池) means that one.
    """
    if suits(drive, energy) or _SAID_IN_FULL.search(words):
        return code
    return _IN_ITS_PLACE.get(code, code)


def known_part(talk: Talk) -> str | None:
    """The part's code, if it is in the catalogue; other words are answered for the whole car."""
    code = talk.slot("warranty_part")
    if not code or not talk.ask_shop(catalogue.find_part, code):
        return None
    words, drive = talk.slot("warranty_text") or "", find_drive(talk)
    return part_of_car(code, find_energy(talk), drive, words)


def find_drive(talk: Talk) -> str:
    """The cars that have such a part: a question about the traction battery means the EV."""
    code = talk.slot("warranty_part")
    card = talk.ask_shop(catalogue.find_part, code) if code else None
    return card.drive if card else "any"


def find_energy(talk: Talk) -> str | None:
    """What drives the car in talk, the owner's or the series told of; None while it is not known."""
    owner, model = talk.owner(), talk.slot("warranty_model")
    car = owner.find_car(talk.slot("warranty_plate") or "") if owner else None
    if car:
        return car.energy
    card = talk.ask_shop(catalogue.find_model, model) if model else None
    return card.energy if card else None


def lacking_part(talk: Talk) -> str | None:
    """The name of the part asked about, if the car in talk has none such."""
    code = known_part(talk)
    card = talk.ask_shop(catalogue.find_part, code) if code else None
    if card is None or suits(card.drive, find_energy(talk)):
        return None
    return card.name
