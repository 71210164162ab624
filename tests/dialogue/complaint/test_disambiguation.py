"""Which visit, when there were several."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.storage import tables
from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

MATTER = "把我车门刮花了，我要投诉"


@pytest.fixture
def zhou_tao(begin: Begin) -> Conversation:
    """周涛, proven: besides his brake pads of three days ago he had the car washed on the 14th."""
    talk = begin().prove("周涛")
    received = talk.system.now - timedelta(days=9)
    car = talk.row("car", plate="京E2F481")
    with talk.system.workshop.database.transaction() as session:
        session.add(
            tables.RepairOrder(
                number="RO26119001",
                store_code="HD",
                plate=car.plate,
                car_id=car.id,
                customer_id=car.customer_id,
                status="delivered",
                fault="洗车",
                received_at=received,
                created_at=received,
            )
        )
    return talk


def visit_of(talk: Conversation) -> str:
    """The number of the visit that the complaint is about."""
    row = talk.row("complaint", topic="damage")
    return str(talk.row("repair_order", id=row.repair_order_id).number)


def test_a_button_chooses(zhou_tao: Conversation) -> None:
    answer = zhou_tao.say(MATTER)
    assert "哪一次" in answer[-1].text and len(answer.buttons) == 3
    zhou_tao.press("11月14日（周六） 洗车")
    zhou_tao.press("重新修好")
    assert visit_of(zhou_tao) == "RO26119001"
    assert zhou_tao.row("complaint", topic="damage").store_code == "HD"


@twins("上周五那次", "嗯就上周五那次吧")
def test_the_day_chooses(zhou_tao: Conversation, said: str) -> None:
    zhou_tao.say(MATTER)
    zhou_tao.say(said)
    zhou_tao.press("重新修好")
    brakes = zhou_tao.row("repair_order", plate="京E2F481", store_code="CY").number
    assert visit_of(zhou_tao) == brakes


@twins("海淀店那次", "那个海淀店那次")
def test_the_store_chooses(zhou_tao: Conversation, said: str) -> None:
    zhou_tao.say(MATTER)
    zhou_tao.say(said)
    zhou_tao.press("重新修好")
    assert visit_of(zhou_tao) == "RO26119001"


def test_the_number_chooses(zhou_tao: Conversation) -> None:
    zhou_tao.say(MATTER)
    zhou_tao.say("RO26119001")
    zhou_tao.press("重新修好")
    assert visit_of(zhou_tao) == "RO26119001"


def test_none_of_them_is_a_choice_as_well(zhou_tao: Conversation) -> None:
    zhou_tao.say(MATTER)
    zhou_tao.press("不是这几次")
    zhou_tao.press("重新修好")
    row = zhou_tao.row("complaint", topic="damage")
    assert row.repair_order_id is None and row.plate == "京E2F481"


def test_the_second_of_them_is_understood(zhou_tao: Conversation) -> None:
    assert zhou_tao.say(MATTER).buttons[1] == "11月14日（周六） 洗车"
    zhou_tao.say("第二个")
    zhou_tao.press("重新修好")
    assert visit_of(zhou_tao) == "RO26119001"
