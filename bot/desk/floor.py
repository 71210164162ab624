"""What is done on the day board beside moving orders: cars come in, bays, calls, notices."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk.board import back_to_board
from bot.desk.guard import Form, Guard, tried
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
            "/appointment/{number}/no-show": self.no_show,
            "/order/{number}/assign": self.assign,
            "/alert/{id:int}/settle": self.settle_alert,
            "/lead/{id:int}/settle": self.settle_lead,
            "/letter/{id:int}/again": self.send_again,
            "/letter/{id:int}/aside": self.put_aside,
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

    async def no_show(self, request: Request, signed: SignedIn, form: Form) -> Response:
        number = request.path_params["number"]
        miss = self._guard.call(desk_reception.mark_no_show, signed.colleague, number)
        return back_to_board(form, await tried(miss, "missed"))

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

    async def settle_alert(self, request: Request, signed: SignedIn, form: Form) -> Response:
        alert = request.path_params["id"]
        settle = self._guard.call(desk_owed.settle_alert, signed.colleague, alert)
        return back_to_board(form, await tried(settle, "alert_settled"))

    async def settle_lead(self, request: Request, signed: SignedIn, form: Form) -> Response:
        lead = request.path_params["id"]
        settle = self._guard.call(desk_owed.settle_lead, signed.colleague, lead)
        return back_to_board(form, await tried(settle, "lead_settled"))

    async def send_again(self, request: Request, signed: SignedIn, form: Form) -> Response:
        letter = request.path_params["id"]
        send = self._guard.call(desk_letters.send_again, signed.colleague, letter)
        return back_to_board(form, await tried(send, "sent_again"))

    async def put_aside(self, request: Request, signed: SignedIn, form: Form) -> Response:
        letter = request.path_params["id"]
        put = self._guard.call(desk_letters.put_aside, signed.colleague, letter)
        return back_to_board(form, await tried(put, "put_aside"))


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
