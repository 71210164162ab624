"""The dialogue tests keep what tests/README.md promises: enough in each group, twins, rows read."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from math import prod
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

DIALOGUE = Path(__file__).resolve().parents[1] / "dialogue"
SKILLS = ("booking", "progress", "warranty", "complaint")
GROUPS = (
    *("happy", "correction", "digression", "interruption", "disambiguation"),
    *("invalid_input", "cancellation", "identity", "two_wishes", "handover"),
)
TALKS = frozenset({"say", "press"})
READS = frozenset({"row", "rows", "written"})

Test = Callable[..., None]


def modules() -> Iterator[ModuleType]:
    for skill in SKILLS:
        for path in sorted((DIALOGUE / skill).glob("test_*.py")):
            yield import_module(f"tests.dialogue.{skill}.{path.stem}")


def list_tests(module: ModuleType) -> list[Test]:
    return [value for name, value in vars(module).items() if name.startswith("test_")]


def parameters(test: Test) -> dict[str, Any]:
    """What a test is run with, by the names of its parameters."""
    marks = getattr(test, "pytestmark", [])
    return {str(mark.args[0]): mark.args[1] for mark in marks if mark.name == "parametrize"}


def dialogues(module: ModuleType) -> int:
    """How many different ones; a twin is the same dialogue again."""
    return sum(
        prod(len(cases) for name, cases in parameters(test).items() if name != "said")
        for test in list_tests(module)
    )


def last_line(test: Test, words: frozenset[str]) -> int:
    """The last line that calls one of these, by itself or in a helper of the module; 0 when none does."""
    calls = [
        node for node in ast.walk(ast.parse(inspect.getsource(test))) if isinstance(node, ast.Call)
    ]
    return max((call.lineno for call in calls if _is_one(call, test, words)), default=0)


def _is_one(call: ast.Call, test: Test, words: frozenset[str]) -> bool:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr in words
    helper = test.__globals__.get(call.func.id) if isinstance(call.func, ast.Name) else None
    return inspect.isfunction(helper) and last_line(helper, words) > 0


MODULES = list(modules())
TESTS = [test for module in MODULES for test in list_tests(module)]


def test_every_skill_has_every_group() -> None:
    assert {f"tests.dialogue.{skill}.test_{group}" for skill in SKILLS for group in GROUPS} <= {
        module.__name__ for module in MODULES
    }


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__[15:])
def test_a_group_has_six_dialogues_and_twins_for_a_third_of_its_tests(module: ModuleType) -> None:
    tests = list_tests(module)
    twins = [test for test in tests if "said" in parameters(test)]
    assert dialogues(module) >= 6
    assert 3 * len(twins) >= len(tests), f"{len(twins)} of {len(tests)}"


def test_a_noisy_twin_is_not_what_was_typed() -> None:
    for test in TESTS:
        typed, heard = parameters(test).get("said", ("typed", "heard"))
        assert typed != heard and type(typed) is type(heard), test.__name__


@pytest.mark.parametrize("test", TESTS, ids=lambda test: f"{test.__module__[15:]}.{test.__name__}")
def test_a_dialogue_reads_the_database_after_its_last_words(test: Test) -> None:
    assert last_line(test, READS) >= last_line(test, TALKS) > 0
