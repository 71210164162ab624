"""A step in the workshop comes into the owner's open chat, and the shop learns that it did."""

from __future__ import annotations

import time

from sqlalchemy import select

from bot.care.delivery import Deliverer, DeliveryLoop, open_doors
from bot.services import identity, repair_order
from bot.shop.states import RepairOrderStatus
from bot.storage import tables


def prove(front, conversation_id):
    proof = identity.prove(front.workshop, conversation_id, "京N3K587", "8001", "here")
    assert proof.ok


def step(front):
    with front.workshop.database.reading() as session:
        query = select(tables.RepairOrder.number).where(tables.RepairOrder.plate == "京N3K587")
        number = session.scalars(query).one()
    repair_order.advance(front.workshop, number, RepairOrderStatus.QUALITY_CHECK, "cy.gu")


def notice(front):
    with front.workshop.database.reading() as session:
        return session.scalars(select(tables.Outbox)).one()


def eventually(true, seconds=5):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_an_open_chat_shows_the_step_within_seconds_and_gives_a_receipt(front, rasa, visitor):
    visitor.say("我的车修好了吗")
    newest = visitor.hears("收到")["id"]
    prove(front, rasa.turns[-1].conversation_id)
    loop = DeliveryLoop(front.workshop, open_doors(front.workshop, {}))
    loop.start()
    try:
        with visitor.stream(after=newest) as events:
            begun = time.monotonic()
            step(front)
            message = next(data for name, data in events if name == "message")
            assert time.monotonic() - begun < 3
            eventually(lambda: notice(front).delivered_at is not None)
    finally:
        loop.stop()
    assert message["from"] == "shop"
    assert "正在做最后的质检" in message["text"]
    assert "key" not in message
    front.clock.let_pass(minutes=5)
    assert Deliverer(front.workshop, open_doors(front.workshop, {})).deliver_all() == 0


def test_a_chat_that_nobody_has_open_is_followed_by_a_text_message(front, rasa, visitor):
    visitor.say("我的车修好了吗")
    visitor.hears("收到")
    prove(front, rasa.turns[-1].conversation_id)
    step(front)
    worker = Deliverer(front.workshop, open_doors(front.workshop, {}))
    assert worker.deliver_all() == 1
    assert (notice(front).channel, notice(front).delivered_at) == ("web", None)
    front.clock.let_pass(minutes=2)
    assert worker.deliver_all() == 1
    assert (notice(front).channel, notice(front).status) == ("sms", "sent")


def test_who_comes_back_in_time_needs_no_text_message(front, rasa, visitor):
    visitor.say("我的车修好了吗")
    visitor.hears("收到")
    prove(front, rasa.turns[-1].conversation_id)
    step(front)
    worker = Deliverer(front.workshop, open_doors(front.workshop, {}))
    worker.deliver_all()
    assert "质检" in visitor.history()["messages"][-1]["text"]
    front.clock.let_pass(minutes=2)
    assert worker.deliver_all() == 0
    assert notice(front).channel == "web"
