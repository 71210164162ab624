"""Vehicle identification numbers (GB 16735, ISO 3779): seventeen characters with a check digit."""

from __future__ import annotations

import re
import unicodedata

from vininfo import Vin

_SHAPE = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_SEPARATORS = re.compile(r"[\s\-]")
_LOOKALIKES = str.maketrans("OIQ", "010")  # the three letters that no VIN holds


def parse_vin(written: str) -> str | None:
    """The normal form (upper case, no separators), or None when shape or check digit are wrong.

    O, I and Q are read as the digits they are mistaken for.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", written)).upper()
    vin = plain.translate(_LOOKALIKES)
    return vin if is_vin(vin) else None


def is_vin(text: str) -> bool:
    """Whether `text` is a VIN in its normal form with the right check digit."""
    return bool(_SHAPE.fullmatch(text)) and bool(Vin(text).verify_checksum(check_year=False))


def mask_vin(vin: str) -> str:
    """For logs: LXC**********8601."""
    return vin[:3] + "*" * max(len(vin) - 7, 0) + vin[-4:]
