"""What to do next in a conversation: the one mechanism for interruption, correction, stop and return.

Pure values in, one `Step` out; nothing here knows Rasa. `bot.dialogue.policy` reads the tracker into a
`Turn`, asks `next_step`, and writes the answer back.

The idea: every customer turn becomes an *agenda*, a list of steps to run in order. A skill that is put
aside for another lies on the *suspended* stack and is taken up again when the agenda is empty and no
form is open. Both live in one slot, so a conversation survives restarts and moves between processes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.hearing import (
    as_meant,
    in_favour_of,
    is_for_form,
    means_stop,
    tells_beside,
    with_leading_answer,
    with_shared_values,
)
from bot.dialogue.plain_words import beside_person
from bot.dialogue.safety import RESCUE, WARN, Alarm, goes_on, hear_danger
from bot.dialogue.spoken_of import remember
from bot.dialogue.turn import LISTEN, FormManners, Said, Skills, Step, Turn

PERSON = "action_hand_over"
STOP = "action_stop"
REPEAT = "action_repeat"
UNSURE = "action_ask_which"
NOT_OURS = "action_not_ours"
NOT_UNDERSTOOD = "action_not_understood"
BARE_VALUES = "action_bare_values"
WELCOME_BACK = "action_welcome_back"
TWO_WISHES = "utter_two_wishes"

#: How a form `hear`s when something else is answered before it asks.
ONLY = "only"

#: What concerns the person asked for is answered in any form, whatever the form asks, and it goes on.
OF_A_PERSON = frozenset({"ask_queue", "leave_queue", "handed_back"})

#: After these the open question is not put again: the customer has something else to read first.
QUIET = frozenset({PERSON, STOP, REPEAT, "utter_goodbye"})

#: Actions that may find a message not understood, and count it.
MISSES = frozenset({UNSURE, NOT_OURS, NOT_UNDERSTOOD, BARE_VALUES})

#: After so many hours of silence an open form is not simply continued: the customer is reminded of it.
SILENT_HOURS = 2.0


def next_step(turn: Turn, skills: Skills) -> Step:
    """The next step of the conversation: on a new message plan anew, else follow the agenda."""
    if turn.is_new:
        alarm = hear_danger(turn)
        turn = as_meant(turn, skills)
        plan = _plan(turn, skills)
        plan = _warn_first(plan, alarm, turn, skills) if alarm.wish.intent else plan
        slots = {**_fresh_turn_slots(turn, plan), "danger": alarm.as_slot()}
        return _take_first(plan, turn, skills, slots)
    return _go_on(turn, skills)


# --- a new message -------------------------------------------------------------------------------


def _fresh_turn_slots(turn: Turn, plan: _Plan) -> dict[str, Any]:
    slots: dict[str, Any] = {"resumed": None, "needs": None, "detour_result": None}
    slots["spoken_of"] = remember(turn)
    if turn.wishes[0].intent != "repeat":
        slots["expects"] = _lasting(turn.expects)
    if not turn.form and plan.steps[0]["run"] not in MISSES:
        slots["misses"] = None  # only misses in a row count
    return slots


def _lasting(expects: dict[str, Any]) -> dict[str, Any] | None:
    """What was agreed for some more turns, unless something else is agreed meanwhile."""
    left = {
        key: {**meant, "lasts": meant["lasts"] - 1}
        for key, meant in expects.items()
        if meant.get("lasts")
    }
    return left or None


@dataclass(frozen=True)
class _Plan:
    steps: list[dict[str, Any]]
    suspended: list[dict[str, Any]]
    close_form: bool = False


def _plan(turn: Turn, skills: Skills) -> _Plan:
    suspended = list(turn.agenda.get("suspended", ()))
    if any(wish.intent == "request_human" for wish in turn.wishes):
        return _fetch_person(turn, skills, suspended)
    return _plan_wishes(turn, skills, suspended)


def _fetch_person(turn: Turn, skills: Skills, suspended: list[dict[str, Any]]) -> _Plan:
    """A person first, never refused; then what else was wished, which need not wait for one."""
    others = beside_person(turn)
    if not others:
        return _Plan([_step(PERSON)], suspended)
    plan = _plan_wishes(replace(turn, wishes=others), skills, suspended)
    return replace(plan, steps=[_step(PERSON), *plan.steps])


def _warn_first(plan: _Plan, alarm: Alarm, turn: Turn, skills: Skills) -> _Plan:
    """The danger in the words before anything else; then help, or the turn as it was meant."""
    warn = [_step(WARN, said=alarm.wish.as_dict())] if alarm.now else []
    if turn.form and turn.form in skills.starts.get(RESCUE, ()) and plan.steps[0]["run"] != PERSON:
        told = replace(alarm.wish, intent="inform")
        heard = _step(turn.form, hear=True, said=told.as_dict())
        return _Plan([*warn, heard], list(turn.agenda.get("suspended", ())))
    if goes_on(plan.steps, alarm.wish.intent, turn, skills):
        return replace(plan, steps=[*warn, *plan.steps])
    helps = skills.starts.get(alarm.wish.intent, ())
    if turn.form:  # nothing is asked for as long as somebody is in danger
        back = [] if skills.is_detour(turn.form) else [_step(turn.form)]
        suspended = [*turn.agenda.get("suspended", ()), *back]
        begun = _begin([alarm.wish], skills, suspended)
        return replace(begun, steps=[*warn, *begun.steps], close_form=True)
    if any(step in skills.forms for step in helps):  # offered by the alarm itself
        return _Plan(warn, plan.suspended)
    return _Plan([*warn, *_steps_of(alarm.wish, skills)], plan.suspended)


def _plan_wishes(turn: Turn, skills: Skills, suspended: list[dict[str, Any]]) -> _Plan:
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
    turn = in_favour_of(form, turn, skills)
    if not is_for_form(turn.wishes[0], turn, form, skills):
        turn = with_leading_answer(turn, manners.wants.get(turn.requested or ""))
    wish = turn.wishes[0]
    if means_stop(wish, turn, manners):
        return _Plan([_step(STOP, form=form)], _without_dependants(suspended, form), True)
    if wish.intent == "repeat":
        return _Plan([_step(REPEAT)], suspended)
    waiting = _told_to_waiting(turn, form, skills, suspended)
    if waiting:
        return _Plan([waiting], suspended[:-1], True)
    mine = [said for said in turn.wishes if is_for_form(said, turn, form, skills)]
    others = [said for said in turn.wishes if said not in mine]
    if not mine and turn.decision == "not_ours":
        return _Plan([_step(NOT_OURS)], suspended)
    at_once, forms = _sort(others, skills)
    heard = _step(form)
    if mine:
        told, suspended = _keep_beside(mine[0], turn, form, manners, suspended)
        heard = _step(form, hear=True, said=told.as_dict())
    if mine and (mine[0] is wish or not forms):
        back = [_step(WELCOME_BACK)] if turn.silent_hours >= SILENT_HOURS else []
        return _Plan(back + at_once + [heard], suspended + forms[::-1])
    if forms:
        back = [heard]
        if skills.is_detour(form):  # what needs a proof asks for it again, a mere guess does not
            back, suspended = [], [entry for entry in suspended if entry["run"] not in MISSES]
        return replace(_begin(others, skills, [*suspended, *back]), close_form=True)
    return _begin(others, skills, suspended)


def _told_to_waiting(
    turn: Turn, form: str, skills: Skills, suspended: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Asked to prove who they are, they tell of their car: then the question that waits is answered so."""
    waiting = _waiting_for(form, suspended)
    heard = {item["entity"] for item in turn.wishes[0].entities}
    own, wanted = (
        set(skills.manners_of(name).wants.values()) for name in (form, waiting.get("run", ""))
    )
    if not waiting or heard & own or not heard & wanted:
        return None
    return _step(waiting["run"], hear=True, said=_told_more(waiting, turn.wishes[0]))


