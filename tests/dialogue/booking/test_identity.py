"""Whose visit it is: nothing about it is said, moved or called off for anybody else."""

from __future__ import annotations

import pytest

from tests.dialogue.booking.visits import at, play, visit, visits
from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins(["我约的几点", "京AD12345", "9002"], ["我约的是几点啊", "京A D幺二三四五", "九零零二"])
def test_who_proves_the_car_is_told_the_visit(customer: Conversation, said: list[str]) -> None:
    answer = play(customer, said[:2])
    assert "10:00" not in answer and "周四" not in answer
    answer = customer.say(said[2])
    assert "周四" in answer and "10:00" in answer
    owner = customer.row("customer", name="李强")
    assert customer.row("proof", conversation_id=customer.id).customer_id == owner.id


@pytest.mark.parametrize("words", ["我约的几点", "取消我的预约", "我的预约改到周五下午三点"])
def test_wrong_digits_tell_and_change_nothing(customer: Conversation, words: str) -> None:
    for line in (words, "京AD12345", "1234"):
        answer = customer.say(line)
        assert "AP2" not in answer and "10:00" not in answer and "李" not in answer
    assert visit(customer, "京AD12345").starts_at == at("2026-11-26T10:00")
    assert customer.rows("proof", conversation_id=customer.id) == []
    assert customer.written() == {}


def test_a_plate_that_does_not_exist_gets_the_same_words(
    customer: Conversation, begin: object
) -> None:
    known = [str(customer.say(line).text) for line in ("我约的几点", "京AD12345", "1234")]
    other = begin()  # type: ignore[operator]
    unknown = [str(other.say(line).text) for line in ("我约的几点", "京AD00001", "1234")]
    assert [text.replace("京AD12345", "京AD00001") for text in known] == unknown
    assert customer.rows("proof", conversation_id=customer.id) == []


def test_a_booking_for_a_known_plate_reveals_nothing_of_its_owner(customer: Conversation) -> None:
    answer = play(customer, ["明天上午十点去海淀洗车", "京J7B053", "13811112222"])
    for secret in ("孙", "晨风", "13200132008", "2008"):
        assert secret not in customer.transcript.replace("京J7B053", "")
    assert "可以" in answer.buttons
    customer.say("可以")
    made = visit(customer, "京J7B053")
    assert made.customer_id is None and made.phone == "13811112222"


@twins("13200132008", "幺三二零零幺三二零零八")
def test_an_owner_is_known_by_plate_and_registered_telephone(
    customer: Conversation, said: str
) -> None:
    play(customer, ["明天上午十点去海淀洗车", "京J7B053"])
    answer = customer.say(said)
    assert "孙女士" in answer
    customer.press("可以")
    assert visit(customer, "京J7B053").customer_id == customer.row("customer", name="孙丽").id


def test_somebody_elses_number_is_no_key_to_the_visit(sun_li: Conversation) -> None:
    number = visit(sun_li, "京AD12345").number
    answer = sun_li.say(f"取消预约{number}")
    assert "电池" not in answer and "周四" not in answer
    sun_li.say("确定取消")
    assert visit(sun_li, "京AD12345").number == number
    assert sun_li.written() == {}


def test_another_conversation_cannot_touch_what_a_newcomer_booked(
    customer: Conversation, sun_li: Conversation
) -> None:
    play(customer, ["明天上午十点去海淀洗车", "京A8F221", "13811112222", "可以"])
    number = visit(customer, "京A8F221").number
    answer = sun_li.say(f"{number}改到周五下午三点")
    assert "11月27日（周五）15:00" not in answer
    sun_li.say("可以")
    assert visit(customer, "京A8F221").starts_at == at("2026-11-24T10:00")


def test_a_proof_is_good_for_an_hour(li_qiang: Conversation) -> None:
    assert "周四" in li_qiang.say("我约的几点")
    li_qiang.let_pass(minutes=61)
    answer = li_qiang.say("我约的几点")
    assert "周四" not in answer and "车牌" in answer
    assert len(visits(li_qiang, "京AD12345")) == 1


@twins("不想说", "呃我不想说")
def test_who_will_not_prove_it_is_told_nothing(customer: Conversation, said: str) -> None:
    customer.say("我约的几点")
    answer = customer.say(said)
    assert "周四" not in answer and "10:00" not in answer
    assert customer.rows("proof", conversation_id=customer.id) == []
    assert customer.written() == {}


@pytest.mark.parametrize("words", ["取消", "不改了", "算了", "不用了算了"])
def test_asked_for_a_proof_the_change_can_be_let_go(customer: Conversation, words: str) -> None:
    assert "车牌" in customer.say("帮我把预约改到周五")
    assert "车牌" not in customer.say(words)
    answer = customer.say("算了")
    assert "车牌" not in answer and "接着" not in answer
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []


@twins("我约的几点", "那个我约的是几点啊")
def test_who_never_answers_is_offered_a_person_and_then_told_what_needs_no_proof(
    customer: Conversation, said: str
) -> None:
    assert "车牌" in customer.say("帮我取消预约")
    customer.say(said)
    assert "转人工" in customer.say(said).buttons
    answer = customer.say(said)
    assert "这次聊天里" in answer and "没有查到" not in answer
    assert "车牌" not in customer.say("谢谢")
    assert customer.rows("proof", conversation_id=customer.id) == []


@twins("都两天了你们管不管", "哎呀都两天了你们到底管不管嘛")
def test_after_two_misses_a_person_is_one_press_away(customer: Conversation, said: str) -> None:
    customer.say("帮我取消预约")
    customer.say(said)
    customer.say(said)
    customer.press("转人工")
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"


@twins("不方便说", "嗯这个不太方便说呢")
def test_who_would_rather_not_prove_anything_hears_what_is_known_here(
    customer: Conversation, said: str
) -> None:
    for first in ("帮我取消预约", "我的预约改到周五", "我约的几点"):
        customer.say(first)
        answer = customer.say(said)
        assert "这次聊天里" in answer and "没有查到" not in answer
    assert customer.rows("proof", conversation_id=customer.id) == []


def test_another_matter_comes_before_the_proof_and_the_proof_is_no_matter_of_its_own(
    customer: Conversation,
) -> None:
    customer.say("京J7B053")
    play(customer, ["明天上午十点去海淀洗车", "京A8F221", "13811112222"])
    answer = customer.press("可以")
    assert "后四位" not in answer and "核对" not in answer
    assert customer.row("appointment", plate="京A8F221").store_code == "HD"


def test_a_newcomer_manages_the_visit_from_another_chat(
    customer: Conversation, begin: Begin
) -> None:
    play(customer, ["明天上午十点去海淀洗车", "京B55K21", "13911113333"])
    customer.press("可以")
    other = begin()
    play(other, ["我约的几点", "京B55K21"])
    assert "10:00" in other.say("3333")
    play(other, ["取消吧"])
    other.say("对")
    assert other.row("appointment", plate="京B55K21").status == "cancelled"
