"""A question in the middle is answered, and the booking goes on where it was."""

from __future__ import annotations

from tests.dialogue.booking.visits import at, play, visit
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("小保养多少钱", "呃那个小保养是多少钱啊")
def test_a_price_is_told_and_the_store_asked_again(sun_li: Conversation, said: str) -> None:
    sun_li.say("我想约个小保养")
    answer = sun_li.say(said)
    assert "380元" in answer
    assert "星驰海淀快修" in answer.buttons
    play(sun_li, ["海淀", "明天上午十点"])
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").store_code == "HD"


def test_how_much_without_a_job_is_about_what_is_being_booked(sun_li: Conversation) -> None:
    sun_li.say("我想约个大保养")
    answer = sun_li.say("多少钱啊")
    assert "980元" in answer and "海淀" in "".join(answer.buttons)
    assert sun_li.rows("appointment", plate="京J7B053") == []


@twins("海淀店几点关门", "那个海淀那个店几点关门啊")
def test_opening_hours_are_told_and_the_time_asked_again(sun_li: Conversation, said: str) -> None:
    play(sun_li, ["我想约个小保养", "海淀"])
    answer = sun_li.say(said)
    assert "20:00" in answer
    assert "明天（周二）09:00" in answer.buttons
    sun_li.press("明天（周二）09:00")
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")


def test_a_warranty_answer_does_not_lose_the_booking(sun_li: Conversation) -> None:
    sun_li.say("明天上午九点朝阳店做小保养")
    answer = sun_li.say("我的车还在质保期吗")
    assert "2028年12月23日" in answer
    assert "可以" in answer.buttons and "09:00" in answer
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")


def test_a_job_named_in_a_question_does_not_replace_the_job_booked(sun_li: Conversation) -> None:
    play(sun_li, ["我想约个小保养", "朝阳店"])
    answer = sun_li.say("变速箱油更换多少钱")
    assert "1,280元" in answer
    answer = sun_li.say("明天上午九点")
    assert "小保养" in answer and "变速箱" not in answer
    sun_li.press("可以")
    made = visit(sun_li, "京J7B053")
    codes = [row.job_code for row in sun_li.rows("appointment_job", appointment_id=made.id)]
    assert codes == ["minor_service"]


def test_small_talk_is_answered_and_the_question_put_again(sun_li: Conversation) -> None:
    sun_li.say("我想约个小保养")
    answer = sun_li.say("你是机器人吗")
    assert "智能客服" in answer
    assert "星驰朝阳店" in answer.buttons
    play(sun_li, ["朝阳店", "明天上午九点"])
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").store_code == "CY"


def test_a_foreign_question_is_declined_and_the_booking_goes_on(sun_li: Conversation) -> None:
    sun_li.say("明天上午九点朝阳店做小保养")
    answer = sun_li.say("今天北京股市大盘涨了多少")
    assert "可以" in answer.buttons
    assert sun_li.rows("appointment", plate="京J7B053") == []
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")


def test_thanks_in_the_middle_books_nothing(sun_li: Conversation) -> None:
    sun_li.say("明天上午九点朝阳店做小保养")
    answer = sun_li.say("谢谢啊")
    assert "可以" in answer.buttons
    assert sun_li.rows("appointment", plate="京J7B053") == []


@twins("你再说一遍，没听清", "呃没听清啊你再说一遍")
def test_what_was_not_heard_is_said_again_word_for_word(sun_li: Conversation, said: str) -> None:
    first = sun_li.say("明天上午九点朝阳店做小保养")
    again = sun_li.say(said)
    assert again.text == first.text and again.buttons == first.buttons
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")