def _keep_beside(
    wish: Said, turn: Turn, form: str, manners: FormManners, suspended: list[dict[str, Any]]
) -> tuple[Said, list[dict[str, Any]]]:
    """What is told to a form beside its answers is kept for the question that waits for the form."""
    waiting = _waiting_for(form, suspended)
    if not waiting or not tells_beside(wish, turn, manners):
        return wish, suspended
    waiting = {**waiting, "said": _told_more(waiting, wish)}
    return replace(wish, kept=True), [*suspended[:-1], waiting]


def _waiting_for(form: str, suspended: list[dict[str, Any]]) -> dict[str, Any]:
    """The question that is answered once this form is through; empty when there is none."""
    last = suspended[-1] if suspended else {}
    return last if last.get("after") == form and last.get("said") else {}


def _told_more(waiting: dict[str, Any], wish: Said) -> dict[str, Any]:
    """What the waiting question was asked with, and what was told since."""
    before = waiting["said"]
    told = [{**item, "start": None, "end": None} for item in wish.entities]
    text = f"{before['text']} {wish.text}"
    return {**before, "text": text, "entities": [*before["entities"], *told]}


def _begin(wishes: list[Said], skills: Skills, suspended: list[dict[str, Any]]) -> _Plan:
    """Steps for one or more wishes, in the order in which they were said.

    A form with a question beside it hears its own wish first (who complains is heard before anything
    else), then the question is answered, then the form asks. Further forms wait on the stack.
    """
    steps = [step for wish in with_shared_values(wishes) for step in _steps_of(wish, skills)]
    forms = [step for step in steps if step["run"] in skills.forms]
    now = [step for step in steps if step not in forms[1:]]
    if forms and now[-1] is not forms[0]:
        now[now.index(forms[0])] = {**forms[0], "hear": ONLY}
        now.append(_step(forms[0]["run"], said=forms[0]["said"], hear=False))
    if len(steps) > 1 and len(wishes) > 1:
        now.insert(0, _step(TWO_WISHES))
    begun = {step["run"] for step in forms}
    begun.update(*(skills.manners_of(form).replaces for form in begun))
    suspended = [entry for entry in suspended if entry["run"] not in begun]
    return _Plan(now or [_step(NOT_UNDERSTOOD)], suspended + forms[:0:-1])


