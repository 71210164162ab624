"""Waiting for a person: the place and the time, asked again, waiting no more, given back."""

from __future__ import annotations

import httpx
import pytest

from bot.services import desk_conversations, handover
from bot.services.desk_access import list_colleagues
from tests.dialogue.conftest import Begin
from tests.dialogue.harness import Conversation
from tests.dialogue.twins import twins


def colleague(talk: Conversation, login: str = "cy.gu"):
    everybody = list_colleagues(talk.system.workshop, None)
    return next(each for each in everybody if each.login == login)


def serve(talk: Conversation, minutes: float, times: int = 3) -> None:
    """So many others were taken on after so many minutes each."""
    shop = talk.system.workshop
    for count in range(times):
        number = handover.request_person(shop, f"web-{count}-{minutes}", "customer_asked").number
        talk.let_pass(minutes=minutes)
        desk_conversations.take(shop, colleague(talk), number, "您好")


def test_the_place_and_what_is_not_known_is_not_made_up(customer: Conversation) -> None:
    for count in range(2):
        handover.request_person(customer.system.workshop, f"web-{count}", "customer_asked")
    answer = customer.say("转人工")
    assert "前面还有2位" in answer and "说不准" in answer and "10:00" in answer


def test_the_time_is_what_it_really_took(customer: Conversation) -> None:
    serve(customer, minutes=7)
    assert "下一位就是您" in customer.say("转人工") and "10分钟" in customer.last


@twins("还要等多久", "那个还要等多久啊")
def test_asked_again_the_place_is_told_again(
    begin: Begin, customer: Conversation, said: str
) -> None:
    begin().say("转人工")
    customer.let_pass(seconds=5)
    customer.say("转人工")
    assert "前面还有1位" in customer.say(said)
    assert "前面还有1位" in customer.say("前面还有几个")
    assert len(customer.rows("handover", conversation_id=customer.id)) == 1


def test_who_does_not_wait_asks_for_the_car(wang_fang: Conversation) -> None:
    assert "正在星驰朝阳店维修" in wang_fang.say("还要等多久能修好")
    assert "没有在等人工" in wang_fang.say("人工还要等多久")


@pytest.mark.parametrize("said", ["不等了", "算了不用人工了", "算了", "不用人工了，你来吧"])
def test_who_waits_no_longer_is_cancelled(customer: Conversation, said: str) -> None:
    customer.say("转人工")
    assert "我来接着帮您" in customer.say(said)
    handed = customer.row("handover", conversation_id=customer.id)
    assert handed.status == "cancelled"
    assert customer.row("promise", subject_id=handed.id, kind="call_back").status == "withdrawn"
    assert "260元" in customer.say("四轮定位多少钱")


def test_what_is_wanted_instead_is_done(sun_li: Conversation) -> None:
    sun_li.say("转人工")
    answer = sun_li.say("算了不等了，你帮我约个小保养吧")
    assert sun_li.row("handover", conversation_id=sun_li.id).status == "cancelled"
    assert "哪" in answer, "the first question of the booking"


def test_in_a_form_it_goes_on_where_it_was(sun_li: Conversation) -> None:
    sun_li.say("我想约个小保养")
    question = sun_li.last[-1].text
    sun_li.say("转人工")
    assert "下一位就是您" in sun_li.say("还要等多久") and question in sun_li.last
    assert "我来接着帮您" in sun_li.say("不等了") and question in sun_li.last


def test_stopping_the_form_does_not_stop_the_waiting(sun_li: Conversation) -> None:
    sun_li.say("我想约个小保养")
    sun_li.say("转人工")
    sun_li.say("算了")
    assert sun_li.row("handover", conversation_id=sun_li.id).status == "waiting"


def test_a_negation_asks_for_nobody(customer: Conversation) -> None:
    customer.say("不用人工")
    assert customer.rows("handover") == []


def test_at_night_the_call_needs_a_number(customer: Conversation) -> None:
    customer.set_clock("2026-11-23T23:30")
    assert "明天（周二）09:00" in customer.say("转人工") and "手机号" in customer.last
    assert "尾号5678" in customer.say("13812345678")
    handed = customer.row("handover", conversation_id=customer.id)
    assert (handed.phone, handed.step) == ("13812345678", "call_back")
    assert "尾号5678" in customer.say("还要等多久")


def test_at_night_a_proven_customers_number_is_known(wang_fang: Conversation) -> None:
    wang_fang.set_clock("2026-11-23T23:30")
    wang_fang.prove("王芳")  # the first has run out by then
    assert "尾号8001" in wang_fang.say("转人工")


# --- given back by a colleague ----------------------------------------------------------------------


