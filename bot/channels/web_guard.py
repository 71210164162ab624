"""What every answer of the front carries, and what every request to it must satisfy."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels import wording

BODY_LIMIT = 16 * 1024
BODY_SECONDS = 10.0

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Refusal(Exception):  # noqa: N818  named for what happened
    """A request that is not served: HTTP status, a code for machines, a sentence for people."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code

    def response(self) -> JSONResponse:
        body = {"error": {"code": self.code, "text": wording.say(self.code)}}
        headers = {"Retry-After": "5"} if self.status == 429 else None
        return JSONResponse(body, status_code=self.status, headers=headers)


class SecurityHeaders:
    """Middleware that puts `HEADERS` on every answer, and keeps API answers out of caches."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_guarded)


def require_same_origin(request: Request) -> None:
    """Refuses what another site's page sends in this visitor's name.

    A browser names the page's origin on every POST and says where it stands by `Sec-Fetch-Site`.
    A caller without either is no browser and has no cookie that it was not given.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Refusal(403, "not_readable")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refusal(403, "not_readable")


async def read_json(request: Request) -> dict[str, Any]:
    """The JSON object in the body.

    Raises Refusal: 415 for another type, 413 for too much, 400 for what is malformed or too slow.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(415, "not_readable")
    try:
        value = json.loads((await read_body(request)).decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refusal(400, "not_readable") from None
    if not isinstance(value, dict):
        raise Refusal(400, "not_readable")
    return value


async def read_body(request: Request) -> bytes:
    """The whole body. Raises Refusal: 413 for too much, 400 for what is too slow or cut off."""
    try:
        return await asyncio.wait_for(_read(request), BODY_SECONDS)
    except (ClientDisconnect, asyncio.TimeoutError):
        raise Refusal(400, "not_readable") from None


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise Refusal(413, "too_long")
    return bytes(body)


def source_of(request: Request) -> str:
    """Where a request comes from, as far as it matters for limits: an address, or an IPv6 /64.

    uvicorn has already put the visitor's address in place of a trusted proxy's.
    """
    host = request.client.host if request.client else "unknown"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host
