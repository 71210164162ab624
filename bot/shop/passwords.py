"""Staff passwords: made at random once, kept only as a salted scrypt hash (standard library)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_COST = {"n": 2**14, "r": 8, "p": 1}
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another


def make_password() -> str:
    """A one-time password that can be read out: three groups of four letters (about 59 bits)."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def hash_password(password: str) -> str:
    """What may be stored: `scrypt$<salt>$<digest>`."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_text(salt)}${_text(_digest(password, salt))}"


def verify_password(password: str, stored: str) -> bool:
    """Whether `password` is the one that was hashed. False, too, for what is no hash of ours."""
    kind, _, rest = stored.partition("$")
    salt, _, digest = rest.partition("$")
    if kind != "scrypt" or not digest:
        return False
    expected = base64.urlsafe_b64decode(digest)
    return hmac.compare_digest(_digest(password, base64.urlsafe_b64decode(salt)), expected)


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, **_COST)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()
