"""A visit is booked, moved, called off and looked up without detours."""

from __future__ import annotations

from tests.dialogue.booking.visits import at, jobs, play, visit
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins
from tests.dialogue.written import BOOKED


@twins(
    "明天下午三点在朝阳店给我的晨风做个小保养",
    "喂你好那个嗯明天下午三点钟啊在朝阳那个店给我那个晨风做个小保养吧",
)
def test_a_proven_owner_who_says_all_at_once_is_asked_for_a_yes_only(
    sun_li: Conversation, said: str
) -> None:
    answer = sun_li.say(said)
    for fact in ("京J7B053", "小保养", "朝阳店", "周二", "15:00", "380元"):
        assert fact in answer
    assert sun_li.rows("appointment", plate="京J7B053") == []
    answer = sun_li.press("可以")
    made = visit(sun_li, "京J7B053")
    assert (made.store_code, made.starts_at) == ("CY", at("2026-11-24T15:00"))
    assert jobs(sun_li, "京J7B053") == {"minor_service"}
    assert made.number in answer
    assert sun_li.written() == BOOKED


@twins(
    ["我想约个小保养", "海淀", "周六上午十点", "京A8F221", "13811112222", "可以"],
    [
        "那个我想约个小保养啊",
        "海淀那家吧",
        "嗯周六上午十点吧",
        "京A八F二二幺",
        "幺三八幺幺幺幺二二二二",
        "嗯可以的",
    ],
)
def test_a_newcomer_gives_car_and_telephone_as_well(
    customer: Conversation, said: list[str]
) -> None:
    answer = play(customer, said[:-1])
    for fact in ("京A8F221", "小保养", "海淀", "周六", "10:00"):
        assert fact in answer
    customer.say(said[-1])
    made = visit(customer, "京A8F221")
    assert (made.store_code, made.starts_at) == ("HD", at("2026-11-28T10:00"))
    assert made.phone == "13811112222" and made.customer_id is None
    assert customer.written() == BOOKED


@twins(
    "明天上午九点朝阳店做小保养，再顺便洗个车",
    "嗯那个明天上午九点朝阳店做小保养顺便再洗个车",
)
def test_two_jobs_are_done_in_one_visit(sun_li: Conversation, said: str) -> None:
    answer = sun_li.say(said)
    assert "小保养和洗车" in answer and "420元" in answer
    sun_li.press("可以")
    made = visit(sun_li, "京J7B053")
    assert jobs(sun_li, "京J7B053") == {"minor_service", "car_wash"}
    assert (made.starts_at, made.ends_at) == (at("2026-11-24T09:00"), at("2026-11-24T10:30"))
    assert sun_li.written() == BOOKED | {"appointment_job": 2}


def test_a_high_voltage_job_is_offered_only_where_it_can_be_done(li_qiang: Conversation) -> None:
    answer = li_qiang.say("我的云电想约个高压系统检修，周五上午九点")
    assert li_qiang.last.buttons == ["星驰朝阳店", "星驰亦庄新能源中心"]
    answer = li_qiang.press("星驰亦庄新能源中心")
    assert "京AD12345" in answer and "检测后报价" in answer
    li_qiang.press("可以")
    made = li_qiang.row("appointment", plate="京AD12345", starts_at=at("2026-11-27T09:00"))
    assert (made.store_code, made.ends_at) == ("YZ", at("2026-11-27T12:00"))


@twins("我的预约改到周五下午三点", "呃我之前约的那个帮我改到周五下午三点吧")
def test_a_visit_is_moved_after_both_times_are_read_back(li_qiang: Conversation, said: str) -> None:
    answer = li_qiang.say(said)
    assert "11月26日（周四）10:00" in answer and "11月27日（周五）15:00" in answer
    assert visit(li_qiang, "京AD12345").starts_at == at("2026-11-26T10:00")
    li_qiang.press("可以")
    assert visit(li_qiang, "京AD12345").starts_at == at("2026-11-27T15:00")


def test_a_visit_is_moved_to_another_store_at_the_same_hour(li_qiang: Conversation) -> None:
    li_qiang.say("我的预约想换个门店")
    answer = li_qiang.press("星驰朝阳店")
    assert "亦庄" in answer and "朝阳店" in answer
    li_qiang.press("可以")
    moved = visit(li_qiang, "京AD12345")
    assert (moved.store_code, moved.starts_at) == ("CY", at("2026-11-26T10:00"))


def test_what_is_booked_is_told_with_day_and_place(li_qiang: Conversation) -> None:
    answer = li_qiang.say("我约的几点来着")
    number = visit(li_qiang, "京AD12345").number
    for fact in ("周四", "10:00", "亦庄", "电池健康检测", number):
        assert fact in answer
    assert li_qiang.last.cards[0]["number"] == number
    assert li_qiang.written() == {}


def test_a_visit_just_booked_is_found_again_without_proof(customer: Conversation) -> None:
    play(customer, ["明天上午十点去海淀洗车", "京A8F221", "13811112222", "可以"])
    answer = customer.say("我约的是几点")
    assert "周二" in answer and "10:00" in answer
    assert visit(customer, "京A8F221").starts_at == at("2026-11-24T10:00")


def test_the_same_free_job_is_asked_about_and_booked_again(li_qiang: Conversation) -> None:
    answer = li_qiang.say("周六下午两点去亦庄给云电做电池健康检测")
    assert "周四" in answer and answer.buttons == ["改那一次", "再约一次"]
    answer = li_qiang.say("再约一次吧")
    assert "免费" in answer and "周六" in answer
    li_qiang.press("可以")
    starts = {row.starts_at for row in li_qiang.rows("appointment", plate="京AD12345")}
    assert starts == {at("2026-11-26T10:00"), at("2026-11-28T14:00")}


def test_who_meant_the_visit_that_is_booked_moves_it(li_qiang: Conversation) -> None:
    li_qiang.say("周六下午两点去亦庄给云电做电池健康检测")
    answer = li_qiang.say("改那次")
    assert "周六" in answer
    li_qiang.press("可以")
    assert visit(li_qiang, "京AD12345").starts_at == at("2026-11-28T14:00")


def test_after_work_means_the_store_that_is_still_open(sun_li: Conversation) -> None:
    sun_li.say("今天下班后想去洗个车")
    answer = sun_li.press("星驰海淀快修")
    assert "今天（周一）18:00" in answer.buttons
    sun_li.press("今天（周一）18:00")
    sun_li.press("可以")
    made = visit(sun_li, "京J7B053")
    assert (made.store_code, made.starts_at) == ("HD", at("2026-11-23T18:00"))
