"""The day board: what a store's day looks like, and moving it on with one tap."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import SHANGHAI
from bot.desk.guard import Form, Guard, go, tried
from bot.services import catalogue, desk_board, desk_letters, desk_orders, warranty
from bot.services.desk_access import SignedIn
from bot.services.desk_board import Board, Place
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
            Route("/board/floor/live", page(self.floor), methods=["GET"]),
            Route("/board/watch/live", page(self.watch), methods=["GET"]),
            Route("/order/{number}/step", act(self.step), methods=["POST"]),
            Route("/order/{number}/promise", act(self.promise), methods=["POST"]),
            Route("/complaint/{number}/step", act(self.complaint), methods=["POST"]),
        ]

    async def show(self, request: Request, signed: SignedIn) -> Response:
        board = await self._board(request, signed, is_look=True)
        code = board.place.code
        jobs = await self._guard.call(catalogue.list_jobs)
        return self._guard.render(
            request,
            "board.html",
            signed,
            board=board,
            place=board.place,
            floor=board.floor,
            jobs=[job for job in jobs if code in job.store_codes],
            **await self._watched(signed, code),
        )

    async def live(self, request: Request, signed: SignedIn) -> Response:
        board = await self._board(request, signed, is_look=False)
        return self._guard.render(
            request, "board_live.html", signed, board=board, place=board.place
        )

    async def floor(self, request: Request, signed: SignedIn) -> Response:
        place = await self._place(request, signed)
        floor = await self._guard.call(desk_board.read_day_floor, signed.colleague, place.code)
        return self._guard.render(request, "floor_live.html", signed, place=place, floor=floor)

    async def watch(self, request: Request, signed: SignedIn) -> Response:
        place = await self._place(request, signed)
        watched = await self._watched(signed, place.code)
        return self._guard.render(request, "watch_live.html", signed, place=place, **watched)

    async def _place(self, request: Request, signed: SignedIn) -> Place:
        store = request.query_params.get("store")
        place: Place = await self._guard.call(desk_board.get_place, signed.colleague, store)
        return place

    async def _board(self, request: Request, signed: SignedIn, is_look: bool) -> Board:
        store = request.query_params.get("store")
        board: Board = await self._guard.call(
            desk_board.read_board, signed.colleague, store, is_look=is_look
        )
        return board

    async def _watched(self, signed: SignedIn, store: str) -> dict[str, Any]:
        """What changes slowly and takes longer to find."""
        return {
            "warnings": await self._guard.call(warranty.list_warnings, store),
            "letters": await self._guard.call(desk_letters.list_letters, signed.colleague, store),
        }

    async def step(self, request: Request, signed: SignedIn, form: Form) -> Response:
        step = self._guard.call(
            desk_orders.advance_order,
            signed.colleague,
            request.path_params["number"],
            _status(RepairOrderStatus, form, "seen"),
            _status(RepairOrderStatus, form, "to"),
            form.get("reason", ""),
        )
        return back_to_board(form, await tried(step, "stepped"))

    async def promise(self, request: Request, signed: SignedIn, form: Form) -> Response:
        try:
            moment = datetime.fromisoformat(form.get("promised_at", ""))
        except ValueError:
            return back_to_board(form, "moment")
        promise = self._guard.call(
            desk_orders.promise_time,
            signed.colleague,
            request.path_params["number"],
            moment.replace(tzinfo=SHANGHAI),
            form.get("reason", ""),
        )
        return back_to_board(form, await tried(promise, "promised"))

    async def complaint(self, request: Request, signed: SignedIn, form: Form) -> Response:
        step = self._guard.call(
            desk_board.advance_complaint,
            signed.colleague,
            request.path_params["number"],
            _status(ComplaintStatus, form, "seen"),
            _status(ComplaintStatus, form, "to"),
            form.get("note", ""),
        )
        return back_to_board(form, await tried(step, "complaint_stepped"))


def _status(kind: type[Status], form: Form, field: str) -> Status:
    try:
        return kind(form.get(field, ""))
    except ValueError:
        raise HTTPException(400, "请求无法识别") from None


def back_to_board(form: Form, note: str) -> Response:
    """The board of the store that the form was about, with a note."""
    return go(BOARD, store=form.get("store", ""), note=note)
