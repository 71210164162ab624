"""Mainland mobile numbers: their normal form (eleven digits) and how to hide one."""

from __future__ import annotations

import re
import unicodedata

_SHAPE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_SEPARATORS = re.compile(r"[\s\-()]")


def parse_mobile(written: str) -> str | None:
    """The eleven digits, or None; +86, blanks and dashes do not matter."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", written))
    found = _SHAPE.fullmatch(plain)
    return found.group(1) if found else None


def mask_phone(phone: str) -> str:
    """138****8001; what is too short to hide is hidden whole."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "*" * len(phone)
