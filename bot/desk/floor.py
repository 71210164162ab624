"""What is done on the day board beside moving orders: cars come in, bays, calls, notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk.board import back_to_board
from bot.desk.guard import Act, Form, Guard, tried
from bot.services import desk_assign, desk_letters, desk_owed, desk_reception
from bot.services.desk_access import SignedIn
from bot.services.errors import ServiceError


class ShopFloor:
    """Forms of the day board."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def routes(self) -> list[Route]:
        forms = {
            "/walk-in": self.walk_in,
            "/appointment/{number}/receive": self.receive,
            "/appointment/{id}/no-show": self._by_id(desk_reception.mark_no_show, "missed"),
            "/order/{number}/assign": self.assign,
            "/alert/{id:int}/settle": self._by_id(desk_owed.settle_alert, "alert_settled"),
            "/lead/{id:int}/settle": self._by_id(desk_owed.settle_lead, "lead_settled"),
            "/letter/{id:int}/again": self._by_id(desk_letters.send_again, "sent_again"),
            "/letter/{id:int}/aside": self._by_id(desk_letters.put_aside, "put_aside"),
        }
        act = self._guard.act
        return [Route(path, act(handler), methods=["POST"]) for path, handler in forms.items()]

    async def walk_in(self, _request: Request, signed: SignedIn, form: Form) -> Response:
        try:
            received = await self._guard.call(
                desk_reception.receive_walk_in,
                signed.colleague,
                form.get("store", ""),
                form.get("plate", ""),
                form.get("job", ""),
                _number(form, "mileage_km", -1),
                form.get("fault", ""),
            )
        except ServiceError as error:
            if error.reason == "store":
                raise
            return back_to_board(form, error.reason)
        return back_to_board(form, "walked_in" if received.starts_at else "walked_in_full")

    async def receive(self, request: Request, signed: SignedIn, form: Form) -> Response:
        receive = self._guard.call(
            desk_reception.receive_appointment,
            signed.colleague,
            request.path_params["number"],
            _number(form, "mileage_km", -1),
            form.get("fault", ""),
        )
        return back_to_board(form, await tried(receive, "received"))

    async def assign(self, request: Request, signed: SignedIn, form: Form) -> Response:
        assign = self._guard.call(
            desk_assign.assign,
            signed.colleague,
            request.path_params["number"],
            _choice(form, "bay"),
            _choice(form, "technician"),
            (_choice(form, "seen_bay"), _choice(form, "seen_technician")),
        )
        return back_to_board(form, await tried(assign, "assigned"))

    def _by_id(self, service: Callable[..., Any], done: str) -> Act:
        """A form that only says which: the service does it, `done` is noted."""

        async def act(request: Request, signed: SignedIn, form: Form) -> Response:
            doing = self._guard.call(service, signed.colleague, request.path_params["id"])
            return back_to_board(form, await tried(doing, done))

        return act


def _number(form: Form, field: str, otherwise: int) -> int:
    """A number as people write it, with commas or 公里; `otherwise` for what is none."""
    written = form.get(field, "").replace(",", "").replace("，", "").removesuffix("公里").strip()
    return int(written) if written.isdecimal() and len(written) < 10 else otherwise


def _choice(form: Form, field: str) -> int | None:
    """The id that was chosen; nothing is None."""
    chosen = form.get(field, "")
    if not chosen:
        return None
    number = _number(form, field, -1)
    if number < 0:
        raise HTTPException(400, "请求无法识别")
    return number
