"""Warranty and 三包 as an owner hears them: the rule, the arithmetic, the article, the reservation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.base import Said
from actions.warranty_facts import find_kind, hear_km, hear_start
from bot.dialogue.turn import Said as Heard
from bot.storage import tables
from tests.actions.conftest import Conversation
from tests.services.conftest import MONDAY

Owner = Callable[[str], Conversation]
Rows = Callable[..., list[Any]]
RESERVATION = "以三包凭证和门店核定为准"
REGULATION = "《家用汽车产品修理更换退货责任规定》"


def ask(talk: Conversation, text: str, **entities: Any) -> str:
    return talk.say(text, "ask_warranty", **entities)


def test_zhao_min_may_choose_with_the_arithmetic_of_her_visits(owner: Owner) -> None:
    talk = owner("赵敏")
    answer = ask(talk, "同一个毛病修了五次了，能退车吗")
    assert "修了5次" in answer and "超过4次" in answer
    assert "=33天" in answer and "超过30天" in answer
    assert "每一条单独都够了" in answer
    assert "41,300公里" in answer and "2026年12月23日" in answer
    assert "129,800元×41,300公里÷1,000×0.5%＝26,803.70元" in answer
    assert f"{REGULATION}第二十四条第一款第（四）项" in answer
    assert RESERVATION in answer
    assert talk.buttons == ["我要申请", "转人工"]


def test_the_right_can_be_claimed_on_the_spot(owner: Owner, rows: Rows) -> None:
    talk = owner("赵敏")
    ask(talk, "修了五次能退车吗")
    talk.press("我要申请")
    answer = talk.press("退车")  # replacement or return is the owner's to choose
    (claim,) = rows(tables.Claim)
    assert (claim.kind, claim.status, claim.plate) == ("return_car", "submitted", "京Q5T210")
    (promise,) = rows(tables.Promise, subject_type="claim", kind="first_reply")
    assert claim.number in answer and "13:30" in answer and promise.status == "open"
    talk.say("我要申请退车", "claim_warranty")
    assert len(rows(tables.Claim)) == 1  # the same claim again is the same


def test_a_claim_without_a_right_is_explained_and_not_taken(owner: Owner, rows: Rows) -> None:
    answer = owner("周涛").say("我要申请质保索赔", "claim_warranty")
    assert "过保" in answer and rows(tables.Claim) == []
    answer = owner("孙丽").say("我要申请退车", "claim_warranty")
    assert "没有查到质量问题的维修记录" in answer and rows(tables.Claim) == []


def test_a_repair_under_warranty_is_claimed(owner: Owner, rows: Rows) -> None:
    assert "CL26110001" in owner("吴磊").say("我要申请质保", "claim_warranty")
    (claim,) = rows(tables.Claim)
    assert claim.kind == "warranty" and claim.repair_order_id is not None


def test_of_two_cars_the_one_to_claim_for_is_asked(owner: Owner, rows: Rows) -> None:
    talk = owner("李强")
    talk.say("我要申请质保索赔", "claim_warranty")
    talk.press("星驰云电 京AD12345")
    assert [claim.plate for claim in rows(tables.Claim)] == ["京AD12345"]


def test_liu_yang_safety_and_a_person_come_first_then_the_condition(
    owner: Owner, rows: Rows
) -> None:
    talk = owner("刘洋")
    answer = ask(talk, "刹车失灵了，这车能退吗")
    first = answer.splitlines()[0]
    assert "没事吧" in first
    assert "今天（周一）10:00" in answer
    assert "第4天、260公里" in answer and "第二十三条" in answer
    assert "前提是店里检测认定为质量问题" in answer and "由您来选" in answer
    assert "补偿费" not in answer
    (handover,) = rows(tables.Handover)
    assert handover.reason == "safety"


def test_a_failure_on_the_road_gets_rescue(owner: Owner) -> None:
    talk = owner("孙丽")
    answer = ask(talk, "高速上刹车突然失灵了，能换车吗")
    assert "千万别再开" in answer
    assert "道路救援" in talk.buttons
    assert "在哪儿" in talk.press("道路救援")


def test_zhou_tao_hears_that_the_day_came_first(owner: Owner) -> None:
    answer = ask(owner("周涛"), "我的车还在保修期吗")
    assert "已经过保" in answer and "2026年10月23日到期" in answer
    assert "64,200公里虽然没到10万公里" in answer
    assert f"{REGULATION}第十八条" in answer and RESERVATION in answer


def test_covered_names_both_limits_and_the_articles(owner: Owner) -> None:
    answer = ask(owner("王芳"), "我的车还保修吗")
    assert "还在保" in answer and "18,600公里，没到10万公里" in answer
    assert "第十八条和第十九条" in answer and RESERVATION in answer


@pytest.mark.parametrize(
    ("name", "part", "words"),
    [
        ("王芳", "front_brake_pads", "前刹车片已经过保"),
        ("刘洋", "wipers", "属于易损件"),
        ("李强", "traction_battery", "8年或16万公里"),
        ("张伟", "transmission", "变速箱已经过保"),
    ],
)
def test_parts(owner: Owner, name: str, part: str, words: str) -> None:
    answer = ask(owner(name), "这个保不保", part=part)
    assert words in answer and RESERVATION in answer


def test_the_traction_battery_means_the_electric_car(owner: Owner) -> None:
    talk = owner("李强")
    assert "京AD12345" in ask(talk, "动力电池保多久", part="traction_battery")


def test_two_cars_which_one(owner: Owner) -> None:
    talk = owner("李强")
    assert "哪一台" in ask(talk, "我的车还在保吗")
    assert "京N8H312" in talk.press("星驰晨风 京N8H312", plate="京N8H312")


def test_a_plate_that_is_not_theirs_is_said_to_be_none_of_theirs(owner: Owner) -> None:
    answer = ask(owner("孙丽"), "京Q5T210还在保吗", plate="京Q5T210")
    assert answer.startswith("这个车牌不在您名下") and "京J7B053" in answer
    talk = owner("李强")
    answer = ask(talk, "京Q5T210还在保吗", plate="京Q5T210")
    assert "不在您名下" in answer and "到期" not in answer
    assert talk.buttons == ["星驰云电 京AD12345", "星驰晨风 京N8H312"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("吴磊", "第8天，超过了5天"),
        ("张伟", "进店的时候已经过了"),
        ("王芳", "11月28日（周六）08:40"),
        ("孙丽", "现在没有在店里修"),
    ],
)
def test_loaners(owner: Owner, name: str, words: str) -> None:
    talk = owner(name)
    answer = talk.say("修车有代步车吗", "request_loaner")
    assert words in answer
    assert talk.buttons == ["请同事帮我安排"]


def test_a_loaner_is_arranged(owner: Owner, rows: Rows) -> None:
    talk = owner("吴磊")
    assert "从11月20日（周五）10:10起" in talk.say("有代步车吗", "request_loaner")
    assert "10:00" in talk.say("好的", "affirm")
    (lead,) = rows(tables.Lead)
    assert lead.service_line == "loaner"


def test_a_question_of_warranty_may_be_one_of_a_loaner(owner: Owner) -> None:
    assert "第二十一条" in ask(owner("吴磊"), "修了八天了，按规定该给代步车吧")


def test_not_yet_at_the_line(owner: Owner) -> None:
    answer = ask(owner("王芳"), "修了好几次，能退车吗")
    assert "修过1次" in answer and "还没到这条线" in answer and RESERVATION in answer


def test_the_period_is_over(owner: Owner) -> None:
    answer = ask(owner("周涛"), "能退车吗")
    assert "2025年10月23日到期" in answer and "第十八条和第二十四条" in answer


def test_what_the_rules_do_not_decide_goes_to_a_person(owner: Owner, rows: Rows) -> None:
    answer = ask(owner("王芳"), "改装过排气，发动机还保不保", part="engine")
    assert "不能替您下结论" in answer and "10:00" in answer
    (handover,) = rows(tables.Handover)
    assert handover.reason == "warranty_unclear" and "改装" in handover.summary


def test_questions_of_principle_need_no_proof(visitor: Conversation) -> None:
    answer = ask(visitor, "质保是从开票算还是从上牌算")
    assert "从开发票那天算起" in answer and RESERVATION in answer
    assert visitor.form is None


def test_an_unknown_car_series_day_kilometres(visitor: Conversation) -> None:
    ask(visitor, "我的车还在保吗")
    assert "车系" in visitor.say("不方便说", "deny")
    assert "发票" in visitor.press("星驰云电", vehicle_model="yundian")
    assert "公里" in visitor.say("2023年5月买的")
    answer = visitor.say("五万多", mileage=50_000)
    assert "整车还在保" in answer and "2027年5月1日" in answer
    assert "按您说的" in answer and RESERVATION in answer


def test_facts_told_at_once_are_not_asked(visitor: Conversation) -> None:
    answer = ask(
        visitor,
        "晨风2022年3月买的，现在八万公里，发动机还保吗",
        vehicle_model="chenfeng",
        mileage=80_000,
        part="engine",
    )
    assert "发动机已经过保" in answer and "2025年3月1日到期" in answer


def test_another_maker_gets_the_lowest_terms(visitor: Conversation) -> None:
    ask(visitor, "车还保修吗", vehicle_model="volkswagen_lavida")
    visitor.say("2023年1月")
    answer = visitor.say("三万", mileage=30_000)
    assert "3年或6万公里" in answer and "厂家可能给得更长" in answer


def test_who_does_not_know_the_kilometres_hears_what_it_hangs_on(visitor: Conversation) -> None:
    ask(visitor, "车还保修吗", vehicle_model="chenfeng")
    visitor.say("2024年6月")
    answer = visitor.press("不清楚")
    assert "只要里程没超过10万公里" in answer


def test_rights_are_not_computed_for_strangers(visitor: Conversation) -> None:
    ask(visitor, "修了五次能退车吗", plate="京Q5T210")
    answer = visitor.say("不想核对", "deny")
    assert "第二十四条" in answer and "33" not in answer


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("变速箱保几年", "cover"),
        ("修了四次能退车吗", "rights"),
        ("同一个毛病修了五回了", "rights"),
        ("刹车失灵了怎么办", "rights"),
        ("从开票算还是从上牌算", "start_day"),
        ("年限和公里数先到哪个算哪个", "first_come"),
        ("三包规定是什么", "sanbao"),
        ("退车要满足什么条件", "returns"),
        ("没在4S店做保养会不会影响质保", "outside"),
        ("跑滴滴的车质保按几年算", "excluded"),
        ("泡过水的车质保还有吗", "excluded"),
        ("二手车质保跟着车走吗", "unclear"),
        ("电池掉到百分之多少可以免费换", "unclear"),
        ("等配件该给代步车吧", "loaner"),
    ],
)
def test_what_is_asked(text: str, kind: str) -> None:
    assert find_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "entities", "asked", "day"),
    [
        ("2023年5月买的", {}, False, "2023-05-01"),
        ("23年5月12号", {}, True, "2023-05-12"),
        ("去年3月", {}, True, "2025-03-01"),
        ("买了一年半", {}, False, "2025-05-23"),
        ("开了两年", {"duration": "P2Y"}, False, "2024-11-23"),
        ("买了三个月", {}, False, "2026-08-23"),
        (
            "前天提车",
            {"time": {"start": "2026-11-21T00:00:00+08:00", "grain": "day"}},
            False,
            "2026-11-21",
        ),
        ("记不清了", {}, True, "unknown"),
        ("下个月", {"time": {"start": "2026-12-01T00:00:00+08:00", "grain": "month"}}, True, None),
        ("2023年13月", {}, True, None),
        ("修了三个月", {}, False, None),
    ],
)
def test_the_day_of_purchase(
    text: str, entities: dict[str, Any], asked: bool, day: str | None
) -> None:
    found = [{"entity": name, "value": value, "text": text} for name, value in entities.items()]
    assert hear_start(Said("inform", text, found), MONDAY, asked) == day


@pytest.mark.parametrize(
    ("text", "mileage", "asked", "km"),
    [
        ("五万多", 50_000, False, 50_000),
        ("18600", None, True, 18_600),
        ("大概3万", None, True, None),
        ("不清楚", None, True, "unknown"),
        ("18600", None, False, None),
    ],
)
def test_kilometres(text: str, mileage: int | None, asked: bool, km: int | str | None) -> None:
    found = [{"entity": "mileage", "value": mileage, "text": text}] if mileage else []
    assert hear_km(Said("inform", text, found), asked) == km


def test_a_stranger_who_asks_for_a_loaner_proves_first(visitor: Conversation) -> None:
    assert "车牌" in ask(visitor, "等配件等了八天，该给代步车吧")
    visitor.say("京AF20386", plate="京AF20386")
    assert "第8天" in visitor.say("1009")


def test_a_correction_after_the_answer_is_computed_anew(owner: Owner) -> None:
    talk = owner("王芳")
    assert "还在保" in ask(talk, "我的车还保修吗")
    answer = talk.say("不对，已经跑了十一万公里", "correct", mileage=110_000)
    assert "里程先到了" in answer and "按您说的" in answer


def test_a_correction_keeps_what_was_told_of_a_car(visitor: Conversation) -> None:
    told = {"vehicle_model": "chenfeng", "mileage": 50_000}
    answer = ask(visitor, "我晨风2023年5月买的跑了5万公里还在保吗", **told)
    assert "时间先到了" in answer
    answer = visitor.say("不对，是2024年5月买的", "correct", time=may(2024))
    assert "从2024年5月1日算起，到2027年5月1日" in answer and "现在5万公里" in answer


def test_the_next_part_goes_on_with_the_car_that_has_it(owner: Owner) -> None:
    talk = owner("李强")
    assert "京AD12345" in ask(talk, "电池保多久", part="traction_battery")
    answer = talk.say("那发动机呢", part="engine")
    assert "京N8H312" in answer and "发动机已经过保了" in answer


def test_a_new_question_does_not_go_on_from_the_last(visitor: Conversation) -> None:
    told = {"vehicle_model": "chenfeng", "mileage": 30_000}
    ask(visitor, "晨风去年3月买的跑了三万公里还保吗", **told)
    assert "车牌" in ask(visitor, "我的车过保没有")


def may(year: int) -> dict[str, str]:
    start, end = f"{year}-05-01T00:00:00+08:00", f"{year}-06-01T00:00:00+08:00"
    return {"start": start, "end": end, "grain": "month"}


FURTHER = ("网约车呢", "我自己改装过排气呢", "跑滴滴的", "泡过水呢")


@pytest.mark.parametrize("text", FURTHER)
@pytest.mark.parametrize("intent", ["inform", "book_service", "out_of_scope", "vent"])
def test_what_may_exclude_cover_is_heard_after_the_answer(
    owner: Owner, rows: Rows, text: str, intent: str
) -> None:
    talk = owner("王芳")
    assert "还在保" in ask(talk, "我车过保了吗")
    answer = talk.say(text, intent)
    assert "不能替您下结论" in answer and "还在保" not in answer
    (handover,) = rows(tables.Handover)
    assert handover.reason == "warranty_unclear"
    assert handover.summary == f"我车过保了吗，{text}"


def test_an_accident_after_the_answer_is_an_accident(owner: Owner, rows: Rows) -> None:
    talk = owner("王芳")
    ask(talk, "我车过保了吗")
    assert "122" in talk.say("我的车刚刚被撞了", "ask_insurance_claim")
    assert rows(tables.Handover) == []


def battery(text: str, intent: str = "ask_warranty") -> Heard:
    entity = {"entity": "part", "value": "traction_battery", "text": "电池", "start": 0, "end": 2}
    return Heard(intent, text, [entity])


def test_the_battery_of_a_petrol_car_is_its_12_volt_one(owner: Owner, rows: Rows) -> None:
    talk = owner("王芳")
    ask(talk, "我车过保了吗")
    for said in (battery("电池呢", "inform"), battery("电池还保吗")):
        answer = talk.hear(said)
        assert "蓄电池" in answer and "京N3K587" in answer and "动力" not in answer
    assert rows(tables.Handover) == []


def test_the_battery_of_the_car_spoken_of_last(owner: Owner) -> None:
    talk = owner("李强")
    assert "京AD12345" in talk.hear(battery("电池保多久")) and "动力电池" in "".join(talk.spoken)
    ask(talk, "我的晨风还在保吗", vehicle_model="chenfeng")
    answer = talk.hear(battery("电池呢", "inform"))
    assert "京N8H312" in answer and "蓄电池" in answer
