"""Asked in the middle of something else: answered, and the something else goes on."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

STATE = "正在星驰朝阳店维修"


@twins("我车修好没有", "对了我那个车修好没有啊")
def test_in_a_booking_the_question_of_the_job_is_put_again(
    wang_fang: Conversation, said: str
) -> None:
    asked = wang_fang.say("我要约个保养")[-1]
    answer = wang_fang.say(said)
    assert STATE in answer and answer[-1].text == asked.text
    answer = wang_fang.say("小保养")
    assert "哪家店" in answer and answer.buttons == ["星驰朝阳店", "星驰海淀快修"]
    assert wang_fang.rows("appointment", plate="京N3K587") == []


def test_a_newcomer_proves_in_the_middle_of_a_booking_and_books_on(customer: Conversation) -> None:
    asked = customer.say("想约个洗车")[-1]
    assert "车牌" in customer.say("先帮我看看车修好没")
    customer.say("京N3K587")
    answer = customer.say("8001")
    assert STATE in answer and answer[-1].text == asked.text
    answer = customer.say("海淀，明天下午三点")
    assert "车牌" not in answer and "手机" not in answer  # both are known by now
    customer.say("可以")
    visit = customer.row("appointment", plate="京N3K587")
    assert (visit.store_code, visit.phone) == ("HD", "13800138001")


@twins("车修好没有", "先问一下我车修好没有")
def test_in_a_complaint_what_they_wish_is_asked_again(wang_fang: Conversation, said: str) -> None:
    wang_fang.say("你们洗车把我车门刮花了，我要投诉")
    asked = wang_fang.last[-1]
    assert "希望我们怎么做" in asked.text
    answer = wang_fang.say(said)
    assert STATE in answer and answer[-1].text == asked.text
    wang_fang.say("重新补漆")
    complaint = wang_fang.row("complaint", topic="damage")
    assert complaint.wish == "重新补漆" and "修好没" not in complaint.description


def test_in_a_warranty_question_the_car_is_asked_again(li_qiang: Conversation) -> None:
    li_qiang.say("我车过保没")
    answer = li_qiang.say("我的车修好没有")
    assert "11月26日（周四）10:00" in answer and "哪一台" in answer[-1].text
    assert "京N8H312" in li_qiang.say("晨风")
    assert li_qiang.written() == {}


def test_while_an_appointment_is_moved_the_new_time_is_asked_again(li_qiang: Conversation) -> None:
    asked = li_qiang.say("我约的电池检测想改个时间")[-1]
    answer = li_qiang.say("车修好没有")
    assert "还没进店" in answer and answer[-1].text == asked.text
    before = li_qiang.row("appointment", plate="京AD12345")
    assert before.starts_at.isoformat() == "2026-11-26T10:00:00+08:00"


def test_while_an_appointment_is_called_off_nothing_is_called_off_yet(
    li_qiang: Conversation,
) -> None:
    asked = li_qiang.say("帮我取消预约")[-1]
    answer = li_qiang.say("我的车修好没有")
    assert "还没进店" in answer and answer[-1].text == asked.text
    assert li_qiang.row("appointment", plate="京AD12345").status == "booked"
    li_qiang.press("确定取消")
    assert li_qiang.row("appointment", plate="京AD12345").status == "cancelled"
