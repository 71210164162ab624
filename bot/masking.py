"""Logs without personal data: telephones, plates and VINs lose their middle, tokens all.

Log lines are English. What is Chinese in one, in the message of an exception say, are somebody's
words: a log does not keep them.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from bot.shop.digits import SPOKEN_DIGITS
from bot.shop.plate import PROVINCES

_SPOKEN_DIGIT = f"[{''.join(SPOKEN_DIGITS)}]"
_SPOKEN = re.compile(rf"{_SPOKEN_DIGIT}(?:[\s-]?{_SPOKEN_DIGIT}){{2,}}")
_MIDDLES = (
    re.compile(r"(?<!\d)((?:(?:00)?86)?1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)"),  # a telephone
    re.compile(
        rf"([{PROVINCES}]\s?[A-Za-z])[·.\s-]?[A-Za-z0-9]{{4,5}}([A-Za-z0-9挂学警港澳领]|应急)"
    ),
    re.compile(r"([使领]\s?\d)\d{2}[·.\s-]?\d{2}(\d)(?!\d)"),
    re.compile(r"(?<!\d)(\d)\d{5}([使领])"),
    re.compile(rf"(WJ[{PROVINCES}]?\d)\d{{3}}([A-Z0-9])", re.IGNORECASE),
    re.compile(  # a VIN
        r"(?<![A-Z0-9])(?=[A-Z]*\d)([A-HJ-NPR-Z0-9]{3})[A-HJ-NPR-Z0-9]{10}(\d{4})(?![A-Z0-9])",
        re.IGNORECASE,
    ),
)
_TOKEN = re.compile(r"((?:Bearer |token=))[\w.~-]+")
_CHINESE = re.compile(r"(?:[\u3400-\u9fff]|\\u[3-9][0-9a-f]{3})+", re.IGNORECASE)
# PostgreSQL quotes the row, or the statement with the values in it, that it could not take.
_QUOTED_ROW = re.compile(r"((?:DETAIL|LINE \d+):).*?(?=\n\n|\n\[|\Z)", re.DOTALL)


def mask(text: str) -> str:
    """`text` with 138****8001 for a telephone, 京N****7 for a plate, LSV****0001 for a VIN.

    Of three and more digits in words nothing stays: 幺三八零零幺三八零零幺 is ****.
    """
    text = _TOKEN.sub(r"\1****", text)
    for pattern in _MIDDLES:
        text = pattern.sub(r"\1****\2", text)
    return _SPOKEN.sub("****", text)


class MaskingFormatter(logging.Formatter):
    """Masks the finished line and leaves out what is Chinese in it, whatever arguments or traceback
    it was made of."""

    def format(self, record: logging.LogRecord) -> str:
        line = _QUOTED_ROW.sub(r"\1 ****", mask(super().format(record)))
        return _CHINESE.sub("…", line)


def set_up_logging(level: str, file: Path | None = None) -> None:
    """Makes the root logger write masked lines to `file`, or to standard error."""
    handler = (
        logging.FileHandler(file, encoding="utf-8", delay=True) if file else logging.StreamHandler()
    )
    handler.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=file is None)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes a line for every request
