"""What is to change about a booked visit, read from what was said: its jobs, or its time by a length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from actions.base import Said
from actions.booking_facts import Span
from actions.job_words import JOB_OF_PART, SIZES
from bot.clock import SHANGHAI

_LENGTH = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
#: 「提前一天」, where a day after a direction is read as no length of its own.
_SAID_LENGTH = re.compile(r"([一二两三四五六半\d]+)\s*(?:个)?(天|日|周|星期|礼拜|小时|钟头)")
_DIGITS = {"半": 0.5, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_UNITS = {"天": "days", "日": "days", "周": "weeks", "星期": "weeks", "礼拜": "weeks"}
EARLIER_WORDS = ("提前", "往前", "早")
LATER_WORDS = ("推迟", "往后", "延", "晚", "推后")

_SOONER_OR_LATER = re.compile(r"[早晚](?:一?[点些]|一会儿?)(?!再|说|联系|回)|提前|推迟|往[前后]")

_TOO_SOON_OR_LATE = re.compile(r"太[早晚]|[早晚]了(?:一?[点些]|吧)?$")

ADDS = ("加", "再", "顺便", "顺带", "还要", "还想", "另外", "一起", "也")
_DROPS = re.compile(r"不(?:想|要|用)?(?:做|弄|搞|洗|换)?|去掉|减掉|删掉|拿掉|别|甭")
_REPLACES = re.compile(r"换成|改成|改做|改为|变成|换做")


def hear_shift(said: Said) -> timedelta | None:
    """「推迟两个小时」, 「提前一天」: by how much; None when no length or direction was said."""
    length = _hear_length(said)
    if not length:
        return None
    if any(word in said.text for word in LATER_WORDS):
        return length
    return -length if any(word in said.text for word in EARLIER_WORDS) else None


def hear_direction(said: Said) -> int:
    """「能早点不」 is -1, 「晚一点」 is 1; 0 where neither is wished.

    >>> hear_direction(Said("deny", "能早点不"))
    -1
    """
    too = _TOO_SOON_OR_LATE.search(said.text)
    if too:
        return 1 if "早" in too[0] else -1
    found = _SOONER_OR_LATER.search(said.text)
    return 0 if not found else -1 if found[0].startswith(EARLIER_WORDS) else 1


def span_beside(said: Said, starts_at: datetime, now: datetime) -> Span | None:
    """「能早点不」, 「晚一点」: what is free that day before or after; what comes nearest is offered else."""
    direction, start = hear_direction(said), starts_at.astimezone(SHANGHAI)
    midnight = start.replace(hour=0, minute=0)
    if direction < 0 and start > now:
        return Span(max(midnight, now), start, is_point=False)
    later = start + timedelta(minutes=1)
    return Span(later, midnight + timedelta(days=1), is_point=False) if direction else None


def _hear_length(said: Said) -> timedelta | None:
    found = _LENGTH.fullmatch(str(said.value("duration") or ""))
    if found and any(found.groups()):
        weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    words = _SAID_LENGTH.search(said.text)
    if not words:
        return None
    count = float(words[1]) if words[1].isdigit() else _DIGITS.get(words[1], 0)
    return timedelta(**{_UNITS.get(words[2], "hours"): count})


def hear_changed_jobs(said: Said, now: Sequence[str], listed: Sequence[str]) -> list[str] | None:
    """The visit's job codes after these words; None when they change nothing.

    「再加个洗车」 adds, 「洗车不做了」 drops, 「小保养换成大保养」 replaces; a job that is only named tells
    which visit is meant. The last job is never dropped: that would be to cancel.
    """
    named = _named(said, listed)
    replaces = _REPLACES.search(said.text)
    wanted = _named(said, listed, replaces.end()) if replaces else []
    if wanted:
        return _replaced(now, named, wanted)
    booked = [code for code in named if code in now]
    new = [code for code in named if code not in now]
    if new and any(word in said.text for word in ADDS):
        return [*now, *new]
    kept = [code for code in now if code not in booked]
    return kept if booked and kept and _DROPS.search(said.text) else None


def _replaced(now: Sequence[str], named: Sequence[str], wanted: Sequence[str]) -> list[str] | None:
    """「改成小保养加洗车」: those two and no more; what is named before 「改成」 makes way for them.

    Where nothing is named before, one wish takes the place of its like (a size of maintenance), or
    of the only job there is; several, or a booked one among them, tell the whole visit anew.
    """
    new = [code for code in wanted if code not in now]
    former = [code for code in named if code in now and code not in wanted]
    if not new:
        return None
    if former:
        out = former
    elif len(wanted) > 1 or len(now) == 1:
        return list(wanted)
    else:
        out = [code for code in now if code in SIZES and new[0] in SIZES]
    return [*(code for code in now if code not in out), *new] if out else [*now, *new]


def _named(said: Said, listed: Sequence[str], start: int = 0) -> list[str]:
    """Codes of the jobs, and of the jobs of the parts, named in the words from `start` on."""
    later = [item for item in said.entities if item.get("start", start) >= start]
    heard = Said(said.intent, said.text, later)
    parts = [JOB_OF_PART[part] for part in heard.values("part") if part in JOB_OF_PART]
    return list(dict.fromkeys(c for c in (*heard.values("service_item"), *parts) if c in listed))