def _steps_of(wish: Said, skills: Skills) -> list[dict[str, Any]]:
    actions = skills.starts.get(wish.intent, ())
    return [_step(action, said=wish.as_dict(), hear=True) for action in actions]


def _sort(wishes: list[Said], skills: Skills) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Steps of the wishes: those that are answered at once, and forms."""
    steps = [step for wish in wishes for step in _steps_of(wish, skills)]
    forms = [step for step in steps if step["run"] in skills.forms]
    return [step for step in steps if step not in forms], forms


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
    step = _take_first(_begin([wish], skills, suspended), turn, skills, {"needs": None})
    return replace(step, close_form=turn.form is not None and turn.form == turn.last_action)


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
    comes_back = any(step["run"] == turn.form for step in steps)
    if turn.form == turn.needs:  # asked for the same proof already: it is put once more, and counts
        once = (turn.form, turn.last_action)
        waiting = [entry for entry in waiting if entry["run"] not in once] + [again]
        plan = _Plan([_step(turn.needs, hear=True, said={**said, "kept": True})], waiting)
        return _take_first(plan, turn, skills, {"needs": None})
    if turn.form and turn.form != turn.last_action and not comes_back:
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
        slots["hear"] = first.get("hear") or False
    return Step(first["run"], slots, plan.close_form)


def _listen(suspended: list[dict[str, Any]]) -> Step:
    return Step(LISTEN, {"agenda": {"suspended": suspended} if suspended else None})


def _step(action: str, **more: Any) -> dict[str, Any]:
    return {"run": action, **{key: value for key, value in more.items() if value is not None}}
