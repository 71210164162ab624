"""The three rules over everything the bot says: their side, the grievance away, never argue."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.shop.tone import check, missing

RESPONSES = Path(__file__).resolve().parents[2] / "data" / "responses"


def texts() -> list[tuple[str, str]]:
    found = []
    for path in sorted(RESPONSES.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, variants in content["responses"].items():
            found += [(name, variant["text"]) for variant in variants if variant.get("text")]
    return found


ALL = texts()
COMPLAINTS = [(name, text) for name, text in ALL if name.startswith("utter_complaint_")]
#: What is said once a complaint is taken, joined, asked after, or is a matter of safety.
ANSWER_NAMES = (
    "utter_complaint_taken",
    "utter_complaint_joined",
    "utter_complaint_status_",
    "utter_complaint_safety",
)
ANSWERS = [(name, text) for name, text in COMPLAINTS if name.startswith(ANSWER_NAMES)]
HEARD = [(name, text) for name, text in COMPLAINTS if name.startswith("utter_complaint_heard_")]


def ids(cases: list[tuple[str, str]]) -> list[str]:
    return [name for name, _ in cases]


@pytest.mark.parametrize(("name", "text"), ALL, ids=ids(ALL))
def test_nothing_blames_contradicts_or_belittles(name: str, text: str) -> None:
    assert check(text) == (), name


@pytest.mark.parametrize(("name", "text"), COMPLAINTS, ids=ids(COMPLAINTS))
def test_in_complaints_nothing_argues(name: str, text: str) -> None:
    assert check(text, is_complaint_answer=True) == (), name


@pytest.mark.parametrize(("name", "text"), ANSWERS, ids=ids(ANSWERS))
def test_a_complaint_answer_holds_acknowledgement_action_and_time(name: str, text: str) -> None:
    assert missing(text) == frozenset(), name


@pytest.mark.parametrize(("name", "text"), HEARD, ids=ids(HEARD))
def test_the_person_comes_first(name: str, text: str) -> None:
    assert "acknowledgement" not in {holding.value for holding in missing(text)}, name


def test_every_topic_is_heard_and_every_status_answered() -> None:
    from bot.shop.complaints import Topic
    from bot.shop.states import ComplaintStatus

    names = {name for name, _ in COMPLAINTS}
    assert {f"utter_complaint_heard_{topic.value}" for topic in Topic} <= names
    assert {f"utter_complaint_status_{status.value}" for status in ComplaintStatus} <= names
    assert len(ANSWERS) >= len(ComplaintStatus) + 4
