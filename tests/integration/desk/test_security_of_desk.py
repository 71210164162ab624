"""What the desk refuses: strangers, foreign pages, guessing, other stores, stored script, rubbish."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from bot.desk import words
from bot.services import booking
from bot.services.complaint import open_complaint
from bot.services.leads import take_lead
from bot.storage import tables
from tests.integration.desk.colleague import DeskBrowser

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'`"
PAGES = (
    "",
    "live",
    "board",
    "board/live",
    "talk/{}",
    "talk/{}/live",
    "talk/{}/side/live",
    "answers",
    "board/floor/live",
    "board/watch/live",
    "password",
)
ACTS = (
    "talk/{}/take",
    "talk/{}/reply",
    "talk/{}/hand-back",
    "talk/{}/close",
    "talk/{}/pass-on",
    "talk/{}/note",
    "answers",
    "answers/1",
    "answers/1/remove",
    "order/RO1/step",
    "order/RO1/promise",
    "complaint/CP1/step",
    "walk-in",
    "appointment/AP1/receive",
    "appointment/AP1/no-show",
    "order/RO1/assign",
    "alert/1/settle",
    "lead/1/settle",
    "letter/1/again",
    "letter/1/aside",
    "tone",
    "password",
    "sign-out",
)


def matters_of_cy(front):
    """An appointment, an alert, a wish and a dead letter of CY: what may be done about each."""
    workshop = front.workshop
    start = front.clock.now.replace(hour=11, minute=0)
    visit = booking.book(
        workshop,
        conversation_id="web-x",
        store_code="CY",
        job_codes=["minor_service"],
        starts_at=start,
        plate="京A12345",
        phone="13812345678",
        contact_name=SCRIPT[:40],
    ).number
    take_lead(workshop, "web-x", "rescue", SCRIPT, "13812345678", store_code="CY")
    with workshop.database.transaction() as session:
        lead = session.scalars(select(tables.Lead.id)).one()
        alert = tables.StaffAlert(kind=SCRIPT[:40], alert_key="x", store_code="CY", detail=SCRIPT)
        letter = tables.Outbox(
            kind=SCRIPT[:40],
            recipient=SCRIPT,
            idempotency_key="x",
            status="failed",
            last_error=SCRIPT,
            facts={"store_code": "CY", "number": SCRIPT},
            not_before_at=workshop.now(),
        )
        session.add_all([alert, letter])
        session.flush()
        return [
            f"appointment/{visit}/receive",
            f"appointment/{visit}/no-show",
            f"alert/{alert.id}/settle",
            f"lead/{lead}/settle",
            f"letter/{letter.id}/again",
            f"letter/{letter.id}/aside",
        ]


def status_of(front, number):
    with front.workshop.database.reading() as session:
        query = select(tables.Handover.status).where(tables.Handover.number == number)
        return session.scalars(query).one()


def test_a_stranger_sees_and_does_nothing(front, staffed, visitor, talk):
    for path in PAGES:
        response = visitor.http.get(f"/desk/{path.format(talk)}")
        assert response.status_code == (401 if path.endswith("live") else 303), path
        assert "我想找人工" not in response.text
        assert response.headers.get("location", "/desk/sign-in") == "/desk/sign-in"
    for path in ACTS:
        response = visitor.http.post(f"/desk/{path.format(talk)}", data={"text": "x"})
        assert (response.status_code, response.headers["location"]) == (303, "/desk/sign-in"), path
    assert status_of(front, talk) == "waiting"


def test_a_form_without_its_key_does_nothing(front, desk, talk):
    gu = desk("cy.gu")
    for path in ACTS:
        for key in ("", "guess", "猜"):
            form = {"form_key": key, "text": "x"}
            response = gu.http.post(f"/desk/{path.format(talk)}", data=form)
            assert response.status_code == 403, path
            assert len(response.text) < 100
    assert status_of(front, talk) == "waiting"
    assert gu.http.get("/desk/").url.path == "/desk/", "still signed in"


def test_another_colleagues_key_is_worth_nothing(front, desk, talk):
    gu, admin = desk("cy.gu"), desk("admin")
    response = gu.http.post(f"/desk/talk/{talk}/take", data={"form_key": admin.form_key})
    assert response.status_code == 403
    assert status_of(front, talk) == "waiting"


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_sites_page_can_neither_act_nor_sign_in(front, desk, talk, headers):
    gu = desk("cy.gu")
    form = {"form_key": gu.form_key, "login": "cy.gu", "password": "x"}
    for path in (f"talk/{talk}/take", "sign-in"):
        assert gu.http.post(f"/desk/{path}", data=form, headers=headers).status_code == 403
    assert status_of(front, talk) == "waiting"


def test_guessing_a_password_is_stopped_in_the_same_words_for_any_login(staffed, visitor):
    for login in ("cy.gu", "nobody"):
        browser = DeskBrowser(staffed.url)
        pages = [browser.sign_in(login, f"guess-{n}").text for n in range(6)]
        assert all(words.NOTES["wrong"] in page for page in pages[:5])
        assert words.NOTES["rests"] in pages[5]
    browser.sign_in("cy.gu")
    assert browser.http.get("/desk/").url.path == "/desk/sign-in", "the right password rests too"


def test_the_cookie_is_kept_from_scripts_and_dies_with_signing_out(desk, staffed):
    gu = DeskBrowser(staffed.url)
    cookie = gu.http.post(
        "/desk/sign-in",
        data={"login": "kefu", "password": "correct-horse-9"},
        follow_redirects=False,
    ).headers["set-cookie"]
    assert "HttpOnly" in cookie and "Path=/desk" in cookie and "SameSite=lax" in cookie
    gu = desk("cy.gu")
    stolen = gu.http.cookies["aftercare_desk"]
    gu.do("sign-out")
    thief = DeskBrowser(staffed.url)
    thief.http.cookies.set("aftercare_desk", stolen)
    assert thief.http.get("/desk/").url.path == "/desk/sign-in"


def test_another_stores_matters_do_not_exist(front, desk, visitor, talk):
    number = open_complaint(front.workshop, "web-x", "态度很差", store_code="CY").complaint.number
    he = desk("hd.he")
    with front.workshop.database.reading() as session:
        query = select(tables.RepairOrder.number).where(tables.RepairOrder.store_code == "CY")
        order = session.scalars(query).first()
    parts = ("board", "board/live", "board/floor/live", "board/watch/live")
    for path in (f"talk/{talk}", f"talk/{talk}/live", *(f"{part}?store=CY" for part in parts)):
        assert he.http.get(f"/desk/{path}").status_code == 404
    assert he.http.get(f"/desk/talk/{talk}/side/live").status_code == 404
    for path in ("take", "reply", "hand-back", "close", "pass-on", "note"):
        sent = he.send(f"talk/{talk}/{path}", text="您好", reason="settled", to="hd.he")
        assert sent.status_code == 404
    step = {"seen": "repairing", "to": "quality_check"}
    assert he.send(f"order/{order}/step", **step).status_code == 404
    at = {"promised_at": "2026-12-24T10:00", "reason": "x"}
    assert he.send(f"order/{order}/promise", **at).status_code == 404
    step = {"seen": "accepted", "to": "investigating"}
    assert he.send(f"complaint/{number}/step", **step).status_code == 404
    assert he.send(f"order/{order}/assign").status_code == 404
    walk_in = {"plate": "京A12345", "job": "minor_service", "mileage_km": "1", "store": "CY"}
    assert he.send("walk-in", **walk_in).status_code == 404
    for path in matters_of_cy(front):
        assert he.send(path, mileage_km="9900").status_code == 404, path
    assert talk not in he.page()
    assert status_of(front, talk) == "waiting"


def test_stored_script_is_shown_as_words(front, rasa, desk, visitor, talk):
    conversation_id = rasa.turns[-1].conversation_id
    visitor.say(SCRIPT)
    complaint = open_complaint(front.workshop, conversation_id, SCRIPT, wish=SCRIPT)
    with front.workshop.database.transaction() as session:
        customer = session.scalars(select(tables.Customer)).first()
        customer.name = customer.salutation = SCRIPT[:40]
        session.execute(
            update(tables.Handover).values(
                customer_id=customer.id,
                summary=SCRIPT,
                phone=SCRIPT[:20],
                understood_json={"wishes": [SCRIPT], "slots": {"booking_plate": SCRIPT}},
            )
        )
        session.execute(
            update(tables.RepairOrder).values(fault=SCRIPT, customer_id=customer.id, status="ready")
        )
        session.execute(
            update(tables.Staff).where(tables.Staff.login == "kefu").values(name=SCRIPT)
        )
    gu = desk("cy.gu")
    gu.do(f"talk/{talk}/take")
    gu.do(f"talk/{talk}/reply", text=SCRIPT, key=SCRIPT[:40])
    gu.do(f"talk/{talk}/note", text=SCRIPT, key=SCRIPT[:40])
    matters_of_cy(front)
    with front.workshop.database.transaction() as session:
        session.execute(update(tables.Bay).values(label=tables.Bay.label + "<b>"))
        session.execute(update(tables.Technician).values(name=tables.Technician.name + "<b>"))
        session.execute(update(tables.RepairOrder).values(status="repairing", finished_at=None))
    talks = ("", "live", f"talk/{talk}", f"talk/{talk}/live", f"talk/{talk}/side/live")
    boards = ("board", "board/live", "board/floor/live", "board/watch/live")
    for path in (*talks, *boards):
        page = gu.page(path)
        assert "<script>alert" not in page and "<img src=x" not in page, path
        assert "<b>" not in page and "&lt;script&gt;" in page, path
    assert complaint.complaint.number in gu.page("board")


def test_script_in_a_canned_answer_is_shown_as_words(desk, talk):
    admin = desk("admin")
    page = admin.do("answers", title="<b>&", text=SCRIPT)
    assert "<script>alert" not in page and "<b>&" not in page and "&lt;script&gt;" in page
    admin.do(f"talk/{talk}/take")
    page = admin.page(f"talk/{talk}")
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_canned_answers_are_the_managers(desk):
    gu = desk("cy.gu")
    assert gu.http.get("/desk/answers").url.path == "/desk/" and "/desk/answers" not in gu.page()
    assert words.NOTES["role"] in gu.do("answers", title="x", text="y")
    assert words.NOTES["role"] in gu.do("answers/1/remove", seen="1")
    admin = desk("admin")
    assert admin.send("answers/999/remove", seen="1").status_code == 404
    assert admin.send("answers/1", title="x", text="y", seen="new").status_code == 400


def test_the_address_is_not_shown(desk):
    gu = desk("cy.gu")
    for path in (f"?note={SCRIPT}", f"board?note={SCRIPT}", f"sign-in?note={SCRIPT}"):
        assert "<script>alert" not in gu.http.get(f"/desk/{path}").text
    refused = gu.http.get(f"/desk/talk/{SCRIPT}")
    assert refused.status_code == 404 and "alert" not in refused.text


def test_pages_hold_no_script_of_their_own_and_name_no_other_host(desk, talk):
    gu = desk("cy.gu")
    gu.do(f"talk/{talk}/take")
    for path in (
        "",
        f"talk/{talk}",
        f"talk/{talk}/side/live",
        "board",
        "board/floor/live",
        "password",
    ):
        response = gu.http.get(f"/desk/{path}")
        policy = response.headers["content-security-policy"]
        assert "script-src 'self'" in policy and "'unsafe" not in policy
        assert response.headers["cache-control"] == "no-store"
        assert not re.search(
            r"<script(?![^>]*src=\"/)|<style|\sstyle=|\son\w+=|https?://", response.text
        )


def test_rubbish_is_refused_shortly(desk, talk):
    gu = desk("cy.gu")
    key = gu.form_key
    url = f"/desk/talk/{talk}/reply"
    form = "application/x-www-form-urlencoded"
    for status, kind, body in (
        (413, form, f"form_key={key}&text=" + "x" * 20_000),
        (415, "multipart/form-data; boundary=x", "--x--"),
        (415, "application/json", "{}"),
        (400, form, f"form_key={key}&text=%FF%FE"),
        (400, form, f"form_key={key}&text=a%00b"),
        (400, form, "&".join(f"f{n}=1" for n in range(50))),
        (400, form, "text=\xff".encode("latin-1")),
    ):
        response = gu.http.post(url, content=body, headers={"content-type": kind})
        assert response.status_code == status, body[:40]
        assert len(response.text) < 200
    for path, fields in (
        ("order/RO1/step", {"seen": "nothing", "to": "ready"}),
        ("complaint/CP1/step", {"seen": "accepted", "to": SCRIPT}),
        ("order/RO1/assign", {"bay": SCRIPT}),
        ("order/RO1/assign", {"seen_technician": "-1"}),
    ):
        assert gu.send(path, **fields).status_code == 400
