"""The work of a booked visit is changed; its time and number stay unless the work asks for more."""

from __future__ import annotations

from tests.dialogue.booking.visits import at, jobs, play, visit, visits
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

BOOKS = ["明天下午三点朝阳店小保养", "可以"]


@twins("我那个预约再加个洗车", "那个我那个预约里面再给我加一个洗车呗")
def test_a_job_is_added_at_the_time_that_was_booked(sun_li: Conversation, said: str) -> None:
    play(sun_li, BOOKS)
    number = visit(sun_li, "京J7B053").number
    answer = sun_li.say(said)
    assert "小保养和洗车" in answer and "共420元" in answer
    assert jobs(sun_li, "京J7B053") == {"minor_service"}  # nothing before the yes
    sun_li.press("可以")
    made = visit(sun_li, "京J7B053")
    assert (made.number, made.starts_at) == (number, at("2026-11-24T15:00"))
    assert made.ends_at == at("2026-11-24T16:30")
    assert jobs(sun_li, "京J7B053") == {"minor_service", "car_wash"}


@twins("小保养换成大保养", "那个小保样给我换成大保样吧")
def test_one_job_is_exchanged_for_another(sun_li: Conversation, said: str) -> None:
    play(sun_li, BOOKS)
    assert "大保养" in sun_li.say(said)
    sun_li.press("可以")
    assert jobs(sun_li, "京J7B053") == {"major_service"}


@twins("改成小保养加洗车", "嗯给我改成小保养加洗车吧")
def test_what_is_named_after_gai_cheng_is_all_that_is_done(sun_li: Conversation, said: str) -> None:
    play(sun_li, ["明天下午三点朝阳店做个故障检测", "可以"])
    assert jobs(sun_li, "京J7B053") == {"fault_diagnosis"}
    sun_li.say(said)
    sun_li.press("可以")
    assert jobs(sun_li, "京J7B053") == {"minor_service", "car_wash"}


@twins("洗车不做了", "那个洗车啊不做了")
def test_a_job_that_is_dropped_does_not_call_the_visit_off(sun_li: Conversation, said: str) -> None:
    play(sun_li, ["明天下午三点朝阳店小保养加洗车", "可以"])
    sun_li.say(said)
    sun_li.press("可以")
    assert jobs(sun_li, "京J7B053") == {"minor_service"}


def test_what_the_store_cannot_do_is_said_with_who_can(li_qiang: Conversation) -> None:
    answer = li_qiang.say("我那个预约再加个洗车")
    assert "做不了" in answer and answer.buttons == ["星驰朝阳店"]
    li_qiang.press("星驰朝阳店")
    li_qiang.say("可以")
    made = visit(li_qiang, "京AD12345")
    assert made.store_code == "CY"
    assert jobs(li_qiang, "京AD12345") == {"battery_health_check", "car_wash"}


def test_a_day_earlier_is_a_length(li_qiang: Conversation) -> None:
    before = visit(li_qiang, "京AD12345").starts_at
    li_qiang.say("我那个检测提前一天")
    li_qiang.press("可以")
    assert (before - visit(li_qiang, "京AD12345").starts_at).days == 1


@twins(["我约的几点", "不去了"], ["我约的是几点啊", "哎那我不去了"])
def test_not_coming_after_hearing_what_is_booked_calls_it_off(
    li_qiang: Conversation, said: list[str]
) -> None:
    play(li_qiang, said)
    li_qiang.press("确定取消")
    assert visits(li_qiang, "京AD12345") == []
