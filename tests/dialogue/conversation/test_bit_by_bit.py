"""Who writes a word or two at a time is followed: what was said before is not asked again, and not lost."""

from __future__ import annotations

from tests.dialogue.booking.visits import at, jobs, play, visit
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("小的", "嗯小的")
def test_a_visit_told_word_by_word_is_booked(sun_li: Conversation, said: str) -> None:
    play(sun_li, ["保养", said, "明天", "朝阳店", "十点"])
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T10:00")
    assert jobs(sun_li, "京J7B053") == {"minor_service"}


def test_one_word_begins_a_booking(sun_li: Conversation) -> None:
    play(sun_li, ["预约", "洗车", "海淀店", "周六上午十点"])
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-28T10:00")


def test_what_else_is_told_about_a_used_car_is_noted(customer: Conversation) -> None:
    answer = play(customer, ["想买二手车", "十万左右"])
    assert "记" in answer and "十一位" not in answer
    customer.say("13800138000")
    assert "十万左右" in customer.row("lead", phone="13800138000").note


def test_when_to_fetch_the_car_is_no_place(customer: Conversation) -> None:
    play(customer, ["你们能上门取车吗", "明天上午十点", "朝阳区望京东路8号", "13800138000"])
    note = customer.row("lead", phone="13800138000").note
    assert "明天上午十点" in note and "位置：朝阳区望京东路8号" in note


def test_what_is_told_before_the_proof_is_kept_for_the_question(customer: Conversation) -> None:
    answer = play(customer, ["代步车有吗", "维修超过五天了"])
    assert "记" in answer and "没太听明白" not in answer
    assert "车牌" in answer
    assert customer.written() == {}


def test_a_lamp_is_known_by_its_picture(customer: Conversation) -> None:
    assert "颜色" in play(customer, ["我的车仪表盘亮了个黄灯"])
    assert "不能再开" in customer.say("像个水龙头")
    assert customer.written() == {}


@twins("多少钱", "那个多少钱啊")
def test_a_job_and_then_its_price(customer: Conversation, said: str) -> None:
    assert "40元" in play(customer, ["洗车", said])
    assert customer.written() == {}


def test_one_store_of_those_listed(customer: Conversation) -> None:
    answer = play(customer, ["你们电话多少", "海淀的"])
    assert "中关村大街27号" in answer and "建国路" not in answer
    assert customer.written() == {}


@twins("还能开吗", "那现在还能开吗")
def test_whether_to_drive_on(customer: Conversation, said: str) -> None:
    assert "靠边停" in play(customer, ["仪表盘上有个灯亮了", said])
    assert customer.written() == {}


def test_how_long_a_service_takes_is_no_question_of_intervals(customer: Conversation) -> None:
    assert "60分钟" in customer.say("保养一次要多久")
    assert customer.written() == {}
