"""Two wishes in one message are both served, in order."""

from __future__ import annotations

from tests.dialogue.booking.visits import at, jobs, play, visit, visits
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins(
    "小保养多少钱？帮我约明天上午九点朝阳店",
    "那个小保养多少钱啊然后帮我约一下明天上午九点朝阳店",
)
def test_a_price_and_a_booking(sun_li: Conversation, said: str) -> None:
    answer = sun_li.say(said)
    assert "380元" in answer and "09:00" in answer
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")


@twins(
    "我车修好了吗，另外帮我约周六上午九点朝阳店洗车",
    "我那个车修好了吗另外帮我约一下周六上午九点朝阳店洗车",
)
def test_progress_and_a_booking(wang_fang: Conversation, said: str) -> None:
    answer = wang_fang.say(said)
    assert "17:00" in answer
    assert "洗车" in answer and "09:00" in answer
    wang_fang.press("可以")
    assert visit(wang_fang, "京N3K587").starts_at == at("2026-11-28T09:00")


def test_a_visit_looked_up_and_another_booked(li_qiang: Conversation) -> None:
    answer = li_qiang.say("我约的是几点？再帮我约个周六上午十点海淀的洗车，晨风")
    assert "周四" in answer and "洗车" in answer
    li_qiang.press("可以")
    assert visit(li_qiang, "京N8H312").starts_at == at("2026-11-28T10:00")
    assert len(visits(li_qiang, "京AD12345")) == 1


def test_a_complaint_and_a_booking_follow_each_other(sun_li: Conversation) -> None:
    sun_li.say("我要投诉，接待我的人态度很差。另外帮我约明天上午九点朝阳店小保养")
    sun_li.press("赔礼道歉")
    assert sun_li.row("complaint", customer_id=sun_li.row("customer", name="孙丽").id)
    assert "09:00" in sun_li.last
    sun_li.press("可以")
    assert jobs(sun_li, "京J7B053") == {"minor_service"}


@twins(
    "我的车还在保吗？顺便约周六上午十点海淀洗车",
    "我那个车还在保吗然后顺便给我约个周六上午十点海淀洗车",
)
def test_a_warranty_question_and_a_booking(sun_li: Conversation, said: str) -> None:
    answer = sun_li.say(said)
    assert "2028年12月23日" in answer and "洗车" in answer
    sun_li.press("可以")
    made = visit(sun_li, "京J7B053")
    assert (made.store_code, made.starts_at) == ("HD", at("2026-11-28T10:00"))


def test_an_answer_and_a_question_in_one_message(sun_li: Conversation) -> None:
    sun_li.say("我想约个小保养")
    answer = sun_li.say("就海淀店。对了，小保养多少钱？")
    assert "380元" in answer
    assert "明天（周二）09:00" in answer.buttons
    sun_li.press("明天（周二）09:00")
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").store_code == "HD"


def test_the_old_visit_called_off_and_a_new_one_booked(li_qiang: Conversation) -> None:
    li_qiang.say("取消我的预约。另外帮我约周六上午十点海淀给晨风洗车")
    li_qiang.press("确定取消")
    play(li_qiang, ["可以"])
    assert visits(li_qiang, "京AD12345") == []
    assert visit(li_qiang, "京N8H312").starts_at == at("2026-11-28T10:00")
