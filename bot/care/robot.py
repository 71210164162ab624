"""The staff's group robot of WeCom, DingTalk or Feishu: signed as its maker asks (docs/robots.md).

A message that comes twice does no harm among colleagues, one that does not come may: so what may
have arrived is sent again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from bot.care.doors import NotNow, Outcome, Refused, Sent, Unclear
from bot.care.http import READ_SECONDS, Poster, read_object, read_status, require_safe_url
from bot.services.outbox import Parcel
from bot.settings import SettingsError
from bot.shop.notices import ROBOT

logger = logging.getLogger(__name__)

A_MINUTE = timedelta(minutes=1)
"""Whoever was too fast is let in again after that."""


@dataclass(frozen=True)
class RobotSettings:
    """Which robot, and how it knows us."""

    maker: str
    """`wecom`, `dingtalk` or `feishu`."""
    url: str = field(repr=False)
    """The webhook as the group shows it; it holds a key."""
    secret: str = field(repr=False)
    """Of DingTalk's or Feishu's signature; empty where the group was set up without."""


@dataclass(frozen=True)
class Maker:
    """What one maker wants and what its answers mean."""

    request: Callable[[RobotSettings, str, float], tuple[str, dict[str, Any]]]
    """URL and body for a text at a moment (seconds since 1970)."""
    code: tuple[str, ...]
    """Where an answer has its code; 0 is taken."""
    busy: frozenset[int]
    """Codes that say: later. All others say: never."""


def load_robot_settings(env: Mapping[str, str]) -> RobotSettings | None:
    """The robot's settings; None where AFTERCARE_ROBOT_URL is not set. Raises SettingsError."""
    url = env.get("AFTERCARE_ROBOT_URL", "").strip()
    if not url:
        return None
    require_safe_url("AFTERCARE_ROBOT_URL", url)
    maker = env.get("AFTERCARE_ROBOT_MAKER", "").strip().lower()
    if maker not in MAKERS:
        raise SettingsError(f"AFTERCARE_ROBOT_MAKER is {maker!r}; it is {', '.join(MAKERS)}.")
    return RobotSettings(maker, url, env.get("AFTERCARE_ROBOT_SECRET", "").strip())


class GroupRobot:
    """Tells the staff's group what waits at the desk, with the address to go to."""

    name = ROBOT
    honours_keys = True

    def __init__(
        self, settings: RobotSettings, desk_url: str, read_seconds: float = READ_SECONDS
    ) -> None:
        self._settings = settings
        self._maker = MAKERS[settings.maker]
        self._desk_url = desk_url
        self._poster = Poster(read_seconds)

    def send(self, parcel: Parcel, text: str) -> Outcome:
        words = f"{text}\n{desk_page(self._desk_url, parcel)}"
        url, message = self._maker.request(self._settings, words, time.time())
        answer = self._poster.post(url, json.dumps(message, ensure_ascii=False).encode())
        if isinstance(answer, Outcome):
            return answer
        return read_answer(self._settings.maker, answer.status_code, answer.headers, answer.content)


class LogRobot:
    """Where no robot is set: the log says which notice the group would have got."""

    name = ROBOT
    honours_keys = True

    def send(self, parcel: Parcel, text: str) -> Outcome:
        logger.info("No robot: notice %s (%s) goes to nobody", parcel.id, parcel.kind)
        return Sent("log")


def desk_page(desk_url: str, parcel: Parcel) -> str:
    """Where at the desk the matter stands."""
    if parcel.kind in ("staff_waiting", "staff_safety"):
        return f"{desk_url}talk/{quote(str(parcel.facts['number']))}"
    return f"{desk_url}board"


def read_answer(
    maker_name: str, status: int, headers: Mapping[str, str], content: bytes
) -> Outcome:
    """What a maker's answer says of the message."""
    said, maker = read_object(content), MAKERS[maker_name]
    code = next((said[name] for name in maker.code if isinstance(said.get(name), int)), None)
    if code in maker.busy:
        return NotNow(f"{maker_name}_{code}", A_MINUTE)
    outcome = read_status(status, headers)
    if outcome is not None:
        return outcome
    if code == 0:
        return Sent()
    if said.get("punish") == "deny":  # DingTalk's gate before the robot, without a code
        return NotNow(f"{maker_name}_denied", A_MINUTE)
    if code is None:
        return Unclear(f"{maker_name}_odd_answer")
    return Refused(f"{maker_name}_{code}")


def sign_for_dingtalk(secret: str, milliseconds: int) -> str:
    """Base64 of HMAC-SHA256 with the secret as key over moment and secret."""
    text = f"{milliseconds}\n{secret}".encode()
    return _base64(hmac.new(secret.encode(), text, hashlib.sha256))


def sign_for_feishu(secret: str, seconds: int) -> str:
    """Base64 of HMAC-SHA256 with moment and secret as key over nothing."""
    return _base64(hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256))


def _base64(made: hmac.HMAC) -> str:
    return base64.b64encode(made.digest()).decode()


def _for_wecom(settings: RobotSettings, text: str, _: float) -> tuple[str, dict[str, Any]]:
    return settings.url, {"msgtype": "text", "text": {"content": text}}


def _for_dingtalk(settings: RobotSettings, text: str, now: float) -> tuple[str, dict[str, Any]]:
    url, message = settings.url, {"msgtype": "text", "text": {"content": text}}
    if settings.secret:
        moment = int(now * 1000)
        signature = sign_for_dingtalk(settings.secret, moment)
        url += f"{'&' if '?' in url else '?'}{urlencode({'timestamp': moment, 'sign': signature})}"
    return url, message


def _for_feishu(settings: RobotSettings, text: str, now: float) -> tuple[str, dict[str, Any]]:
    message: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if settings.secret:
        moment = int(now)
        message |= {"timestamp": str(moment), "sign": sign_for_feishu(settings.secret, moment)}
    return settings.url, message


MAKERS: Mapping[str, Maker] = {
    "wecom": Maker(_for_wecom, ("errcode",), frozenset({-1, 45009})),
    "dingtalk": Maker(_for_dingtalk, ("errcode",), frozenset({-1, 130101, 410100})),
    "feishu": Maker(_for_feishu, ("code", "StatusCode"), frozenset({11232})),
}
