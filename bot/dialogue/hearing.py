"""What the words of a turn mean where they are said: to an open form, to an offer, to nothing in particular.

Pure like `bot.dialogue.agenda`, which asks here before it plans.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.plain_words import SERVICES, TALK, with_plain_question, with_plain_words
from bot.dialogue.spoken_of import with_what_was_spoken_of
from bot.dialogue.turn import BARE_ANSWERS, FormManners, Said, Skills, Turn
from bot.shop.bareness import is_bare_text, value_share
from bot.shop.choice import pick
from bot.shop.digits import find_digits
from bot.shop.waiting_words import asks_when

#: Share of a message from which on there is nothing in it but values, and so no question either.
ALL_VALUES = 0.95

#: So sure of its reading must understanding be to overrule what an open question makes likely: that
#: a sentence that was asked for means 「算了」, that a message full of values begins something else.
SURE = 0.6

DOUBTFUL = 0.5

#: What is not taken for the sentence that a form asks for, if understanding is sure of it.
NO_SENTENCE = frozenset({"file_complaint", "request_rescue", "bot_challenge"})

#: Fewer letters tell nothing; so many digits in a row are meant for the form.
SHORTEST_TOLD = 4
SHORTEST_PROOF = 3

#: What a message tells once: the car for all its wishes, the work for those that are about some.
OF_THE_CAR = frozenset({"plate", "vehicle_model"})
OF_THE_WORK = frozenset({"service_item"})
ABOUT_WORK = frozenset({"book_service", "ask_price"})

_CLAUSE_END = re.compile(r"[，,。；;！!？?]")

#: 「电车呢」, 「那雨刷呢？」: goes on from the last answer.
_GOES_ON = re.compile(r"(?:那|那么|还有)?.{1,6}呢[？?]?")
#: 「我自己改装过排气呢」, 「跑滴滴的」: one more circumstance of what was just answered.
_ADDS_TO_ANSWER = re.compile(r"[^，,。；;]{2,14}(?:呢|的|的话)[？?。]?")
#: 「给我安排」, 「那你办吧」: yes to an offer, in other words.
_DO_IT = re.compile(
    r"(?:那|就|你|您|快|赶紧|赶快|麻烦|请)*(?:给|帮)?我?(?:安排|办|弄)(?:一下|上|下)?(?:吧|呗|啊)?"
)
#: A question about the matter, not a sentence of it: 「修好了没」, but not 「修好」.
_QUESTION = re.compile(r"[吗么呢？?几哪啥咋]|多少|多久|怎么|什么|(\w)[没不]\1|没有?[啊呀]?$")
#: A visit is asked for, not told of: 「约个保养」, but not 「我约了保养」.
_BOOKS = re.compile(r"约(?!好|了|的|定|过|完)")


def as_meant(turn: Turn, skills: Skills) -> Turn:
    """The turn read where it is said: as agreed, by its plain words, about what was spoken of last."""
    agreed = with_agreed_meaning(turn)
    if agreed is turn:
        asked = with_plain_question(turn, skills)
        agreed = with_what_was_spoken_of(turn) if asked is turn else asked
    elif agreed.wishes[0].intent == "inform":  # 「刹车片」, then 「亦庄有吗」: more than a value
        agreed = with_what_was_spoken_of(agreed)
    return with_plain_words(agreed, skills)


def in_favour_of(form: str, turn: Turn, skills: Skills) -> Turn:
    """Of two readings the one that answers the form; and while it waits for an answer, what is only
    perhaps talk, or in place of a sentence perhaps a bare yes, is an answer."""
    wish, free = turn.wishes[0], skills.manners_of(form).free_text
    talk = wish.intent in TALK and wish.confidence < DOUBTFUL
    bare = wish.intent in BARE_ANSWERS and wish.confidence < SURE
    if talk or (bare and turn.requested in free):
        meant = "inform"
    else:
        answers = skills.answers_of(form)
        meant = next((name for name in turn.candidates if name in answers), wish.intent)
    return replace(turn, wishes=[replace(wish, intent=meant), *turn.wishes[1:]])


def with_leading_answer(turn: Turn, wanted: str | None) -> Turn:
    """「海淀店。对了，多少钱？」: an answer before something of another kind is heard as well."""
    wish = turn.wishes[0]
    head = _CLAUSE_END.split(wish.text, maxsplit=1)[0]
    within = [item for item in wish.entities if 0 < (item.get("end") or 0) <= len(head)]
    answer = Said("inform", head, within)
    answers = any(item["entity"] == wanted for item in within) and is_bare(answer)
    if not answers or len(head) == len(wish.text):
        return turn
    rest = replace(wish, text=wish.text[len(head) + 1 :])
    return replace(turn, wishes=[answer, rest, *turn.wishes[1:]])


def means_stop(wish: Said, turn: Turn, manners: FormManners) -> bool:
    if wish.intent in manners.stops:
        return True
    if wish.intent != "stop" or "stop" in manners.answers:
        return False
    return turn.requested not in manners.free_text or wish.confidence >= SURE


@dataclass(frozen=True)
class _Heard:
    """A wish said to an open form, with what decides whether it is meant for it."""

    wish: Said
    turn: Turn
    form: str
    skills: Skills

    @property
    def asks(self) -> bool:
        return self.wish.intent.startswith(("ask_", "check_")) and self.turn.decision == "sure"

    @property
    def has_own_meaning(self) -> bool:
        """May what the question makes likely be overruled? Only by a question or a sure beginning."""
        begins = self.skills.opens_form(self.wish.intent) and _is_sure(self.wish, self.turn)
        return self.asks or begins

    @property
    def is_own_intent(self) -> bool:
        return self.wish.intent in self.skills.answers_of(self.form)

    @property
    def starts_nothing(self) -> bool:
        return self.wish.intent not in self.skills.starts

    @property
    def holds_what_is_asked(self) -> bool:
        wanted = self.skills.manners_of(self.form).wants.get(self.turn.requested or "")
        return bool(wanted) and any(item["entity"] == wanted for item in self.wish.entities)

    @property
    def goes_on(self) -> bool:
        """「那电机呢」: the same question about something else of a kind that this form goes on with."""
        kinds = self.skills.manners_of(self.form).goes_on
        names = any(item["entity"] in kinds for item in self.wish.entities)
        return names and bool(_GOES_ON.fullmatch(self.wish.text.strip()))

    @property
    def answers_with_a_sentence(self) -> bool:
        return self.turn.requested in self.skills.manners_of(self.form).free_text


#: Whether words are meant for the open form: the first condition that holds decides, by what it says.
_FOR_FORM: tuple[tuple[str, Callable[[_Heard], bool], Callable[[_Heard], bool]], ...] = (
    ("an answer, or the form's own wish", lambda h: h.is_own_intent, lambda h: True),
    ("nothing that could be begun", lambda h: h.starts_nothing, lambda h: True),
    ("a button's words", lambda h: is_offered(h.wish, h.turn), lambda h: True),
    ("the same about something else", lambda h: h.goes_on, lambda h: True),
    (
        "nothing but values, so no question",
        lambda h: value_share(h.wish.text, h.wish.entities) >= ALL_VALUES,
        lambda h: True,
    ),
    (
        "little but values",
        lambda h: is_bare(h.wish) and not h.has_own_meaning,
        lambda h: True,
    ),
    ("said beside the first wish", lambda h: h.wish is not h.turn.wishes[0], lambda h: False),
    ("the value asked for", lambda h: h.holds_what_is_asked and not h.asks, lambda h: True),
    (
        "the sentence asked for",
        lambda h: h.answers_with_a_sentence,
        lambda h: not _leaves_story(h.wish, h.turn.decision),
    ),
    (
        "foreign words",
        lambda h: h.turn.decision == "not_ours",
        lambda h: h.wish.intent != "out_of_scope",
    ),
    ("a doubtful reading", lambda h: True, lambda h: h.turn.decision == "unsure"),
)


def is_for_form(wish: Said, turn: Turn, form: str, skills: Skills) -> bool:
    """Is this meant for the open form (an answer, a correction), not for another skill?"""
    heard = _Heard(wish, turn, form, skills)
    return next(reads(heard) for _, holds, reads in _FOR_FORM if holds(heard))


def _leaves_story(wish: Said, decision: str) -> bool:
    """Where a sentence is asked for: is this a question or a wish of another kind instead?"""
    if decision != "sure":
        return False
    if wish.intent.startswith(("ask_", "check_")):
        return bool(_QUESTION.search(wish.text))
    if wish.confidence < SURE:
        return False
    books = wish.intent == "book_service" and bool(_BOOKS.search(wish.text))
    return books or wish.intent in NO_SENTENCE


def _is_sure(wish: Said, turn: Turn) -> bool:
    return turn.decision == "sure" and wish.confidence >= SURE


def is_offered(wish: Said, turn: Turn) -> bool:
    """The very words of a button of the open question."""
    return any(wish.text.strip() == offer["title"] for offer in turn.offered)


def is_bare(wish: Said) -> bool:
    """Little but values: 「京N3K587」, 「嗯周六上午」."""
    return is_bare_text(wish.text, wish.entities)


def tells_beside(wish: Said, turn: Turn, manners: FormManners) -> bool:
    """Told to a form that asks for values: words for the matter behind it, 「上周买的远航」."""
    own = {item["entity"] for item in wish.entities} & set(manners.wants.values())
    answers = own or wish.intent in ("affirm", "deny") or is_offered(wish, turn)
    digits = any(len(run) >= SHORTEST_PROOF for run in find_digits(wish.text))
    worded = len(wish.text.strip()) >= SHORTEST_TOLD
    return worded and not answers and not digits and turn.decision != "not_ours"


def with_agreed_meaning(turn: Turn) -> Turn:
    """Read a short answer as agreed when the question was put (a button, 「好的」 to an offer).

    What was surely read as a wish of its own is one, however many values are in it.
    """
    wish = turn.wishes[0]
    chosen = _chosen(turn, wish)
    if chosen:
        return replace(turn, wishes=[chosen, *turn.wishes[1:]], decision="sure")
    meant = turn.expects.get(wish.text.strip()) or _by_words(turn, wish.text.strip())
    if not meant and not turn.form:
        meant = _expected(turn, wish)
    if not meant:
        return turn
    said = meant.get("said") or {}
    entities = said.get("entities", wish.entities)
    # Said in full: what is new in it counts more. Words of an agreed pattern stand for others.
    if not meant.get("pattern") and meant["intent"] in (wish.intent, "inform"):
        new = {entity["entity"] for entity in wish.entities}
        entities = [*wish.entities, *(e for e in entities if e["entity"] not in new)]
        said = {}
    if meant.get("adds"):
        entities = [*entities, *wish.entities]
    text, follows = said.get("text", wish.text), meant.get("follows", False)
    wish = Said(meant["intent"], text, entities, follows=follows)
    return replace(turn, wishes=[wish, *turn.wishes[1:]], decision="sure")


def with_shared_values(wishes: list[Said]) -> list[Said]:
    """Wishes of one message: which car and which work are told once, beside whichever they stand.

    「帮我约明天上午九点，小保养多少钱」 books that service. What a wish names itself counts for it.
    """
    told = [item for wish in wishes for item in wish.entities]
    shared = []
    for wish in wishes:
        own = {item["entity"] for item in wish.entities}
        fits = OF_THE_CAR | OF_THE_WORK if wish.intent in ABOUT_WORK else OF_THE_CAR
        others = [
            {"entity": item["entity"], "value": item["value"], "text": item.get("text")}
            for item in told
            if item["entity"] in fits - own
        ]
        shared.append(replace(wish, entities=[*wish.entities, *others]))
    return shared


def _by_words(turn: Turn, text: str) -> dict[str, Any] | None:
    """The meaning agreed on for words of a kind, however they were read: 「跑滴滴的」 about warranty.

    One that `yields` is not that of what is surely a wish of its own (「我刚追尾了，快来」), unless the
    words only add to the answer.
    """
    wish = turn.wishes[0]
    own = turn.decision == "sure" and wish.intent.startswith(SERVICES)
    apart = own and not _ADDS_TO_ANSWER.fullmatch(text)
    agreed = [] if turn.form else [m for m in turn.expects.values() if m.get("pattern")]
    held = (meant for meant in agreed if not (apart and meant.get("yields")))
    return next((m for m in held if re.search(m["pattern"], text, re.IGNORECASE)), None)


def _expected(turn: Turn, wish: Said) -> dict[str, Any] | None:
    """What was agreed for words of this kind; for some of them whatever they were read as."""
    expects = turn.expects
    if _DO_IT.fullmatch(wish.text.strip("。！!，, ")) and "affirm" in expects:
        return expects["affirm"]
    if asks_when(wish.text) and "when" in expects:
        return expects["when"]
    if wish.intent in expects and wish.intent != "inform":
        return expects[wish.intent]
    own = (wish.intent not in BARE_ANSWERS and _is_sure(wish, turn)) or _makes_a_visit(wish)
    values = wish.intent == "inform" or (is_bare(wish) and not own)
    if values or _GOES_ON.fullmatch(wish.text):
        kinds = (item["entity"] for item in wish.entities)
        return next((expects[kind] for kind in kinds if kind in expects), expects.get("inform"))
    return None


def _makes_a_visit(wish: Said) -> bool:
    """A job with a day or a place: 「周六上午洗车」."""
    kinds = {item["entity"] for item in wish.entities}
    return "service_item" in kinds and bool(kinds & {"time", "store"})


def _chosen(turn: Turn, wish: Said) -> Said | None:
    """What the open question offers and the words point at: 「第二个」, 「小的」, a button's own text."""
    offered = [offer for offer in turn.offered if offer["entity"]]
    titles = [offer["title"] for offer in offered]
    if not turn.form or (wish.entities and wish.text.strip() not in titles):
        return None
    index = pick(wish.text, titles)
    if index is None:
        return None
    offer = offered[index]
    entity = {"entity": offer["entity"], "value": offer["value"], "text": offer["title"]}
    return Said("inform", offer["title"], [entity])
