"""Text messages by an HTTP gateway: a signed JSON POST (docs/outbox.md says it to its maker)."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.care.doors import Outcome, Refused, Sent
from bot.care.http import READ_SECONDS, Poster, read_object, read_status, require_safe_url
from bot.services.outbox import Parcel
from bot.settings import SettingsError
from bot.shop.notices import SMS


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
    require_safe_url("AFTERCARE_SMS_URL", url)
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
        self._poster = Poster(read_seconds)

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
        answer = self._poster.post(self._settings.url, body, self._headers(parcel.key, body))
        if isinstance(answer, Outcome):
            return answer
        return read_answer(answer.status_code, answer.headers, answer.content)

    def _headers(self, key: str, body: bytes) -> dict[str, str]:
        moment, nonce = str(int(time.time())), secrets.token_hex(16)
        return {
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
    outcome = read_status(status, headers)
    if outcome is not None:
        return outcome
    said = read_object(content)
    if said.get("ok") is False:  # many gateways refuse with 200
        return Refused(f"gateway_{str(said.get('error') or 'refused')[:60]}")
    receipt = said.get("id")
    return Sent(str(receipt) if receipt is not None else None)
