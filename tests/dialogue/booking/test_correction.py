"""Anything said can be taken back before it is booked, and what is booked can be moved."""

from __future__ import annotations

from tests.dialogue.booking.visits import at, jobs, play, visit
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

READ_BACK = "明天上午九点朝阳店做小保养"


@twins("不对，是后天", "啊不对不对是后天")
def test_another_day_keeps_the_hour(sun_li: Conversation, said: str) -> None:
    sun_li.say(READ_BACK)
    answer = sun_li.say(said)
    assert "周三" in answer and "09:00" in answer
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-25T09:00")


@twins("改成下午两点吧", "嗯那个改成下午两点吧")
def test_another_hour_keeps_the_day(sun_li: Conversation, said: str) -> None:
    sun_li.say(READ_BACK)
    answer = sun_li.say(said)
    assert "明天（周二）14:00" in answer
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T14:00")


def test_another_store_keeps_day_and_hour(sun_li: Conversation) -> None:
    sun_li.say(READ_BACK)
    answer = sun_li.say("等等，换成海淀店")
    assert "海淀" in answer and "09:00" in answer
    sun_li.press("可以")
    made = visit(sun_li, "京J7B053")
    assert (made.store_code, made.starts_at) == ("HD", at("2026-11-24T09:00"))


@twins("还是大保养吧", "嗯那还是大保养吧")
def test_another_job_changes_price_and_length(sun_li: Conversation, said: str) -> None:
    sun_li.say(READ_BACK)
    answer = sun_li.say(said)
    assert "大保养" in answer and "980元" in answer
    sun_li.press("可以")
    assert jobs(sun_li, "京J7B053") == {"major_service"}
    assert visit(sun_li, "京J7B053").ends_at == at("2026-11-24T11:00")


def test_a_job_is_added_while_it_is_read_back(sun_li: Conversation) -> None:
    sun_li.say(READ_BACK)
    answer = sun_li.say("再加个洗车")
    assert "小保养和洗车" in answer
    sun_li.press("可以")
    assert jobs(sun_li, "京J7B053") == {"minor_service", "car_wash"}


@twins("车牌说错了，是京A8F223", "呃车牌说错了是京A八F二二三")
def test_a_newcomer_corrects_the_plate(customer: Conversation, said: str) -> None:
    play(customer, ["明天上午十点去海淀洗车", "京A8F221", "13811112222"])
    answer = customer.say(said)
    assert "京A8F223" in answer
    customer.press("可以")
    assert visit(customer, "京A8F223").starts_at == at("2026-11-24T10:00")
    assert customer.rows("appointment", plate="京A8F221") == []


def test_a_newcomer_corrects_the_telephone(customer: Conversation) -> None:
    play(customer, ["明天上午十点去海淀洗车", "京A8F221", "13811112222"])
    customer.say("手机号错了，是13811113333")
    customer.press("可以")
    assert visit(customer, "京A8F221").phone == "13811113333"


def test_a_yes_that_changes_something_is_read_back_again(sun_li: Conversation) -> None:
    sun_li.say(READ_BACK)
    answer = sun_li.say("可以，不过改成十一点")
    assert "11:00" in answer
    assert sun_li.rows("appointment", plate="京J7B053") == []
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T11:00")


def test_the_button_for_another_time_asks_for_one(sun_li: Conversation) -> None:
    sun_li.say(READ_BACK)
    sun_li.press("改时间")
    sun_li.say("周五下午四点")
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-27T16:00")


def test_what_was_just_booked_is_moved_by_naming_the_new_hour(sun_li: Conversation) -> None:
    sun_li.say(READ_BACK)
    sun_li.press("可以")
    answer = sun_li.say("改到下午四点")
    assert "明天（周二）16:00" in answer
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T16:00")


def test_the_new_time_of_a_move_is_corrected(li_qiang: Conversation) -> None:
    li_qiang.say("我的预约改到周五下午三点")
    answer = li_qiang.say("不对，四点")
    assert "11月27日（周五）16:00" in answer
    li_qiang.press("可以")
    assert visit(li_qiang, "京AD12345").starts_at == at("2026-11-27T16:00")


@twins("帮我把预约推迟两个小时", "那个我约的那个给我往后推迟两个小时吧")
def test_a_visit_is_moved_by_a_length_of_time(li_qiang: Conversation, said: str) -> None:
    answer = li_qiang.say(said)
    assert "11月26日（周四）12:00" in answer
    li_qiang.press("可以")
    assert visit(li_qiang, "京AD12345").starts_at == at("2026-11-26T12:00")


def test_a_later_hour_too(sun_li: Conversation) -> None:
    sun_li.say("约个小保养，海淀店，明天上午十点")
    answer = sun_li.say("能晚点不")
    assert answer.buttons and all(button[-5:] > "10:00" for button in answer.buttons)
    assert sun_li.rows("appointment", plate="京J7B053") == []


@twins("能早点不", "那个能早一点吗")
def test_an_earlier_hour_is_looked_for_before_it_is_booked(sun_li: Conversation, said: str) -> None:
    sun_li.say("约个小保养，海淀店，明天下午三点")
    assert "15:00" in sun_li.last and "可以" in sun_li.last.buttons
    answer = sun_li.say(said)
    hours = [button[-5:] for button in answer.buttons]
    assert hours and all(hour < "15:00" for hour in hours) and "没太听明白" not in answer
    sun_li.press(answer.buttons[0])
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at(f"2026-11-24T{hours[0]}")
