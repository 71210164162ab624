"""The gateway's reports at the front: signed, fresh, in the agreed form; anything else changes nothing."""

from __future__ import annotations

import json
import time

import httpx
import pytest
from sqlalchemy import select

from bot.care.sms import load_sms_settings, sign
from bot.storage.tables import Outbox
from tests.gateway import APP, SECRET, Gateway
from tests.integration.front.served import refused

KEY = "repair_order_step:1"
ARRIVED = {"id": "m1", "key": KEY, "status": "delivered"}


@pytest.fixture
def gateway(front):
    """A message lies with the gateway, which can reach the front: `gateway(report, **headers)`.

    `moment`: seconds from now at which it says that it signs, or words that are no moment.
    """
    now = front.workshop.now()
    with front.workshop.database.transaction() as session:
        session.add(
            Outbox(
                kind="repair_order_step",
                recipient="13800138001",
                idempotency_key=KEY,
                facts={},
                channel="sms",
                status="sent",
                attempts=1,
                receipt="m1",
                not_before_at=now,
                sent_at=now,
            )
        )
    front.sms = load_sms_settings(Gateway("https://sms.example/").environment())
    front.start()

    def post(report, secret=SECRET, moment=0, **headers):
        body = report if isinstance(report, bytes) else json.dumps(report).encode()
        if isinstance(moment, int):
            moment = str(int(time.time()) + moment)
        signed = {
            "X-App": APP,
            "X-Timestamp": moment,
            "X-Nonce": "n1",
            "X-Signature": sign(secret, moment, "n1", body),
        }
        url = f"{front.url}/api/sms/reports"
        return httpx.post(url, content=body, headers={**signed, **headers})

    return post


@pytest.fixture
def row(front):
    def find():
        with front.workshop.database.reading() as session:
            return session.scalars(select(Outbox)).one()

    return find


def test_a_signed_report_is_noted(gateway, row):
    answer = gateway(ARRIVED)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert row().delivered_at is not None


def test_several_reports_come_in_one_request_and_may_come_again(gateway, row):
    lost = {**ARRIVED, "status": "failed", "error": "absent 13800138001"}
    elsewhere = {**lost, "key": "not ours"}
    for _ in range(2):
        assert gateway({"reports": [elsewhere, lost]}).status_code == 200
    assert (row().status, row().last_error) == ("failed", "not_delivered absent 138****8001")


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "guess"},
        {"moment": -301},
        {"moment": 400},
        {"moment": "soon"},
        {"X-Nonce": "another"},
        {"X-App": "another"},
        {"X-Signature": ""},
        {"X-Signature": "ä".encode()},
    ],
    ids=str,
)
def test_what_is_not_signed_or_is_old_is_refused(gateway, row, wrong):
    assert refused(gateway(ARRIVED, **wrong), 403)
    assert row().delivered_at is None


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"[" * 5000, b'{"reports": 3}', {**ARRIVED, "status": "perhaps"}, b"\xff"],
    ids=str,
)
def test_what_has_another_form_is_refused(gateway, row, body):
    assert refused(gateway(body), 400)
    assert row().delivered_at is None


def test_too_long_a_body_is_refused(gateway):
    assert refused(gateway(b" " * 20_000), 413, "too_long")


def test_a_message_that_is_still_on_its_way_is_reported_again(gateway, front):
    with front.workshop.database.transaction() as session:
        session.query(Outbox).update({"status": "sending"})
    answer = gateway(ARRIVED)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_without_a_gateway_there_is_no_such_door(front):
    front.start()
    assert httpx.post(f"{front.url}/api/sms/reports", json=ARRIVED).status_code == 404
