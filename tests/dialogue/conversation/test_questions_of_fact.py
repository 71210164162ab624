"""Short questions of fact, one after another: what was spoken of is not named again."""

from __future__ import annotations

from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins(["刹车片", "有货吗", "海淀有吗"], ["那个刹车片", "有货没有啊", "那海淀有吗"])
def test_a_part_is_named_once(customer: Conversation, said: list[str]) -> None:
    for line in said[:2]:
        customer.say(line)
    assert "朝阳店6套" in customer.last
    answer = customer.say(said[2])
    assert "海淀快修4套" in answer and "中关村" not in answer
    assert customer.written() == {}


@twins(["大灯碎了", "多少钱", "多久到"], ["大灯碎了呀", "那多少钱啊", "多久能到"])
def test_a_broken_lamp_is_priced(customer: Conversation, said: list[str]) -> None:
    assert "122" not in customer.say(said[0])
    assert "2,350元" in customer.say(said[1])
    assert "5天" in customer.say(said[2])
    assert customer.written() == {}


def test_a_part_named_alone_is_asked_for_at_a_store(customer: Conversation) -> None:
    customer.say("刹车片")
    assert "亦庄新能源中心这会儿没有" in customer.say("亦庄有吗")
    assert customer.written() == {}


def test_the_part_that_the_car_waits_for_is_meant(zhang_wei: Conversation) -> None:
    zhang_wei.say("车修好没")
    answer = zhang_wei.say("换个啥 多少钱")
    assert "9,800元" in answer and "11月26日" in answer
    assert "11月26日" in zhang_wei.say("到货了吗 配件")
    assert zhang_wei.written() == {}


def test_small_questions_have_small_answers(customer: Conversation) -> None:
    assert "周一）休息" in customer.say("亦庄周一开吗")
    for line in ("有wifi不", "你们开票吗", "能停车不", "旧件还我吗", "雨刷自己换行不"):
        answer = customer.say(line)
        assert "建国路" not in answer and "车牌" not in answer and "您是想办" not in answer, line
    assert customer.written() == {}


@twins("首保免费吗 京J7B053 2008", "首保免费吗京J七B零五三二零零八")
def test_plate_and_digits_beside_a_question_leave_it_a_question(
    customer: Conversation, said: str
) -> None:
    answer = customer.say(said)
    assert "保养手册" in answer
    assert len(customer.rows("proof", conversation_id=customer.id)) == 1


def test_money_back_is_counted_and_the_choice_is_changed(begin: Begin) -> None:
    talk = begin().prove("赵敏")
    talk.say("修了五回能不能退")
    for line in ("那我退能拿回多少钱", "我要掏多少使用费", "使用费怎么算"):
        assert "102,996.30元" in talk.say(line), line
    assert "退车申请已经受理" in talk.say("那我换成退吧")
    assert talk.row("claim", plate="京Q5T210").kind == "return_car"
