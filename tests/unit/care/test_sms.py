"""What the gateway's answers mean for a message: surely not sent, sent, or who knows."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.care.doors import LogSms, NotNow, Outcome, Refused, Sent, Unclear
from bot.care.sms import GatewaySms, load_sms_settings, read_answer
from bot.clock import SHANGHAI
from bot.services.outbox import Parcel
from bot.settings import SettingsError
from tests.gateway import Gateway, running_gateway
from tests.ports import free_ports

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
PARCEL = Parcel(
    1, "repair_order_step", "sms", "13800138001", "step:1", {}, "王女士", "", NOW, 1, NOW
)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with running_gateway() as running:
        yield running


def door(gateway: Gateway, **env: str) -> GatewaySms:
    settings = load_sms_settings({**gateway.environment(), **env})
    assert settings is not None
    return GatewaySms(settings, read_seconds=0.3)


def test_a_message_arrives_signed_with_its_key(gateway: Gateway) -> None:
    assert door(gateway).send(PARCEL, "车修好了") == Sent("m0")
    assert gateway.shown == [{"key": "step:1", "to": "13800138001", "text": "【星驰汽车】车修好了"}]


def test_a_wrong_secret_is_refused_and_nothing_is_shown(gateway: Gateway) -> None:
    sent = door(gateway, AFTERCARE_SMS_SECRET="wrong").send(PARCEL, "车修好了")
    assert sent == Refused("http_401")
    assert gateway.shown == []


def test_no_gateway_is_surely_not_sent() -> None:
    (port,) = free_ports(1)
    nobody = Gateway(url=f"http://127.0.0.1:{port}/send")
    assert door(nobody).send(PARCEL, "车修好了") == NotNow("no_connection")


@pytest.mark.parametrize("misdeed", ["cut", "slow"])
def test_a_message_without_an_answer_may_have_arrived(gateway: Gateway, misdeed: str) -> None:
    gateway.plan = [misdeed]
    assert isinstance(door(gateway).send(PARCEL, "车修好了"), Unclear)
    assert len(gateway.shown) == 1  # it did


def test_a_redirect_is_not_followed(gateway: Gateway) -> None:
    gateway.plan = [(307, {"Location": gateway.url}, {})]
    assert door(gateway).send(PARCEL, "车修好了") == Refused("http_307")
    assert gateway.requests == 1


@pytest.mark.parametrize(
    ("status", "headers", "content", "meaning"),
    [
        (200, {}, b'{"ok": true, "id": 7}', Sent("7")),
        (202, {}, b"accepted", Sent(None)),
        (200, {}, b'["odd"]', Sent(None)),
        (200, {}, b'{"ok": false, "error": "blocked"}', Refused("gateway_blocked")),
        (400, {}, b"", Refused("http_400")),
        (429, {"Retry-After": "40"}, b"", NotNow("http_429", timedelta(seconds=40))),
        (503, {"Retry-After": "99999"}, b"", NotNow("http_503", timedelta(hours=1))),
        (503, {"Retry-After": "soon"}, b"", NotNow("http_503")),
        (500, {}, b"", Unclear("http_500")),
        (502, {}, b"", Unclear("http_502")),
        (504, {}, b"", Unclear("http_504")),
    ],
)
def test_answers(status: int, headers: dict[str, str], content: bytes, meaning: Outcome) -> None:
    assert read_answer(status, headers, content) == meaning


GOOD = Gateway(url="https://sms.example/send").environment()


@pytest.mark.parametrize(
    "wrong",
    [
        {"AFTERCARE_SMS_URL": "http://sms.example/send"},
        {"AFTERCARE_SMS_URL": "sms.example"},
        {"AFTERCARE_SMS_SECRET": ""},
        {"AFTERCARE_SMS_APP": " "},
        {"AFTERCARE_SMS_HONOURS_KEYS": "yes"},
    ],
)
def test_a_setting_that_cannot_work_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        load_sms_settings({**GOOD, **wrong})


def test_the_secret_is_not_shown_and_no_gateway_is_none() -> None:
    assert load_sms_settings({}) is None
    assert "not a real secret" not in repr(load_sms_settings(GOOD))


def test_without_a_gateway_the_log_says_which_notice_and_not_its_words(caplog: Any) -> None:
    with caplog.at_level(logging.INFO):
        sent = LogSms().send(replace(PARCEL), "您的车京N3K587修好了")
    assert sent == Sent("log")
    assert f"notice {PARCEL.id} ({PARCEL.kind})" in caplog.text
    for secret in ("修好了", "13800138001", "京N3K587"):
        assert secret not in caplog.text
