"""A conversation walked through the agenda, with no Rasa and no understanding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.dialogue.agenda import next_step
from bot.dialogue.turn import FormManners, Said, Skills, Step, Turn

SKILLS = Skills(
    starts={
        "book_service": ["booking_form"],
        "file_complaint": ["complaint_form"],
        "ask_price": ["action_ask_price"],
        "ask_warranty": ["action_ask_warranty"],
        "check_progress": ["action_check_progress"],
        "affirm": ["utter_ack"],
        "greet": ["action_greet"],
        "out_of_scope": ["action_not_ours"],
        "inform": ["action_bare_values"],
    },
    endings={"booking_form": ["action_book"], "complaint_form": ["action_open_complaint"]},
    forms=frozenset({"booking_form", "complaint_form", "identity_form"}),
    manners={
        "booking_form": FormManners(
            answers=frozenset({"change_booking"}), stops=frozenset({"cancel_booking"})
        ),
        "complaint_form": FormManners(free_text=frozenset({"complaint_story"})),
    },
)


class Walk:
    """Plays a conversation: feeds messages, runs steps, opens and closes forms as Rasa would."""

    def __init__(self) -> None:
        self.turn = Turn(is_new=False)
        self.closes: set[str] = set()  # forms that end at their next run
        self.needs: dict[str, str] = {}  # actions that want a form first
        self.heard: list[tuple[str, Any]] = []  # (form, said) of each run that hears

    def hear(self, *intents: str, **more: Any) -> list[str]:
        wishes = [more.pop("said", None) or Said(intent, "话" * 9) for intent in intents]
        turn = replace(self.turn, is_new=True, wishes=wishes, decision="sure", **more)
        return self._run(turn)

    def _run(self, turn: Turn) -> list[str]:
        ran: list[str] = []
        while True:
            step = next_step(turn, SKILLS)
            if step.action == "action_listen":
                self.turn = self._after(turn, step)
                return ran
            ran.append(step.action)
            turn = self._after(turn, step)

    def _after(self, turn: Turn, step: Step) -> Turn:
        form = None if step.close_form else turn.form
        needs = self.needs.pop(step.action, None)
        if step.action in SKILLS.forms:
            form = None if step.action in self.closes else step.action
            self.closes.discard(step.action)
            if step.slots.get("hear"):
                self.heard.append((step.action, step.slots.get("said")))
        agenda = step.slots.get("agenda", turn.agenda) or {}
        return replace(
            turn, is_new=False, form=form, last_action=step.action, agenda=agenda, needs=needs,
            silent_hours=0.0,
        )  # fmt: skip
