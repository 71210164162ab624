"""After an answer that would take a bare value, a wish of its own is served as such."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.dialogue.booking.visits import at, play
from tests.dialogue.harness import Conversation
from tests.dialogue.progress.two_cars import hand_in_both
from tests.dialogue.twins import twins

BOOKING = "我想周六上午十点去海淀店给云电洗个车"


def _two_at_once(talk: Conversation) -> None:
    hand_in_both(talk)
    assert "京AD12345" in talk.say("车修好没").text + "".join(talk.last.buttons)


ANSWERS: dict[str, Callable[[Conversation], object]] = {
    "a plate that is not listed": lambda talk: talk.say("京N3K587修好没"),
    "a number that is not listed": lambda talk: talk.say("RO26110999修好没"),
    "one of two cars": lambda talk: talk.say("我的晨风修好没"),
    "which of two cars is meant": _two_at_once,
    "which car a claim is for": lambda talk: talk.say("我要申请质保索赔"),
    "how long the car is covered": lambda talk: talk.say("我的云电还在保吗"),
}
after_each = pytest.mark.parametrize("ask", ANSWERS.values(), ids=list(ANSWERS))


@after_each
def test_a_booking_is_a_booking(li_qiang: Conversation, ask: Callable[..., object]) -> None:
    ask(li_qiang)
    before = li_qiang.last.text
    assert li_qiang.say(BOOKING).text != before
    li_qiang.press("可以")
    made = li_qiang.row("appointment", plate="京AD12345", store_code="HD")
    assert (made.status, made.starts_at) == ("booked", at("2026-11-28T10:00"))


@after_each
def test_a_price_is_a_price(li_qiang: Conversation, ask: Callable[..., object]) -> None:
    ask(li_qiang)
    before = len(li_qiang.rows("claim"))
    assert "40元" in li_qiang.say("洗车多少钱，海淀店")
    assert len(li_qiang.rows("claim")) == before


@twins(
    ["周六上午洗车，海淀店", "大保养多少钱，朝阳店"],
    ["呃我想周六上午去海淀店洗个车", "那个大保样多少钱朝阳店"],
)
def test_after_the_warranty_the_shop_books_and_tells_prices(
    sun_li: Conversation, said: list[str]
) -> None:
    booking, price = said
    sun_li.say("我的车还在保吗")
    assert "980元" in sun_li.say(price)
    sun_li.say("我的车还在保吗")
    assert "2028年12月23日" not in sun_li.say(booking)
    sun_li.press(sun_li.last.buttons[0])
    if "可以" in sun_li.last.buttons:
        sun_li.press("可以")
    assert sun_li.row("appointment", plate="京J7B053").store_code == "HD"


def test_a_part_alone_still_goes_on_from_the_warranty(sun_li: Conversation) -> None:
    sun_li.say("我的车还在保吗")
    assert "变速箱" in sun_li.say("变速箱")
    assert "发动机" in sun_li.say("那发动机呢")
    assert sun_li.rows("appointment", plate="京J7B053") == []


def test_asked_for_a_number_at_night_a_booking_is_a_booking(customer: Conversation) -> None:
    customer.set_clock("2026-11-23T23:30")
    customer.say("转人工")
    assert "40元" in customer.say("洗车多少钱，海淀店")
    customer.say("转人工")
    play(customer, ["我想周六上午十点去海淀店洗个车", "京AD88888", "13811112222", "可以"])
    assert customer.row("appointment", plate="京AD88888").store_code == "HD"


# how long, when


@twins("多久到", "那个多久到啊")
def test_how_long_after_a_rescue_is_about_the_rescue(customer: Conversation, said: str) -> None:
    play(customer, ["我车坏在路上了", "北四环望和桥", "13812345678"])
    lead = customer.row("lead", service_line="rescue")
    assert lead.number in customer.say(said) and "10:00" in customer.last
    assert lead.number in customer.say("师傅什么时候到")
    customer.let_pass(minutes=45)
    assert "抱歉" in customer.say("还要多久") and "转人工" in customer.last.buttons
    assert len(customer.rows("lead", conversation_id=customer.id)) == 1


@twins("几点来着", "呃几点来着")
def test_when_after_a_booking_is_about_the_visit(sun_li: Conversation, said: str) -> None:
    play(sun_li, ["明天上午九点朝阳店做小保养", "可以"])
    number = sun_li.row("appointment", plate="京J7B053").number
    answer = sun_li.say(said)
    assert "09:00" in answer and "约好了" not in answer
    assert sun_li.row("appointment", plate="京J7B053").number == number


@pytest.mark.parametrize("said", ["申请了多久有回复", "多久有回复", "什么时候给我打电话"])
def test_how_long_after_a_claim_is_about_the_claim(li_qiang: Conversation, said: str) -> None:
    li_qiang.say("我要给我的云电申请质保索赔")
    claim = li_qiang.row("claim", plate="京AD12345")
    assert claim.number in li_qiang.say(said)
    assert len(li_qiang.rows("claim")) == 1
