"""What a plate, a telephone, frame or order number looks like, once it is written plainly."""

from __future__ import annotations

import re

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_FREE = "[A-HJ-NP-Z0-9]"  # I and O are not given out behind the letter of the city
_PLATE = re.compile(
    rf"[{PROVINCES}][A-HJ-Z](?:"
    rf"[A-HJK]{_FREE}\d{{4}}|\d{{5}}[A-HJK]"  # new energy: small car, large car
    rf"|{_FREE}{{5}}|{_FREE}{{4}}(?:[警学挂港澳领]|应急))"
    r"|[使领]\d{6}"
    rf"|WJ[{PROVINCES}]?\d{{4}}{_FREE}"
)
_PLATE_BORDER = 2  # province and letter stand before the part without I and O
_PHONE = re.compile(r"1[3-9]\d{9}")
_ORDER = re.compile(r"(?:RO|AP|CP|CL)(?:20)?\d\d(?:0[1-9]|1[0-2])\d{4,6}")
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")


def plate_of(written: str) -> str | None:
    """The plate in upper case without separators, if `written` has the shape of one (GA 36-2018).

    A letter O or I in the running part can only be a zero or one. At least two digits: a plate has
    never fewer, a word behind a province sign often has.
    """
    plain = re.sub(r"[\s·•.\-—_]", "", written).upper()
    body = plain[_PLATE_BORDER:].replace("O", "0").replace("I", "1")
    plate = plain[:_PLATE_BORDER] + body
    return plate if _PLATE.fullmatch(plate) and len(re.findall(r"\d", plate)) >= 2 else None


def is_phone(digits: str) -> bool:
    """A mainland mobile number of eleven digits."""
    return _PHONE.fullmatch(digits) is not None


def is_order_number(written: str) -> bool:
    """RO, AP, CP or CL with year, month and at least four running digits, as the shop prints it."""
    return _ORDER.fullmatch(written) is not None


def is_vin(written: str) -> bool:
    """Seventeen characters without I, O, Q whose check digit is right (GB 16735, ISO 3779)."""
    if not _VIN.fullmatch(written):
        return False
    from vininfo import Vin

    return bool(Vin(written).verify_checksum())
