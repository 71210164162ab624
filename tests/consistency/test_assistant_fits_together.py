"""Domain, actions, responses, forms, rules and intents name the same things."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from actions.form import slots_of
from actions.understood import wish_names
from bot.settings import ROOT
from bot.shop.triage import list_symptoms
from bot.storage.tables.catalogue import CATALOGUE_KINDS

DATA = ROOT / "data"
CONTRACT_INTENTS = frozenset(
    """
    book_service change_booking cancel_booking check_booking check_progress ask_price ask_part
    ask_maintenance describe_fault ask_warranty claim_warranty file_complaint check_complaint
    ask_insurance_claim request_rescue request_pickup request_loaner ask_ev ask_recall ask_store
    ask_other_service give_feedback ask_capability request_human manage_contact manage_privacy
    greet goodbye thank affirm deny inform correct stop repeat vent bot_challenge chitchat
    out_of_scope
    """.split()  # noqa: SIM905 — a list of 39 lines says less
)


def read(path: Path) -> dict[str, Any]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict), path
    return loaded


@lru_cache(maxsize=1)
def domain() -> dict[str, Any]:
    return read(ROOT / "domain.yml")


@lru_cache(maxsize=1)
def responses() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((DATA / "responses").glob("*.yml")):
        for name, texts in (read(path).get("responses") or {}).items():
            assert name not in found, f"{name} stands twice, also in {path.name}"
            found[name] = texts
    return found


def rules() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{path.name}: {rule['rule']}", rule)
        for path in sorted((DATA / "rules").glob("*.yml"))
        for rule in read(path)["rules"]
    ]


@lru_cache(maxsize=1)
def actions_in_code() -> Counter[str]:
    executor = ActionExecutor()
    executor.register_package("actions")
    names = Counter[str]()
    for action in executor.actions.values():
        owner = getattr(action, "__self__", None)
        if owner is not None and type(owner).__module__.startswith(
            "actions."
        ):  # not the tests' own
            names[owner.name()] += 1
    return names


def actions_in_domain() -> list[str]:
    return [a if isinstance(a, str) else next(iter(a)) for a in domain()["actions"]]


def test_every_action_of_the_domain_is_written_and_the_other_way_round() -> None:
    assert set(actions_in_domain()) == set(actions_in_code())
    assert not [name for name, count in Counter(actions_in_domain()).items() if count > 1]


def test_no_action_is_sent_the_whole_domain() -> None:
    """Rasa sends it to every `validate_…` that does not say otherwise; none of ours reads it."""
    sent = [a for a in domain()["actions"] if isinstance(a, str) and a.startswith("validate_")]
    assert not sent, "add {send_domain: false} in domain.yml"


def test_no_two_action_classes_share_a_name() -> None:
    names: Counter[str] = Counter()
    for path in (ROOT / "actions").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for method in ast.walk(tree):
            if isinstance(method, ast.FunctionDef) and method.name == "name":
                for node in ast.walk(method):
                    if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant):
                        names[str(node.value.value)] += 1
    assert not [name for name, count in names.items() if count > 1]


def test_every_intent_of_the_contract_is_there_and_begins_something() -> None:
    assert set(domain()["intents"]) >= CONTRACT_INTENTS
    begun = {step["intent"] for _, rule in rules() for step in rule["steps"] if "intent" in step}
    assert set(domain()["intents"]) == begun


def test_rules_name_only_what_exists() -> None:
    known = set(actions_in_domain()) | set(responses()) | set(domain()["forms"])
    for name, rule in rules():
        for step in rule["steps"]:
            action = step.get("action")
            assert action is None or action in known, f"{name} runs {action}, which nobody wrote"


def test_every_form_has_its_class_its_slots_and_what_follows_it() -> None:
    endings = {
        condition["active_loop"]
        for _, rule in rules()
        for condition in rule.get("condition", ())
        if condition.get("active_loop")
    }
    import actions.__main__  # noqa: F401  (forms register when their modules are imported)

    actions_in_code()
    for form, keys in domain()["forms"].items():
        assert f"validate_{form}" in actions_in_domain()
        filled = slots_of(form)
        assert filled, f"no SkillForm has form = {form!r}"
        assert set(keys["required_slots"]) <= set(domain()["slots"])
        assert set(filled) <= set(domain()["slots"]), f"{form} fills slots the domain lacks"
        if form != "identity_form":  # a detour: the agenda goes back to what wanted it
            assert form in endings, f"nothing follows {form}"


def test_no_slot_can_be_set_by_a_message() -> None:
    for name, slot in domain()["slots"].items():
        assert slot["mappings"] == [{"type": "custom"}], name
        assert slot["influence_conversation"] is False, name


def test_config_names_only_forms_slots_and_intents_that_exist() -> None:
    policy = read(ROOT / "config.yml")["policies"][0]
    for form, manners in policy["manners"].items():
        assert form in domain()["forms"]
        for intent in [*manners.get("answers", ()), *manners.get("stops", ())]:
            assert intent in domain()["intents"]
        for slot in [*manners.get("free_text", ()), *manners.get("wants", {})]:
            assert slot in domain()["slots"]
        assert set(manners.get("wants", {}).values()) <= set(domain()["entities"])


RESPONSE_NAME = re.compile(r"\butter_[a-z0-9_]+\b")


def responses_named_in_code() -> dict[str, str]:
    """Names written out in actions and rules; those built with f-strings are tested below."""
    named: dict[str, str] = {}
    for path in (ROOT / "actions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.value if isinstance(node, ast.Constant) else None
            if isinstance(name, str) and RESPONSE_NAME.fullmatch(name) and name[-1] != "_":
                named[name] = path.name
    for name, rule in rules():
        for step in rule["steps"]:
            if str(step.get("action", "")).startswith("utter_"):
                named[step["action"]] = name
    return named


def test_every_response_that_is_said_exists() -> None:
    missing = {n: where for n, where in responses_named_in_code().items() if n not in responses()}
    assert not missing


def test_responses_built_from_data_exist() -> None:
    for symptom in list_symptoms():
        assert f"utter_fault_{symptom.id}" in responses()
    for urgency in ("stop_now", "check_soon", "note"):
        assert f"utter_fault_lamp_{urgency}" in responses()
    from actions.maintenance import TOPICS
    from bot.services.availability import REASONS

    for topic, _ in TOPICS:
        assert f"utter_maintain_{topic}" in responses()
    for reason in REASONS:
        assert f"utter_booking_{reason}" in responses()


def prefixes_built_in_code() -> set[str]:
    found = set()
    for path in (ROOT / "actions").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'f"(utter_[a-z_]*?)\{', text))
    return found


def test_no_response_is_left_that_nobody_says() -> None:
    said = set(responses_named_in_code())
    prefixes = tuple(prefixes_built_in_code())
    channels = set()
    for path in (ROOT / "bot").rglob("*.py"):
        channels |= set(RESPONSE_NAME.findall(path.read_text(encoding="utf-8")))
    idle = [
        name
        for name in responses()
        if name not in said
        and name not in channels
        and not name.startswith((*prefixes, "utter_front_", "utter_outbox_"))
    ]
    assert not idle


@pytest.mark.parametrize("name", sorted(responses()))
def test_a_response_is_short_enough_to_be_read_aloud(name: str) -> None:
    for variant in responses()[name]:
        assert len(variant["text"]) <= 260
        assert not re.search(r"[a-zA-Z]{12,}", re.sub(r"\{[a-z_0-9]+\}", "", variant["text"]))


def test_buttons_for_wishes_name_intents_once() -> None:
    names = wish_names()
    assert set(names) <= set(domain()["intents"])
    assert len(set(names.values())) == len(names)


def test_entities_of_the_catalogue_are_in_the_domain() -> None:
    assert set(CATALOGUE_KINDS) <= set(domain()["entities"])
