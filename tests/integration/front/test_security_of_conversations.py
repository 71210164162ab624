"""Attacks on the web door: each is refused with a short answer, and Rasa hears nothing of it."""

from __future__ import annotations

import json

import httpx
import pytest

from bot.storage import tables
from tests.integration.front.served import refused

SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{7*7}}${7*7}<%= 7*7 %>",
]


# Other people's conversations


def test_without_a_session_nothing_is_read_or_said(front, rasa):
    front.start()
    stranger = httpx.Client(base_url=front.url)
    assert refused(stranger.get("/api/messages"), 401, "session_gone")
    assert refused(stranger.get("/api/stream"), 401, "session_gone")
    assert refused(stranger.post("/api/messages", json={"text": "在吗"}), 401, "session_gone")
    assert rasa.turns == []


def test_a_visitor_sees_and_continues_only_their_own_conversation(front, rasa, patient):
    patient.say("我是王芳，车牌京N3K587")
    patient.hears("收到")
    owner = rasa.turns[0].conversation_id
    other = front.visitor()
    assert other.messages() == []
    for query in ({"after": 0}, {"before": 999}, {"conversation_id": owner}, {"sender": owner}):
        assert other.http.get("/api/messages", params=query).json()["messages"] == []
    body = {"text": "我的车呢", "conversation_id": owner, "sender": owner, "session": owner}
    other.http.post("/api/messages", json=body)
    other.hears("收到：我的车呢")
    assert rasa.turns[-1].conversation_id != owner
    assert len(patient.messages()) == 2


@pytest.mark.parametrize("made_up", ["conversation id", "other signature", "empty", "longer"])
def test_a_made_up_cookie_opens_nothing(front, rasa, patient, made_up):
    patient.say("你好")
    patient.hears("收到")
    nonce, issued, signature = patient.cookie.split(".")
    value = {
        "conversation id": rasa.turns[0].conversation_id,
        "other signature": f"{nonce}.{issued}.{signature[::-1]}",
        "empty": "",
        "longer": patient.cookie + "A",
    }[made_up]
    thief = httpx.Client(base_url=front.url, headers={"Cookie": f"aftercare_session={value}"})
    assert refused(thief.get("/api/messages"), 401, "session_gone")


def test_a_session_that_the_visitor_chose_is_replaced(front, rasa):
    """Session fixation: a cookie planted before the first visit is not taken over."""
    front.start()
    planted = httpx.Client(base_url=front.url, cookies={"aftercare_session": "planted"})
    answer = planted.post("/api/session", json={})
    assert "planted" not in answer.headers["set-cookie"]


def test_anothers_button_does_not_work(front, rasa, patient):
    rasa.answers["哪天"] = [{"text": "?", "buttons": [{"title": "确认", "payload": "确认预约"}]}]
    patient.say("哪天")
    stolen = patient.hears("?")["buttons"][0]["id"]
    other = front.visitor()
    assert refused(other.send(button=stolen), 404, "old_button")
    for guess in ("", "1", "0", stolen[:-1], stolen + "A", "确认预约", "/restart", "%"):
        assert refused(patient.send(button=guess), 404, "old_button")
    assert [turn.text for turn in rasa.turns] == ["哪天"]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(front, rasa):
    front.start()
    plain = httpx.post(f"{front.url}/api/session", json={}).headers["set-cookie"].lower()
    assert "httponly" in plain and "samesite=strict" in plain and "path=/" in plain
    assert "secure" not in plain
    behind_tls = {"X-Forwarded-Proto": "https"}  # from a proxy on this machine
    secure = httpx.post(f"{front.url}/api/session", json={}, headers=behind_tls)
    assert "; secure" in secure.headers["set-cookie"].lower()
    assert "strict-transport-security" in secure.headers


# Other people's pages


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/api/messages", "/api/session"])
def test_another_sites_page_cannot_speak_for_the_visitor(rasa, visitor, headers, path):
    answer = visitor.http.post(path, json={"text": "取消预约", "fresh": True}, headers=headers)
    assert refused(answer, 403)
    assert "set-cookie" not in answer.headers
    assert rasa.turns == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_what_a_foreign_form_can_send_is_not_taken(rasa, visitor, kind):
    body = json.dumps({"text": "取消预约"})
    answer = visitor.http.post("/api/messages", content=body, headers={"Content-Type": kind})
    assert refused(answer, 415)
    assert rasa.turns == []


def test_no_other_site_may_read_answers(visitor):
    answer = visitor.http.options(
        "/api/messages",
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert not any(name.startswith("access-control") for name in answer.headers)


# Commands


@pytest.mark.parametrize(
    "typed",
    [
        "/restart",
        "／restart",
        "  /restart",
        "\u3000／restart",
        "\u200b/restart",
        "\u0007/restart",
        "//restart",
        '/inform{"plate": "京N3K587"}',
        "/",
    ],
    ids=repr,
)
def test_typed_text_never_reaches_rasa_as_a_command(rasa, visitor, typed):
    visitor.say(typed)
    visitor.hears("收到")
    (turn,) = rasa.turns
    assert not turn.text.startswith(("/", "／"))


# Scripts


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_in_words_stays_words(rasa, visitor, script):
    rasa.answers[script] = [
        {"text": script, "buttons": [{"title": script}]},
        {"custom": {"title": script, "rows": [{"label": script, "value": script}]}},
    ]
    visitor.say(script)
    message = visitor.hears(script[:10])
    assert message["text"] == script and message["card"]["title"] == script
    answer = visitor.http.get("/api/messages")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_in_the_catalogue_is_escaped_on_the_page(front, visitor, script):
    with front.workshop.database.transaction() as session:
        session.get(tables.Store, "CY").name = script
        session.get(tables.Job, "minor_service").name = script[:40]
    page = visitor.http.get("/").text
    assert "<script>alert" not in page and "<img src=x" not in page and "<svg onload" not in page
    assert "7*7" in page or "alert(1)" in page


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_in_an_address_is_not_reflected(visitor, script):
    for answer in (
        visitor.http.get("/", params={"q": script}),
        visitor.http.get(f"/{script}"),
        visitor.http.get(f"/static/{script}"),
        visitor.http.get("/api/messages", params={"after": script}),
        visitor.http.get(f"/api/{script}"),
    ):
        assert "alert(1)" not in answer.text and "7*7" not in answer.text
