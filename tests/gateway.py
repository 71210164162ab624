"""A text message gateway on loopback, as docs/outbox.md asks of one: it checks signatures, may
honour keys, and misbehaves when a test tells it to."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

APP, SECRET = "shop", "not a real secret"


@dataclass
class Gateway:
    """What customers got on their telephones, and how the next requests are treated."""

    url: str = ""
    honours_keys: bool = True
    shown: list[dict[str, Any]] = field(default_factory=list)
    requests: int = 0
    plan: list[str | tuple[int, dict[str, str], Any] | None] = field(default_factory=list)
    """For the next requests: `cut` (taken, then no answer), `slow`, or an answer instead."""
    guard: threading.Lock = field(default_factory=threading.Lock)
    go_on: threading.Event = field(default_factory=threading.Event)

    def times_shown(self) -> Counter[str]:
        return Counter(message["key"] for message in self.shown)

    def take(self, message: dict[str, Any]) -> str:
        with self.guard:
            for place, known in enumerate(self.shown):
                if self.honours_keys and known["key"] == message["key"]:
                    return f"m{place}"
            self.shown.append(message)
            return f"m{len(self.shown) - 1}"

    def environment(self) -> dict[str, str]:
        return {
            "AFTERCARE_SMS_URL": self.url,
            "AFTERCARE_SMS_APP": APP,
            "AFTERCARE_SMS_SECRET": SECRET,
            "AFTERCARE_SMS_SIGNATURE": "星驰汽车",
            "AFTERCARE_SMS_HONOURS_KEYS": "1" if self.honours_keys else "0",
        }


@contextmanager
def running_gateway(honours_keys: bool = True, port: int = 0) -> Iterator[Gateway]:
    gateway = Gateway(honours_keys=honours_keys)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with gateway.guard:
                gateway.requests += 1
                step = gateway.plan.pop(0) if gateway.plan else None
            if isinstance(step, tuple):
                self.answer(*step)
                return
            if not self.is_signed(body):
                self.answer(401, {}, {"ok": False})
                return
            message = json.loads(body)
            receipt = gateway.take(message)
            if step == "slow":
                gateway.go_on.wait(5)
            if step != "cut":
                self.answer(200, {}, {"ok": True, "id": receipt})

        def is_signed(self, body: bytes) -> bool:
            signed = b"\n".join(
                [self.headers["X-Timestamp"].encode(), self.headers["X-Nonce"].encode(), body]
            )
            expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
            return (self.headers["X-App"], self.headers["X-Signature"]) == (APP, expected)

        def answer(self, status: int, headers: dict[str, str], said: Any) -> None:
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def handle(self) -> None:
            with suppress(ConnectionError):  # its sender was killed
                super().handle()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    gateway.url = f"http://127.0.0.1:{server.server_port}/send"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield gateway
    finally:
        gateway.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
