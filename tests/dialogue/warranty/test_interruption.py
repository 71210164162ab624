"""A warranty question in the middle of something else, and something else in the middle of it."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("我车还在保吗", "那个先问下我车还在保吗")
def test_in_a_booking_it_is_answered_and_the_booking_goes_on(
    sun_li: Conversation, said: str
) -> None:
    asked = sun_li.say("我要约保养")[-1]
    answer = sun_li.say(said)
    assert "2028年12月23日" in answer and answer[-1].text == asked.text
    assert sun_li.rows("appointment", plate="京J7B053") == []


def test_with_a_question_of_its_own_it_still_comes_back(li_qiang: Conversation) -> None:
    asked = li_qiang.say("我要约保养")[-1]
    assert "哪一台" in li_qiang.say("我的车过保没有")[-1].text
    answer = li_qiang.say("云电")
    assert "2029年3月23日" in answer and answer[-1].text == asked.text
    assert li_qiang.written() == {}


@twins("我车还在保吗", "先问一下我这车还在保吗")
def test_in_a_complaint_it_is_answered_and_the_complaint_goes_on(
    wang_fang: Conversation, said: str
) -> None:
    asked = wang_fang.say("你们洗车把我车门刮花了，我要投诉")[-1]
    answer = wang_fang.say(said)
    assert "2028年9月23日" in answer and answer[-1].text == asked.text
    wang_fang.say("重新补漆")
    complaint = wang_fang.row("complaint", topic="damage")
    assert "在保" not in complaint.description and complaint.wish == "重新补漆"


def test_a_booking_in_the_middle_of_it_is_finished_first(li_qiang: Conversation) -> None:
    li_qiang.say("我车过保没")
    li_qiang.say("先帮我约个洗车，晨风，明天下午三点，海淀店")
    assert "明天（周二）15:00" in li_qiang.last
    answer = li_qiang.say("可以")
    visit = li_qiang.row("appointment", plate="京N8H312")
    assert (visit.status, visit.store_code) == ("booked", "HD")
    assert "哪一台" in answer[-1].text


def test_a_complaint_in_the_middle_of_it_is_taken_first(li_qiang: Conversation) -> None:
    li_qiang.say("我车过保没")
    answer = li_qiang.say("对了我要投诉，你们前台态度太差，爱答不理的")
    assert "看人脸色" in answer
    answer = li_qiang.say("给我个说法")
    assert li_qiang.row("complaint", topic="attitude").number in answer
    assert "哪一台" in answer[-1].text


def test_when_an_appointment_is_called_off_it_waits_for_its_yes(li_qiang: Conversation) -> None:
    asked = li_qiang.say("帮我取消预约")[-1]
    li_qiang.say("云电还在保吗")
    assert "2029年3月23日" in li_qiang.last
    assert li_qiang.last[-1].text == asked.text
    assert li_qiang.row("appointment", plate="京AD12345").status == "booked"
