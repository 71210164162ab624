"""The one policy: reads the skills from data/rules, and decides by `bot.dialogue.agenda`.

It stands in for Rasa's RulePolicy (whose rule format and place in the ensemble it keeps). Two shapes of
rule are understood, anything else is refused at training time with the rule's name:

* how a skill begins:  ``intent: book_service`` -> actions or one form;
* what follows a form: ``active_loop: booking_form`` closes -> actions.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    REQUESTED_SLOT,
    RULE_SNIPPET_ACTION_NAME,
    SHOULD_NOT_BE_SET,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot import clock
from bot.dialogue.agenda import next_step
from bot.dialogue.queueing import in_queue, with_rescue
from bot.dialogue.turn import FormManners, Said, Skills, Step, Turn

logger = logging.getLogger(__name__)


#: What joins a wish to the next belongs to neither: 「……，另外」.
_LEADS_ON = re.compile(r"[，,。；;\s]*(?:另外|还有|顺便|然后|对了|再就是)?[，,。；;\s]*$")
#: An intent that is likelier than this is more than a guess among many.
CLEAR = 0.3


class RuleShapeError(RasaException):
    """A rule that the policy cannot read."""


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class SkillPolicy(RulePolicy):
    """Decides the next action from the agenda; see the module's docstring."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """RulePolicy's settings, and `manners` for each form (see `FormManners`)."""
        return {**RulePolicy.get_default_config(), "manners": {}}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: Any = None,
        lookup: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer, lookup)
        self._skills: Skills | None = None

    def train(
        self,
        training_trackers: list[TrackerWithCachedStates],
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        """Learn from the rules which steps begin a skill and which follow a form."""
        starts: dict[str, list[str]] = {}
        endings: dict[str, list[str]] = {}
        for tracker in training_trackers:
            if not tracker.is_rule_tracker or tracker.is_augmented:
                continue
            kind, key, steps = read_rule(list(tracker.events), set(domain.form_names))
            table = starts if kind == "start" else endings
            if table.get(key, steps) != steps:
                raise RuleShapeError(f"Two rules disagree about {key}: {table[key]} and {steps}.")
            table[key] = steps
        self.lookup = {"starts": starts, "endings": endings}
        self.persist()
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The next action, with the slots and the loop it needs as events (see parent class)."""
        if self._skills is None:
            self._skills = self._read_skills(domain)
        turn = in_queue(read_turn(tracker), waits=bool(tracker.get_slot("waits_for_person")))
        turn = with_rescue(turn, taken=bool(tracker.get_slot("rescue_taken")))
        step = next_step(turn, self._skills)
        if turn.is_new:
            heard_at = clock.now().isoformat()
            step = replace(step, slots={**step.slots, "heard_at": heard_at})
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(step.action)] = 1.0
        return self._prediction(probabilities, events=_events_of(step, tracker))

    def _default_predictions(self, domain: Domain) -> list[float]:
        return [0.0] * domain.num_actions

    def _read_skills(self, domain: Domain) -> Skills:
        manners = {form: _read_manners(keys) for form, keys in self.config["manners"].items()}
        lookup = self.lookup or {}
        return Skills(
            lookup.get("starts", {}),
            lookup.get("endings", {}),
            frozenset(domain.form_names),
            manners,
        )


def _read_manners(keys: dict[str, Any]) -> FormManners:
    return FormManners(
        answers=frozenset(keys.get("answers", ())),
        stops=frozenset(keys.get("stops", ())),
        free_text=frozenset(keys.get("free_text", ())),
        wants=dict(keys.get("wants", {})),
        gives_up=keys.get("gives_up", "stop"),
        goes_on=frozenset(keys.get("goes_on", ())),
        replaces=frozenset(keys.get("replaces", ())),
    )


