"""The gateway's word on what became of text messages: POST /api/sms/reports (docs/outbox.md).

It is signed as our own messages to the gateway are. An old request is refused by its moment, a
repeated one changes nothing.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.care.sms import SmsSettings, sign
from bot.channels.web_guard import Refusal, read_body
from bot.masking import mask
from bot.services.delivery_reports import Reception, Report, note_report
from bot.services.workshop import Workshop
from bot.shop.notices import SMS

logger = logging.getLogger(__name__)

FRESH_SECONDS = 300
"""So far may the gateway's clock and ours be apart."""
AGAIN_SECONDS = 5
STATUSES = {"delivered": True, "failed": False}


@dataclass(frozen=True)
class SmsReports:
    """The endpoint, and whose signature it trusts."""

    workshop: Workshop
    settings: SmsSettings

    def routes(self) -> list[Route]:
        return [Route("/api/sms/reports", self.take, methods=["POST"])]

    async def take(self, request: Request) -> Response:
        """Takes one report or several; 503 asks for all of them once more, a little later."""
        body = await read_body(request)
        self._require_signature(request, body)
        receptions = [
            await asyncio.to_thread(note_report, self.workshop, SMS, report)
            for report in _read(body)
        ]
        logger.info("Reports of the gateway: %s", ", ".join(each.value for each in receptions))
        if Reception.TOO_EARLY in receptions:
            return JSONResponse({"ok": False}, 503, {"Retry-After": str(AGAIN_SECONDS)})
        return JSONResponse({"ok": True})

    def _require_signature(self, request: Request, body: bytes) -> None:
        given = {name: request.headers.get(f"x-{name}", "") for name in ("timestamp", "nonce")}
        expected = sign(self.settings.secret, given["timestamp"], given["nonce"], body)
        signature = request.headers.get("x-signature", "")
        is_ours = request.headers.get("x-app") == self.settings.app
        if not hmac.compare_digest(signature.encode(), expected.encode()) or not is_ours:
            raise Refusal(403, "not_readable")
        # Signed, so it is a number unless the gateway itself errs.
        moment = given["timestamp"]
        if not moment.isdecimal() or abs(time.time() - int(moment)) > FRESH_SECONDS:
            raise Refusal(403, "not_readable")


def _read(body: bytes) -> list[Report]:
    """Raises Refusal when a report is not as docs/outbox.md says."""
    try:
        said = json.loads(body)
        return list(_reports(said.get("reports", [said])))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal(400, "not_readable") from None


def _reports(said: list[Any]) -> Iterator[Report]:
    for each in said:
        yield Report(
            receipt=str(each["id"])[:120],
            key=str(each["key"]),
            has_arrived=STATUSES[each["status"]],
            error=mask(str(each.get("error") or ""))[:60],
        )
