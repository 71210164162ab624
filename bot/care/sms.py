"""Text messages by an HTTP gateway: a signed JSON POST (docs/outbox.md says it to its maker).

Its outcomes are read with one rule: what surely did not arrive may be tried again; what may have
arrived is `Unclear`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import requests

from bot.care.doors import NotNow, Outcome, Refused, Sent, Unclear
from bot.services.outbox import Parcel
from bot.settings import SettingsError, is_loopback
from bot.shop.notices import SMS

CONNECT_SECONDS = 3.05
READ_SECONDS = 10.0
LONGEST_WAIT = 3600
NOT_TAKEN = frozenset({408, 425, 429, 503})
"""Answers of a gateway that has not taken the message, and may take it later."""


@dataclass(frozen=True)
class SmsSettings:
    """Where the gateway is and how we show who we are."""

    url: str
    app: str
    secret: str = field(repr=False)
    signature: str
    """What stands before the text in 【】, as registered with the operator."""
    honours_keys: bool
    """The gateway drops a key that it has seen. Say so only when its maker does."""


def load_sms_settings(env: Mapping[str, str]) -> SmsSettings | None:
    """The gateway's settings; None where AFTERCARE_SMS_URL is not set. Raises SettingsError."""
    url = env.get("AFTERCARE_SMS_URL", "").strip()
    if not url:
        return None
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (
        parts.scheme == "http" and is_loopback(parts.hostname or "")
    )
    if not parts.hostname or not is_safe:
        raise SettingsError("AFTERCARE_SMS_URL must begin with https:// (http on loopback only).")
    app = env.get("AFTERCARE_SMS_APP", "").strip()
    secret = env.get("AFTERCARE_SMS_SECRET", "").strip()
    if not app or not secret:
        raise SettingsError("AFTERCARE_SMS_URL needs AFTERCARE_SMS_APP and AFTERCARE_SMS_SECRET.")
    honours = env.get("AFTERCARE_SMS_HONOURS_KEYS", "").strip() or "0"
    if honours not in ("0", "1"):
        raise SettingsError(f"AFTERCARE_SMS_HONOURS_KEYS is {honours!r}; it is 0 or 1.")
    signature = env.get("AFTERCARE_SMS_SIGNATURE", "").strip()
    return SmsSettings(url, app, secret, signature, honours == "1")


class GatewaySms:
    """A text message by a gateway that takes signed JSON."""

    name = SMS

    def __init__(self, settings: SmsSettings, read_seconds: float = READ_SECONDS) -> None:
        self._settings = settings
        self._read_seconds = read_seconds
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy and no .netrc that nobody meant for this

    @property
    def honours_keys(self) -> bool:
        return self._settings.honours_keys

    def send(self, parcel: Parcel, text: str) -> Outcome:
        sign = self._settings.signature
        message = {
            "key": parcel.key,
            "to": parcel.address,
            "text": f"【{sign}】{text}" if sign else text,
        }
        body = json.dumps(message, ensure_ascii=False).encode()
        try:
            answer = self._session.post(
                self._settings.url,
                data=body,
                headers=self._headers(parcel.key, body),
                timeout=(CONNECT_SECONDS, self._read_seconds),
                allow_redirects=False,  # the message is for this address alone
            )
        except requests.RequestException as error:
            return _broken_off(error)
        return read_answer(answer.status_code, answer.headers, answer.content)

    def _headers(self, key: str, body: bytes) -> dict[str, str]:
        moment, nonce = str(int(time.time())), secrets.token_hex(16)
        return {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": key,
            "X-App": self._settings.app,
            "X-Timestamp": moment,
            "X-Nonce": nonce,
            "X-Signature": sign(self._settings.secret, moment, nonce, body),
        }


def sign(secret: str, moment: str, nonce: str, body: bytes) -> str:
    """HMAC-SHA256 in hex over moment, nonce and body, each on its line."""
    text = f"{moment}\n{nonce}\n".encode() + body
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def read_answer(status: int, headers: Mapping[str, str], content: bytes) -> Outcome:
    """What an HTTP answer says of the message."""
    if status in NOT_TAKEN:
        return NotNow(f"http_{status}", _retry_after(headers.get("Retry-After", "")))
    if 300 <= status < 500:
        return Refused(f"http_{status}")
    if not 200 <= status < 300:
        return Unclear(f"http_{status}")
    said = _json(content)
    if said.get("ok") is False:  # many gateways refuse with 200
        return Refused(f"gateway_{str(said.get('error') or 'refused')[:60]}")
    receipt = said.get("id")
    return Sent(str(receipt) if receipt is not None else None)


def _broken_off(error: requests.RequestException) -> Outcome:
    """Without a connection nothing was sent; after that, who knows."""
    never_sent = isinstance(
        error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError
    )
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if never_sent or type(reason).__name__ in ("NewConnectionError", "NameResolutionError"):
        return NotNow("no_connection")
    return Unclear(type(error).__name__)


def _retry_after(text: str) -> timedelta:
    """Seconds only: the other form, a date, trusts two clocks; back-off serves as well."""
    return timedelta(seconds=min(int(text), LONGEST_WAIT) if text.isdecimal() else 0)


def _json(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