def give_back(talk: Conversation, confirmed: str = "") -> str:
    """顾晓 takes what is open, answers and gives it back; gives what the bot then says by itself."""
    shop, gu = talk.system.workshop, colleague(talk)
    number = talk.row("handover", conversation_id=talk.id, status="waiting").number
    desk_conversations.take(shop, gu, number, "您好")
    talk.let_pass(seconds=20)
    desk_conversations.reply(shop, gu, number, "周六上午师傅在的", f"key-{number}")
    desk_conversations.hand_back(shop, gu, number, "我先忙到这儿", confirmed)
    settings = talk.system.settings
    told = httpx.post(
        f"{settings.rasa_url}/webhooks/inner/turn",
        json={"conversation_id": talk.id, "channel": "web", "event": "handed_back"},
        headers={"Authorization": f"Bearer {settings.internal_token}"},
        timeout=30,
    ).json()
    assert told["answered"]
    return "\n".join(message.get("text") or "" for message in told["messages"])


def test_the_open_question_comes_again_with_what_was_confirmed(sun_li: Conversation) -> None:
    sun_li.say("我想约个小保养")
    question = sun_li.last[-1].text
    sun_li.say("转人工")
    said = give_back(sun_li, "周六上午师傅在。")
    assert "刚才顾晓帮您确认了：周六上午师傅在。" in said
    assert "我们接着约" in said and question in said
    sun_li.say("朝阳店，明天下午三点")
    sun_li.press("可以")
    assert [job.job_code for job in sun_li.rows("appointment_job")][-1] == "minor_service"


def test_a_question_for_a_free_sentence_is_asked_again_too(customer: Conversation) -> None:
    customer.say("我要投诉")
    question = customer.last[-1].text
    customer.say("转人工")
    assert question in give_back(customer)
    assert customer.rows("complaint", conversation_id=customer.id) == []


def test_with_nothing_open_the_bot_says_that_it_is_there(customer: Conversation) -> None:
    customer.say("转人工")
    assert "还有什么想办的" in give_back(customer)
    assert "没有在等人工" in customer.say("人工还要等多久")


def test_the_next_colleague_reads_what_the_one_before_said(customer: Conversation) -> None:
    customer.say("转人工")
    give_back(customer)
    customer.say("转人工")
    handed = customer.row("handover", conversation_id=customer.id, status="waiting")
    assert handed.summary == "此前顾晓：周六上午师傅在的"


def test_what_happened_cannot_be_typed(customer: Conversation) -> None:
    customer.say("我想约个小保养")
    answer = customer.say("/handed_back")
    assert "我们接着约" not in answer


# --- no more, and before others --------------------------------------------------------------------


@pytest.mark.parametrize("said", ["算了不用了", "不用了", "那算了吧不用了"])
def test_who_lets_it_go_is_called_by_nobody(customer: Conversation, said: str) -> None:
    customer.say("转人工")
    assert "不用等了" in customer.say(said)
    handed = customer.row("handover", conversation_id=customer.id)
    assert handed.status == "cancelled"
    assert customer.row("promise", kind="call_back", subject_id=handed.id).status == "withdrawn"


def test_what_is_let_go_in_a_form_is_the_form_and_the_person_still_comes(
    sun_li: Conversation,
) -> None:
    sun_li.say("我想约个小保养")
    sun_li.say("转人工")
    sun_li.say("算了不用了")
    assert sun_li.row("handover", conversation_id=sun_li.id).status == "waiting"


@pytest.mark.parametrize(
    "words", [[], ["北四环望和桥", "13812345678"]], ids=["asked", "on its way"]
)
def test_who_is_stranded_comes_before_the_others(customer: Conversation, words: list[str]) -> None:
    for count in range(2):
        handover.request_person(customer.system.workshop, f"web-{count}", "customer_asked")
    for line in ["我车坏在路上了", *words]:
        customer.say(line)
    assert "下一位就是您" in customer.say("转人工")
    assert customer.row("handover", conversation_id=customer.id).reason == "safety"


def test_what_is_told_while_waiting_is_written_for_the_colleague(customer: Conversation) -> None:
    customer.say("转人工")
    assert "尾号5678" in customer.say("13812345678")
    assert "写在您的单子上" in customer.say("下午四点以后打给我")
    handed = customer.row("handover", conversation_id=customer.id)
    assert handed.phone == "13812345678" and "下午四点以后" in handed.summary
    assert handed.status == "waiting"


@pytest.mark.parametrize("said", ["我不等，现在就要", "算了，我去网上曝光你们"])
def test_impatience_does_not_cancel_the_waiting(customer: Conversation, said: str) -> None:
    customer.say("转人工")
    assert "不用等了" not in customer.say(said)
    assert customer.row("handover", conversation_id=customer.id).status == "waiting"


def test_the_price_of_labour_asks_for_nobody(customer: Conversation) -> None:
    customer.say("换大灯人工多少")
    assert customer.rows("handover", conversation_id=customer.id) == []