def read_rule(events: list[Event], forms: set[str]) -> tuple[str, str, list[str]]:
    """What one rule says: ("start", intent, steps) or ("ending", form, steps)."""
    intents = [event.intent_name for event in events if isinstance(event, UserUttered)]
    actions = [
        event.action_name
        for event in events
        if isinstance(event, ActionExecuted)
        and event.action_name not in (ACTION_LISTEN_NAME, RULE_SNIPPET_ACTION_NAME)
    ]
    if len(intents) == 1 and actions:
        return "start", intents[0], actions
    closes = any(isinstance(e, ActiveLoop) and e.name in (None, SHOULD_NOT_BE_SET) for e in events)
    if not intents and closes and len(actions) > 1 and actions[0] in forms:
        return "ending", actions[0], actions[1:]
    raise RuleShapeError(
        f"A rule must be one intent and its steps, or a form and what follows it; got intents "
        f"{intents} and actions {actions}."
    )


def read_turn(tracker: DialogueStateTracker) -> Turn:
    """What the agenda needs to know of a tracker."""
    message = tracker.latest_message
    parse_data: dict[str, Any] = dict(message.parse_data) if message else {}
    return Turn(
        is_new=tracker.latest_action_name in (ACTION_LISTEN_NAME, None),
        wishes=_read_wishes(parse_data, message.text if message else ""),
        decision=_read_decision(parse_data, message.text if message else ""),
        candidates=tuple(parse_data.get("candidates") or ()),
        last_action=tracker.latest_action_name or ACTION_LISTEN_NAME,
        form=tracker.active_loop_name,
        requested=tracker.get_slot(REQUESTED_SLOT),
        agenda=tracker.get_slot("agenda") or {},
        expects=tracker.get_slot("expects") or {},
        offered=tracker.get_slot("offered") or [],
        needs=tracker.get_slot("needs"),
        silent_hours=_silent_hours(tracker),
        calls_rescue=tracker.get_slot("lead_kind") == "rescue",
        danger=tracker.get_slot("danger") or {},
        spoken_of=tracker.get_slot("spoken_of") or {},
    )


def _read_decision(parse_data: dict[str, Any], text: str | None) -> str:
    """What understanding decided; a message without a single letter or digit says nothing."""
    if not any(sign.isalnum() for sign in text or ""):
        return "unsure"
    return parse_data.get("decision") or "sure"


def _read_wishes(parse_data: dict[str, Any], text: str | None) -> list[Said]:
    entities = parse_data.get("entities") or []
    intent = parse_data.get("intent") or {}
    first, confidence = _read_intent(intent, entities), intent.get("confidence") or 0.0
    further = parse_data.get("wishes") or []
    text = text or ""
    if not any(sign.isalnum() for sign in text):
        return [Said("", text)]
    if not further:
        return [Said(first, text, entities, confidence)]
    spans = [(0, further[0]["start"])] + [(wish["start"], wish["end"]) for wish in further]
    intents = [first] + [wish["intent"]["name"] for wish in further]
    return [
        Said(
            intent,
            _LEADS_ON.sub("", text[start:end]),
            [e for e in entities if start <= (e.get("start") or 0) < end],
        )
        for intent, (start, end) in zip(intents, spans, strict=True)
    ]


def _read_intent(intent: dict[str, Any], entities: list[dict[str, Any]]) -> str:
    """The intent; a message of which only the values are clear is taken for its values."""
    if entities and (intent.get("confidence") or 1.0) < CLEAR:
        return "inform"
    return intent.get("name") or ""


def _silent_hours(tracker: DialogueStateTracker) -> float:
    heard_at = tracker.get_slot("heard_at")
    if not heard_at:
        return 0.0
    return (clock.now() - datetime.fromisoformat(heard_at)).total_seconds() / 3600


def _events_of(step: Step, tracker: DialogueStateTracker) -> list[Event]:
    events: list[Event] = []
    if step.close_form:
        events += [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]
    events += [
        SlotSet(slot, value)
        for slot, value in step.slots.items()
        if tracker.get_slot(slot) != value
    ]
    return events
