"""A day at the desk: sign in, take who waits, answer, hand back; the board beside it."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.channels import wording
from bot.desk import words
from bot.services import booking
from bot.services.desk_access import read_colleague
from bot.services.desk_conversations import hand_back
from bot.services.leads import take_lead
from bot.services.progress import report
from bot.services.transcript import Utterance, record_said
from bot.storage import tables
from tests.integration.desk.colleague import PASSWORD, DeskBrowser


def greeting(name):
    return wording.say("desk_taken").format(name=name)


def test_the_one_time_password_is_changed_before_anything_else(staffed, visitor):
    with staffed.workshop.database.transaction() as session:
        session.execute(update(tables.Staff).values(must_change_password=True))
    browser = DeskBrowser(staffed.url)
    assert browser.sign_in("cy.gu").url.path == "/desk/password"
    for closed in ("", "board", "talk/HO1", "live"):
        assert browser.http.get(f"/desk/{closed}").url.path == "/desk/password"
    new = {"new": "my-own-words-1", "again": "my-own-words-1"}
    assert words.NOTES["not_alike"] in browser.do(
        "password", old=PASSWORD, new="my-own-words-1", again="my-own-words-2"
    )
    assert words.NOTES["wrong"] in browser.do("password", old="not-mine", **new)
    assert words.NOTES["changed"] in browser.do("password", old=PASSWORD, **new)
    assert "等待接入" in browser.page()


def test_a_customer_is_taken_answered_and_handed_back(desk, rasa, visitor, talk):
    gu = desk("cy.gu")
    queue = gu.page()
    assert talk in queue and "我想找人工" in queue and "想找人工" in queue
    assert words.NOTES["taken_now"] in gu.do(f"talk/{talk}/take")
    assert visitor.hears(greeting("顾晓"))["from"] == "shop"

    visitor.say("我的车什么时候好")
    assert [turn.text for turn in rasa.turns] == ["我想找人工"]
    assert "我的车什么时候好" in gu.page(f"talk/{talk}/live")
    assert "客户在等回复" in gu.page("live")

    page = gu.do(f"talk/{talk}/reply", text="下午三点就好，辛苦您等一等", key="k1")
    assert "下午三点就好" in page and 'data-key="k1"' in page
    heard = visitor.hears("下午三点就好")
    assert (heard["from"], heard["author"]) == ("person", "顾晓")

    assert words.NOTES["handed_back"] in gu.do(f"talk/{talk}/hand-back")
    visitor.hears("接下来由我继续帮您")
    visitor.say("好的，接着约保养")
    visitor.hears("收到：好的，接着约保养")
    told = [turn.text for turn in rasa.turns]
    assert told == ["我想找人工", "handed_back", "好的，接着约保养"]
    assert talk not in gu.page()


def test_after_giving_back_the_bot_speaks_without_being_asked_and_once(
    desk, front, rasa, visitor, talk
):
    rasa.answers["handed_back"] = [
        {"text": "刚才顾晓帮您确认了：周六可以。"},
        {"text": "您想约几点？", "buttons": [{"title": "上午", "payload": "周六上午"}]},
    ]
    gu = desk("cy.gu")
    gu.do(f"talk/{talk}/take")
    newest = visitor.messages()[-1]["id"]
    with visitor.stream(after=newest) as events:
        gu.do(f"talk/{talk}/hand-back", confirmed="周六可以。")
        heard = []
        while "您想约几点？" not in heard:
            name, data = next(events)
            heard += [data["text"]] if name == "message" else []
    assert heard[-2:] == ["刚才顾晓帮您确认了：周六可以。", "您想约几点？"]
    visitor.press("上午")
    visitor.hears("收到：周六上午")
    assert [turn.text for turn in rasa.turns].count("handed_back") == 1
    with front.workshop.database.reading() as session:
        assert session.query(tables.Handover).one().confirmed == "周六可以"


def test_given_back_while_the_bot_is_away_the_customer_may_simply_go_on(
    desk, front, rasa, visitor, talk
):
    rasa.status = 500
    gu = desk("cy.gu")
    gu.do(f"talk/{talk}/take")
    gu.do(f"talk/{talk}/hand-back")
    visitor.hears(wording.say("go_on"))
    assert not visitor.history()["typing"]
    assert wording.say("no_answer") not in str(visitor.messages())


def test_a_front_that_died_before_the_bot_spoke_is_made_up_for_by_the_next(
    front, rasa, desk, visitor, talk
):
    """As when the process ends between the two: the line is there, and nobody is at work on it."""
    gu = desk("cy.gu")
    gu.do(f"talk/{talk}/take")
    with front.workshop.database.reading() as session:
        query = select(tables.Staff).where(tables.Staff.login == "cy.gu")
        colleague = read_colleague(session.scalars(query).one())
    hand_back(front.workshop, colleague, talk, "顾晓先忙到这儿")
    front.stop()
    front.clock.let_pass(minutes=2)
    front.start()
    visitor.hears(wording.say("go_on"))
    assert not visitor.history()["typing"]


def test_what_was_confirmed_is_short(desk, visitor, talk):
    gu = desk("cy.gu")
    gu.do(f"talk/{talk}/take")
    refused = gu.do(f"talk/{talk}/hand-back", confirmed="长" * 201)
    assert words.NOTES["too_long_note"] in refused and "正在答复" in refused


def test_a_bot_without_an_answer_keeps_still_once_a_person_has_taken_over(
    desk, front, rasa, visitor, talk
):
    gu = desk("cy.gu")
    rasa.seconds = 4
    asked = visitor.say("还在吗")["id"]
    gu.do(f"talk/{talk}/take")
    deadline = time.monotonic() + 10
    state = "pending"
    while state == "pending" and time.monotonic() < deadline:
        time.sleep(0.1)
        with front.workshop.database.reading() as session:
            state = session.get(tables.Message, asked).answer
    assert state == "to_staff"
    said_since = [m["text"] for m in visitor.messages() if m["id"] > asked]
    assert said_since[-1] == greeting("顾晓")
    assert wording.say("no_answer") not in said_since


def test_a_reply_reaches_the_open_chat_window(desk, visitor, talk):
    gu = desk("cy.gu")
    gu.do(f"talk/{talk}/take")
    newest = visitor.messages()[-1]["id"]
    with visitor.stream(after=newest) as events:
        assert next(events) == ("typing", {"on": False})
        gu.do(f"talk/{talk}/reply", text="我在呢", key="k1")
        name, message = next(events)
    assert (name, message["text"], message["author"]) == ("message", "我在呢", "顾晓")


def test_the_second_of_two_is_told_that_it_is_taken(desk, visitor, talk):
    gu, admin = desk("cy.gu"), desk("admin")
    gu.do(f"talk/{talk}/take")
    page = admin.do(f"talk/{talk}/take")
    assert words.NOTES["taken"] in page and "顾晓正在答复" in page
    assert 'id="reply"' not in page
    assert words.NOTES["not_yours"] in admin.do(f"talk/{talk}/reply", text="我来", key="k")
    assert [m["text"] for m in visitor.messages()].count("我来") == 0


def test_a_reply_sent_twice_is_said_once(desk, visitor, talk):
    gu = desk("cy.gu")
    gu.do(f"talk/{talk}/take")
    for _ in range(2):
        gu.do(f"talk/{talk}/reply", text="马上为您查", key="same")
    assert [m["text"] for m in visitor.messages()].count("马上为您查") == 1


def test_closing_and_passing_on(desk, visitor, talk):
    gu, lin = desk("cy.gu"), desk("kefu")
    gu.do(f"talk/{talk}/take")
    assert words.NOTES["colleague"] in gu.do(f"talk/{talk}/pass-on", to="hd.he")
    assert words.NOTES["passed_on"] in gu.do(f"talk/{talk}/pass-on", to="kefu")
    visitor.hears(greeting("林可"))
    assert words.NOTES["reason"] in lin.do(f"talk/{talk}/close", reason="whatever")
    assert words.NOTES["closed"] in lin.do(f"talk/{talk}/close", reason="settled")
    visitor.hears(wording.say("desk_closed"))
    assert "已结束：已解决" in lin.page(f"talk/{talk}")


def test_cards_and_buttons_are_shown_in_words(front, rasa, desk, talk):
    payload = {"buttons": [{"id": "x", "title": "周六上午"}], "choices": {"x": "周六上午"}}
    said = [Utterance("您看哪天方便？", payload)]
    record_said(front.workshop, rasa.turns[-1].conversation_id, said)
    page = desk("cy.gu").page(f"talk/{talk}")
    assert "您看哪天方便？" in page and "<span>周六上午</span>" in page
    assert "想问保养" in page, "the bot's summary"


def test_a_draft_is_hinted_at_but_not_stopped(desk, visitor, talk):
    gu = desk("cy.gu")
    assert gu.send("tone", text="您别激动").json() == {"hints": ["“别激动”听着像没当回事"]}
    assert gu.send("tone", text="我马上查").json() == {"hints": []}


def first_order(page, status):
    """The number of the first order on the board that stands so."""
    form = rf'/desk/order/([^/]+)/step">(?:(?!</form>).)*name="seen" value="{status}"'
    found = re.search(form, page, re.S)
    assert found is not None, page
    return found.group(1)


@pytest.fixture
def order(front):
    """Makes a repair of a known customer go on in the store CY."""
    row = tables.RepairOrder
    with front.workshop.database.transaction() as session:
        session.execute(
            update(row)
            .where(row.store_code == "CY", row.customer_id.is_not(None))
            .values(status="repairing", finished_at=None)
        )


def test_an_order_moves_on_with_one_tap_and_a_new_time(desk, front, order):
    gu = desk("cy.gu")
    number = first_order(gu.page("board"), "repairing")
    step = {"seen": "repairing", "to": "quality_check", "store": "CY"}
    assert words.NOTES["stepped"] in gu.do(f"order/{number}/step", **step)
    assert words.NOTES["moved_on"] in gu.do(f"order/{number}/step", **step)
    at = (front.clock.now + timedelta(days=1)).strftime("%Y-%m-%dT15:30")
    page = gu.do(f"order/{number}/promise", promised_at=at, reason="配件明早到", store="CY")
    assert words.NOTES["promised"] in page and "明天 15:30" in page
    assert words.NOTES["moment"] in gu.do(f"order/{number}/promise", promised_at="soon", reason="x")
    with front.workshop.database.reading() as session:
        told = [row.facts for row in session.query(tables.Outbox) if row.facts["number"] == number]
    assert [facts["status"] for facts in told] == ["quality_check", "quality_check"]
    assert told[-1]["reason"] == "配件明早到"


def test_who_sees_all_stores_changes_between_them(desk):
    board = desk("admin").page("board?store=HD")
    assert 'aria-current="page">' in board and "/desk/board?store=YZ" in board


def test_a_note_is_seen_by_colleagues_not_by_the_customer(desk, visitor, talk):
    gu, lin = desk("cy.gu"), desk("kefu")
    assert words.NOTES["noted"] in gu.do(f"talk/{talk}/note", text="先别打电话", key="n1")
    assert "先别打电话" in lin.page(f"talk/{talk}")
    assert "先别打电话" in lin.page(f"talk/{talk}/side/live")
    assert words.NOTES["empty"] in gu.do(f"talk/{talk}/note", text=" ", key="n2")
    assert "先别打电话" not in str(visitor.messages())


def test_a_manager_writes_answers_that_colleagues_use(desk, visitor, talk):
    admin, gu = desk("admin"), desk("cy.gu")
    form = {"title": "停车", "text": "{称呼}，停{门店}门口就行", "store_code": "CY", "role": ""}
    assert words.NOTES["answer_saved"] in admin.do("answers", **form)
    gu.do(f"talk/{talk}/take")
    assert 'value="停星驰朝阳店门口就行"' in gu.page(f"talk/{talk}")
    page = admin.page("answers")
    path = re.search(r'/desk/(answers/\d+)">(?:(?!</form>).)*value="停车"', page, re.S).group(1)
    first = admin.do(path, **{**form, "text": "停后院", "seen": "1"})
    assert words.NOTES["answer_saved"] in first
    assert words.NOTES["outdated"] in admin.do(path, **{**form, "text": "停路边", "seen": "1"})
    assert words.NOTES["unknown_name"] in admin.do("answers", title="x", text="{车牌}")
    assert words.NOTES["answer_removed"] in admin.do(f"{path}/remove", seen="2")
    assert "停车" not in gu.page(f"talk/{talk}")


@pytest.fixture
def visit(front):
    """Today's appointment of 孙丽 at 11:00; gives the number."""
    return booking.book(
        front.workshop,
        conversation_id="web-v",
        store_code="CY",
        job_codes=["minor_service"],
        starts_at=front.clock.now.replace(hour=11, minute=0),
        plate="京J7B053",
        customer_id=8,
    ).number


