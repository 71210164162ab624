"""While help is on its way, words of help are about that one."""

from __future__ import annotations

import pytest

from bot.dialogue.queueing import with_rescue
from bot.dialogue.turn import Said, Turn


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("我自己换备胎可以吗", "check_lead"),
        ("派人来", "check_lead"),
        ("还有一台也趴窝了", "request_rescue"),
        ("我在东四环国贸桥趴窝了", "request_rescue"),
    ],
)
def test_no_second_rescue_is_called_while_one_is_coming(text: str, meant: str) -> None:
    turn = Turn(is_new=True, wishes=[Said("request_rescue", text)])
    assert with_rescue(turn, taken=True).wishes[0].intent == meant
    assert with_rescue(turn, taken=False).wishes[0].intent == "request_rescue"
