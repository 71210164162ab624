"""Progress as an owner hears it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.services import repair_order
from bot.services.workshop import Workshop
from bot.shop.states import RepairOrderStatus as Status
from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.services.conftest import MONDAY, Clock

Owner = Callable[[str], Conversation]
Rows = Callable[..., list[Any]]
ASK = "车修好了没"


def ask(talk: Conversation, text: str = ASK, **entities: Any) -> str:
    return talk.say(text, "check_progress", **entities)


def test_wang_fang_hears_state_time_and_next_step(owner: Owner) -> None:
    talk = owner("王芳")
    answer = ask(talk)
    assert "正在星驰朝阳店维修" in answer and "空调不制冷" in answer
    assert "今天（周一）17:00" in answer and "下一步是质检" in answer
    (card,) = talk.cards
    assert [step["state"] for step in card["steps"]] == [
        "done",
        "done",
        "now",
        "next",
        "next",
        "next",
    ]


def test_zhang_wei_hears_the_apology_the_reason_the_new_time_and_may_have_a_person(
    owner: Owner, rows: Rows
) -> None:
    talk = owner("张伟")
    answer = ask(talk)
    assert "11月22日（周日）17:00" in answer and "真对不起" in answer
    assert "厂家发货晚了" in answer
    assert "11月27日（周五）17:00" in answer
    assert "变速箱机电单元" in answer
    assert "转人工" in talk.press("转人工", "request_human") or rows(tables.Handover)


def test_a_visitor_proves_first_and_is_then_answered(visitor: Conversation) -> None:
    assert "车牌" in ask(visitor)
    assert "后四位" in visitor.say("京N3K587", plate="京N3K587")
    answer = visitor.say("8001")
    assert "正在星驰朝阳店维修" in answer and "17:00" in answer


def test_who_would_not_prove_hears_nothing_of_any_car(visitor: Conversation) -> None:
    ask(visitor, plate="京N3K587")
    answer = visitor.say("不想说", "deny")
    assert "空调" not in answer and "维修" not in answer
    assert "转人工" in visitor.buttons


def test_another_owners_plate_is_not_answered_for(owner: Owner) -> None:
    answer = ask(owner("孙丽"), "京N3K587修好了没", plate="京N3K587")
    assert "不在您名下" in answer and "空调" not in answer


def test_overdue_has_an_apology_and_a_call_that_is_a_promise(
    owner: Owner, clock: Clock, rows: Rows
) -> None:
    clock.now = MONDAY.replace(hour=17, minute=10)
    talk = owner("王芳")
    answer = ask(talk)
    assert "真对不起" in answer and "今天（周一）17:40" in answer
    assert "转人工" in talk.buttons
    (promise,) = rows(tables.Promise, subject_type="staff_alert")
    assert promise.due_at == MONDAY.replace(hour=17, minute=40)


def test_a_silent_order_is_not_told_as_if_fresh(owner: Owner, clock: Clock, rows: Rows) -> None:
    clock.now = MONDAY.replace(hour=15, minute=0)
    talk = owner("王芳")
    answer = ask(talk)
    assert "没有新的记录" in answer and "15:30" in answer
    again = ask(talk)
    assert "15:30" in again
    assert len(rows(tables.StaffAlert)) == 1


def test_two_cars_which_one(owner: Owner, workshop: Workshop, rows: Rows) -> None:
    (li,) = rows(tables.Customer, name="李强")
    with workshop.database.transaction() as session:
        for index, car in enumerate(rows(tables.Car, customer_id=li.id)):
            session.add(
                tables.RepairOrder(
                    number=f"RO2611900{index}",
                    store_code="CY",
                    plate=car.plate,
                    car_id=car.id,
                    customer_id=li.id,
                    status="inspecting",
                    fault="底盘异响",
                    received_at=MONDAY - timedelta(minutes=30),
                    created_at=MONDAY,
                )
            )
    talk = owner("李强")
    assert "哪一台" in ask(talk)
    assert "京N8H312" in talk.press("星驰晨风 京N8H312")
    ask(talk)
    assert "京AD12345" in talk.say("云电那台", vehicle_model="yundian")
    assert "京AD12345" in ask(talk, "我的云电修好没", vehicle_model="yundian")
    assert "京N8H312" in talk.say("不对，我问的是晨风", "correct", vehicle_model="chenfeng")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("周涛", "11月20日（周五）已经交车"),
        ("李强", "11月26日（周四）10:00"),
        ("孙丽", "都不在我们店里"),
    ],
)
def test_nothing_in_the_workshop(owner: Owner, name: str, says: str) -> None:
    assert says in ask(owner(name))


def test_nothing_in_the_workshop_offers_a_visit(owner: Owner) -> None:
    talk = owner("孙丽")
    ask(talk)
    assert "做什么" in talk.say("好的", "affirm")


def test_wu_lei_hears_of_his_loaner_unasked(owner: Owner, rows: Rows) -> None:
    talk = owner("吴磊")
    answer = ask(talk)
    assert "第8天" in answer and "代步车" in answer
    assert "第二十一条" in talk.press("要代步车")


STEPS = {
    Status.QUALITY_CHECK: "正在星驰朝阳店做质检",
    Status.READY: "可以来星驰朝阳店提车",
}


def test_each_step_has_its_words(owner: Owner, workshop: Workshop, rows: Rows) -> None:
    (order,) = rows(tables.RepairOrder, plate="京N3K587")
    for step, words in STEPS.items():
        repair_order.advance(workshop, order.number, step, "cy.gu")
        assert words in ask(owner("王芳"))


def test_waiting_for_the_owners_word(owner: Owner, workshop: Workshop, rows: Rows) -> None:
    (order,) = rows(tables.RepairOrder, plate="京N3K587")
    repair_order.advance(workshop, order.number, Status.AWAITING_APPROVAL, "cy.gu", "需换压缩机")
    talk = owner("王芳")
    assert "等您点头" in ask(talk)
    assert "转人工" in talk.buttons


def test_in_the_middle_of_a_booking_it_is_answered_and_the_booking_goes_on(owner: Owner) -> None:
    talk = owner("孙丽")
    talk.say("想约个保养", "book_service", service_item="minor_service")
    answer = ask(talk)
    assert "都不在我们店里" in answer and "约个时间过来" not in answer
    assert talk.form == "booking_form"


CLAIM = "索赔批下来没"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("submitted", "已受理"),
        ("reviewing", "正在审核"),
        ("approved", "批下来了。更换压缩机"),
        ("rejected", "真抱歉"),
        ("settled", "办完了"),
        ("withdrawn", "撤回"),
    ],
)
def test_how_far_a_claim_is(
    owner: Owner, workshop: Workshop, rows: Rows, status: str, words: str
) -> None:
    (wu,) = rows(tables.Customer, name="吴磊")
    with workshop.database.transaction() as session:
        session.add(
            tables.Claim(
                number="CL26110001",
                kind="warranty",
                status=status,
                customer_id=wu.id,
                decision="更换压缩机。",
                created_at=MONDAY - timedelta(days=3),
            )
        )
    answer = ask(owner("吴磊"), CLAIM)
    assert "CL26110001" in answer and words in answer


def test_a_claim_has_the_time_of_its_first_answer(owner: Owner, clock: Clock) -> None:
    talk = owner("赵敏")
    talk.say("我要申请退车", "claim_warranty")
    assert "13:30" in ask(talk, CLAIM)
    clock.let_pass(hours=5)
    assert "答复却晚了" in ask(owner("赵敏"), CLAIM)


def test_without_a_claim_the_car_is_meant(owner: Owner) -> None:
    assert "正在星驰朝阳店维修" in ask(owner("王芳"), CLAIM)


@pytest.mark.parametrize("number", ["RO26110001", "RO99990001"])
def test_a_number_that_is_not_theirs_is_answered_alike_known_or_not(
    owner: Owner, number: str
) -> None:
    answer = ask(owner("王芳"), f"{number}到哪一步了", order_no=number)
    assert (
        answer.replace(number, "") == "您名下没有这个在修的单号，我只能查您自己的车。您想问哪一台？"
    )


def test_who_is_angry_about_a_late_car_hears_its_new_time_and_gets_a_person(
    owner: Owner, rows: Rows
) -> None:
    talk = owner("张伟")
    answer = talk.say("凭什么一拖再拖", "vent")
    assert "窝火" in answer.splitlines()[0]
    for told in ("京P9Q662", "变速箱顿挫", "11月22日（周日）", "11月27日（周五）"):
        assert told in answer
    assert talk.buttons == ["转人工"]
    talk.say("好的", "affirm")
    assert len(rows(tables.Handover)) == 1


def test_anger_about_an_overdue_car_puts_it_before_staff(
    owner: Owner, clock: Clock, rows: Rows
) -> None:
    clock.now = MONDAY.replace(hour=17, minute=30)  # half an hour after it was promised
    talk = owner("王芳")
    answer = talk.say("你们说话算不算数", "vent")
    assert "说好今天（周一）17:00交车" in answer and "报准新的交车时间" in answer
    (alert,) = rows(tables.StaffAlert, kind="overdue_order")
    (promise,) = rows(tables.Promise, subject_type="staff_alert", subject_id=alert.id)
    assert f"{promise.due_at.astimezone(MONDAY.tzinfo):%H:%M}" in answer


@pytest.mark.parametrize("name", ["孙丽", "王芳", None])
def test_other_anger_is_consoled_and_nothing_private_is_told(
    owner: Owner, visitor: Conversation, rows: Rows, name: str | None
) -> None:
    talk = owner(name) if name else visitor
    answer = talk.say("什么破店", "vent")
    assert "糟心" in answer and "京" not in answer
    assert rows(tables.StaffAlert) == []


def test_anger_in_the_midst_of_a_question_is_consoled_and_the_question_put_again(
    owner: Owner,
) -> None:
    talk = owner("张伟")
    talk.say("约个洗车", "book_service", service_item="car_wash")
    answer = talk.say("烦死了", "vent")
    assert "糟心" in answer and "变速箱" not in answer
    assert "哪家店" in answer
