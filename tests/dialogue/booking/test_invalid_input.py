"""What cannot be is said with its reason, and something that can be is offered."""

from __future__ import annotations

import pytest

from bot.services import booking
from tests.dialogue.booking.visits import at, play, visit, visits
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("周一去亦庄做电池健康检测", "嗯周一去亦庄那个店做个电池健康检测")
def test_a_closed_day_says_so_and_offers_the_next(customer: Conversation, said: str) -> None:
    answer = customer.say(said)
    assert "周一休息" in answer
    assert "明天（周二）09:00" in answer.buttons
    customer.press("明天（周二）09:00")
    play(customer, ["京AD88888", "13811112222", "可以"])
    assert visit(customer, "京AD88888").starts_at == at("2026-11-24T09:00")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("昨天下午三点", "过去"),
        ("今天上午十点", "提前一个小时"),
        ("今天晚上八点", "不营业"),
        ("明天下午五点半", "关门前做不完"),
        ("2027年3月1号上午十点", "六十天"),
    ],
)
def test_an_impossible_time_is_explained_and_others_offered(
    sun_li: Conversation, words: str, reason: str
) -> None:
    play(sun_li, ["我想约个小保养", "朝阳店"])
    answer = sun_li.say(words)
    assert reason in answer
    assert answer.buttons
    assert visits(sun_li, "京J7B053") == []
    sun_li.say("明天上午九点")
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")


def test_a_full_hour_offers_the_nearest_and_another_store(sun_li: Conversation) -> None:
    for number in range(3):
        booking.book(
            sun_li.system.workshop,
            conversation_id=f"other-{number}",
            store_code="CY",
            job_codes=["minor_service"],
            starts_at=at("2026-11-24T09:00"),
            plate=f"京A0000{number}",
            phone="13899998888",
        )
    answer = sun_li.say("明天上午九点朝阳店做小保养")
    assert "约满" in answer and "海淀" in answer
    assert "明天（周二）10:00" in answer.buttons
    sun_li.say("十点")
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T10:00")


@twins("海淀店能做高压系统检修吗，帮我约周四上午", "那个海淀店帮我约个高压系统检修周四上午的")
def test_a_store_that_cannot_do_the_job_names_those_that_can(
    li_qiang: Conversation, said: str
) -> None:
    answer = li_qiang.say(said)
    assert "朝阳店" in answer and "亦庄" in answer
    assert "星驰海淀快修" not in answer.buttons
    assert len(visits(li_qiang, "京AD12345")) == 1


@twins("我想约个电池健康检测", "那个我想约个那个电池健康检测嘛")
def test_an_ev_job_is_not_booked_for_a_petrol_car(sun_li: Conversation, said: str) -> None:
    answer = sun_li.say(said)
    assert "做不了" in answer and "小保养" in answer.buttons
    sun_li.press("小保养")
    play(sun_li, ["朝阳店", "明天上午九点"])
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")


def test_a_telephone_that_is_too_short_is_explained_and_asked_again(
    customer: Conversation,
) -> None:
    play(customer, ["明天上午十点去海淀洗车", "京A8F221"])
    answer = customer.say("1381111")
    assert "十一位" in answer
    assert visits(customer, "京A8F221") == []
    play(customer, ["13811112222", "可以"])
    assert visit(customer, "京A8F221").phone == "13811112222"


def test_three_answers_that_do_not_fit_offer_a_person(sun_li: Conversation) -> None:
    sun_li.say("我想约个小保养")
    play(sun_li, ["嗯嗯", "嗯嗯"])
    answer = sun_li.say("嗯嗯")
    assert "转人工" in answer.buttons
    sun_li.press("转人工")
    assert sun_li.row("handover", conversation_id=sun_li.id).status == "waiting"


def test_work_that_is_not_on_the_list_becomes_a_diagnosis(sun_li: Conversation) -> None:
    sun_li.say("明天上午九点朝阳店，发动机抖，想让师傅修一下")
    assert "故障诊断" in sun_li.last
    sun_li.press("可以")
    made = visit(sun_li, "京J7B053")
    codes = [row.job_code for row in sun_li.rows("appointment_job", appointment_id=made.id)]
    assert codes == ["fault_diagnosis"]
