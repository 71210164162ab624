"""The words of each notice, from data/responses/outbox.yml, read without Rasa."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

import yaml

from bot.clock import SHANGHAI
from bot.services.outbox import Parcel
from bot.shop.notices import STAFF_NOTICES

PATH = Path(__file__).resolve().parents[2] / "data" / "responses" / "outbox.yml"
PREFIX = "utter_outbox_"
WEEKDAYS = "一二三四五六日"
NEAR = {0: "今天", 1: "明天", 2: "后天"}
AT_WORK = frozenset({"inspecting", "repairing", "waiting_parts", "quality_check"})
"""In these a promised time is still news; later the car is there, earlier nothing is promised."""
REASON_LENGTH = 80


def words_of(parcel: Parcel) -> str:
    """What the customer, or the staff's group, reads.

    Raises KeyError for a kind or a fact that is missing.
    """
    facts = parcel.facts
    fields = {
        "who": f"{parcel.salutation}，" if parcel.salutation else "",
        "store": parcel.store_name,
        **{name: str(value) for name, value in facts.items() if value is not None},
    }
    for name in ("starts", "promised", "since", "due"):
        fact = f"{name}_at"
        if facts.get(fact):
            fields[name] = say_moment(datetime.fromisoformat(facts[fact]), parcel.now)
    return "".join(_sentences()[name].format_map(fields) for name in _names(parcel))


def say_moment(moment: datetime, now: datetime) -> str:
    """今天（周一）17:00, 12月5日（周六）09:30."""
    local, today = moment.astimezone(SHANGHAI), now.astimezone(SHANGHAI).date()
    day = NEAR.get((local.date() - today).days) or f"{local.month}月{local.day}日"
    if local.year != today.year and day not in NEAR.values():
        day = f"{local.year}年{day}"
    return f"{day}（周{WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def _names(parcel: Parcel) -> list[str]:
    facts = parcel.facts
    status = facts.get("status")
    if parcel.kind in STAFF_NOTICES:
        return _names_for_staff(parcel)
    names = [f"{parcel.kind}_{status}" if parcel.kind == "repair_order_step" else parcel.kind]
    promised = facts.get("promised_at")
    if parcel.kind == "repair_order_step" and status in AT_WORK and promised:
        is_to_come = datetime.fromisoformat(promised) > parcel.now
        names += ["promised"] if is_to_come else []
    # Staff may write a page; a message holds a line.
    if 0 < len(str(facts.get("reason") or "")) <= REASON_LENGTH:
        names.append("reason")
    return names


def _names_for_staff(parcel: Parcel) -> list[str]:
    facts = parcel.facts
    exact = f"{parcel.kind}_{facts.get('cause') or facts.get('promise')}"
    return [
        *(["staff_store"] if parcel.store_name else []),
        exact if exact in _sentences() else parcel.kind,
        *(["staff_number"] if facts.get("number") else []),
    ]


@lru_cache(maxsize=1)
def _sentences() -> dict[str, str]:
    responses = yaml.safe_load(PATH.read_text(encoding="utf-8"))["responses"]
    return {name.removeprefix(PREFIX): says[0]["text"] for name, says in responses.items()}
