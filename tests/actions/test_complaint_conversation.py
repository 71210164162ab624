"""Complaints as a customer goes through them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.dialogue.turn import Said
from bot.services import complaint
from bot.services.workshop import Workshop
from bot.shop.complaints import Topic
from bot.shop.states import ComplaintStatus as Status
from bot.shop.tone import check, missing
from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.services.conftest import MONDAY, Clock

Owner = Callable[[str], Conversation]
Rows = Callable[..., list[Any]]


def tell(talk: Conversation, text: str, **entities: Any) -> str:
    return talk.say(text, "file_complaint", **entities)


def test_a_stranger_is_heard_first_then_asked_little_by_little(
    visitor: Conversation, rows: Rows
) -> None:
    assert "抱歉" in tell(visitor, "我要投诉") and "经过" in visitor.spoken[-1]
    answer = tell(visitor, "你们洗车把我的漆刮花了")
    assert "心疼" in answer.splitlines()[0] and "哪家店" in answer
    assert "希望我们怎么做" in visitor.say("昨天，朝阳店", store="CY")
    assert "手机号" in visitor.say("给我补漆")
    answer = visitor.say("13811112222", phone="13811112222")
    (row,) = rows(tables.Complaint, conversation_id=visitor.id)
    assert row.number in answer and "服务经理" in answer and "13:30" in answer
    assert (row.topic, row.level, row.phone, row.store_code, row.wish) == (
        "damage",
        "normal",
        "13811112222",
        "CY",
        "给我补漆",
    )
    assert row.description.splitlines()[0] == "你们洗车把我的漆刮花了"
    (promise,) = rows(tables.Promise, subject_type="complaint", subject_id=row.id)
    assert promise.due_at == MONDAY.replace(hour=13, minute=30)


def test_the_answer_holds_what_it_must_and_argues_with_nobody(visitor: Conversation) -> None:
    tell(visitor, "顾问爱答不理的，态度太差", store="CY")
    visitor.press("赔礼道歉")
    answer = visitor.say("13811112222", phone="13811112222")
    assert missing(answer) == frozenset()
    assert check(answer, is_complaint_answer=True) == ()


def test_a_proven_owner_is_not_asked_who_and_the_only_visit_is_known(
    owner: Owner, rows: Rows
) -> None:
    talk = owner("周涛")
    assert "希望" in tell(talk, "换刹车片收费太贵，明细也不给")
    answer = talk.press("退还费用")
    (customer,) = rows(tables.Customer, name="周涛")
    (row,) = rows(tables.Complaint, customer_id=customer.id)
    (visit,) = rows(tables.RepairOrder, plate="京E2F481")
    assert row.number in answer
    assert (row.topic, row.repair_order_id, row.plate) == ("price", visit.id, "京E2F481")


def test_several_visits_which_one(owner: Owner, workshop: Workshop, rows: Rows) -> None:
    (car,) = rows(tables.Car, plate="京E2F481")
    with workshop.database.transaction() as session:
        session.add(
            tables.RepairOrder(
                number="RO26119001",
                store_code="HD",
                plate=car.plate,
                car_id=car.id,
                customer_id=car.customer_id,
                status="delivered",
                fault="洗车",
                received_at=MONDAY - timedelta(days=9),
                created_at=MONDAY,
            )
        )
    talk = owner("周涛")
    assert "哪一次" in tell(talk, "把我车门刮花了")
    assert len(talk.buttons) == 3
    talk.press(talk.buttons[1])
    talk.say("没有", "deny")
    (row,) = rows(tables.Complaint, topic="damage")
    assert (row.store_code, row.wish) == ("HD", None)


def test_liu_yang_gets_a_person_and_rescue_at_once_and_is_asked_nothing(
    owner: Owner, rows: Rows
) -> None:
    talk = owner("刘洋")
    answer = tell(talk, "刚提的车刹车失灵，差点出事，我要投诉")
    assert "10:00" in answer.splitlines()[0]
    assert talk.buttons == ["道路救援", "转人工"]
    (row,) = rows(tables.Complaint, topic="safety")
    assert row.level == "safety" and row.number in answer
    (handover,) = rows(tables.Handover)
    assert handover.reason == "safety"
    assert talk.form is None


def test_a_stranger_in_danger_is_asked_only_for_the_telephone(
    visitor: Conversation, rows: Rows
) -> None:
    answer = tell(visitor, "高速上方向失灵，差点翻车")
    assert "道路救援" in visitor.buttons and "手机号" in answer
    assert rows(tables.Handover)[0].reason == "safety"
    visitor.say("13811112222", phone="13811112222")
    assert rows(tables.Complaint, level="safety")[0].phone == "13811112222"


def test_a_plate_in_place_of_the_telephone_proves_who_complains(
    visitor: Conversation, rows: Rows
) -> None:
    tell(visitor, "高速上刹车失灵，差点出事")
    assert "后四位" in visitor.say("京L6M739", plate="京L6M739")
    assert rows(tables.Complaint, topic="safety") == []
    answer = visitor.say("4006")
    (row,) = rows(tables.Complaint, topic="safety")
    (customer,) = rows(tables.Customer, name="刘洋")
    assert (row.customer_id, row.plate, row.phone) == (customer.id, "京L6M739", customer.phone)
    assert row.description == "高速上刹车失灵，差点出事"
    assert row.number in answer
    assert rows(tables.Handover)[0].customer_id == customer.id


def test_who_gives_plate_and_telephone_at_once_is_known_too(
    visitor: Conversation, rows: Rows
) -> None:
    tell(visitor, "高速上刹车失灵，差点出事")
    visitor.say("京L6M739 13400134006", plate="京L6M739", phone="13400134006")
    (row,) = rows(tables.Complaint, topic="safety")
    assert (row.customer_id, row.plate) == (rows(tables.Customer, name="刘洋")[0].id, "京L6M739")


def test_a_plate_alone_at_any_question_is_no_part_of_the_matter(
    visitor: Conversation, rows: Rows
) -> None:
    tell(visitor, "换刹车片收费太贵，明细也不给")
    bare = {"entity": "plate", "value": "京E2F481", "text": "京E2F481", "start": 0, "end": 8}
    assert "后四位" in visitor.hear(Said("inform", "京E2F481", [bare]))
    assert "希望我们怎么做" in visitor.say("3007")
    visitor.press("退还费用")
    (row,) = rows(tables.Complaint, topic="price")
    assert row.description == "换刹车片收费太贵，明细也不给"
    assert row.repair_order_id is not None


@pytest.mark.parametrize("words", ["0000", "不用了"])
def test_who_is_not_proven_by_the_plate_leaves_a_telephone_after_all(
    visitor: Conversation, rows: Rows, words: str
) -> None:
    tell(visitor, "高速上刹车失灵，差点出事")
    visitor.say("京L6M739", plate="京L6M739")
    visitor.say(words, "deny" if words == "不用了" else "inform")
    if words == "0000":
        visitor.say("不对，算了不核对了", "deny")
    assert "手机号" in visitor.spoken[-1]
    visitor.say("13811112222", phone="13811112222")
    (row,) = rows(tables.Complaint, topic="safety")
    assert (row.customer_id, row.phone) == (None, "13811112222")


def test_the_same_matter_joins_and_another_one_stays_apart(owner: Owner, rows: Rows) -> None:
    talk = owner("陈静")
    answer = tell(talk, "车里还是有异味，根本没修好")
    assert "补充进CP26110001" in answer and missing(answer) == frozenset()
    assert len(rows(tables.Complaint)) == 1
    talk.press("这是另一件事")
    talk.press("重新修好")
    first, second = rows(tables.Complaint)
    assert second.customer_id == first.customer_id and second.wish == "重新修好"


def test_how_it_stands_is_answered_from_the_log(owner: Owner, rows: Rows) -> None:
    answer = owner("陈静").say("我投诉的事怎么样了", "check_complaint")
    assert "CP26110001" in answer and "正在调查" in answer
    assert "空调清洗记录" in answer and "11月21日（周六）16:30" in answer
    assert "客诉专员林可" in answer and "车主" not in answer
    assert missing(answer) == frozenset()
    (call,) = rows(tables.Promise, subject_type="complaint", kind="call_back")
    assert call.due_at == MONDAY.replace(hour=13, minute=30)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_whole_answer(
    owner: Owner, workshop: Workshop, rows: Rows, status: Status
) -> None:
    with workshop.database.transaction() as session:
        row = session.get(tables.Complaint, 1)
        assert row is not None
        row.status = status.value
    answer = owner("陈静").say("投诉有结果了吗", "check_complaint")
    assert missing(answer) == frozenset()
    assert check(answer, is_complaint_answer=True) == ()


def test_a_stranger_hears_of_their_own_complaint_only(
    visitor: Conversation, workshop: Workshop
) -> None:
    assert "车牌" in visitor.say("我投诉的事怎么样了", "check_complaint")
    visitor.say("不想说", "deny")
    assert "还没看到登记好的投诉" in "".join(visitor.spoken)
    complaint.open_complaint(workshop, visitor.id, "收费太贵", topic=Topic.PRICE)
    assert "收费太贵" in visitor.say("我投诉的事怎么样了", "check_complaint")


def test_nothing_on_record_offers_to_take_one(owner: Owner) -> None:
    talk = owner("孙丽")
    assert "还没看到登记好的投诉" in talk.say("投诉处理了吗", "check_complaint")
    assert "经过" in talk.press("投诉反馈")


def test_a_question_in_between_is_answered_and_the_complaint_goes_on(
    visitor: Conversation,
) -> None:
    tell(visitor, "顾问态度太差", store="CY")
    answer = visitor.say("你们几点下班", "ask_store", store="CY")
    assert "18:00" in answer and "希望我们怎么做" in answer


def test_stopping_forgets_it(visitor: Conversation, rows: Rows) -> None:
    before = len(rows(tables.Complaint))
    tell(visitor, "顾问态度太差", store="CY")
    visitor.say("算了", "stop")
    assert visitor.form is None and visitor.slots["complaint_text"] is None
    assert len(rows(tables.Complaint)) == before


def test_at_night_the_first_answer_is_promised_for_the_morning(
    visitor: Conversation, clock: Clock
) -> None:
    clock.now = MONDAY.replace(hour=22)
    tell(visitor, "收费太贵，明细不给", store="CY")
    visitor.say("没有", "deny")
    assert "明天（周二）12:30" in visitor.say("13811112222", phone="13811112222")


def test_a_correction_belongs_to_the_matter_not_to_the_wish(
    visitor: Conversation, rows: Rows
) -> None:
    tell(visitor, "洗车把左门刮花了", store="CY")
    assert "希望我们怎么做" in visitor.say("不对，是右后门刮花了", "correct")
    visitor.press("重新修好")
    visitor.say("13811112222", phone="13811112222")
    (row,) = rows(tables.Complaint, topic="damage")
    assert "右后门" in row.description and row.wish == "重新修好"


def test_who_has_one_car_speaks_of_it(owner: Owner, rows: Rows) -> None:
    talk = owner("孙丽")
    tell(talk, "前台态度太差，爱答不理")
    talk.press("赔礼道歉")
    assert rows(tables.Complaint, topic="attitude")[0].plate == "京J7B053"


def test_a_day_said_late_belongs_to_the_matter_not_to_the_wish(
    visitor: Conversation, rows: Rows
) -> None:
    visitor.say("你们海淀店把我车刮了一道", "file_complaint", store="HD")
    day = {"start": "2026-11-22T00:00:00+08:00", "end": "2026-11-23T00:00:00+08:00", "grain": "day"}
    assert "您希望我们怎么做" in bare(visitor, "昨天", time=day)
    visitor.say("给我补漆")
    bare(visitor, "13912345678", phone="13912345678")
    found = rows(tables.Complaint)[-1]
    assert found.description.endswith("昨天") and found.wish == "给我补漆"


def test_a_telephone_is_never_taken_for_a_wish(visitor: Conversation, rows: Rows) -> None:
    visitor.say("你们海淀店把我车刮了一道", "file_complaint", store="HD")
    assert "您希望我们怎么做" in bare(visitor, "13912345678", phone="13912345678")
    visitor.say("给我补漆")
    found = rows(tables.Complaint)[-1]
    assert (found.phone, found.wish) == ("13912345678", "给我补漆")


def test_what_is_added_at_the_last_question_is_kept(visitor: Conversation, rows: Rows) -> None:
    visitor.say("你们海淀店把我车刮了一道", "file_complaint", store="HD")
    visitor.say("给我补漆")
    visitor.say("还有，后视镜也给我掰坏了", "file_complaint")
    bare(visitor, "13912345678", phone="13912345678")
    assert "后视镜" in rows(tables.Complaint)[-1].description


def test_the_topic_of_an_announcement_is_kept(visitor: Conversation, rows: Rows) -> None:
    assert "经过" in visitor.say("投诉你们拖太久", "file_complaint")
    visitor.say("周六送去到今天没人动", "inform")
    visitor.say("海淀店", store="HD")
    visitor.say("赶紧修")
    visitor.say("13912345678", phone="13912345678")
    assert rows(tables.Complaint)[-1].topic == "delay"


def bare(talk: Conversation, text: str, **values: Any) -> str:
    """The answer to a message that is nothing but values."""
    place = {"text": text, "start": 0, "end": len(text)}
    found = [{"entity": entity, "value": value, **place} for entity, value in values.items()]
    return talk.hear(Said("inform", text, found))


def test_too_short_a_telephone_is_explained_and_no_part_of_the_matter(
    visitor: Conversation, rows: Rows
) -> None:
    visitor.say("你们海淀店把我车刮了一道", "file_complaint", store="HD")
    visitor.say("给我补漆")
    assert "十一位" in visitor.say("1391234567")
    bare(visitor, "幺三九幺二三四五六七八", phone="13912345678")
    description = rows(tables.Complaint)[-1].description
    assert "1391234567" not in description and "幺三九" not in description


def test_anger_is_not_a_wish(visitor: Conversation, rows: Rows) -> None:
    visitor.say("你们海淀店把我车刮了一道", "file_complaint", store="HD")
    answer = visitor.say("气死我了", "vent")
    assert "真抱歉" in answer and "希望我们怎么做" in answer


def test_the_second_of_the_visits(owner: Owner, workshop: Workshop, rows: Rows) -> None:
    test_several_visits_which_one(owner, workshop, rows)
    talk = owner("周涛")
    tell(talk, "前台爱答不理的，态度太差")
    talk.say("第二个")
    talk.say("赔礼道歉")
    (row,) = rows(tables.Complaint, topic="attitude")
    assert row.store_code == "HD"


def test_complaining_once_more_is_no_wish(visitor: Conversation, rows: Rows) -> None:
    tell(visitor, "换刹车片收费太贵，明细也不给", store="CY")
    assert "希望我们怎么做" in tell(visitor, "投诉")
    visitor.press("退还费用")
    visitor.say("13811112222", phone="13811112222")
    assert rows(tables.Complaint, topic="price")[0].wish == "退还费用"


def test_when_will_you_call_is_about_the_complaint_and_not_about_a_car(
    owner: Owner, visitor: Conversation
) -> None:
    answer = owner("陈静").say("什么时候回我", "check_progress")
    assert "CP26110001" in answer and "13:30" in answer
    assert "CP26110001" not in visitor.say("什么时候回我", "check_progress")


def test_done_again_is_a_wish_though_it_reads_like_a_correction(visitor: Conversation) -> None:
    visitor.say("上次保养完车里一股味儿", "file_complaint")
    visitor.say("上周二那次", "inform")
    assert visitor.slots["requested_slot"] == "complaint_wish"
    visitor.say("重新修", "correct")
    assert visitor.slots["complaint_wish"] == "重新修"