def test_a_car_comes_in_gets_a_bay_and_a_technician(desk, visit):
    gu = desk("cy.gu")
    assert re.search(r"京J7B053.{0,80}小保养", gu.page("board/floor/live"), re.S)
    receive = f"appointment/{visit}/receive"
    assert words.NOTES["mileage"] in gu.do(receive, mileage_km="很多", store="CY")
    assert words.NOTES["mileage_low"] in gu.do(receive, mileage_km="900", store="CY")
    page = gu.do(receive, mileage_km="9,850 公里", fault="顺便看看雨刷", store="CY")
    assert words.NOTES["received"] in page and "顺便看看雨刷" in page
    assert words.NOTES["not_expected"] in gu.do(receive, mileage_km="9850", store="CY")

    number = first_order(page, "received")
    bay = re.search(r'<option value="(\d+)">通用工位4', page).group(1)
    person = re.search(r'<option value="(\d+)">韩磊', page).group(1)
    form = {"bay": bay, "technician": person, "seen_bay": "", "seen_technician": "", "store": "CY"}
    page = gu.do(f"order/{number}/assign", **form)
    assert words.NOTES["assigned"] in page and re.search(r"通用工位4\s*· 韩磊", page)
    assert words.NOTES["moved_on"] in gu.do(f"order/{number}/assign", **form)


