"""A complaint is heard first, then taken down, numbered, and promised a first answer."""

from __future__ import annotations

from bot.services import complaint as complaints
from bot.shop.states import ComplaintStatus as Status
from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins
from tests.dialogue.written import COMPLAINED


@twins(
    ["你们海淀店的接待态度太差了，爱答不理的，我要投诉", "要个说法", "13912345678"],
    [
        "喂你们海淀店那个接待态度太差了爱答不理的我要投投诉",
        "嗯就要个说法",
        "幺三九幺二三四五六七八",
    ],
)
def test_a_stranger_is_heard_and_asked_only_for_a_wish_and_a_telephone(
    customer: Conversation, said: list[str]
) -> None:
    matter, wish, phone = said
    answer = customer.say(matter)
    assert "看人脸色" in answer[0].text and "对不起" in answer[0].text
    assert "希望我们怎么做" in answer[-1].text
    assert "手机号" in customer.say(wish)
    answer = customer.say(phone)
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.topic, row.level, row.status) == ("attitude", "normal", "accepted")
    assert (row.store_code, row.phone, row.customer_id) == ("HD", "13912345678", None)
    assert row.wish == wish and row.description == matter
    assert row.number in answer and "客诉专员" in answer and "13:30" in answer
    promise = customer.row("promise", kind="first_reply", subject_id=row.id)
    assert promise.due_at == row.first_reply_due_at and promise.status == "open"
    assert row.first_reply_due_at.isoformat() == "2026-11-23T13:30:00+08:00"
    assert customer.written() == COMPLAINED


@twins("把我车门刮花了，我要投诉", "那个你们把我车门挂花了我要投述啊")
def test_a_proven_owner_is_asked_only_for_a_wish(wang_fang: Conversation, said: str) -> None:
    answer = wang_fang.say(said)
    assert "心疼" in answer[0].text and "希望我们怎么做" in answer[-1].text
    answer = wang_fang.press("重新修好")
    row = wang_fang.row("complaint", topic="damage")
    owner = wang_fang.row("customer", name="王芳")
    assert (row.customer_id, row.plate, row.wish) == (owner.id, "京N3K587", "重新修好")
    visit = wang_fang.row("repair_order", plate="京N3K587")
    assert row.repair_order_id == visit.id and row.store_code == "CY"
    assert row.number in answer and "服务经理" in answer
    assert wang_fang.written() == COMPLAINED


@twins(
    ["我要投诉", "你们朝阳店把我车刮了一道", "给我补漆", "13912345678"],
    ["我要投投诉", "嗯你们朝阳店把我车刮了一道", "就给我补个漆", "幺三九幺二三四五六七八"],
)
def test_who_only_says_complaint_is_asked_what_happened(
    customer: Conversation, said: list[str]
) -> None:
    assert "经过" in customer.say(said[0])
    for line in said[1:]:
        customer.say(line)
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.topic, row.store_code, row.description) == ("damage", "CY", said[1])
    assert row.number in customer.last


@twins("你们修完刹车失灵了差点出人命", "你们修完那个刹车失灵了差点出人命啊")
def test_a_safety_matter_gets_a_person_and_rescue_at_once(
    customer: Conversation, said: str
) -> None:
    answer = customer.say(said)
    assert "车先别开" in answer and "道路救援" in answer.buttons and "转人工" in answer.buttons
    handover = customer.row("handover", conversation_id=customer.id)
    assert handover.reason == "safety" and f"{handover.call_back_by:%H:%M}" in answer
    answer = customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.topic, row.level) == ("safety", "safety")
    assert row.first_reply_due_at.isoformat() == "2026-11-23T10:00:00+08:00"
    assert row.number in answer and "店长" in answer


def test_the_same_matter_told_twice_joins_the_first(begin: Begin) -> None:
    talk = begin().prove("陈静")
    first = talk.row("complaint")
    answer = talk.say("车里还是有味道，我要投诉")
    assert first.number in answer and "再说一遍" in answer and "林可" in answer
    assert len(talk.rows("complaint")) == 1
    logs = talk.rows("complaint_log", complaint_id=first.id)
    assert "车里还是有味道" in logs[-1].reason


def test_another_matter_stays_apart(begin: Begin) -> None:
    talk = begin().prove("陈静")
    talk.say("车里还是有味道，我要投诉")
    talk.press("这是另一件事")
    answer = talk.press("重新修好")
    rows = talk.rows("complaint")
    assert len(rows) == 2 and rows[1].number in answer
    assert rows[1].customer_id == rows[0].customer_id


@twins("我投诉的事怎么样了", "上回反映那事有没有下文啊")
def test_how_it_stands_is_answered_from_the_log(begin: Begin, said: str) -> None:
    talk = begin().prove("陈静")
    answer = talk.say(said)
    number = talk.row("complaint").number
    assert number in answer and "正在调查" in answer and "林可" in answer
    assert "核对空调清洗记录" in answer and "13:30" in answer
    promise = talk.row("promise", kind="call_back")
    assert promise.subject_type == "complaint"
    assert promise.due_at.isoformat() == "2026-11-23T13:30:00+08:00"
    assert talk.written() == {"promise": 1}


def test_a_proposal_is_told_when_the_owner_asks_again(begin: Begin) -> None:
    talk = begin().prove("陈静")
    number = talk.row("complaint").number
    shop = talk.system.workshop
    complaints.advance(shop, number, Status.PROPOSED, "kefu", "免费重做空调清洗")
    answer = talk.say("我投诉的事有结果了吗")
    assert "处理方案" in answer and "免费重做空调清洗" in answer
    assert talk.row("complaint", number=number).status == "proposed"


def test_at_night_the_first_answer_is_promised_for_the_morning(customer: Conversation) -> None:
    customer.set_clock("2026-11-23T22:00")
    customer.say("你们海淀店多收了我两百块钱，我要投诉")
    customer.say("把钱退给我")
    answer = customer.say("13912345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert row.topic == "price" and "明天（周二）" in answer
    assert row.first_reply_due_at.date().isoformat() == "2026-11-24"


def test_what_was_told_before_need_not_be_told_again(customer: Conversation) -> None:
    customer.say("刹车突然踩不动差点撞了")
    answer = customer.say("我要投诉")
    assert "先别开" in answer and "手机号" in answer
    customer.say("13612345678")
    row = customer.row("complaint", conversation_id=customer.id)
    assert row.level == "safety" and "踩不动" in row.description


def test_a_place_alone_is_no_grievance(customer: Conversation) -> None:
    customer.say("我要投诉")
    customer.say("就在海淀店")
    for line in ("前台爱答不理的", "赔礼道歉", "13912345678"):
        customer.say(line)
    row = customer.row("complaint", conversation_id=customer.id)
    assert (row.store_code, row.topic, row.wish) == ("HD", "attitude", "赔礼道歉")


@twins("海淀店多收了我两百四，把钱退给我", "那个海淀店啊多收了我两百四，得把钱退给我啊")
def test_who_says_what_they_wish_is_not_asked_for_it(customer: Conversation, said: str) -> None:
    customer.say("我要投诉")
    answer = customer.say(said)
    assert "希望我们怎么做" not in answer and "手机号" in answer
    customer.say("13912345678")
    assert "退给我" in customer.row("complaint", conversation_id=customer.id).wish
    assert customer.written() == COMPLAINED
