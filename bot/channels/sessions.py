"""Web chat sessions: a cookie that only the server can make, and the conversation it stands for.

The cookie is signed, so no table is needed: a visitor who only looks at the page costs nothing, and
a restart forgets nobody. The conversation id comes out of the cookie by a one-way function: knowing
a conversation id (from a log, say) opens nothing, and nobody can choose one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

COOKIE = "aftercare_session"
LIFETIME = timedelta(days=30)
RENEW_AFTER = timedelta(days=1)
PREFIX = "web-"
"""All conversations of this door begin so."""


@dataclass(frozen=True)
class ChatSession:
    """One visitor's browser."""

    conversation_id: str
    cookie: str
    is_due: bool
    """The cookie should be sent anew, so that it lives on while it is used."""


class Sessions:
    """Issues and reads session cookies. `secret` is known to our own processes only."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def issue(self, now: datetime, nonce: str | None = None) -> ChatSession:
        """A new session; with the `nonce` of a known one, the same session with a new date."""
        nonce = nonce or secrets.token_urlsafe(24)
        body = f"{nonce}.{int(now.timestamp())}"
        cookie = f"{body}.{self._digest('cookie', body)}"
        return ChatSession(self._conversation(nonce), cookie, is_due=True)

    def read(self, cookie: str | None, now: datetime) -> ChatSession | None:
        """The session of a cookie; None for none, a forged, a damaged or an expired one."""
        nonce, _, rest = (cookie or "").partition(".")
        issued, _, signature = rest.partition(".")
        expected = self._digest("cookie", f"{nonce}.{issued}")
        if not hmac.compare_digest(signature.encode(), expected.encode()):
            return None
        age = now.timestamp() - int(issued)
        if age > LIFETIME.total_seconds():
            return None
        if age > RENEW_AFTER.total_seconds():
            return self.issue(now, nonce)
        return ChatSession(self._conversation(nonce), cookie or "", is_due=False)

    def hide(self, address: str) -> str:
        """A stable name for an address that does not give the address away."""
        return self._digest("source", address)[:20]

    def _conversation(self, nonce: str) -> str:
        return PREFIX + self._digest("conversation", nonce)[:32]

    def _digest(self, purpose: str, text: str) -> str:
        digest = hmac.new(self._secret, f"{purpose}:{text}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
