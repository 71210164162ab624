"""A complaint in the middle of something else, and something else in the middle of a complaint."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("我要投诉，上次你们多收了我两百块", "那个我要投诉上次你们多收了我两百块钱")
def test_in_a_booking_it_is_taken_first_and_the_booking_goes_on(
    sun_li: Conversation, said: str
) -> None:
    asked = sun_li.say("我要约保养")[-1]
    answer = sun_li.say(said)
    assert "钱花得不明不白" in answer[0].text
    answer = sun_li.press("退还费用")
    assert sun_li.row("complaint", topic="price").number in answer
    assert answer[-1].text == asked.text


@twins(
    ["我要投诉，你们海淀店前台态度太差，爱答不理的", "13912345678"],
    ["我要投述你们海店店前台态度太差爱搭不理的", "幺三九幺二三四五六七八"],
)
def test_in_proving_who_they_are_it_is_taken_first(customer: Conversation, said: list[str]) -> None:
    customer.say("我的车修好没有")
    answer = customer.say(said[0])
    assert "看人脸色" in answer[0].text
    customer.press("赔礼道歉")
    answer = customer.say(said[1])
    assert customer.row("complaint", conversation_id=customer.id).topic == "attitude"
    assert "车牌" in answer[-1].text


@twins("我约的几点来着", "那个我约的是几点来着")
def test_what_is_booked_in_the_middle_of_it(li_qiang: Conversation, said: str) -> None:
    asked = li_qiang.say("你们上次把我车门刮了一道，我要投诉")[-1]
    answer = li_qiang.say(said)
    assert "11月26日（周四）10:00" in answer and answer[-1].text == asked.text
    li_qiang.press("给我个说法")
    row = li_qiang.row("complaint", topic="damage")
    assert row.wish == "给我个说法" and "几点" not in row.description


def test_how_far_the_car_is_in_the_middle_of_it(wang_fang: Conversation) -> None:
    asked = wang_fang.say("你们洗车把我车门刮花了，我要投诉")[-1]
    answer = wang_fang.say("车修好没有")
    assert "17:00" in answer and answer[-1].text == asked.text
    wang_fang.press("给我个说法")
    assert wang_fang.row("complaint", topic="damage").wish == "给我个说法"


@twins(
    ["你们修完刹车失灵了差点出人命", "京藏高速沙河出口", "13912345678"],
    ["你们修完那个刹车失零了差点出人命", "在京藏高速那个沙河出口", "幺三九幺二三四五六七八"],
)
def test_rescue_in_the_middle_of_it_comes_first(customer: Conversation, said: list[str]) -> None:
    customer.say(said[0])
    customer.press("道路救援")
    customer.say(said[1])
    customer.say(said[2])
    assert customer.row("lead", service_line="rescue").phone == "13912345678"


def test_while_an_appointment_is_called_off(li_qiang: Conversation) -> None:
    asked = li_qiang.say("帮我取消预约")[-1]
    li_qiang.say("我要投诉，你们前台态度太差，爱答不理的")
    answer = li_qiang.press("给我个说法")
    assert li_qiang.row("complaint", topic="attitude").number in answer
    assert answer[-1].text == asked.text
    assert li_qiang.row("appointment", plate="京AD12345").status == "booked"


def test_a_visit_asked_for_while_the_matter_is_told(sun_li: Conversation) -> None:
    sun_li.say("我要投诉，上次你们多收了我两百块")
    sun_li.say("先帮我约个洗车，明天上午十点朝阳店")
    sun_li.press("可以")
    assert sun_li.row("appointment", plate="京J7B053").status == "booked"
    sun_li.press("退还费用")
    row = sun_li.row("complaint", plate="京J7B053")
    assert row.wish == "退还费用" and "洗车" not in row.description


def test_a_further_grievance_is_no_wish_and_no_call_for_a_person(wang_fang: Conversation) -> None:
    wang_fang.say("我要投诉修个空调拖三天")
    wang_fang.say("那个顾问态度还差")
    assert wang_fang.rows("handover") == []
    wang_fang.say("修好")
    row = wang_fang.row("complaint", plate="京N3K587")
    assert row.wish == "修好" and "态度还差" in row.description
