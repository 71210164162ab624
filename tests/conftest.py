"""What all tests share: a clean environment, one running system, and honest skips."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.system import RunningSystem

KEPT = ("AFTERCARE_NO_SKIP", "AFTERCARE_TEST_MODEL")
CONVERSATIONS = pytest.StashKey[list[Any]]()
"""The dialogues that a test has begun, for the transcript of a failure."""


def pytest_configure(config: pytest.Config) -> None:
    """The developer's own settings must not reach the tests."""
    for name in list(os.environ):
        if name.startswith("AFTERCARE_") and name not in KEPT:
            del os.environ[name]
    os.environ["AFTERCARE_ENV_FILE"] = os.devnull
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """The real thing, started once: front, Rasa and actions over a seeded database of its own.

    Its clock stands still (tests.system.MONDAY) until a test moves it.
    """
    from tests.system import start_system  # unit tests need not load the shop

    with start_system(tmp_path_factory.mktemp("system")) as running:
        yield running


@pytest.fixture
def fresh_system(system: RunningSystem) -> RunningSystem:
    """The running system with its shop and its clock put back as new."""
    system.reset()
    return system


@pytest.fixture
def state_dir(tmp_path: Path) -> Path:
    """A place for the run-time state of a test's own settings."""
    return tmp_path / "var"


def _no_skip() -> bool:
    return os.environ.get("AFTERCARE_NO_SKIP") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With AFTERCARE_NO_SKIP=1 a skip is a failure; a failed dialogue shows its transcript."""
    report = yield
    _forbid_skip(report)
    if report.failed:
        for conversation in item.stash.get(CONVERSATIONS, []):
            report.sections.append((f"conversation {conversation.id}", conversation.transcript))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A whole file that skips itself counts as a skip too."""
    report = yield
    _forbid_skip(report)
    return report


def _forbid_skip(report: Any) -> None:
    if report.skipped and _no_skip() and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"AFTERCARE_NO_SKIP=1 allows no skip. {reason}"
