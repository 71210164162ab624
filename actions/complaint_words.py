"""How complaints and the visits they are about are written in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from actions.base import Said
from actions.wording import say_day, say_moment
from bot.services.complaint_record import Complaint, VisitCard
from bot.shop.states import ComplaintStatus

STATUS_NAMES = {
    ComplaintStatus.ACCEPTED: "已受理",
    ComplaintStatus.INVESTIGATING: "调查中",
    ComplaintStatus.PROPOSED: "已提方案",
    ComplaintStatus.AGREED: "已同意",
    ComplaintStatus.CARRYING_OUT: "执行中",
    ComplaintStatus.AWAITING_FOLLOW_UP: "待回访",
    ComplaintStatus.CLOSED: "已办结",
}
LONGEST_MATTER = 20


def say_matter(found: Complaint) -> str:
    """What it is about, in the customer's words, short enough to be read out."""
    first = found.description.splitlines()[0].strip("。！!，, ")
    return first if len(first) <= LONGEST_MATTER else f"{first[:LONGEST_MATTER]}…"


def visit_button(visit: VisitCard, now: datetime) -> str:
    """The visit on a button."""
    return f"{say_day(visit.received_at.date(), now.date())} {visit.fault}"


def find_visit(said: Said, visits: Sequence[VisitCard], now: datetime) -> VisitCard | None:
    """The visit that the words mean: its button, number, day, store or plate."""
    for visit in visits:
        if said.text.strip() == visit_button(visit, now) or visit.number == said.value("order_no"):
            return visit
    meant = list(visits)
    for value in said.values("time"):
        start, end = datetime.fromisoformat(value["start"]), datetime.fromisoformat(value["end"])
        meant = [v for v in meant if start.date() <= v.received_at.date() <= end.date()] or meant
    for entity, read in (("store", "store_code"), ("plate", "plate")):
        wanted = said.value(entity)
        meant = [visit for visit in meant if getattr(visit, read) == wanted] or meant
    return meant[0] if len(meant) == 1 else None


def complaint_values(found: Complaint, answer_by: datetime, now: datetime) -> dict[str, Any]:
    """What the responses about a complaint use."""
    note = found.last_note
    handler = found.handler_role
    if found.handler_name:
        handler = f"{handler}{found.handler_name}"
    return {
        "number": found.number,
        "matter": say_matter(found),
        "handler": handler,
        "first_reply_by": say_moment(answer_by, now),
        "note": note.note.replace("车主", "您") if note else "",
        "noted": say_moment(note.at, now) if note else "",
        "opened": say_day(found.opened_at.date(), now.date()),
        "closed": say_moment(found.steps[-1].at, now) if found.steps else "",
    }


def complaint_card(found: Complaint, answer_by: datetime, now: datetime) -> dict[str, Any]:
    """The complaint as a card (docs/cards.md)."""
    closed = found.status is ComplaintStatus.CLOSED
    rows = [
        ("事由", say_matter(found)),
        ("负责人", found.handler_role),
        ("最晚答复", "" if closed else say_moment(answer_by, now)),
    ]
    return {
        "type": "complaint",
        "title": "您反映的事",
        "number": found.number,
        "badge": {"text": STATUS_NAMES[found.status], "tone": "good" if closed else "plain"},
        "rows": [{"label": label, "value": value} for label, value in rows if value],
    }
