"""Logs without personal data: telephones, plates and VINs lose their middle, tokens all."""

from __future__ import annotations

import logging
import re

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-Za-z])"
    r"[·\s-]?[A-Za-z0-9]{4,5}([A-Za-z0-9挂学警港澳])"
)
_VIN = re.compile(r"(?<![A-Za-z0-9])([A-HJ-NPR-Z0-9]{3})[A-HJ-NPR-Z0-9]{10}(\d{4})(?![A-Za-z0-9])")
_TOKEN = re.compile(r"((?:Bearer |token=))[\w.~-]+")


def mask(text: str) -> str:
    """`text` with 138****8001 for a telephone, 京N****7 for a plate, LSV****0001 for a VIN."""
    text = _TOKEN.sub(r"\1****", text)
    for pattern in (_PHONE, _PLATE, _VIN):
        text = pattern.sub(r"\1****\2", text)
    return text


class MaskingFormatter(logging.Formatter):
    """A formatter that masks the finished line, whatever arguments or traceback it was made of."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def set_up_logging(level: str) -> None:
    """Makes the root logger write masked lines to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes a line for every request
