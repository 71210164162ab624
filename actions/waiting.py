"""Fetching a person, and waiting for one: the place, the honest time, waiting no more, going on after."""

from __future__ import annotations

from actions.base import NeedsForm, SkillAction, Talk
from actions.form import PERSON_BUTTON
from actions.understood import ask_person
from actions.wording import say_moment
from bot.services import handing_back, leads, waiting
from bot.services.waiting import Wait
from bot.shop.waiting_words import TELL, read_waiting

WAITS = "waits_for_person"
RESCUE = "rescue"
ASK_BUTTON, LEAVE_BUTTON = "还要等多久", "不等了"


class HandOver(SkillAction):
    """Fetches a person: at any moment, never refused, with a promise of when."""

    def name(self) -> str:
        return "action_hand_over"

    def act(self, talk: Talk) -> None:
        phone = talk.said.value("phone")
        helped = talk.ask_shop(handing_back.find_help, talk.conversation_id)
        before = f"此前{helped.name}：{helped.words}" if helped else ""
        reason = "safety" if _is_stranded(talk) else "customer_asked"
        told = read_waiting(talk.said.text, waits=True) == TELL or (talk.said.is_bare and not phone)
        tells = bool(talk.slot(WAITS)) and told
        ask_person(talk, reason, talk.said.text if tells else before, phone)
        talk.set("misses", 0)
        wait = talk.ask_shop(waiting.find_wait, talk.conversation_id)
        talk.set(WAITS, True)
        noted = phone[-4:] if phone and talk.said.is_bare else ""
        if noted:
            talk.say("utter_queue_phone_noted", last4=noted)
        elif tells:
            talk.say("utter_queue_told")
        elif wait and wait.is_call_back:
            talk.say("utter_hand_over_call_back")
        elif not (wait and wait.taken_by):
            talk.say("utter_hand_over")
        if wait and not noted and not tells:
            say_wait(talk, wait)
            if wait.phone or not wait.is_call_back:
                talk.expect({"deny": "leave_queue"})
        if talk.slot("requested_slot"):
            talk.say("utter_hand_over_keeps_matter")


class AskQueue(SkillAction):
    """How many are ahead, how long it will take."""

    def name(self) -> str:
        return "action_ask_queue"

    def act(self, talk: Talk) -> None:
        wait = talk.ask_shop(waiting.find_wait, talk.conversation_id)
        if wait:
            say_wait(talk, wait)
            return
        if talk.slot(WAITS):  # the waiting is over: the words were about the car
            talk.set(WAITS, None)
            raise NeedsForm("check_progress")
        talk.say("utter_queue_nobody", buttons=[PERSON_BUTTON])
        talk.expect({"affirm": "request_human", PERSON_BUTTON: "request_human"})


class LeaveQueue(SkillAction):
    """The customer waits no longer; the bot goes on."""

    def name(self) -> str:
        return "action_leave_queue"

    def act(self, talk: Talk) -> None:
        number = talk.ask_shop(waiting.stop_waiting, talk.conversation_id)
        wait = talk.ask_shop(waiting.find_wait, talk.conversation_id)
        talk.set(WAITS, True if wait else None)
        if number:
            talk.say("utter_queue_left")
        elif wait:
            say_wait(talk, wait)
        else:
            talk.say("utter_nothing_to_stop")


class HandedBack(SkillAction):
    """A colleague gives the word back: says what they confirmed, then the open question comes again."""

    def name(self) -> str:
        return "action_handed_back"

    def act(self, talk: Talk) -> None:
        helped = talk.ask_shop(handing_back.find_help, talk.conversation_id)
        talk.set(WAITS, None)
        talk.set("misses", 0)
        if helped and helped.confirmed:
            talk.say("utter_handed_back_confirmed", name=helped.name, confirmed=helped.confirmed)
        form = talk.open_form
        talk.say(f"utter_go_on_{form}" if form else "utter_go_on")


def _is_stranded(talk: Talk) -> bool:
    """Whether help on the spot is being asked for, or on its way: such a request goes first."""
    if talk.slot("lead_kind") == RESCUE:
        return True
    return talk.ask_shop(leads.find_lead, talk.conversation_id, RESCUE) is not None


def say_if_waiting(talk: Talk) -> bool:
    """Tells a customer who waits for a person where they stand. False: they do not wait.

    Whose waiting came along with the proof heard of it a moment ago.
    """
    was_told = talk.slot("detour_result") == "done" and talk.slot(WAITS)
    wait = talk.ask_shop(waiting.find_wait, talk.conversation_id)
    talk.set(WAITS, True if wait else None)
    if wait and not was_told:
        say_wait(talk, wait)
    return wait is not None


def say_wait(talk: Talk, wait: Wait) -> None:
    """Where the customer stands, in one sentence with the time that was promised."""
    buttons = [] if talk.is_aside else [ASK_BUTTON, LEAVE_BUTTON]
    due = say_moment(wait.call_back_by, talk.now) if wait.call_back_by else ""
    if wait.taken_by:
        talk.say("utter_queue_taken", name=wait.taken_by)
    elif wait.is_call_back and due:
        _say_call_back(talk, wait, due)
    elif not due:
        talk.say("utter_queue_overdue", buttons=buttons)
    else:
        place = "ahead" if wait.ahead else "next"
        known = "expected" if wait.expected else "unknown"
        talk.say(
            f"utter_queue_{place}_{known}",
            buttons=buttons,
            ahead=wait.ahead,
            minutes=int(wait.expected.total_seconds() // 60) if wait.expected else "",
            call_back_by=due,
        )


def _say_call_back(talk: Talk, wait: Wait, due: str) -> None:
    if wait.phone:
        talk.say("utter_queue_call_back", call_back_by=due, last4=wait.phone[-4:])
        return
    talk.say("utter_queue_call_back_no_phone", call_back_by=due)
    talk.expect({"inform": "request_human"})
