"""Two wishes in one message: where it may be cut, and whether the cut holds.

A message is cut only where people change the subject: at words such as 另外 or 顺便问下, at a question
mark or full stop, at a comma or blank. A cut holds when both sides are wishes of their own, read with
confidence, and not parts of one visit: 想约保养，顺便看看空调 is one booking with two jobs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.decisions import Reading
from bot.nlu.intents import is_wish

MOST_CLAUSES = 4
SHORTEST = 4
"""Characters: 多少钱 alone belongs to what stands before it."""

_TURN = (
    r"另外|此外|还有(?!多|几|没|货|位|空|啥|什么|哪)|還有(?!多|幾|沒|貨|位|空)|顺便|順便|顺带|順帶|顺道|順道|"
    r"对了|對了|再就是|还想|還想|还要问|再问|再問|再帮|再幫|再给我|再查|也想问|也问|同时|同時|以及|"
    r"然后(?=[我再问帮]|还|想)|然後|再一个|再一個|再有|仲有|仲想|第二(?:个|件)?"
)
_STOP = r"[。！？!?；;\n]+"
_PAUSE = r"[，,、\s]+"
_CUT = re.compile(rf"(?P<stop>{_STOP})\s*(?:{_TURN})?|{_PAUSE}(?P<turn>{_TURN})?|(?P<bare>{_TURN})")

SAME_VISIT = frozenset(
    {
        ("book_service", "describe_fault"),
        ("describe_fault", "book_service"),
        ("change_booking", "book_service"),
        ("change_booking", "cancel_booking"),
        ("cancel_booking", "change_booking"),
        ("request_rescue", "describe_fault"),
        ("describe_fault", "request_rescue"),
        ("claim_warranty", "describe_fault"),
        ("describe_fault", "claim_warranty"),
        ("ask_warranty", "claim_warranty"),
        ("claim_warranty", "ask_warranty"),
        ("file_complaint", "check_complaint"),
        ("check_complaint", "file_complaint"),
        ("file_complaint", "describe_fault"),
        ("describe_fault", "file_complaint"),
    }
)
"""First and second reading that together are one matter: the reason, then the wish, or its other
half. The first then stands for the message as the whole reads it."""


@dataclass(frozen=True)
class Clause:
    """A stretch of the original message. `turned`: it begins with a change of subject."""

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
    """The stretches that might hold a wish each; none when the message cannot be cut.

    Cuts at turns come first; pauses are taken only in messages without any, and only when few.
    """
    cuts = list(_CUT.finditer(text))
    turns = [cut for cut in cuts if _is_turn(cut)]
    stops = [cut for cut in cuts if cut.group("stop")]
    for chosen in (turns, stops, cuts):
        found = _pieces(text, chosen)
        if 2 <= len(found) <= MOST_CLAUSES:
            return found
    return []


def _is_turn(cut: re.Match[str]) -> bool:
    return bool(re.search(_TURN, cut.group()))


def _pieces(text: str, cuts: Sequence[re.Match[str]]) -> list[Clause]:
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(text)]
    turned = [False, *(_is_turn(cut) for cut in cuts)]
    found = [
        Clause(start, end, text[start:end], turn)
        for start, end, turn in zip(starts, ends, turned, strict=True)
    ]
    return [clause for clause in found if len(clause.text.strip()) >= SHORTEST]


def choose_wishes(
    whole: Reading, parts: Sequence[tuple[Clause, Reading]], sure_from: float
) -> list[Wish]:
    """The wishes of a message in order, two or more; empty when it holds one.

    `sure_from` is the confidence that each part needs. It was chosen so that hardly any of our own
    single wishes is cut; a part without a turn in front of it needs half the remaining doubt.
    """
    wishes: list[Wish] = []
    for clause, reading in parts:
        if reading.decision == "not_ours" or not is_wish(reading.intent):
            continue
        needed = sure_from if clause.turned or not wishes else (1 + sure_from) / 2
        if reading.confidence < needed:
            continue
        if wishes and not _is_another(wishes[-1].intent, reading.intent):
            continue
        wishes.append(
            Wish(reading.intent, reading.confidence, clause.start, clause.end, clause.text)
        )
    named = {intent for intent, _ in whole.ranking[:3]}
    if len(wishes) < 2 or not named & {wish.intent for wish in wishes}:
        return []
    return wishes


def _is_another(first: str, second: str) -> bool:
    return first != second and (first, second) not in SAME_VISIT
