"""What a warranty question is about, read from the words: the kind, the day of purchase, kilometres.

The words are data: warranty_questions.yml.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.base import Said
from bot.shop.calendar import SHANGHAI, add_months
from bot.shop.plain_questions import find_question
from bot.shop.warranty import find_exclusions, find_failure

WORDS_FILE = Path(__file__).with_name("warranty_questions.yml")
COVER, RIGHTS, LOANER, EXCLUDED, UNCLEAR = "cover", "rights", "loaner", "excluded", "unclear"
PAYMENT = "payment"
"""What comes back on a return, and what is kept for the use."""
UNKNOWN = "unknown"

_REPAIRED = re.compile(r"修(?:了|过)?[两二三四五六七八九十几多\d]+(?:次|回|趟)")
_YEAR_MONTH = re.compile(
    r"((?:19|20)\d\d|\d\d|去年|前年|今年)年?(\d{1,2})月(?:份)?(?:(\d{1,2})[日号])?"
)
_AGO = re.compile(r"(?<![\d十])([一两二三四五六七八九十]|\d{1,2})(年半|年|个月|个多月|天)")
_TERM = re.compile(r"[保修].{0,4}(?:几年|多少年|多久|多长|多少公里)|期限|年限")
_OWN = re.compile(r"我的|我这|我那|还|剩|过保|到期")
LONGEST_AGO = 15
"""Years; 「23年」 is more likely the year 2023."""
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_NUMBERS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    return content


def _holds(text: str, kind: str) -> bool:
    return any(word in text for word in _words()[kind])


def find_kind(text: str) -> str:
    """What is asked: one of the constants above, or the name of a topic."""
    heard = text.lower()
    if _holds(heard, LOANER):
        return LOANER
    for topic, words in _words()["topics"].items():
        if any(word in heard for word in words):
            return str(topic)
    if find_question(heard, "ask_warranty") == PAYMENT:
        return PAYMENT
    if find_exclusions(heard):
        return EXCLUDED
    if _holds(heard, UNCLEAR):
        return UNCLEAR
    if _holds(heard, RIGHTS) or _REPAIRED.search(heard) or find_failure(heard):
        return RIGHTS
    return COVER


def asks_term(text: str) -> bool:
    """How long the cover of a series lasts, not whether a car is still within it.

    >>> asks_term("电池保几年来着"), asks_term("我的车还保多久")
    (True, False)
    """
    return bool(_TERM.search(text)) and not _OWN.search(text)


def hear_start(said: Said, now: datetime, asked: bool) -> str | None:
    """The day of purchase as ISO text, UNKNOWN when the owner does not know, or None.

    Without the question having been put (`asked`) only words about buying count.
    """
    if asked and _holds(said.text, "dont_know"):
        return UNKNOWN
    if not asked and not _holds(said.text, "bought"):
        return None
    today = now.astimezone(SHANGHAI).date()
    day = _named_day(said.text, today) or _past_day(said, today) or _ago(said, today)
    return day.isoformat() if day is not None and day <= today else None


def hear_km(said: Said, asked: bool) -> int | str | None:
    """Kilometres, UNKNOWN when the owner does not know, or None."""
    mileage = said.value("mileage")
    if mileage is not None:
        return int(mileage)
    if not asked:
        return None
    if _holds(said.text, "dont_know"):
        return UNKNOWN
    digits = re.fullmatch(r"\D*(\d{2,6})\D*", said.text)
    return int(digits.group(1)) if digits else None


def _named_day(text: str, today: date) -> date | None:
    """「2023年5月」, 「去年3月12号」: the first of the month when no day is named."""
    found = _YEAR_MONTH.search(text.replace(" ", ""))
    if not found:
        return None
    named = {"今年": today.year, "去年": today.year - 1, "前年": today.year - 2}
    year = named.get(found.group(1)) or int(found.group(1))
    try:
        return date(
            year if year > 100 else 2000 + year, int(found.group(2)), int(found.group(3) or 1)
        )
    except ValueError:
        return None


def _past_day(said: Said, today: date) -> date | None:
    for value in said.values("time"):
        day = datetime.fromisoformat(value["start"]).date()
        if day <= today and not value.get("ambiguous"):
            return day
    return None


def _ago(said: Said, today: date) -> date | None:
    """「买了一年半」: so long before today, from the words or a duration value."""
    for value in said.values("duration"):
        parts = _DURATION.fullmatch(str(value))
        if parts and any(parts.groups()):
            years, months, weeks, days = (int(part or 0) for part in parts.groups())
            return add_months(today, -12 * years - months) - timedelta(weeks=weeks, days=days)
    found = _AGO.search(said.text)
    if not found:
        return None
    count = _NUMBERS.get(found.group(1)) or int(found.group(1))
    if found.group(2) == "天":
        return today - timedelta(days=count)
    if "年" in found.group(2) and count > LONGEST_AGO:
        return None
    months = {"年": 12 * count, "年半": 12 * count + 6}.get(found.group(2), count)
    return add_months(today, -months)
