"""Fixtures of the dialogue tests; tests/README.md shows how to write one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.conftest import CONVERSATIONS
from tests.dialogue.harness import Conversation
from tests.system import RunningSystem

Begin = Callable[[], Conversation]
ERROR = re.compile(r"\b(ERROR|CRITICAL)\b|\[error|\[critical|non existent slot")


@pytest.fixture(scope="session")
def door() -> Iterator[httpx.Client]:
    """Connections to the test door, kept open."""
    with httpx.Client(timeout=30) as client:
        yield client


@pytest.fixture
def begin(fresh_system: RunningSystem, door: httpx.Client, request: pytest.FixtureRequest) -> Begin:
    """Opens conversations with a shop as new: `begin()` for each customer that a test needs.

    Afterwards no process may have logged an error: an apology to the customer is no success.
    """
    opened = request.node.stash.setdefault(CONVERSATIONS, [])
    request.addfinalizer(_errors_since(fresh_system))

    def open_one() -> Conversation:
        opened.append(Conversation(fresh_system, door))
        return opened[-1]

    return open_one


@pytest.fixture
def customer(begin: Begin) -> Conversation:
    """Somebody whom the shop does not know (yet)."""
    return begin()


@pytest.fixture
def wang_fang(begin: Begin) -> Conversation:
    """王芳, proven: 京N3K587, 晨风, in the workshop for her air conditioning."""
    return begin().prove("王芳")


@pytest.fixture
def li_qiang(begin: Begin) -> Conversation:
    """李强, proven: 京AD12345 云电 with an appointment at YZ, and 京N8H312 晨风."""
    return begin().prove("李强")


@pytest.fixture
def zhang_wei(begin: Begin) -> Conversation:
    """张伟, proven: 京P9Q662 远航, whose transmission is overdue."""
    return begin().prove("张伟")


@pytest.fixture
def sun_li(begin: Begin) -> Conversation:
    """孙丽, proven: 京J7B053 晨风, nothing going on."""
    return begin().prove("孙丽")


def _errors_since(system: RunningSystem) -> Callable[[], None]:
    """A check that nothing was logged as an error from now on until it is called."""
    logs = {child.log: child.log.stat().st_size for child in system.children}

    def check() -> None:
        if os.environ.get("AFTERCARE_TEST_MODEL"):
            return  # a model that does not fit may not know the newest slots
        new = [log.read_bytes()[size:].decode("utf-8", "replace") for log, size in logs.items()]
        errors = [line for text in new for line in text.splitlines() if ERROR.search(line)]
        assert errors == [], "\n".join(new)[-4000:]

    return check
