"""Two wishes in one message are answered in their order."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("洗车多少钱？另外海淀店在哪", "那个洗车多少钱啊另外海淀店在哪儿")
def test_two_questions(customer: Conversation, said: str) -> None:
    answer = customer.say(said)
    assert answer.text.index("40元") < answer.text.index("中关村大街27号")
    assert customer.rows("appointment", conversation_id=customer.id) == []


def test_a_greeting_is_no_wish_of_its_own(customer: Conversation) -> None:
    answer = customer.say("你好，洗车多少钱")
    assert "40元" in answer and "一件一件" not in answer
    assert customer.rows("appointment", conversation_id=customer.id) == []


def test_a_person_and_something_else(customer: Conversation) -> None:
    customer.say("转人工吧，顺便说下我车还没修好")
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"


@twins(
    "车坏路上了快叫救援，另外小保养多少钱",
    "哎车坏路上了快给我叫救援另外那个小保养多少钱啊",
)
def test_a_price_beside_a_call_for_help(customer: Conversation, said: str) -> None:
    answer = customer.say(said)
    assert "在哪" in answer
    customer.say("北四环望和桥")
    customer.say("13812345678")
    assert customer.row("lead", service_line="rescue").phone == "13812345678"


def test_thanks_and_a_wish(sun_li: Conversation) -> None:
    answer = sun_li.say("谢谢啊，再帮我约明天上午十点海淀洗车")
    assert "洗车" in answer and "10:00" in answer
    sun_li.press("可以")
    assert sun_li.row("appointment", plate="京J7B053").store_code == "HD"


def test_two_private_questions_prove_once(customer: Conversation) -> None:
    customer.say("我车修好了没？还有我约的几点")
    customer.say("京AD12345")
    answer = customer.say("9002")
    assert "10:00" in answer
    assert customer.row("proof", conversation_id=customer.id)


@twins("帮我约明天上午十点海淀店，小保养多少钱", "那个帮我约明天上午十点海淀店另外小保养多少钱啊")
def test_what_is_booked_is_named_beside_its_price(customer: Conversation, said: str) -> None:
    answer = customer.say(said)
    assert "380元" in answer and "什么项目" not in answer
    assert customer.rows("appointment", conversation_id=customer.id) == []


def test_two_questions_with_a_mere_comma_between(customer: Conversation) -> None:
    answer = customer.say("洗车多少钱，海淀店在哪")
    assert answer.text.index("40元") < answer.text.index("中关村大街27号")
    assert customer.rows("appointment", conversation_id=customer.id) == []
