"""算了 leaves no trace; a visit is called off only after a yes, and never somebody else's."""

from __future__ import annotations

import pytest

from tests.dialogue.booking.visits import at, play, visit, visits
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@pytest.mark.parametrize("words", ["算了", "不约了", "算了算了下次再说吧"])
def test_a_booking_is_given_up_before_the_yes(sun_li: Conversation, words: str) -> None:
    sun_li.say("明天上午九点朝阳店做小保养")
    sun_li.say(words)
    assert visits(sun_li, "京J7B053") == []
    answer = sun_li.say("可以")
    assert "约好" not in answer
    assert visits(sun_li, "京J7B053") == []
    assert sun_li.written() == {}


def test_what_was_collected_is_forgotten_with_it(sun_li: Conversation) -> None:
    play(sun_li, ["明天上午九点朝阳店做大保养", "算了"])
    answer = sun_li.say("我想约个洗车")
    assert "星驰海淀快修" in answer.buttons
    play(sun_li, ["海淀", "后天上午十点"])
    sun_li.press("可以")
    made = visit(sun_li, "京J7B053")
    codes = [row.job_code for row in sun_li.rows("appointment_job", appointment_id=made.id)]
    assert codes == ["car_wash"] and made.starts_at == at("2026-11-25T10:00")


@twins(["取消我的预约", "确定取消"], ["那个帮我取消一下我的预约啊", "嗯确定取消"])
def test_a_visit_is_called_off_after_a_yes(li_qiang: Conversation, said: list[str]) -> None:
    answer = li_qiang.say(said[0])
    assert "周四" in answer and "电池健康检测" in answer
    assert visit(li_qiang, "京AD12345").status == "booked"
    li_qiang.say(said[1])
    assert li_qiang.row("appointment", plate="京AD12345").status == "cancelled"


@pytest.mark.parametrize("words", ["取消", "取消吧", "对，取消"])
def test_the_word_itself_is_a_yes_to_cancelling(li_qiang: Conversation, words: str) -> None:
    li_qiang.say("取消我的预约")
    li_qiang.say(words)
    assert li_qiang.row("appointment", plate="京AD12345").status == "cancelled"


@pytest.mark.parametrize("words", ["先留着", "算了", "不取消了", "不用取消"])
def test_who_thinks_better_of_it_keeps_the_visit(li_qiang: Conversation, words: str) -> None:
    li_qiang.say("取消我的预约")
    li_qiang.say(words)
    assert visit(li_qiang, "京AD12345").starts_at == at("2026-11-26T10:00")
    assert li_qiang.written() == {}


@twins("不改了", "嗯算了不改了")
def test_a_move_is_given_up_and_the_visit_stays(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我的预约改到周五下午三点")
    li_qiang.say(said)
    assert visit(li_qiang, "京AD12345").starts_at == at("2026-11-26T10:00")


@twins("把洗车那个取消掉", "那个把洗车那个给我取消掉吧")
def test_of_two_visits_only_the_one_named_is_called_off(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("周六上午十点海淀给晨风洗车")
    li_qiang.press("可以")
    answer = li_qiang.say(said)
    assert "洗车" in answer and "周六" in answer
    li_qiang.press("确定取消")
    assert visits(li_qiang, "京N8H312") == []
    assert len(visits(li_qiang, "京AD12345")) == 1


@twins("刚才约的取消吧", "那个刚才约的那个给我取消了吧")
def test_a_newcomer_calls_off_what_was_booked_in_this_conversation(
    customer: Conversation, said: str
) -> None:
    play(customer, ["明天上午十点去海淀洗车", "京A8F221", "13811112222", "可以"])
    customer.say(said)
    customer.press("确定取消")
    assert customer.row("appointment", plate="京A8F221").status == "cancelled"


def test_the_place_of_a_called_off_visit_is_free_again(li_qiang: Conversation) -> None:
    play(li_qiang, ["取消我的预约", "确定取消"])
    answer = li_qiang.say("周四上午十点去亦庄给云电做电池健康检测")
    assert "10:00" in answer
    li_qiang.press("可以")
    statuses = sorted(row.status for row in li_qiang.rows("appointment", plate="京AD12345"))
    assert statuses == ["booked", "cancelled"]


def test_nothing_to_cancel_is_said_and_a_booking_offered(sun_li: Conversation) -> None:
    answer = sun_li.say("取消我的预约")
    assert "没有查到" in answer and answer.buttons == ["预约到店"]
    assert sun_li.rows("appointment", plate="京J7B053") == []
    assert sun_li.written() == {}


def test_the_visit_just_arranged_is_what_is_called_off(sun_li: Conversation) -> None:
    sun_li.say("明天上午九点朝阳店做小保养")
    sun_li.press("可以")
    play(sun_li, ["取消吧", "确定取消"])
    assert sun_li.row("appointment", plate="京J7B053").status == "cancelled"


@twins(["那取消预约", "确定取消"], ["呃那给我取消预约吧", "嗯确定取消"])
def test_called_off_while_it_is_moved_it_is_gone_and_nothing_is_gone_on_with(
    li_qiang: Conversation, said: list[str]
) -> None:
    li_qiang.say("我的预约改到周五下午三点")
    assert "确定取消" in li_qiang.say(said[0]).buttons
    answer = li_qiang.say(said[1])
    assert "接着" not in answer and "车牌" not in answer
    assert "车牌" not in li_qiang.say("你好") and "改到" not in li_qiang.last
    assert li_qiang.row("appointment", plate="京AD12345").status == "cancelled"


def test_moved_instead_of_called_off_it_is_not_asked_about_again(li_qiang: Conversation) -> None:
    li_qiang.say("取消我的预约")
    answer = li_qiang.say("那改到周五下午三点吧")
    assert "可以" in answer.buttons
    answer = li_qiang.press("可以")
    assert "确定取消" not in answer.buttons
    moved = li_qiang.row("appointment", plate="京AD12345")
    assert (moved.status, moved.starts_at) == ("booked", at("2026-11-27T15:00"))
