"""Warranty questions with the verdicts that the shop's records give."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins

RESERVATION = "以三包凭证和门店核定为准"


@twins("修了五次了能退车不", "那个我这个车修了五次了能不能退车呀")
def test_zhao_min_may_choose_and_each_ground_has_its_count(begin: Begin, said: str) -> None:
    talk = begin().prove("赵敏")
    answer = talk.say(said)
    assert "发动机抖动" in answer and "修了5次" in answer and "超过4次" in answer
    assert "5+6+7+8+7=33天" in answer and "超过30天" in answer
    assert "每一条单独都够" in answer
    assert "换一辆新车还是退车，由您来选" in answer
    assert "129,800元×41,300公里÷1,000×0.5%＝26,803.70元" in answer
    assert "第二十四条" in answer and RESERVATION in answer
    talk.press("我要申请")
    answer = talk.press("退车")
    claim = talk.row("claim")
    assert (claim.kind, claim.status) == ("return_car", "submitted") and claim.number in answer
    assert claim.customer_id == talk.row("customer", name="赵敏").id
    promise = talk.row("promise", subject_type="claim")
    assert f"{promise.due_at:%H:%M}" in answer
    assert claim.number in talk.say("索赔批下来没")
    assert claim.number in talk.say("我的申请到哪一步了")
    assert len(talk.rows("claim")) == 1 and talk.rows("handover") == []  # asking makes no second


@twins("刹车失灵能退车吗", "那个刹车失零了能退车吗")
def test_liu_yang_has_a_person_first_and_then_the_condition(begin: Begin, said: str) -> None:
    talk = begin().prove("刘洋")
    answer = talk.say(said)
    assert "您和家人没事吧" in answer[0].text
    assert "转人工" in answer.buttons
    assert "260公里" in answer and "60天和3,000公里" in answer
    assert "认定为质量问题" in answer and "第二十三条" in answer
    assert "使用补偿" not in answer  # not owed under this rule
    handover = talk.row("handover", conversation_id=talk.id)
    assert handover.reason == "safety" and f"{handover.call_back_by:%H:%M}" in answer


@twins("我车还在保吗", "嗯那个我这个车质宝到期没有啊")
def test_zhou_tao_hears_that_the_day_came_before_the_kilometres(begin: Begin, said: str) -> None:
    talk = begin().prove("周涛")
    answer = talk.say(said)
    assert "过保" in answer and "2026年10月23日到期" in answer
    assert "64,200公里" in answer and "10万公里" in answer and "时间先到" in answer
    assert "第十八条" in answer and RESERVATION in answer
    assert talk.rows("handover") == []
    assert talk.written() == {}


@twins("修这么久有代步车没", "修了这么久了有没有那个代步车啊")
def test_wu_lei_is_owed_a_loaner_since_the_fifth_day(begin: Begin, said: str) -> None:
    talk = begin().prove("吴磊")
    answer = talk.say(said)
    assert "第8天" in answer and "11月20日（周五）10:10起" in answer
    assert "代步车" in answer and "交通补偿" in answer and "第二十一条" in answer
    talk.press("请同事帮我安排")
    assert talk.row("lead").service_line == "loaner"


def test_zhang_wei_is_out_of_the_period_and_owed_no_loaner(zhang_wei: Conversation) -> None:
    answer = zhang_wei.say("修车这几天有代步车吗")
    assert "2026年7月23日" in answer and "没有代步车或交通补偿" in answer
    assert answer.buttons == ["请同事帮我安排"]  # the shop may still have one
    assert zhang_wei.rows("lead") == []
    assert zhang_wei.written() == {}


def test_the_traction_battery_has_terms_of_its_own(begin: Begin) -> None:
    talk = begin().prove("陈静")
    answer = talk.say("动力电池质保多少年")
    assert "8年或15万公里" in answer and "2034年2月23日" in answer and "12,050公里" in answer
    (card,) = answer.cards
    assert card["badge"]["text"] == "在保"
    assert talk.written() == {}


def test_a_wear_part_has_a_period_of_its_own(wang_fang: Conversation) -> None:
    answer = wang_fang.say("雨刮保不保")
    assert "6个月或1万公里" in answer and "2026年3月23日" in answer and "过保" in answer
    assert wang_fang.written() == {}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("质保从哪天开始算", "开发票那天"),
        ("在外面保养会不会脱保", "不能只因为这个就拒绝"),
        ("三包是啥", "包修、包换、包退"),
        ("什么情况能退车", "超过30天"),
    ],
    ids=["from which day", "maintained elsewhere", "what is it", "when money back"],
)
def test_questions_of_principle_need_no_proof(
    customer: Conversation, asked: str, told: str
) -> None:
    answer = customer.say(asked)
    assert told in answer and RESERVATION in answer and "车牌" not in answer
    assert customer.rows("proof_attempt", conversation_id=customer.id) == []
    assert customer.written() == {}


@twins("晨风买了两年跑了三万公里还保修吗", "那个我晨风买了两年了跑了三万来公里吧还保修吗")
def test_a_car_that_is_told_of_is_computed_as_told(customer: Conversation, said: str) -> None:
    answer = customer.say(said)
    assert "2024年11月23日" in answer and "2027年11月23日" in answer and "还在保" in answer
    assert "按您说的" in answer and RESERVATION in answer
    assert customer.written() == {}
