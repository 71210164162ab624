"""Requests of the wrong shape, size or number; what every answer carries and no log holds."""

from __future__ import annotations

import json
import logging
import re
import time
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from bot.channels import wording
from bot.channels.chat_api import Limits
from bot.channels.front import STATIC
from bot.channels.limits import Buckets, Limit, Places
from bot.masking import MaskingFormatter
from bot.services.transcript import list_lines
from tests.integration.front.served import refused

# Sizes and shapes


def test_a_message_may_have_a_thousand_characters_and_no_more(rasa, patient):
    patient.say("长" * 1000)
    patient.hears("收到")
    assert refused(patient.send(text="长" * 1001), 413, "too_long")
    assert len(rasa.turns) == 1


def test_a_huge_body_is_cut_off(rasa, visitor):
    huge = json.dumps({"text": "长" * 100_000})
    headers = {"Content-Type": "application/json"}
    assert refused(
        visitor.http.post("/api/messages", content=huge, headers=headers), 413, "too_long"
    )

    def chunks():
        yield b'{"text": "'
        for _ in range(100):
            yield b"a" * 1000

    answer = visitor.http.post("/api/messages", content=chunks(), headers=headers)
    assert refused(answer, 413, "too_long")
    assert rasa.turns == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"text": null}',
        b'{"text": 5}',
        b'{"text": ["a"]}',
        b'{"text": {"a": 1}}',
        b'{"button": 5}',
        b'{"button": null, "text": null}',
        b'{"text": "a", "button": "b"}',
        b'{"text": "a", "key": 5}',
        b'{"text": "a", "key": "short"}',
        b'{"text": "a", "key": "' + b"k" * 65 + b'"}',
        '{"text": "a", "key": "钥匙钥匙钥匙钥匙钥匙"}'.encode(),
        b"\xff\xfe\x00",
        b'{"text": "\xff"}',
        b"[" * 10_000,
        b'{"a":' * 2_000,
        b'{"text": NaN}',
    ],
    ids=lambda body: repr(body[:30]),
)
def test_a_malformed_body_is_refused(rasa, visitor, body):
    headers = {"Content-Type": "application/json"}
    assert refused(visitor.http.post("/api/messages", content=body, headers=headers), 400)
    assert rasa.turns == []


@pytest.mark.parametrize("blank", ["", "   ", "\u3000\n\t", "\x00\x01", "\u200b\u200b", "\\ud800"])
def test_an_empty_message_is_not_taken(rasa, visitor, blank):
    body = f'{{"text": {json.dumps(blank)} }}'.replace("\\\\ud800", "\\ud800")
    headers = {"Content-Type": "application/json"}
    assert refused(visitor.http.post("/api/messages", content=body, headers=headers), 400, "empty")
    assert rasa.turns == []


def test_half_a_character_and_control_characters_do_no_harm(rasa, visitor):
    body = rb'{"text": "\ud83d\u0000\u001b[2J\u202e\u4f60\u597d"}'
    headers = {"Content-Type": "application/json"}
    assert visitor.http.post("/api/messages", content=body, headers=headers).status_code == 202
    visitor.hears("收到")
    assert rasa.turns[0].text == "[2J你好"


@pytest.mark.parametrize(
    "number", ["-1", "1.5", "x", "9" * 30, "１", "1;DROP TABLE message", "0x1"]
)
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_number_that_is_none_is_refused(visitor, name, number):
    assert refused(visitor.http.get("/api/messages", params={name: number}), 400)
    assert refused(visitor.http.get("/api/stream", headers={"Last-Event-ID": number.encode()}), 400)


def test_quotes_and_wildcards_are_only_words(front, rasa, patient):
    for words in ("'; DROP TABLE message; --", '" OR 1=1', "%_", "\\'"):
        patient.say(words)
        patient.hears(f"收到：{words}")
    lines = list_lines(front.workshop, rasa.turns[0].conversation_id).lines
    assert lines[0].text == "'; DROP TABLE message; --"


# Too much


def test_who_writes_too_fast_is_asked_kindly_to_wait(front, rasa, visitor):
    answers = [visitor.send(text=f"第{number}句") for number in range(19)]
    late = [answer for answer in answers if answer.status_code == 429]
    assert 2 <= len(late) <= 4
    assert refused(late[0], 429, "too_fast")
    assert int(late[0].headers["retry-after"]) >= 1
    other = front.visitor()
    assert other.send(text="我没有").status_code == 202
    visitor.hears("收到：第0句")
    assert len([turn for turn in rasa.turns if turn.text.startswith("第")]) == 19 - len(late)