def test_a_car_without_an_appointment_is_taken_in(desk, front):
    gu = desk("cy.gu")
    form = {"plate": "京a 12345", "job": "minor_service", "mileage_km": "30000", "store": "CY"}
    assert words.NOTES["plate"] in gu.do("walk-in", **{**form, "plate": "没牌"})
    assert words.NOTES["unknown_job"] in gu.do("walk-in", **{**form, "job": ""})
    page = gu.do("walk-in", **form)
    assert words.NOTES["walked_in"] in page and "京A12345" in page
    assert words.NOTES["in_workshop"] in gu.do("walk-in", **form)
    front.clock.now = front.clock.now.replace(hour=17, minute=45)
    assert words.NOTES["walked_in_full"] in gu.do("walk-in", **{**form, "plate": "京A12346"})


def test_what_did_not_arrive_is_sent_again_or_put_aside(desk, front):
    with front.workshop.database.transaction() as session:
        to_owner, to_group = ("repair_order_step", "13800138001"), ("staff_waiting", "staff")
        for kind, recipient in (to_owner, to_group):
            session.add(
                tables.Outbox(
                    kind=kind,
                    recipient=recipient,
                    idempotency_key=kind,
                    status="failed",
                    facts={"store_code": "CY", "number": "RO26110006"},
                    not_before_at=front.workshop.now(),
                )
            )
    gu = desk("cy.gu")
    page = gu.page("board/watch/live")
    assert "没发出去" in page and "138****8001" in page and "13800138001" not in page
    assert "员工群" in page and "提醒有人在等" in page
    first, second = re.findall(r"/desk/(letter/\d+)/again", page)
    assert words.NOTES["sent_again"] in gu.do(f"{first}/again", store="CY")
    assert words.NOTES["status"] in gu.do(f"{first}/aside", store="CY")
    assert words.NOTES["put_aside"] in gu.do(f"{second}/aside", store="CY")
    assert "没送到的通知" not in gu.page("board/watch/live")


def test_warnings_wishes_and_alerts_stand_on_the_board(desk, front):
    workshop = front.workshop
    take_lead(workshop, "web-l", "rescue", "北四环望和桥", "13812345678", store_code="CY")
    front.clock.let_pass(hours=8)
    report(workshop, 1)
    gu = desk("cy.gu")
    page = gu.page("board")
    assert re.search(r"京Q5T210</strong>\s*<span class=\"tag bad\">已过线", page)
    assert "北四环望和桥" in page and "工单过了答应的时间" in page
    lead = re.search(r"/desk/(lead/\d+/settle)", page).group(1)
    alert = re.search(r"/desk/(alert/\d+/settle)", page).group(1)
    assert words.NOTES["lead_settled"] in gu.do(lead, store="CY")
    page = gu.do(alert, store="CY")
    assert words.NOTES["alert_settled"] in page
    assert "北四环望和桥" not in page and "工单过了答应的时间" not in page
    assert words.NOTES["settled"] in gu.do(alert, store="CY")
