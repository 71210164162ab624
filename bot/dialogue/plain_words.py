"""What plain words say, whatever understanding read: somebody to talk to, giving up, a question of its own.

Pure, as `bot.dialogue.hearing`, which asks here.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.turn import Said, Skills, Turn
from bot.shop.danger import is_past
from bot.shop.plain_questions import read_question
from bot.shop.triage import find_symptom

#: Talk that a doubtful reading of an answer (「白的那个啊」) must not be taken for.
TALK = frozenset({"vent", "chitchat", "thank", "greet", "goodbye"})

#: Readings that a small question is taken for; any other, if it is sure, is a wish of its own.
_LOOSE = frozenset(
    {
        "ask_store",
        "ask_price",
        "ask_part",
        "ask_maintenance",
        "ask_capability",
        "chitchat",
        "vent",
        "inform",
    }
)

#: 「不去了」, 「那先不约了吧」: whatever it was read as, the customer no longer wants it.
_GIVES_UP = re.compile(
    r"(?:那|我|就|还是|先|今天|这次|算了)*(?:不|甭)(?:想|打算|准备|要)?"
    r"(?:去|来|约|做|弄|办|搞|修|查|问|投诉)了?(?:吧|啊|哈|呀|啦)?"
)
#: 「取消」, 「不改了」, to who asks for a proof first: the matter behind it is given up.
_GIVES_UP_PROOF = re.compile(
    r"(?:那|我|就|还是|先|算了)*(?:取消|不(?:想|用|要)?(?:改|换|取消))了?(?:吧|啊|哈|呀|啦)?"
)
#: 「能早点不」, 「晚一点行吗」: puts an hour right, and is neither a no nor a matter of its own.
_SOONER_OR_LATER = re.compile(
    r"(?:那|嗯|能不能|可不可以|可以|能|想|有没有|再|稍微|稍)*[早晚](?:一?[点些]|一会儿?)(?:的|来|去|吗|么|不|没|吧|行|可以)*"
)
#: What the work costs, not somebody to talk to: 「人工多少」, 「人工费怎么算」.
_LABOUR = re.compile(r"人工(?:费|钱|多少|几|怎么[收算]|[要得收](?:多少|几)|另)|工时")
#: The adviser is to be told something: 「那就转告顾问吧」.
_PASSES_ON = re.compile(r"转告|转达|(?:跟|和|告诉)[^，,。]{0,3}(?:顾问|师傅)说")
#: Somebody to talk to, asked for in so many words.
_PERSON = re.compile(r"(?:转|转接|找|要|接|叫)(?:一?下|个)?(?:人工|真人)|人工(?:客服|服务)")
_NO_PERSON = re.compile(r"(?:不用|不要|不想|不需要|别|甭)[^，,。]{0,3}(?:人工|真人)")
_SOMEBODY = re.compile(
    r"人工|真人|客服|经理|主管|领导|老板|负责人|[找叫让要换喊请派].{0,4}(?:人|顾问)|human|person|agent",
    re.IGNORECASE,
)
#: 「你别问了，快派人来」 stops nothing.
_COME = re.compile(
    r"[派叫喊找让].{0,4}(?:人|车|师傅)|(?:快|赶紧|赶快|马上)(?:点|过)?来|来(?:个|一个)?(?:人|师傅)"
)
#: Wishes that are served beside fetching a person; a greeting or a curse is not.
SERVICES = (
    "ask_",
    "book_",
    "cancel_",
    "change_",
    "check_",
    "claim_",
    "describe_",
    "file_",
    "manage_",
    "request_",
)


def with_plain_question(turn: Turn, skills: Skills) -> Turn:
    """Questions that their own words settle; not where a form asks for a sentence."""
    if turn.form and turn.requested in skills.manners_of(turn.form).free_text:
        return turn
    wishes = [_plainly(wish, turn, skills) for wish in turn.wishes]
    if wishes == turn.wishes:
        return turn
    decision = turn.decision if wishes[0] is turn.wishes[0] else "sure"
    return replace(turn, wishes=wishes, decision=decision)


def _plainly(wish: Said, turn: Turn, skills: Skills) -> Said:
    asked = read_question(wish.text)
    if asked is None or asked.intent not in skills.starts:
        return wish
    loose = wish.intent in _LOOSE or (turn.decision == "unsure" and wish is turn.wishes[0])
    if not loose and wish.intent not in asked.over | {asked.intent}:
        return wish
    return Said(asked.intent, wish.text, wish.entities)


def with_plain_words(turn: Turn, skills: Skills) -> Turn:
    """The turn with what plain words say corrected where understanding read past them."""
    turn = _with_person(turn, skills)
    wish = turn.wishes[0]
    if wish.intent == "stop" and _COME.search(wish.text):
        return replace(turn, wishes=[replace(wish, intent="inform"), *turn.wishes[1:]])
    doubtful = turn.decision != "sure" or wish.intent in TALK
    if doubtful and not turn.form and _tells_to_stop(wish.text):
        return replace(turn, wishes=[replace(wish, intent="describe_fault")], decision="sure")
    words = "".join(filter(str.isalnum, wish.text))
    if turn.form and _SOONER_OR_LATER.fullmatch(words):
        return replace(turn, wishes=[replace(wish, intent="correct"), *turn.wishes[1:]])
    stops = skills.is_detour(turn.form) and _GIVES_UP_PROOF.fullmatch(words)
    if turn.form and (stops or _GIVES_UP.fullmatch(words)):
        meaning = skills.manners_of(turn.form).gives_up
        return replace(turn, wishes=[replace(wish, intent=meaning, confidence=1.0)])
    return turn


def _tells_to_stop(text: str) -> bool:
    """A symptom with which nobody may drive on, told of now."""
    symptom = find_symptom(text)
    return bool(symptom and symptom.urgency == "stop_now") and not is_past(text)


def _with_person(turn: Turn, skills: Skills) -> Turn:
    """「转人工，我车修好没有」 holds two wishes; 「那个顾问态度差」, told in a story, holds none."""
    first, text = turn.wishes[0], "".join(wish.text for wish in turn.wishes)
    if first.intent == "request_human" and _LABOUR.search(first.text):
        return replace(turn, wishes=[replace(first, intent="ask_price"), *turn.wishes[1:]])
    if turn.form and first.intent == "request_human" and _PASSES_ON.search(first.text):
        return replace(turn, wishes=[replace(first, intent="inform"), *turn.wishes[1:]])
    asked = any(wish.intent == "request_human" for wish in turn.wishes)
    if not asked and _PERSON.search(text) and not _NO_PERSON.search(text):
        person = Said("request_human", "转人工")
        return replace(turn, wishes=[person, *turn.wishes], decision="sure")
    tells = turn.form and turn.requested in skills.manners_of(turn.form).free_text
    if tells and first.intent == "request_human" and not _SOMEBODY.search(text):
        return replace(turn, wishes=[replace(first, intent="inform"), *turn.wishes[1:]])
    return turn


def beside_person(turn: Turn) -> list[Said]:
    """What else is wished in a message that asks for a person."""
    others = [wish for wish in turn.wishes if wish.intent != "request_human"]
    return [wish for wish in others if wish.intent.startswith(SERVICES)]
