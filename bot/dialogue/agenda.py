"""What to do next in a conversation: the one mechanism for interruption, correction, stop and return.

Pure values in, one `Step` out; nothing here knows Rasa. `bot.dialogue.policy` reads the tracker into a
`Turn`, asks `next_step`, and writes the answer back.

The idea: every customer turn becomes an *agenda*, a list of steps to run in order. A skill that is put
aside for another lies on the *suspended* stack and is taken up again when the agenda is empty and no
form is open. Both live in one slot, so a conversation survives restarts and moves between processes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.turn import BARE_ANSWERS, LISTEN, FormManners, Said, Skills, Step, Turn
from bot.shop.choice import pick

PERSON = "action_hand_over"
STOP = "action_stop"
REPEAT = "action_repeat"
UNSURE = "action_ask_which"
NOT_OURS = "action_not_ours"
NOT_UNDERSTOOD = "action_not_understood"
BARE_VALUES = "action_bare_values"
WELCOME_BACK = "action_welcome_back"
TWO_WISHES = "utter_two_wishes"

#: What concerns the person asked for is answered in any form, whatever the form asks, and it goes on.
OF_A_PERSON = frozenset({"ask_queue", "leave_queue", "handed_back"})

#: After these the open question is not put again: the customer has something else to read first.
QUIET = frozenset({PERSON, STOP, REPEAT, "utter_goodbye"})

_CLAUSE_END = re.compile(r"[，,。；;！!？?]")

#: Actions that may find a message not understood, and count it.
MISSES = frozenset({UNSURE, NOT_OURS, NOT_UNDERSTOOD, BARE_VALUES})

#: Share of a message that values must fill to make it a bare answer, whatever its intent.
BARE_SHARE = 0.6

#: Share of a message from which on there is nothing in it but values, and so no question either.
ALL_VALUES = 0.95

#: So sure of its reading must understanding be to overrule what an open question makes likely: that
#: a sentence that was asked for means 「算了」, that a message full of values begins something else.
SURE = 0.6

#: Talk that a doubtful reading of an answer (「白的那个啊」) must not be taken for.
TALK = frozenset({"vent", "chitchat", "thank", "greet", "goodbye"})
DOUBTFUL = 0.5

#: What is not taken for the sentence that a form asks for, if understanding is sure of it.
NO_SENTENCE = frozenset({"file_complaint", "request_rescue", "bot_challenge"})

#: After so many hours of silence an open form is not simply continued: the customer is reminded of it.
SILENT_HOURS = 2.0


def next_step(turn: Turn, skills: Skills) -> Step:
    """The next step of the conversation: on a new message plan anew, else follow the agenda."""
    if turn.is_new:
        plan = _plan(turn, skills)
        return _take_first(plan, turn, skills, _fresh_turn_slots(turn, plan))
    return _go_on(turn, skills)


# --- a new message -------------------------------------------------------------------------------


def _fresh_turn_slots(turn: Turn, plan: _Plan) -> dict[str, Any]:
    slots: dict[str, Any] = {"resumed": None, "needs": None, "detour_result": None}
    if turn.wishes[0].intent != "repeat":
        slots["expects"] = None
    if not turn.form and plan.steps[0]["run"] not in MISSES:
        slots["misses"] = None  # only misses in a row count
    return slots


@dataclass(frozen=True)
class _Plan:
    steps: list[dict[str, Any]]
    suspended: list[dict[str, Any]]
    close_form: bool = False


def _plan(turn: Turn, skills: Skills) -> _Plan:
    turn = _with_agreed_meaning(turn)
    suspended = list(turn.agenda.get("suspended", ()))
    if turn.wishes[0].intent == "request_human":
        return _Plan([_step(PERSON)], suspended)
    if turn.form and turn.wishes[0].intent in OF_A_PERSON:
        return _begin(turn.wishes[:1], skills, suspended)
    if turn.form:
        return _plan_in_form(turn, turn.form, skills, suspended)
    if turn.decision == "unsure":
        return _Plan([_step(UNSURE)], suspended)
    if turn.decision == "not_ours":
        return _Plan([_step(NOT_OURS)], suspended)
    return _begin(turn.wishes, skills, suspended)


def _plan_in_form(turn: Turn, form: str, skills: Skills, suspended: list[dict[str, Any]]) -> _Plan:
    manners = skills.manners_of(form)
    turn = _in_favour_of(form, turn, skills)
    if not _is_for_form(turn.wishes[0], turn, form, skills):
        turn = _with_leading_answer(turn, manners.wants.get(turn.requested or ""))
    wish = turn.wishes[0]
    if _means_stop(wish, turn, manners):
        return _Plan([_step(STOP, form=form)], _without_dependants(suspended, form), True)
    if wish.intent == "repeat":
        return _Plan([_step(REPEAT)], suspended)
    mine = [said for said in turn.wishes if _is_for_form(said, turn, form, skills)]
    others = [said for said in turn.wishes if said not in mine]
    if not mine and turn.decision == "not_ours":
        return _Plan([_step(NOT_OURS)], suspended)
    at_once, forms = _sort(others, skills)
    said = mine[0].as_dict() if mine else None
    heard = _step(form, hear=True, said=said) if mine else _step(form)
    if mine and (mine[0] is wish or not forms):
        back = [_step(WELCOME_BACK)] if turn.silent_hours >= SILENT_HOURS else []
        return _Plan(back + at_once + [heard], suspended + forms[::-1])
    if forms:
        return replace(_begin(others, skills, [*suspended, heard]), close_form=True)
    return _begin(others, skills, suspended)


def _in_favour_of(form: str, turn: Turn, skills: Skills) -> Turn:
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


def _with_leading_answer(turn: Turn, wanted: str | None) -> Turn:
    """「海淀店。对了，多少钱？」: an answer before something of another kind is heard as well."""
    wish = turn.wishes[0]
    head = _CLAUSE_END.split(wish.text, maxsplit=1)[0]
    within = [item for item in wish.entities if 0 < (item.get("end") or 0) <= len(head)]
    answer = Said("inform", head, within)
    answers = any(item["entity"] == wanted for item in within) and _is_bare(answer)
    if not answers or len(head) == len(wish.text):
        return turn
    rest = replace(wish, text=wish.text[len(head) + 1 :])
    return replace(turn, wishes=[answer, rest, *turn.wishes[1:]])


def _means_stop(wish: Said, turn: Turn, manners: FormManners) -> bool:
    if wish.intent in manners.stops:
        return True
    if wish.intent != "stop" or "stop" in manners.answers:
        return False
    return turn.requested not in manners.free_text or wish.confidence >= SURE


def _is_for_form(wish: Said, turn: Turn, form: str, skills: Skills) -> bool:
    """Is this meant for the open form (an answer, a correction), not for another skill?"""
    asks = wish.intent.startswith(("ask_", "check_")) and turn.decision == "sure"
    known = wish.intent in skills.starts
    if wish.intent in skills.answers_of(form) or not known or _is_offered(wish, turn):
        return True
    if _value_share(wish) >= ALL_VALUES:
        return True
    begins = skills.opens_form(wish.intent) and turn.decision == "sure" and wish.confidence >= SURE
    if _is_bare(wish) and not asks and not begins:
        return True
    if wish is not turn.wishes[0]:
        return False
    manners = skills.manners_of(form)
    wanted = manners.wants.get(turn.requested or "")
    if wanted and not asks and any(entity["entity"] == wanted for entity in wish.entities):
        return True
    if turn.requested in manners.free_text:
        is_sure = turn.decision == "sure" and wish.confidence >= SURE
        return not asks and not (wish.intent in NO_SENTENCE and is_sure)
    if turn.decision == "not_ours":
        return wish.intent != "out_of_scope"
    return turn.decision == "unsure"


def _is_offered(wish: Said, turn: Turn) -> bool:
    """The very words of a button of the open question."""
    return any(wish.text.strip() == offer["title"] for offer in turn.offered)


def _is_bare(wish: Said) -> bool:
    """Little but values: 「京N3K587」, 「嗯周六上午」."""
    return _value_share(wish) >= BARE_SHARE


def _value_share(wish: Said) -> float:
    said = sum(
        entity["end"] - entity["start"]
        for entity in wish.entities
        if entity.get("start") is not None and entity.get("end") is not None
    )
    length = len("".join(wish.text.split()))
    return said / length if length else 0.0


def _with_agreed_meaning(turn: Turn) -> Turn:
    """Read a short answer as agreed when the question was put (a button, 「好的」 to an offer)."""
    wish = turn.wishes[0]
    chosen = _chosen(turn, wish)
    if chosen:
        return replace(turn, wishes=[chosen, *turn.wishes[1:]], decision="sure")
    meant = turn.expects.get(wish.text.strip())
    if not meant and not turn.form:
        bare = turn.expects.get("inform") if _is_bare(wish) else None
        meant = turn.expects.get(wish.intent) or bare
    if not meant:
        return turn
    said = meant.get("said") or {}
    entities = said.get("entities", wish.entities)
    if meant["intent"] == wish.intent:  # said in full: what is new in it counts more
        new = {entity["entity"] for entity in wish.entities}
        entities = [*wish.entities, *(e for e in entities if e["entity"] not in new)]
        said = {}
    text, follows = said.get("text", wish.text), meant.get("follows", False)
    wish = Said(meant["intent"], text, entities, follows=follows)
    return replace(turn, wishes=[wish, *turn.wishes[1:]], decision="sure")


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


def _begin(wishes: list[Said], skills: Skills, suspended: list[dict[str, Any]]) -> _Plan:
    """Steps for one or more wishes: what is answered at once first, then what needs a conversation.

    A form waits on the stack until what stands before it is finished, so wishes keep their order.
    """
    at_once, forms = _sort(wishes, skills)
    if len(at_once) + len(forms) > 1 and len(wishes) > 1:
        at_once.insert(0, _step(TWO_WISHES))
    begun = {step["run"] for step in forms}
    suspended = [entry for entry in suspended if entry["run"] not in begun]
    return _Plan(at_once + forms[:1] or [_step(NOT_UNDERSTOOD)], suspended + forms[:0:-1])


def _sort(wishes: list[Said], skills: Skills) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Steps of the wishes: those that are answered at once, and forms."""
    at_once: list[dict[str, Any]] = []
    forms: list[dict[str, Any]] = []
    for wish in wishes:
        for action in skills.starts.get(wish.intent, ()):
            into = forms if action in skills.forms else at_once
            into.append(_step(action, said=wish.as_dict(), hear=True))
    return at_once, forms


