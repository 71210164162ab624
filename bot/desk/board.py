"""The day board: what a store's day looks like, and moving it on with one tap."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import SHANGHAI
from bot.desk.guard import Form, Guard, go, tried
from bot.services import desk_board
from bot.services.desk_access import SignedIn
from bot.shop.states import ComplaintStatus, RepairOrderStatus

BOARD = "/desk/board"
Status = TypeVar("Status", bound=Enum)


class DayBoard:
    """Pages about a store's day."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def routes(self) -> list[Route]:
        page, act = self._guard.page, self._guard.act
        return [
            Route("/board", page(self.show), methods=["GET"]),
            Route("/board/live", page(self.live), methods=["GET"]),
            Route("/order/{number}/step", act(self.step), methods=["POST"]),
            Route("/order/{number}/promise", act(self.promise), methods=["POST"]),
            Route("/complaint/{number}/step", act(self.complaint), methods=["POST"]),
        ]

    async def show(self, request: Request, signed: SignedIn) -> Response:
        store = request.query_params.get("store")
        board = await self._guard.call(desk_board.read_board, signed.colleague, store)
        return self._guard.render(request, "board.html", signed, board=board)

    async def live(self, request: Request, signed: SignedIn) -> Response:
        store = request.query_params.get("store")
        board = await self._guard.call(
            desk_board.read_board, signed.colleague, store, is_look=False
        )
        return self._guard.render(request, "board_live.html", signed, board=board)

    async def step(self, request: Request, signed: SignedIn, form: Form) -> Response:
        step = self._guard.call(
            desk_board.advance_order,
            signed.colleague,
            request.path_params["number"],
            _status(RepairOrderStatus, form, "seen"),
            _status(RepairOrderStatus, form, "to"),
            form.get("reason", ""),
        )
        return _back(form, await tried(step, "stepped"))

    async def promise(self, request: Request, signed: SignedIn, form: Form) -> Response:
        try:
            moment = datetime.fromisoformat(form.get("promised_at", ""))
        except ValueError:
            return _back(form, "moment")
        promise = self._guard.call(
            desk_board.promise_time,
            signed.colleague,
            request.path_params["number"],
            moment.replace(tzinfo=SHANGHAI),
            form.get("reason", ""),
        )
        return _back(form, await tried(promise, "promised"))

    async def complaint(self, request: Request, signed: SignedIn, form: Form) -> Response:
        step = self._guard.call(
            desk_board.advance_complaint,
            signed.colleague,
            request.path_params["number"],
            _status(ComplaintStatus, form, "to"),
            form.get("note", ""),
        )
        return _back(form, await tried(step, "complaint_stepped"))


def _status(kind: type[Status], form: Form, field: str) -> Status:
    try:
        return kind(form.get(field, ""))
    except ValueError:
        raise HTTPException(400, "请求无法识别") from None


def _back(form: Form, note: str) -> Response:
    return go(BOARD, store=form.get("store", ""), note=note)
