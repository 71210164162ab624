"""Two wishes in one message: where it may be cut, and whether the cut holds.

A message is cut where people change the subject (另外, 顺便问下, 还有 …) and at question marks and full
stops. A cut holds when both sides are read as wishes of their own that are not parts of one matter:
想约保养，顺便看看空调 is one visit with two jobs, 想约保养，另外质保还有多久 is two wishes.

A comma alone seldom changes the subject: measured on our own sentences, unseen by the model, every
hundredth single wish fell in two that way; with the rules below it is one in two thousand. It cuts
where two things are plainly asked for (车修好了没，过保了没有), and where somebody begins or ends with
转人工: that is never refused, whatever stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.nlu.decisions import Reading
from bot.nlu.intents import is_wish

TURN, STOP, PAUSE = "turn", "stop", "pause"
NEEDED = {TURN: 0.3, STOP: 0.9, PAUSE: 0.96}
"""Confidence that both sides of a cut need: a change of subject, a full stop, a mere comma."""

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
_ASKS = re.compile(
    r"[吗嗎么麼没沒呢能想帮幫约約]|多少|多久|多[长長]|[几幾][点點年时時天]|怎|哪|什么[时時]"
)
"""A side of a comma without any of these only tells the story of the other."""
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
ASKED_BESIDE = frozenset(
    ("book_service", "check_progress", "ask_warranty", "ask_price", "ask_store", "request_loaner")
)
"""What people ask for in one breath. Others are each other's reason too often to be cut at a comma."""


@dataclass(frozen=True)
class Clause:
    """A stretch of the original message, and what leads into it: a turn, a stop or a pause."""

    start: int
    end: int
    text: str
    cut: str = STOP


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
        return [replace(clause, cut=TURN) for clause in calls]
    cuts = list(_CUT.finditer(text))
    for chosen in (cuts, [cut for cut in cuts if _HAS_TURN.search(cut.group())]):
        found = _pieces(text, chosen)
        if 2 <= len(found) <= MOST_CLAUSES:
            return found
    asked = _pieces(text, list(_COMMA.finditer(text)))
    if len(asked) == 2 and all(_ASKS.search(clause.text) for clause in asked):
        return [replace(clause, cut=PAUSE) for clause in asked]
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
    kinds = [STOP, *(TURN if _HAS_TURN.search(cut.group()) else STOP for cut in cuts)]
    found = [
        Clause(start, end, text[start:end], kind)
        for start, end, kind in zip(starts, ends, kinds, strict=True)
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
        if _holds(wishes, wish, clause.cut):
            wishes.append(wish)
    likely = {intent for intent, _ in whole.ranking[:RANKS]}
    if len(wishes) < 2 or likely.isdisjoint(wish.intent for wish in wishes):
        return []
    return wishes


def _holds(wishes: Sequence[Wish], wish: Wish, cut: str) -> bool:
    """Whether a wish may stand behind those before it."""
    if not wishes:
        return wish.confidence >= NEEDED[TURN]
    before = wishes[-1]
    if min(before.confidence, wish.confidence) < NEEDED[cut] or before.intent == wish.intent:
        return False
    if cut == PAUSE and not ASKED_BESIDE.issuperset((before.intent, wish.intent)):
        return False
    return frozenset((before.intent, wish.intent)) not in SAME_MATTER