def _without_dependants(suspended: list[dict[str, Any]], form: str) -> list[dict[str, Any]]:
    """Drop what was only waiting for `form`: who stops proving who they are stops the question too."""
    return [entry for entry in suspended if entry.get("after") != form]


# --- further on in the same turn -----------------------------------------------------------------


def _go_on(turn: Turn, skills: Skills) -> Step:
    steps = list(turn.agenda.get("steps", ()))
    suspended = list(turn.agenda.get("suspended", ()))
    current = turn.agenda.get("current") or {}
    if turn.needs and turn.needs in skills.starts:
        return _hand_on(turn, turn.needs, skills, suspended, current)
    if turn.needs:
        return _detour(turn, skills, suspended, current, steps)
    if turn.last_action in skills.forms and turn.form is None:
        endings = skills.endings.get(turn.last_action, [])
        steps = [_step(action) for action in endings] + steps
    if steps:
        return _take_first(_Plan(steps, suspended), turn, skills, {})
    if turn.form:
        if turn.last_action == turn.form or turn.last_action in QUIET:
            return _listen(suspended)
        return _take_first(_Plan([_step(turn.form, hear=False)], suspended), turn, skills, {})
    if suspended:
        entry = suspended.pop()
        resumed = {"resumed": True} if "said" not in entry else {}
        return _take_first(_Plan([entry], suspended), turn, skills, resumed)
    return _listen(suspended)


