"""Number plates of the mainland (GA 36-2018): their kinds, their normal form, and how to hide one.

The normal form is upper case without separators: 京N3K587, 京AD12345, 使014578.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_PLACE = rf"[{PROVINCES}][A-HJ-Z]"  # I names no city
_FREE = "[A-HJ-NP-Z0-9]"  # I and O are not given out in the running part
_SEPARATORS = re.compile(r"[\s·・•‧∙.\-—_]")


class PlateKind(str, Enum):
    """What a plate says about its car."""

    CIVIL = "civil"
    NEW_ENERGY = "new_energy"
    POLICE = "police"  # 警
    LEARNER = "learner"  # 学
    TRAILER = "trailer"  # 挂
    HONG_KONG = "hong_kong"  # 港
    MACAU = "macau"  # 澳
    EMBASSY = "embassy"  # 使
    CONSULATE = "consulate"  # 领
    EMERGENCY = "emergency"  # 应急
    ARMED_POLICE = "armed_police"  # WJ


_SHAPES = {
    # The letter of a new-energy plate: D A B C E battery electric, F G H J K others; a small car has
    # it in the first place, a large one in the last.
    PlateKind.NEW_ENERGY: rf"{_PLACE}(?:[A-HJK]{_FREE}\d{{4}}|\d{{5}}[A-HJK])",
    PlateKind.CIVIL: rf"{_PLACE}{_FREE}{{5}}",
    PlateKind.POLICE: rf"{_PLACE}{_FREE}{{4}}警",
    PlateKind.LEARNER: rf"{_PLACE}{_FREE}{{4}}学",
    PlateKind.TRAILER: rf"{_PLACE}{_FREE}{{4}}挂",
    PlateKind.HONG_KONG: rf"粤Z{_FREE}{{4}}港",
    PlateKind.MACAU: rf"粤Z{_FREE}{{4}}澳",
    PlateKind.CONSULATE: rf"{_PLACE}{_FREE}{{4}}领|领\d{{6}}|\d{{6}}领",
    PlateKind.EMBASSY: r"使\d{6}|\d{6}使",
    PlateKind.EMERGENCY: rf"{_PLACE}{_FREE}{{4}}应急",
    PlateKind.ARMED_POLICE: rf"WJ[{PROVINCES}]?\d{{4}}{_FREE}",
}
_PATTERNS = {kind: re.compile(shape) for kind, shape in _SHAPES.items()}
_PLACE_LENGTH = 2


def parse_plate(written: str) -> str | None:
    """The normal form of a written plate, or None when it has the shape of none.

    Full-width characters, lower case and separators do not matter; in the running part the letters O
    and I can only be a zero and a one.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", written)).upper()
    place, running = plain[:_PLACE_LENGTH], plain[_PLACE_LENGTH:]
    plate = place + running.replace("O", "0").replace("I", "1")
    return plate if plate_kind(plate) else None


def plate_kind(plate: str) -> PlateKind | None:
    """The kind of a plate in its normal form; None when it is no plate."""
    return next((kind for kind, shape in _PATTERNS.items() if shape.fullmatch(plate)), None)


def is_plate(text: str) -> bool:
    """Whether `text` is a plate in its normal form."""
    return plate_kind(text) is not None


def format_plate(plate: str) -> str:
    """As it stands on the metal, for reading: 京N·3K587; 使014·578."""
    if plate_kind(plate) is PlateKind.EMBASSY:
        return f"{plate[:4]}·{plate[4:]}"
    if plate[:_PLACE_LENGTH].isdigit() or plate.startswith(("WJ", "领")):
        return plate
    return f"{plate[:_PLACE_LENGTH]}·{plate[_PLACE_LENGTH:]}"


def mask_plate(plate: str) -> str:
    """For logs and for people who need not know it: 京N***87."""
    if len(plate) <= _PLACE_LENGTH * 2:
        return "*" * len(plate)
    hidden = "*" * (len(plate) - _PLACE_LENGTH * 2)
    return plate[:_PLACE_LENGTH] + hidden + plate[-_PLACE_LENGTH:]
