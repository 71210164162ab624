"""What an action asks of the shop."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions.base
from bot.services import booking, catalogue


def talk() -> actions.base.Talk:
    tracker = Tracker("c", {}, None, [], False, None, {}, "action_listen")
    return actions.base.Talk(CollectingDispatcher(), tracker)


@pytest.mark.parametrize(("module", "times"), [(catalogue, 2), (booking, 4)])
def test_only_the_catalogue_is_asked_each_thing_once(
    monkeypatch: pytest.MonkeyPatch, module: Any, times: int
) -> None:
    asked: list[str] = []

    def service(_workshop: Any, code: str) -> str:
        asked.append(code)
        return code.upper()

    service.__module__ = module.__name__
    monkeypatch.setattr(actions.base, "workshop", lambda: None)

    one = talk()
    assert [one.ask_shop(service, code) for code in ("a", "b", "a", "a")] == ["A", "B", "A", "A"]
    assert len(asked) == times


def test_another_action_asks_the_catalogue_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    prices = iter([100, 200])

    def price(_workshop: Any) -> int:
        return next(prices)

    price.__module__ = catalogue.__name__
    monkeypatch.setattr(actions.base, "workshop", lambda: None)
    assert [talk().ask_shop(price) for _ in range(2)] == [100, 200]