def _hand_on(
    turn: Turn,
    intent: str,
    skills: Skills,
    suspended: list[dict[str, Any]],
    current: dict[str, Any],
) -> Step:
    """The last action found that the words mean something else: that is begun with the same words."""
    said = current.get("said") or turn.wishes[0].as_dict()
    wish = Said(intent, said["text"], said["entities"])
    return _take_first(_begin([wish], skills, suspended), turn, skills, {"needs": None})


def _detour(
    turn: Turn,
    skills: Skills,
    suspended: list[dict[str, Any]],
    current: dict[str, Any],
    steps: list[dict[str, Any]],
) -> Step:
    """The last action needs another form first (who is speaking?): do that, then run it again."""
    assert turn.needs
    said = current.get("said") or turn.wishes[0].as_dict()
    again = {"run": turn.last_action, "after": turn.needs, "said": said, "hear": True}
    waiting = suspended + list(reversed(steps)) + [again]
    if turn.form and turn.form != turn.last_action:
        waiting.insert(len(suspended), {"run": turn.form})
    plan = _Plan([_step(turn.needs, hear=True, said=said)], waiting)
    return replace(
        _take_first(plan, turn, skills, {"needs": None}), close_form=turn.form is not None
    )


def _take_first(plan: _Plan, turn: Turn, skills: Skills, slots: dict[str, Any]) -> Step:
    first, rest = plan.steps[0], plan.steps[1:]
    agenda = {"steps": rest, "suspended": plan.suspended, "current": first}
    slots = {**slots, "agenda": agenda, "said": first.get("said")}
    if first["run"] in skills.forms:
        slots["hear"] = bool(first.get("hear"))
    return Step(first["run"], slots, plan.close_form)


def _listen(suspended: list[dict[str, Any]]) -> Step:
    return Step(LISTEN, {"agenda": {"suspended": suspended} if suspended else None})


def _step(action: str, **more: Any) -> dict[str, Any]:
    return {"run": action, **{key: value for key, value in more.items() if value is not None}}