def test_new_sessions_do_not_get_around_the_limit_of_an_address(front, rasa):
    limits = Limits(messages_from_source=Buckets(Limit(5, 60)))
    front.start(limits=limits)
    states = [front.visitor().send(text="你好").status_code for _ in range(8)]
    assert states == [202] * 5 + [429] * 3


def test_sessions_themselves_are_limited(front, rasa):
    front.start(limits=Limits(sessions_from_source=Buckets(Limit(3, 60))))
    states = [httpx.post(f"{front.url}/api/session", json={}).status_code for _ in range(5)]
    assert states == [200, 200, 200, 429, 429]


def test_open_streams_are_limited_and_given_back(front, rasa):
    front.start(limits=Limits(streams=Places(2)))
    visitor = front.visitor()
    for _ in range(2):
        with ExitStack() as stack:
            lines = [stack.enter_context(visitor.stream()) for _ in range(2)]
            assert [next(line)[0] for line in lines] == ["typing", "typing"]
            third = visitor.http.get("/api/stream")
            assert refused(third, 429, "too_fast")
        deadline = time.monotonic() + 5
        while visitor_is_full(visitor):
            assert time.monotonic() < deadline, "the places were not given back"
            time.sleep(0.05)


def visitor_is_full(visitor) -> bool:
    with visitor.http.stream("GET", "/api/stream") as answer:
        return answer.status_code == 429


# What every answer carries


def test_every_answer_carries_the_guards(front, visitor):
    answers = [
        visitor.http.get("/"),
        visitor.http.get("/static/chat.js"),
        visitor.http.get("/static/nothing"),
        visitor.http.get("/nothing"),
        visitor.http.get("/health"),
        visitor.http.get("/api/messages"),
        visitor.http.put("/api/messages"),
        visitor.http.post("/api/messages", content=b"x"),
        visitor.http.get("/static/../front.py"),
    ]
    assert [answer.status_code for answer in answers[:7]] == [200, 200, 404, 404, 200, 200, 405]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy and "http" not in policy and "*" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"
    for answer in (answers[0], answers[5]):
        assert answer.headers["cache-control"] == "no-store"


def test_a_failure_shows_no_inside(front, visitor):
    with front.workshop.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE job RENAME TO elsewhere")
    answer = visitor.http.get("/")
    assert answer.status_code == 503
    for word in ("Traceback", "sqlite", "SELECT", "job"):
        assert word not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../front.py",
        "/static/%2e%2e/front.py",
        "/static/..%2ffront.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/....//front.py",
        "/static/../../../.env",
    ],
)
def test_only_static_files_are_served(front, visitor, path):
    answer = httpx.Client().send(
        httpx.Request("GET", httpx.URL(front.url).copy_with(raw_path=path.encode()))
    )
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text and "root:" not in answer.text


def test_the_page_has_no_inline_code_and_names_no_foreign_host(front, visitor):
    page = visitor.http.get("/").text
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    sources = [page, *(file.read_text("utf-8") for file in STATIC.iterdir() if file.is_file())]
    for source in sources:
        hosts = set(re.findall(r"(?:https?:)?//([a-z0-9.-]+\.[a-z]{2,})", source))
        assert hosts <= {"www.w3.org"}  # the name of SVG, not an address that is asked


def test_logs_hold_no_words_plates_or_telephones(front, rasa, visitor, caplog):
    caplog.set_level(logging.DEBUG)
    rasa.status, rasa.body = 500, {}
    visitor.say("我叫王芳，京N3K587，13800138001")
    visitor.hears(wording.say("no_answer"))
    visitor.send(text="x" * 1001)
    shown = MaskingFormatter("%(message)s")
    log = "\n".join(shown.format(record) for record in caplog.records)
    assert "gave conversation web-" in log and "Refused POST /api/messages" in log
    for secret in ("王芳", "3K587", "13800138001", visitor.cookie, "token-for-tests"):
        assert secret not in log


def test_a_visitors_address_is_passed_on_hidden(rasa, visitor):
    visitor.say("你好")
    visitor.hears("收到")
    assert "127.0.0.1" not in rasa.turns[0].source and len(rasa.turns[0].source) == 20


def test_static_files_are_the_build_of_the_source() -> None:
    """Whoever changes web/src runs `npm run build`; a hint, since tests have no node."""
    built = (STATIC / "chat.js").read_text("utf-8")
    copy = (Path(STATIC).parents[2] / "web" / "src" / "copy.ts").read_text("utf-8")
    for words in re.findall(r'"([^"$]*[\u4e00-\u9fff][^"$]*)"', copy):
        assert words in built, f"web/src has {words!r}, bot/channels/static has not"
