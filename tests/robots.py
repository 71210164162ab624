"""The group robots of WeCom, DingTalk and Feishu on loopback, as far as their makers document them.

Each checks what its maker checks and answers in its maker's words (docs/robots.md has the sources).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa", "SECnot-a-real-secret"
AN_HOUR = 3600
PATHS = {
    "wecom": f"/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"/robot/send?access_token={KEY}",
    "feishu": f"/open-apis/bot/v2/hook/{KEY}",
}

#: What the makers answer, word for word.
TAKEN = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {
        "StatusCode": 0,
        "StatusMessage": "success",
        "code": 0,
        "data": {},
        "msg": "success",
    },
}
TOO_FAST = {
    "wecom": {"errcode": 45009, "errmsg": "api freq out of limit"},
    "dingtalk": {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"},
    "feishu": {
        "code": 11232,
        "data": {},
        "msg": "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]",
    },
}
UNKNOWN_KEY = {
    "wecom": {"errcode": 93000, "errmsg": "invalid webhook url"},
    "dingtalk": {"errcode": 300005, "errmsg": "token is not exist"},
    "feishu": {
        "code": 19001,
        "data": {},
        "msg": "param invalid: incoming webhook access token invalid",
    },
}
WRONG_SIGNATURE = {
    "dingtalk": {"errcode": 310000, "errmsg": "sign not match"},
    "feishu": {
        "code": 19021,
        "data": {},
        "msg": "sign match fail or timestamp is not within one hour from current time",
    },
}


@dataclass
class Robot:
    """A group: what stands in it, and how the next requests are treated."""

    maker: str
    url: str = ""
    shown: list[str] = field(default_factory=list)
    requests: int = 0
    plan: list[Any] = field(default_factory=list)
    """For the next requests: `cut` (shown, then no answer), or a status and a body instead."""

    def environment(self) -> dict[str, str]:
        return {
            "AFTERCARE_ROBOT_MAKER": self.maker,
            "AFTERCARE_ROBOT_URL": self.url,
            "AFTERCARE_ROBOT_SECRET": "" if self.maker == "wecom" else SECRET,
        }

    def take(self, path: str, message: dict[str, Any]) -> dict[str, Any]:
        """Reads a message as the maker does; its answer."""
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if KEY not in path:
            return UNKNOWN_KEY[self.maker]
        if self.maker == "feishu":
            if not _signed_for_feishu(message):
                return WRONG_SIGNATURE["feishu"]
            if message.get("msg_type") != "text":
                return {"code": 9499, "msg": "Bad Request", "data": {}}
            self.shown.append(message["content"]["text"])
            return TAKEN["feishu"]
        if self.maker == "dingtalk" and not _signed_for_dingtalk(query):
            return WRONG_SIGNATURE["dingtalk"]
        if message.get("msgtype") != "text":
            return {"errcode": 40008, "errmsg": "invalid message type"}
        self.shown.append(message["text"]["content"])
        return TAKEN[self.maker]


def _signed_for_dingtalk(query: dict[str, str]) -> bool:
    moment = query.get("timestamp", "0")
    text = f"{moment}\n{SECRET}"
    expected = hmac.new(SECRET.encode(), text.encode(), digestmod=hashlib.sha256).digest()
    is_now = abs(time.time() - int(moment) / 1000) < AN_HOUR
    return is_now and query.get("sign") == base64.b64encode(expected).decode()


def _signed_for_feishu(message: dict[str, Any]) -> bool:
    moment = str(message.get("timestamp", "0"))
    key = f"{moment}\n{SECRET}"
    expected = hmac.new(key.encode(), digestmod=hashlib.sha256).digest()
    is_now = abs(time.time() - int(moment)) < AN_HOUR
    return is_now and message.get("sign") == base64.b64encode(expected).decode()


@contextmanager
def running_robot(maker: str) -> Iterator[Robot]:
    robot = Robot(maker)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            robot.requests += 1
            step = robot.plan.pop(0) if robot.plan else None
            if isinstance(step, tuple):
                self.answer(*step)
                return
            said = robot.take(self.path, json.loads(body))
            if step != "cut":
                self.answer(200, said)

        def answer(self, status: int, said: Any) -> None:
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    robot.url = f"http://127.0.0.1:{server.server_port}{PATHS[maker]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield robot
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
