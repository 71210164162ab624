"""What was said wrong in a complaint is put right."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("不对，不是洗车，是保养的时候", "哦不对不对不是洗车是保养的时候")
def test_what_happened_is_put_right_while_the_wish_is_asked(
    sun_li: Conversation, said: str
) -> None:
    sun_li.say("我要投诉你们洗车把我车弄花了")
    assert "希望我们怎么做" in sun_li.say(said)[-1].text
    sun_li.press("重新修好")
    row = sun_li.row("complaint", topic="damage")
    assert "是保养的时候" in row.description and row.wish == "重新修好"


@twins("说错了，是朝阳店", "那个说错了是朝阳店")
def test_the_store_is_put_right(customer: Conversation, said: str) -> None:
    customer.say("你们海淀店把我车刮了一道，我要投诉")
    customer.say(said)
    customer.press("给我个说法")
    customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.store_code, row.wish) == ("CY", "给我个说法")


def test_a_day_said_late_belongs_to_the_matter(customer: Conversation) -> None:
    customer.say("你们海淀店把我车刮了一道，我要投诉")
    assert "希望我们怎么做" in customer.say("昨天")[-1].text
    customer.say("给我补漆")
    customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert row.description.endswith("昨天") and row.wish == "给我补漆"


def test_a_wrong_telephone_is_put_right_before_it_counts(customer: Conversation) -> None:
    customer.say("你们海淀店把我车刮了一道，我要投诉")
    customer.say("给我补漆")
    assert "十一位" in customer.say("1391234567")
    customer.say("少说一位，是13912345678")
    assert customer.row("complaint", conversation_id=customer.id).phone == "13912345678"


def test_a_telephone_given_early_can_be_put_right(customer: Conversation) -> None:
    customer.say("你们海淀店把我车刮了一道，我要投诉，我电话13912345679")
    customer.say("不对，电话是13912345678")
    customer.press("给我个说法")
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.phone, row.wish) == ("13912345678", "给我个说法")


@twins("还有后视镜也给我掰坏了", "对了还有那个后视镜也给我掰坏了")
def test_what_comes_to_mind_later_is_added(customer: Conversation, said: str) -> None:
    customer.say("你们海淀店把我车门刮了一道，我要投诉")
    customer.say("给我补漆")
    customer.say(said)
    customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert "后视镜" in row.description and row.wish == "给我补漆"
