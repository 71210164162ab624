"""Where words could mean two things, the customer is asked, with buttons."""

from __future__ import annotations

import pytest

from tests.dialogue.booking.visits import at, jobs, play, visit, visits
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins(["约个保养", "晨风那台", "小的"], ["喂约个保养啊", "就晨风那台", "小的吧"])
def test_an_owner_of_two_cars_says_which(li_qiang: Conversation, said: list[str]) -> None:
    play(li_qiang, said)
    play(li_qiang, ["海淀", "后天十点"])
    assert "京N8H312" in li_qiang.last
    li_qiang.press("可以")
    made = visit(li_qiang, "京N8H312")
    assert (made.store_code, made.starts_at) == ("HD", at("2026-11-25T10:00"))


def test_cars_are_offered_by_series_and_plate(li_qiang: Conversation) -> None:
    play(li_qiang, ["我要约洗车"])
    assert li_qiang.last.buttons == ["星驰云电 京AD12345", "星驰晨风 京N8H312"]
    li_qiang.say("第二个")
    play(li_qiang, ["海淀", "明天上午十点"])
    li_qiang.press("可以")
    assert visit(li_qiang, "京N8H312").starts_at == at("2026-11-24T10:00")


@twins("小的就行", "嗯小的就行吧")
def test_a_service_without_a_size_is_asked_with_both_prices(
    customer: Conversation, said: str
) -> None:
    answer = customer.say("我想给车做个保养")
    assert "380元" in answer and "980元" in answer
    assert answer.buttons == ["小保养", "大保养"]
    customer.say(said)
    play(customer, ["海淀", "明天上午十点", "京A8F221", "13811112222", "可以"])
    assert jobs(customer, "京A8F221") == {"minor_service"}


def test_the_size_that_is_due_is_taken_by_a_yes(sun_li: Conversation) -> None:
    answer = sun_li.say("周六上午十点去海淀做保养")
    assert "该做小保养" in answer
    answer = sun_li.say("可以")
    assert "380元" in answer
    sun_li.press("可以")
    assert jobs(sun_li, "京J7B053") == {"minor_service"}


def test_a_window_is_chosen_by_its_place_in_the_list(sun_li: Conversation) -> None:
    play(sun_li, ["我想约个小保养", "朝阳店"])
    offered = sun_li.say("周六下午")
    assert len(offered.buttons) > 2 and all("周六" in title for title in offered.buttons)
    second = offered.buttons[1]
    answer = sun_li.say("第二个")
    assert second in answer
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at.strftime("%H:%M") == second[-5:]


@pytest.mark.parametrize(
    ("words", "hour"), [("十点半吧", "10:30"), ("上午十一点", "11:00"), ("两点", "14:00")]
)
def test_a_bare_hour_means_the_day_being_talked_about(
    sun_li: Conversation, words: str, hour: str
) -> None:
    play(sun_li, ["我想约个小保养", "朝阳店", "周六"])
    answer = sun_li.say(words)
    assert f"11月28日（周六）{hour}" in answer
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at(f"2026-11-28T{hour}")


@twins("洗车那个", "呃就是洗车那个")
def test_of_two_visits_the_one_to_cancel_is_asked(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("周六上午十点海淀给晨风洗车")
    li_qiang.press("可以")
    li_qiang.say("取消预约")
    assert len(li_qiang.last.buttons) == 2
    li_qiang.say(said)
    li_qiang.press("确定取消")
    assert visits(li_qiang, "京N8H312") == []
    assert len(visits(li_qiang, "京AD12345")) == 1


def test_bare_words_are_asked_what_for_and_kept(customer: Conversation) -> None:
    customer.say("四轮定位")
    assert len(customer.last.buttons) == 2
    customer.press("预约到店")
    play(customer, ["海淀" if "星驰海淀快修" in customer.last.buttons else "朝阳店"])
    play(customer, ["明天上午十点", "京A8F221", "13811112222", "可以"])
    assert jobs(customer, "京A8F221") == {"wheel_alignment"}


@twins("周二吧", "嗯就周二吧")
def test_a_bare_weekday_means_the_week_being_talked_about(
    li_qiang: Conversation, said: str
) -> None:
    play(li_qiang, ["我的预约改到下周吧", said])
    assert "12月1日（周二）" in li_qiang.last
    assert all("周二" in title for title in li_qiang.last.buttons)
    li_qiang.say("十点")
    li_qiang.press("可以")
    assert visit(li_qiang, "京AD12345").starts_at == at("2026-12-01T10:00")


def test_who_takes_any_window_gets_the_first_read_back(sun_li: Conversation) -> None:
    offered = play(sun_li, ["我想约个洗车", "海淀", "周六"])
    first = offered.buttons[0]
    answer = sun_li.say("都行，你看着办")
    assert first in answer and answer.buttons == ["可以", "改时间"]
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-28T09:00")
