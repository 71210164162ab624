"""What all doors over HTTP have in common: one POST, and what its outcome says of the message.

One rule: what surely did not arrive may be tried again; what may have arrived is `Unclear`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import requests

from bot.care.doors import NotNow, Outcome, Refused, Unclear
from bot.settings import SettingsError, is_loopback

CONNECT_SECONDS = 3.05
READ_SECONDS = 10.0
LONGEST_WAIT = 3600
NOT_TAKEN = frozenset({408, 425, 429, 503})
"""Answers of a server that has not taken the message, and may take it later."""


class Poster:
    """Posts JSON to one place."""

    def __init__(self, read_seconds: float = READ_SECONDS) -> None:
        self._read_seconds = read_seconds
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy and no .netrc that nobody meant for this

    def post(
        self, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> requests.Response | Outcome:
        """The answer, or what it means that there is none."""
        try:
            return self._session.post(
                url,
                data=body,
                headers={"Content-Type": "application/json; charset=utf-8", **(headers or {})},
                timeout=(CONNECT_SECONDS, self._read_seconds),
                allow_redirects=False,  # the message is for this address alone
            )
        except requests.RequestException as error:
            return _broken_off(error)


def require_safe_url(name: str, url: str) -> None:
    """Raises SettingsError unless the words and secrets sent to `url` are safe on their way."""
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (
        parts.scheme == "http" and is_loopback(parts.hostname or "")
    )
    if not parts.hostname or not is_safe:
        raise SettingsError(f"{name} must begin with https:// (http on loopback only).")


def read_status(status: int, headers: Mapping[str, str]) -> Outcome | None:
    """What the status alone says of the message; None for 2xx, where the body has the word."""
    if status in NOT_TAKEN:
        return NotNow(f"http_{status}", _retry_after(headers.get("Retry-After", "")))
    if 300 <= status < 500:
        return Refused(f"http_{status}")
    return None if 200 <= status < 300 else Unclear(f"http_{status}")


def read_object(content: bytes) -> dict[str, Any]:
    """The JSON object in a body; empty where there is none."""
    try:
        said = json.loads(content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


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
