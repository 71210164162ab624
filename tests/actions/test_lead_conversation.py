"""Who is on record is known by plate and digits, in a wish for a colleague as anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.storage import tables
from tests.actions.conftest import Conversation

PLATE = "京J7B053"


@pytest.mark.parametrize("lines", [[f"{PLATE} 2008"], [PLATE, "2008"], [PLATE, "尾号2008"]])
def test_plate_and_digits_stand_for_the_telephone(
    visitor: Conversation, rows: Callable[..., list[Any]], lines: list[str]
) -> None:
    visitor.say("我要续保", "ask_other_service", service_line="insurance")
    for line in lines:
        visitor.say(line, "inform", **({"plate": PLATE} if PLATE in line else {}))
    (lead,) = rows(tables.Lead)
    assert lead.phone == "13200132008" and lead.customer_id


def test_digits_that_do_not_fit_ask_for_the_telephone(
    visitor: Conversation, rows: Callable[..., list[Any]]
) -> None:
    visitor.say("我要续保", "ask_other_service", service_line="insurance")
    answer = visitor.say(f"{PLATE} 3009", "inform", plate=PLATE)
    assert "手机号" in answer and rows(tables.Lead) == []
    visitor.say("13812345678", "inform", phone="13812345678")
    (lead,) = rows(tables.Lead)
    assert lead.phone == "13812345678" and lead.customer_id is None
