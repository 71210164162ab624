"""Two wishes in one message: where it may be cut, and whether the cut holds.

A message is cut where people change the subject (另外, 顺便问下, 还有 …) and at question marks and full
stops. A cut holds when both sides are read as wishes of their own that are not parts of one matter:
想约保养，顺便看看空调 is one visit with two jobs, 想约保养，另外质保还有多久 is two wishes.

Commas alone do not cut: measured on our own sentences, unseen by the model, every hundredth single
wish fell in two that way; with the rules below it is one in two thousand. Who begins or ends with
转人工 is the exception: that is never refused, whatever stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.nlu.decisions import Reading
from bot.nlu.intents import is_wish

TURNED, STOPPED = 0.3, 0.9
"""Confidence that both sides need: around a change of subject, and around a mere full stop."""

MOST_CLAUSES = 4
SHORTEST = 4
"""Characters. 好的 or 多少钱 alone belongs to what stands beside it."""
RANKS = 3
"""The message as a whole must be read as one of its wishes, among its likeliest so many."""

_NOT_MORE = r"(?!多|几|幾|没|沒|货|貨|位|空|啥|什么|什麼|哪)"  # 还有多久 goes on, it does not turn
_TURN = (
    rf"另外|此外|[还還]有{_NOT_MORE}|[顺順](?:便|带|帶|道)|[对對]了|再就是|[还還]想|[还還]要[问問]|"
    r"再[问問帮幫查约約]|再给我|[还還]要(?=[问問查约約]|[预預][约約])|也想?[问問]|同[时時]|以及|然[后後](?=[我再问問帮幫还還]|想)|"
    r"再一[个個]|再有|仲[有想]|第二[个個件]"
)
_CUT = re.compile(rf"[。！？!?；;\n]+\s*(?:{_TURN})?|[，,、\s]*(?:{_TURN})")
_HAS_TURN = re.compile(_TURN)
_COMMA = re.compile(r"[，,、\s]+")
_PERSON = re.compile(
    r"(?:[请請]|麻烦|麻煩|直接|[帮幫给給]我)*(?:[转轉][接到]?|找|接|叫|[换換]|要)(?:一?[个個]|一下|你们|你們|的)*"
    r"(?:人工|真人|活人|客服|[经經]理|店[长長]|人)(?:客服|服务|服務|[来來]|[说說][话話])?[吧啊呀!！。]?"
)

SAME_MATTER = frozenset(
    frozenset(pair.split("+"))
    for pair in (
        "book_service+describe_fault",
        "book_service+change_booking",
        "change_booking+cancel_booking",
        "request_rescue+describe_fault",
        "claim_warranty+describe_fault",
        "claim_warranty+ask_warranty",
        "file_complaint+check_complaint",
        "file_complaint+describe_fault",
    )
)
"""Two readings that are one matter: a reason and what is wanted for it, or two halves."""


@dataclass(frozen=True)
class Clause:
    """A stretch of the original message. `turned`: a change of subject leads into it."""

    start: int
    end: int
    text: str
    turned: bool


@dataclass(frozen=True)
class Wish:
    """A wish of its own, with the stretch of the original that says it."""

    intent: str
    confidence: float
    start: int
    end: int
    text: str


def clauses(text: str) -> list[Clause]:
    """The stretches that might hold a wish each; none when the message should not be cut."""
    calls = _pieces(text, _beside_a_person(text))
    if len(calls) == 2:
        return [replace(clause, turned=True) for clause in calls]
    cuts = list(_CUT.finditer(text))
    for chosen in (cuts, [cut for cut in cuts if _HAS_TURN.search(cut.group())]):
        found = _pieces(text, chosen)
        if 2 <= len(found) <= MOST_CLAUSES:
            return found
    return []


def _beside_a_person(text: str) -> list[re.Match[str]]:
    """The comma between a plain call for a person and the rest; none where there is no such call."""
    commas = list(_COMMA.finditer(text))
    first = [comma for comma in commas[:1] if _PERSON.fullmatch(text[: comma.start()])]
    last = [comma for comma in commas[-1:] if _PERSON.fullmatch(text[comma.end() :])]
    return first or last


def _pieces(text: str, cuts: Sequence[re.Match[str]]) -> list[Clause]:
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(text)]
    turned = [False, *(bool(_HAS_TURN.search(cut.group())) for cut in cuts)]
    found = [
        Clause(start, end, text[start:end], turn)
        for start, end, turn in zip(starts, ends, turned, strict=True)
    ]
    return [
        clause
        for clause in found
        if len(clause.text.strip()) >= SHORTEST or _PERSON.fullmatch(clause.text)
    ]


def choose_wishes(whole: Reading, parts: Sequence[tuple[Clause, Reading]]) -> list[Wish]:
    """The wishes of a message in order, two or more; empty when it holds one."""
    wishes: list[Wish] = []
    for clause, reading in parts:
        if reading.decision == "not_ours" or not is_wish(reading.intent):
            continue
        wish = Wish(reading.intent, reading.confidence, clause.start, clause.end, clause.text)
        if _holds(wishes, wish, clause.turned):
            wishes.append(wish)
    likely = {intent for intent, _ in whole.ranking[:RANKS]}
    if len(wishes) < 2 or likely.isdisjoint(wish.intent for wish in wishes):
        return []
    return wishes


def _holds(wishes: Sequence[Wish], wish: Wish, turned: bool) -> bool:
    """Whether a wish may stand behind those before it."""
    if not wishes:
        return wish.confidence >= TURNED
    before = wishes[-1]
    needed = TURNED if turned else STOPPED
    if min(before.confidence, wish.confidence) < needed or before.intent == wish.intent:
        return False
    return frozenset((before.intent, wish.intent)) not in SAME_MATTER
