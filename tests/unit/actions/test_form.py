"""How every form asks and listens: explain once, then buttons, then a person."""

from __future__ import annotations

from actions.base import NeedsForm, SkillAction, Talk
from actions.form import PERSON_BUTTON, Question, SkillForm
from tests.unit.actions.conftest import Stage


class WashForm(SkillForm):
    form = "wash_form"
    slots = ("wash_store", "wash_time")

    def hear(self, talk: Talk) -> None:
        for slot, entity in (("wash_store", "store"), ("wash_time", "time")):
            value = talk.said.value(entity)
            if value is not None:
                talk.set(slot, value)

    def next_question(self, talk: Talk) -> Question | None:
        if not talk.slot("wash_store"):
            return Question("wash_store", "ask_store", choices=("朝阳店", "海淀店"), explain="why")
        if not talk.slot("wash_time"):
            return Question("wash_time", "ask_time", buttons=("周六",))
        return None


class Broken(SkillAction):
    def name(self) -> str:
        return "action_broken"

    def act(self, talk: Talk) -> None:
        talk.say("half_an_answer")
        talk.set("wash_store", "CY")
        raise RuntimeError("the database is gone")


class Private(SkillAction):
    def name(self) -> str:
        return "action_private"

    def act(self, talk: Talk) -> None:
        talk.set("wash_store", "CY")
        talk.say("too_early")
        raise NeedsForm("identity_form")


def test_the_first_question_is_put_when_the_form_begins(stage: Stage) -> None:
    outcome = stage.run(WashForm(), "洗车", intent="book_service")
    assert outcome.responses == ["ask_store"]
    assert outcome.slots["requested_slot"] == "wash_store"
    assert outcome.slots["misses"] == 0


def test_what_the_first_message_says_is_not_asked(stage: Stage) -> None:
    outcome = stage.run(WashForm(), entities={"store": "CY"})
    assert outcome.responses == ["ask_time"]
    assert outcome.buttons == ["周六"]


def test_any_earlier_answer_can_be_corrected(stage: Stage) -> None:
    outcome = stage.run(
        WashForm(), "不对，是海淀", "correct", {"store": "HD"},
        wash_store="CY", requested_slot="wash_time",
    )  # fmt: skip
    assert outcome.slots["wash_store"] == "HD"
    assert outcome.slots["misses"] == 0


def test_the_form_ends_when_nothing_is_open(stage: Stage) -> None:
    outcome = stage.run(WashForm(), entities={"time": "六"}, wash_store="CY")
    assert outcome.responses == []
    assert outcome.slots["requested_slot"] is None


def test_an_answer_that_does_not_fit_is_explained_once_then_a_person_is_offered_too(
    stage: Stage,
) -> None:
    first = stage.run(WashForm(), "啊？", requested_slot="wash_store")
    assert first.responses == ["why", "ask_store"] and first.buttons == []
    second = stage.run(WashForm(), "啊？", requested_slot="wash_store", misses=1)
    assert second.responses == ["utter_offer_person_too", "ask_store"]
    assert second.buttons == ["朝阳店", "海淀店", PERSON_BUTTON]
    assert second.slots["expects"][PERSON_BUTTON] == {"intent": "request_human"}


def test_a_question_put_again_after_an_aside_is_a_miss_only_where_asides_count(
    stage: Stage,
) -> None:
    class Proof(WashForm):
        counts_asides = True

    for form, misses in ((WashForm(), 0), (Proof(), 2)):
        aside = stage.run(form, "啊？", requested_slot="wash_store", misses=1, hear=False)
        assert aside.slots["misses"] == misses
        assert "why" not in aside.responses
    del Proof


def test_a_form_that_does_not_hear_only_asks_again(stage: Stage) -> None:
    outcome = stage.run(
        WashForm(), entities={"store": "CY"}, hear=False, requested_slot="wash_store", resumed=True
    )
    assert outcome.responses == ["utter_resume", "ask_store"]
    assert "wash_store" not in outcome.slots
    assert outcome.slots["misses"] == 0


def test_whatever_breaks_the_customer_gets_an_apology_and_nothing_half_done(stage: Stage) -> None:
    outcome = stage.run(Broken())
    assert outcome.responses == ["utter_excuse"]
    assert outcome.buttons == [PERSON_BUTTON]
    assert "wash_store" not in outcome.slots


def test_a_detour_keeps_what_was_heard_and_says_nothing_yet(stage: Stage) -> None:
    outcome = stage.run(Private())
    assert outcome.responses == []
    assert outcome.slots == {"wash_store": "CY", "needs": "identity_form"}
