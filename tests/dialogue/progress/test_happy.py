"""The owner asks how far the car is and hears it as it stands in the shop's records."""

from __future__ import annotations

from bot.services import repair_order
from bot.shop.states import RepairOrderStatus as Status
from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


@twins("车修好了没", "嗯那个我问一下啊就是我的车修好了没有啊")
def test_wang_fang_hears_state_note_time_and_next_step(wang_fang: Conversation, said: str) -> None:
    answer = wang_fang.say(said)
    assert "正在星驰朝阳店维修" in answer and "空调不制冷" in answer
    assert "冷媒泄漏" in answer
    assert "今天（周一）17:00" in answer and "下一步是质检" in answer
    (card,) = answer.cards
    assert card["number"] == wang_fang.row("repair_order", plate="京N3K587").number
    assert wang_fang.rows("handover") == []
    assert wang_fang.written() == {}


@twins("到底还要多久", "哎呀就是说到底还要多久啊那个")
def test_zhang_wei_hears_what_was_broken_why_and_the_new_time(
    zhang_wei: Conversation, said: str
) -> None:
    answer = zhang_wei.say(said)
    assert "11月22日（周日）17:00" in answer and "对不起" in answer
    assert "厂家发货晚了" in answer
    assert "11月27日（周五）17:00" in answer
    assert "变速箱机电单元预计11月26日（周四）到货" in answer
    assert "代步车" not in answer  # out of warranty: none is owed
    order = zhang_wei.row("repair_order", plate="京P9Q662")
    assert order.promised_at.isoformat() == "2026-11-27T17:00:00+08:00"


@twins("我车好了没", "那个我的车子好了没有呢")
def test_wu_lei_is_told_of_his_loaner_unasked_and_takes_it(begin: Begin, said: str) -> None:
    talk = begin().prove("吴磊")
    answer = talk.say(said)
    assert "空调压缩机" in answer and "明天（周二）到货" in answer
    assert "后天（周三）17:00" in answer
    assert "第8天" in answer and "超过5天" in answer
    assert "第二十一条" in talk.press("要代步车")
    answer = talk.press("请同事帮我安排")
    lead = talk.row("lead")
    assert lead.service_line == "loaner" and lead.phone == "13100131009"
    assert lead.number in answer
    assert talk.written() == {"lead": 1, "promise": 1}


def test_a_car_that_is_not_here_offers_a_visit(sun_li: Conversation) -> None:
    answer = sun_li.say("车修好没")
    assert "不在我们店里" in answer and answer.buttons == ["预约到店"]
    assert "什么项目" in sun_li.say("好的")
    assert sun_li.rows("appointment", plate="京J7B053") == []


def test_a_car_that_is_still_to_come_is_told_with_its_appointment(li_qiang: Conversation) -> None:
    answer = li_qiang.say("我车修得怎么样了")
    assert "还没进店" in answer
    assert "11月26日（周四）10:00" in answer and "亦庄" in answer and "电池健康检测" in answer
    assert li_qiang.row("appointment", plate="京AD12345").status == "booked"


def test_a_car_that_was_handed_back_lately_is_told_with_its_day(begin: Begin) -> None:
    talk = begin().prove("周涛")
    answer = talk.say("车弄好了吗")
    assert "11月20日（周五）" in answer and "交车" in answer and "更换前刹车片" in answer
    assert talk.written() == {}


def test_a_car_under_inspection_has_no_time_yet(begin: Begin) -> None:
    talk = begin().prove("刘洋")
    answer = talk.say("我车现在什么情况")
    assert "检查" in answer and "刹车失灵" in answer
    assert "检查结果出来" in answer
    assert talk.row("repair_order", plate="京L6M739").promised_at is None


@twins("现在能去提车吗", "喂那个我现在能去提车了吗")
def test_a_car_that_is_ready_can_be_fetched(wang_fang: Conversation, said: str) -> None:
    number = wang_fang.row("repair_order", plate="京N3K587").number
    for step in (Status.QUALITY_CHECK, Status.READY):
        repair_order.advance(wang_fang.system.workshop, number, step, "cy.gu")
    answer = wang_fang.say(said)
    assert "修好了" in answer and "提车" in answer and "010-" in answer
    assert "17:00" not in answer
    order = wang_fang.row("repair_order", number=number)
    promise = wang_fang.row("promise", subject_type="repair_order", subject_id=order.id)
    assert promise.status == "kept"


def test_a_car_that_waits_for_the_owners_word_says_so(wang_fang: Conversation) -> None:
    number = wang_fang.row("repair_order", plate="京N3K587").number
    repair_order.advance(
        wang_fang.system.workshop, number, Status.AWAITING_APPROVAL, "cy.gu", "需换压缩机"
    )
    answer = wang_fang.say("修得咋样了")
    assert "等您点头" in answer and "转人工" in answer.buttons
    assert wang_fang.row("repair_order", number=number).status == "awaiting_approval"


def test_a_broken_promise_is_owned_up_to_and_a_call_is_promised(wang_fang: Conversation) -> None:
    wang_fang.set_clock("2026-11-23T17:10")
    answer = wang_fang.prove("王芳").say("车修好没有")
    assert "今天（周一）17:00" in answer and "对不起" in answer
    assert "最晚今天（周一）17:40" in answer
    call = wang_fang.row("promise", subject_type="staff_alert")
    assert call.due_at.isoformat() == "2026-11-23T17:40:00+08:00"
    assert call.status == "open"


def test_a_silent_order_is_checked_and_not_told_as_if_fresh(wang_fang: Conversation) -> None:
    wang_fang.set_clock("2026-11-23T15:00")
    answer = wang_fang.prove("王芳").say("车修得怎么样")
    assert "没有新的记录" in answer and "15:30" in answer
    wang_fang.say("修好没")
    assert "15:30" in wang_fang.last
    assert wang_fang.row("staff_alert").status == "open"


@twins(["今天能拿到吗", "今天中午能拿到吗"], ["今天能拿到吗那个车", "那今天中午能拿到不"])
def test_whether_it_can_be_had_today_is_answered_with_yes_or_no(
    wang_fang: Conversation, said: list[str]
) -> None:
    assert "来得及" in wang_fang.say(said[0])[0].text
    assert "赶不上" in wang_fang.say(said[1])[0].text
    assert wang_fang.written() == {}


@twins(["晨风那台", "电车呢"], ["那个陈风那台呢", "哦那个电车呢"])
def test_the_car_that_is_asked_for_is_named_when_it_is_not_here(
    li_qiang: Conversation, said: list[str]
) -> None:
    li_qiang.say("车修好了吗")
    assert "京N8H312" in li_qiang.say(said[0])
    assert "周四" in li_qiang.say(said[1])
    assert li_qiang.written() == {}


@twins("凭什么一拖再拖", "凭什么啊一拖再拖的")
def test_anger_about_a_late_car_hears_its_new_time(zhang_wei: Conversation, said: str) -> None:
    answer = zhang_wei.say(said)
    assert "11月27日（周五）17:00" in answer and "转人工" in answer.buttons
    again = zhang_wei.say("你们到底行不行")
    assert "周五" not in again and again.buttons == ["转人工"]  # not the same words once more
    zhang_wei.press("转人工")
    assert zhang_wei.row("handover", conversation_id=zhang_wei.id).status == "waiting"
