"""What was said wrong is put right, before the answer and after it."""

from __future__ import annotations

from tests.dialogue.harness import Conversation
from tests.dialogue.progress.two_cars import hand_in_both
from tests.dialogue.twins import twins

STATE = "正在星驰朝阳店维修"


@twins(
    ["车修好没", "京N3K578", "不对，是京N3K587", "8001"],
    ["那个车修好没", "京恩三K五七八", "哦不对不对是京恩三K五八七", "八零零幺"],
)
def test_a_plate_put_right_before_the_digits_is_the_one_that_counts(
    customer: Conversation, said: list[str]
) -> None:
    for line in said[:-1]:
        customer.say(line)
    assert "后四位" in customer.last
    assert STATE in customer.say(said[-1])
    attempt = customer.row("proof_attempt", conversation_id=customer.id)
    assert (attempt.plate, attempt.succeeded) == ("京N3K587", True)


@twins(
    ["车修好没", "京N3K587", "1008", "京N3K587 8001"],
    ["车修好没有啊", "京恩三K五八七", "幺零零八", "京恩三K五八七八零零幺"],
)
def test_wrong_digits_can_be_given_again(customer: Conversation, said: list[str]) -> None:
    for line in said[:-1]:
        customer.say(line)
    assert "没对上" in customer.last
    assert STATE in customer.say(said[-1])
    tries = customer.rows("proof_attempt", conversation_id=customer.id)
    assert [attempt.succeeded for attempt in tries] == [False, True]


def test_plate_and_digits_put_right_together(customer: Conversation) -> None:
    customer.say("我的车修好了没有")
    customer.say("京P9Q662")
    assert STATE in customer.say("说错了，是京N3K587，尾号8001")
    assert len(customer.rows("proof_attempt", conversation_id=customer.id)) == 1


@twins("不对，我问的是晨风", "哦不是不是我问的是那台晨风")
def test_the_other_car_was_meant(li_qiang: Conversation, said: str) -> None:
    hand_in_both(li_qiang)
    assert "京AD12345" in li_qiang.say("我的云电修好没")
    answer = li_qiang.say(said)
    assert "京N8H312" in answer and "京AD12345" not in answer
    assert li_qiang.written() == {}


def test_the_other_plate_was_meant(li_qiang: Conversation) -> None:
    hand_in_both(li_qiang)
    assert "京N8H312" in li_qiang.say("京N8H312修好没")
    answer = li_qiang.say("说错了，是京AD12345")
    assert "京AD12345" in answer and "京N8H312" not in answer
    assert li_qiang.written() == {}


def test_the_number_of_the_order_is_put_right(wang_fang: Conversation) -> None:
    mine = wang_fang.row("repair_order", plate="京N3K587").number
    answer = wang_fang.say("RO26119999到哪一步了")
    assert "RO26119999" in answer and STATE not in answer
    assert STATE in wang_fang.say(f"打错了，是{mine}")
    assert wang_fang.written() == {}


def test_a_car_that_is_not_theirs_is_put_right_by_their_own(wang_fang: Conversation) -> None:
    answer = wang_fang.say("京P9Q662修好没")
    assert "不在您名下" in answer and "变速箱" not in answer
    assert STATE in wang_fang.say("不好意思说错了，京N3K587")
    assert wang_fang.written() == {}
