"""A person is fetched at any moment of a booking, with a time, and the matter is kept."""

from __future__ import annotations

from tests.dialogue.booking.visits import at, play, visit, visits
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins
from tests.dialogue.written import HANDED_OVER


@twins("转人工", "喂给我转人工啊")
def test_while_the_store_is_asked(sun_li: Conversation, said: str) -> None:
    sun_li.say("我想约个小保养")
    answer = sun_li.say(said)
    handed = sun_li.row("handover", conversation_id=sun_li.id)
    promise = sun_li.row("promise", kind="call_back", subject_id=handed.id)
    assert promise.due_at.strftime("%H:%M") in answer
    assert handed.customer_id == sun_li.row("customer", name="孙丽").id
    assert sun_li.written() == HANDED_OVER


def test_the_booking_goes_on_after_it(sun_li: Conversation) -> None:
    sun_li.say("我想约个小保养")
    sun_li.say("我要找真人")
    assert sun_li.row("handover", conversation_id=sun_li.id).status == "waiting"
    play(sun_li, ["海淀", "明天上午十点"])
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T10:00")


def test_while_it_is_read_back_nothing_is_booked(sun_li: Conversation) -> None:
    sun_li.say("明天上午九点朝阳店做小保养")
    sun_li.say("还是帮我转个人工客服吧")
    assert sun_li.row("handover", conversation_id=sun_li.id).status == "waiting"
    assert visits(sun_li, "京J7B053") == []


@twins("找个人跟我说", "你找个人跟我说行不行")
def test_while_a_cancellation_is_asked_the_visit_stays(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("取消我的预约")
    li_qiang.say(said)
    assert li_qiang.row("handover", conversation_id=li_qiang.id).status == "waiting"
    assert visit(li_qiang, "京AD12345").starts_at == at("2026-11-26T10:00")
    assert li_qiang.written() == HANDED_OVER


def test_while_a_proof_is_asked(customer: Conversation) -> None:
    customer.say("我约的几点")
    answer = customer.say("人工")
    assert "联系" in answer
    handed = customer.row("handover", conversation_id=customer.id)
    assert handed.status == "waiting" and handed.customer_id is None


def test_asked_twice_it_is_promised_once(sun_li: Conversation) -> None:
    sun_li.say("我想约个小保养")
    first = sun_li.say("转人工")
    again = sun_li.say("转人工")
    assert first[0].text == again[0].text
    assert sun_li.row("handover", conversation_id=sun_li.id).status == "waiting"
    assert sun_li.written() == HANDED_OVER
