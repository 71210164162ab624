"""What of a shop's own words a message names, given what the message is about.

Pure, so that it is tested without Rasa. A word is left out where it is only the scene of something else:
in 家里水管爆了 there is no part, in 停车场把车接走 no parking contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.nlu.aligned import Normalized
from bot.nlu.homophones import shop_homophones_of
from bot.nlu.normalizer import Normalizer
from bot.nlu.places import find_places, is_meant_as_place
from bot.nlu.values.found import Found, without_overlaps
from bot.nlu.vocabulary import Catalogue, Vocabulary
from bot.nlu.words import read_rows

_BOOKING = {
    "book_service", "change_booking", "cancel_booking", "check_booking", "request_pickup", "inform",
    "correct",
}  # fmt: skip
_ONLY_WITH = {  # kinds that mean something in few talks only
    "service_line": {"ask_other_service"},
    "complaint_topic": {"file_complaint", "check_complaint"},
}
_NOT_WITH = {  # talks in which a kind is only the scene
    "part": {
        "request_rescue", "request_pickup", "request_loaner", "out_of_scope", "chitchat", "vent", "greet",
        "goodbye", "thank", "give_feedback", "manage_contact", "manage_privacy", "request_human",
        "ask_store", "ask_insurance_claim",
    },
    "service_item": {
        "out_of_scope", "chitchat", "manage_contact", "manage_privacy", "claim_warranty"
    },
}  # fmt: skip
_ASSEMBLIES = re.compile(r"发动机|引擎|变速箱|变速器|波箱|气缸")
_FAULTS = frozenset(["describe_fault"])
_NOT_THE_JOB = re.compile(r"期(?!间)|完(?!了)|提醒|提示|通知|短信|手册|的时候|到期")
_ABOUT_TIME = re.compile(r"(?:该|用不用|要不要|不用)$")


class ShopWords:
    """The words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._normalizer = Normalizer(shop_homophones_of(catalogue))
        self._vocabulary = Vocabulary(catalogue)

    def find(self, text: str, intent: str | None = None) -> list[Found]:
        """All of the shop's things in `text`, in order, without overlaps; never raises.

        Places are those of `text` itself. Without an `intent` nothing is left out for its sake.
        """
        said = self._normalizer.align(text)
        named = self._vocabulary.find(said.text, intent is None or intent in _BOOKING)
        topics = _topics(said.text) if intent is None or _fits("complaint_topic", intent) else ()
        named = [found for found in named if _means_it(said.text, found, intent)]
        found = _with_places(said.text, [*topics, *named])
        return [_in_the_original(said, one) for one in found]


def _fits(kind: str, intent: str) -> bool:
    return intent in _ONLY_WITH.get(kind, (intent,)) and intent not in _NOT_WITH.get(kind, ())


def _means_it(text: str, found: Found, intent: str | None) -> bool:
    said = text[found.start : found.end]
    if said == "保养" and (
        _NOT_THE_JOB.match(text, found.end) or _ABOUT_TIME.search(text[: found.start])
    ):
        return False
    if intent is None:
        return True
    if intent in _FAULTS and found.entity == "part" and _ASSEMBLIES.fullmatch(said):
        return False
    return _fits(found.entity, intent)


def _with_places(text: str, found: list[Found]) -> list[Found]:
    """A store called by its district is the place where a place is told (我在朝阳)."""
    places = list(find_places(text))
    stores = [
        one
        for one in found
        if one.entity == "store" and any(one.start == p.start and one.end <= p.end for p in places)
    ]
    as_places = [one for one in stores if is_meant_as_place(text, one)]
    return without_overlaps([*(one for one in found if one not in as_places), *places])


def _in_the_original(said: Normalized, found: Found) -> Found:
    start, end = said.span(found.start, found.end)
    return Found(found.entity, start, end, found.value)


@lru_cache(maxsize=1)
def _topic_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_rows("complaint_phrases.tsv")
    return tuple((topic, re.compile(pattern)) for topic, pattern in rows)


def _topics(text: str) -> Iterator[Found]:
    for topic, pattern in _topic_patterns():
        for match in pattern.finditer(text):
            if match.group():
                yield Found("complaint_topic", *match.span(), topic)
