"""A complaint and something else in one message."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins(
    "我要投诉你们前台态度差爱答不理，另外我车修好没有",
    "我要投诉你们前台态度差爱答不理的另外我车修好没有啊",
)
def test_a_complaint_and_how_far_the_car_is(wang_fang: Conversation, said: str) -> None:
    answer = wang_fang.say(said)
    assert "17:00" in answer and "看人脸色" in answer
    wang_fang.press("赔礼道歉")
    row = wang_fang.row("complaint", topic="attitude")
    assert "修好没有" not in row.description


@twins(
    "小保养多少钱，还有我要投诉，上次你们多收了我两百块",
    "小保养多少钱啊还有我要投诉上次你们多收了我两百块钱",
)
def test_a_price_and_a_complaint(sun_li: Conversation, said: str) -> None:
    answer = sun_li.say(said)
    assert "380元" in answer and "钱花得不明不白" in answer
    sun_li.press("退还费用")
    assert sun_li.row("complaint", plate="京J7B053").topic == "price"


def test_a_complaint_and_then_a_booking(sun_li: Conversation) -> None:
    sun_li.say("我要投诉，上次你们把我车门刮花了，另外帮我约个洗车")
    assert "心疼" in sun_li.last
    answer = sun_li.press("重新修好")
    assert sun_li.row("complaint", plate="京J7B053").number in answer
    assert "星驰朝阳店" in answer[-1].buttons
    sun_li.say("海淀店明天下午三点")
    sun_li.say("可以")
    assert sun_li.row("appointment", plate="京J7B053").store_code == "HD"


def test_how_a_complaint_stands_and_a_price(customer: Conversation) -> None:
    talk = customer.prove("陈静")
    answer = talk.say("我投诉的事怎么样了，顺便问下小保养多少钱")
    assert "正在调查" in answer and "380元" in answer
    assert len(talk.rows("complaint")) == 1


def test_a_complaint_and_a_person(customer: Conversation) -> None:
    customer.say("我要投诉你们海淀店乱收费，另外帮我转人工")
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"


def test_a_complaint_and_opening_hours(customer: Conversation) -> None:
    answer = customer.say("我要投诉海淀店前台爱答不理，还有你们几点下班")
    assert "20:00" in answer and "看人脸色" in answer
    customer.press("赔礼道歉")
    customer.say("13912345678")
    assert customer.row("complaint", conversation_id=customer.id).topic == "attitude"
