"""A car's records are for its owner; a car that is told of is for everybody."""

from __future__ import annotations

from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins(["我的车还保不保", "京Q5T210", "6004"], ["我那个车还保不保啊", "京Q五T二幺零", "六零零四"])
def test_who_proves_is_answered_from_the_records(customer: Conversation, said: list[str]) -> None:
    for line in said[:-1]:
        customer.say(line)
        assert "2027年12月23日" not in customer.last
    answer = customer.say(said[-1])
    assert "2027年12月23日" in answer and "41,300公里" in answer
    assert len(customer.rows("proof", conversation_id=customer.id)) == 1


@twins(["修了五次了能退车不", "不方便报"], ["修了五次了能不能推车啊", "那个不太方便报"])
def test_rights_from_visits_are_not_told_without_proof(
    customer: Conversation, said: list[str]
) -> None:
    assert "车牌" in customer.say(said[0])
    answer = customer.say(said[1])
    assert "33天" not in answer and "发动机抖动" not in answer
    assert "超过30天" in answer and "转人工" in answer.buttons  # the rule is no secret
    assert customer.rows("proof", conversation_id=customer.id) == []


@twins("不方便说", "嗯不太方便说这个")
def test_who_would_rather_not_say_is_computed_as_told(customer: Conversation, said: str) -> None:
    customer.say("我的车还保不保")
    answer = customer.say(said)
    assert "哪个车系" in answer
    customer.say("远航")
    customer.say("2025年3月")
    answer = customer.say("两万公里")
    assert "2028年3月1日" in answer and "按您说的" in answer
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []


def test_a_known_plate_with_wrong_digits_tells_nothing_of_the_car(customer: Conversation) -> None:
    customer.say("我的车还保不保")
    customer.say("京Q5T210")
    answer = customer.say("1234")
    assert "没对上" in answer and "晨风" not in answer and "41,300" not in answer
    assert customer.row("proof_attempt", conversation_id=customer.id).succeeded is False


@twins("京Q5T210还在保吗", "京Q五T二幺零那个还再保吗")
def test_another_owners_plate_is_not_computed(wang_fang: Conversation, said: str) -> None:
    answer = wang_fang.say(said)
    assert "不在您名下" in answer[0].text and "京N3K587" in answer[1].text
    assert "41,300" not in answer and "2027年12月23日" not in answer
    assert wang_fang.written() == {}


@twins(
    ["修车期间有代步车吗", "京AF20386", "1009"],
    ["那个修车期间有没有带步车", "京A F二零三八六", "幺零零九"],
)
def test_a_loaner_is_worked_out_for_the_owner_only(customer: Conversation, said: list[str]) -> None:
    answer = customer.say(said[0])
    assert "车牌" in answer and "第8天" not in answer
    customer.say(said[1])
    assert "第8天" in customer.say(said[2])
    owner = customer.row("customer", name="吴磊")
    assert customer.row("proof", conversation_id=customer.id).customer_id == owner.id
    assert customer.written() == {}  # offered, not ordered


def test_after_an_hour_the_records_are_closed_again(begin: Begin) -> None:
    talk = begin().prove("赵敏")
    assert "2027年12月23日" in talk.say("我的车还在保吗")
    talk.let_pass(minutes=61)
    answer = talk.say("变速箱还保不保")
    assert "车牌" in answer and "2027年12月23日" not in answer
    assert len(talk.rows("proof", conversation_id=talk.id)) == 1  # the old one


def test_who_tells_of_the_car_when_asked_for_the_plate_is_answered(customer: Conversation) -> None:
    for line in ("我的车还在保修期吗", "晨风", "去年三月买的"):
        customer.say(line)
    answer = customer.say("三万多公里")
    assert "2028年3月1日" in answer and "3万公里" in answer
    assert customer.rows("proof", conversation_id=customer.id) == []
