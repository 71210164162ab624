"""李强 hands in both of his cars."""

from __future__ import annotations

from bot.storage import tables
from tests.dialogue.harness import Conversation


def hand_in_both(talk: Conversation) -> None:
    """Both cars are under inspection at CY since half past eight."""
    received = talk.system.now.replace(hour=8, minute=30)
    owner = talk.row("customer", name="李强")
    with talk.system.workshop.database.transaction() as session:
        for index, car in enumerate(talk.rows("car", customer_id=owner.id)):
            session.add(
                tables.RepairOrder(
                    number=f"RO2611900{index}",
                    store_code="CY",
                    plate=car.plate,
                    car_id=car.id,
                    customer_id=owner.id,
                    status="inspecting",
                    fault="底盘异响",
                    received_at=received,
                    created_at=received,
                )
            )
