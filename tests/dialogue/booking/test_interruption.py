"""Another matter comes between; the booking waits and is taken up again."""

from __future__ import annotations

from bot.services import booking
from tests.dialogue.booking.visits import at, play, visit, visits
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("等一下，我要投诉，上次接待我的人态度特别差", "等一下啊我要投诉上次接待我那个人态度特别差")
def test_a_complaint_is_taken_first_and_the_booking_resumed(
    sun_li: Conversation, said: str
) -> None:
    sun_li.say("我想约个小保养")
    sun_li.say(said)
    sun_li.say("上周六下午在朝阳店，他一直玩手机不理人，希望道歉")
    taken = sun_li.row("complaint", plate="京J7B053")
    assert (taken.topic, taken.status) == ("attitude", "accepted") and taken.number in sun_li.last
    assert "星驰海淀快修" in sun_li.last.buttons
    play(sun_li, ["海淀", "明天上午十点"])
    sun_li.press("可以")
    assert visit(sun_li, "京J7B053").store_code == "HD"


@twins("我车抛锚了，快叫个救援", "哎呀我那个车抛锚了快给我叫个救援")
def test_a_rescue_comes_before_the_booking(sun_li: Conversation, said: str) -> None:
    sun_li.say("我想约个小保养")
    answer = sun_li.say(said)
    assert "在哪" in answer
    answer = sun_li.say("北四环望和桥东边")
    lead = sun_li.row("lead", service_line="rescue")
    assert lead.number in answer
    assert "星驰海淀快修" in answer.buttons
    assert sun_li.rows("appointment", plate="京J7B053") == []


@twins("我车修得怎么样了", "呃那个我那个车现在修得咋样了啊")
def test_progress_is_told_and_the_booking_read_back_again(
    wang_fang: Conversation, said: str
) -> None:
    wang_fang.say("周六上午九点朝阳店给我的车洗车")
    answer = wang_fang.say(said)
    assert "17:00" in answer
    assert "可以" in answer.buttons and "洗车" in answer
    wang_fang.press("可以")
    assert visit(wang_fang, "京N3K587").starts_at == at("2026-11-28T09:00")


def test_a_cancellation_of_another_visit_stops_only_what_it_means(
    li_qiang: Conversation,
) -> None:
    li_qiang.say("我想约个洗车")
    answer = li_qiang.say("我约的几点")
    assert "周四" in answer and "10:00" in answer
    assert len(visits(li_qiang, "京AD12345")) == 1


def test_a_proof_asked_for_in_the_middle_returns_to_the_booking(customer: Conversation) -> None:
    play(customer, ["明天上午十点去海淀洗车"])
    answer = customer.say("帮我查下我车修到哪一步了")
    assert "车牌" in answer
    play(customer, ["京J7B053", "2008"])
    assert "洗车" in customer.last[-1].text and "明天（周二）10:00" in customer.last[-1].text
    customer.press("可以")
    made = visit(customer, "京J7B053")
    assert made.starts_at == at("2026-11-24T10:00")
    assert made.customer_id == customer.row("customer", name="孙丽").id


def test_after_hours_of_silence_the_booking_is_still_there(sun_li: Conversation) -> None:
    sun_li.say("明天上午九点朝阳店做小保养")
    sun_li.let_pass(hours=5)
    answer = sun_li.say("可以")
    assert (
        "回来" in answer
    )  # who it is counts for an hour only, so the telephone is asked once more
    answer = sun_li.say("13200132008")
    assert "孙女士" in answer and "09:00" in answer
    assert visit(sun_li, "京J7B053").starts_at == at("2026-11-24T09:00")


def test_when_the_place_went_to_another_meanwhile_the_next_one_is_offered(
    li_qiang: Conversation,
) -> None:
    li_qiang.say("明天上午九点去朝阳店给云电做高压系统检修")
    li_qiang.let_pass(minutes=30)
    booking.book(
        li_qiang.system.workshop,
        conversation_id="somebody-else",
        store_code="CY",
        job_codes=["high_voltage_repair"],
        starts_at=at("2026-11-24T09:00"),
        plate="京AD99999",
        phone="13899998888",
    )
    answer = li_qiang.say("可以")
    assert "约走" in answer
    assert answer.buttons
    assert [row.starts_at for row in visits(li_qiang, "京AD12345")] == [at("2026-11-26T10:00")]
