"""Each maker's robot takes what we send, and its answers mean what they mean."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.care.doors import NotNow, Outcome, Refused, Sent, Unclear
from bot.care.robot import (
    MAKERS,
    GroupRobot,
    load_robot_settings,
    read_answer,
    sign_for_dingtalk,
    sign_for_feishu,
)
from bot.clock import SHANGHAI
from bot.services.outbox import Parcel
from bot.settings import SettingsError
from tests.ports import free_ports
from tests.robots import TOO_FAST, Robot, running_robot

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
MINUTE = timedelta(minutes=1)
DESK = "https://service.example/desk/"
EVERY_MAKER = pytest.mark.parametrize("maker", sorted(MAKERS))


def parcel(kind: str = "staff_waiting") -> Parcel:
    facts = {"number": "HO2611230001"}
    return Parcel(1, kind, "robot", "staff", "key", facts, "", "", NOW, 1, NOW)


def door(robot: Robot, **env: str) -> GroupRobot:
    settings = load_robot_settings({**robot.environment(), **env})
    assert settings is not None
    return GroupRobot(settings, DESK, read_seconds=0.5)


@EVERY_MAKER
def test_the_group_reads_it_with_the_way_to_the_desk(maker: str) -> None:
    with running_robot(maker) as robot:
        assert door(robot).send(parcel(), "有客户在等人工。") == Sent()
    assert robot.shown == [f"有客户在等人工。\n{DESK}talk/HO2611230001"]


def test_a_broken_promise_is_shown_on_the_board() -> None:
    with running_robot("wecom") as robot:
        door(robot).send(parcel("staff_broken_promise"), "过点了。")
    assert robot.shown == [f"过点了。\n{DESK}board"]


@pytest.mark.parametrize(("maker", "code"), [("dingtalk", 310000), ("feishu", 19021)])
@pytest.mark.parametrize("secret", ["wrong", ""])
def test_a_wrong_signature_is_refused(maker: str, code: int, secret: str) -> None:
    with running_robot(maker) as robot:
        sent = door(robot, AFTERCARE_ROBOT_SECRET=secret).send(parcel(), "在等")
    assert sent == Refused(f"{maker}_{code}")
    assert robot.shown == []


@EVERY_MAKER
def test_who_was_too_fast_tries_again_after_a_minute(maker: str) -> None:
    with running_robot(maker) as robot:
        robot.plan = [(200, TOO_FAST[maker]), (429, TOO_FAST[maker])]
        tries = [door(robot).send(parcel(), "在等") for _ in range(3)]
    code = {"wecom": 45009, "dingtalk": 130101, "feishu": 11232}[maker]
    assert tries == [NotNow(f"{maker}_{code}", MINUTE)] * 2 + [Sent()]


@EVERY_MAKER
def test_a_robot_that_was_removed_is_refused_and_keeps_its_key_to_itself(maker: str) -> None:
    code = {"wecom": 93000, "dingtalk": 300005, "feishu": 19001}[maker]
    with running_robot(maker) as robot:
        gone = door(robot, AFTERCARE_ROBOT_URL=robot.url.replace("693a91f6", "gone"))
        assert gone.send(parcel(), "在等") == Refused(f"{maker}_{code}")
        assert "gone" not in repr(load_robot_settings(robot.environment()))


def test_without_an_answer_nobody_knows_and_without_a_connection_nothing_was_sent() -> None:
    with running_robot("wecom") as robot:
        robot.plan = ["cut"]
        assert isinstance(door(robot).send(parcel(), "在等"), Unclear)
        assert len(robot.shown) == 1
    (port,) = free_ports(1)
    nobody = Robot("wecom", f"http://127.0.0.1:{port}/")
    assert door(nobody).send(parcel(), "在等") == NotNow("no_connection")


@pytest.mark.parametrize(
    ("maker", "status", "content", "meaning"),
    [
        ("wecom", 200, b'{"errcode": -1, "errmsg": "system busy"}', NotNow("wecom_-1", MINUTE)),
        ("wecom", 200, b"<html>", Unclear("wecom_odd_answer")),
        ("wecom", 502, b"<html>", Unclear("http_502")),
        ("wecom", 503, b"<html>", NotNow("http_503")),
        ("wecom", 404, b"<html>", Refused("http_404")),
        ("dingtalk", 200, b'{"errcode": 410100}', NotNow("dingtalk_410100", MINUTE)),
        (
            "dingtalk",
            200,
            b'{"status": 1111, "wait": 5, "punish": "deny"}',
            NotNow("dingtalk_denied", MINUTE),
        ),
        ("feishu", 200, b'{"StatusCode": 0, "StatusMessage": "success"}', Sent()),
        ("feishu", 400, b'{"code": 9499, "msg": "Bad Request"}', Refused("http_400")),
        ("feishu", 200, b'{"code": 19024, "msg": "Key Words Not Found"}', Refused("feishu_19024")),
    ],
)
def test_every_answer_has_its_meaning(
    maker: str, status: int, content: bytes, meaning: Outcome
) -> None:
    assert read_answer(maker, status, {}, content) == meaning


def test_signatures_are_those_that_openssl_makes() -> None:
    """printf '1700000000000\\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64, and
    printf '' | openssl dgst -sha256 -hmac $'1700000000\\nSECabc' -binary | base64."""
    assert (
        sign_for_dingtalk("SECabc", 1_700_000_000_000)
        == "jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM="
    )
    assert (
        sign_for_feishu("SECabc", 1_700_000_000) == "XprR1de+0SSBnwWyU/4k6x2TL+Q2SJlM5NNEdAv7MWg="
    )


@pytest.mark.parametrize(
    "env",
    [
        {"AFTERCARE_ROBOT_MAKER": ""},
        {"AFTERCARE_ROBOT_MAKER": "slack"},
        {"AFTERCARE_ROBOT_URL": "http://robot.example/send"},
    ],
)
def test_half_a_setting_is_told_at_the_start(env: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=next(iter(env))):
        load_robot_settings({**Robot("wecom", "https://robot.example/").environment(), **env})


def test_no_robot_is_no_error() -> None:
    assert load_robot_settings({}) is None
