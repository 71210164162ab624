"""The entrance: signing in and out, and one's own password."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web_guard import require_same_origin, source_of
from bot.desk.guard import (
    COOKIE,
    HOME,
    PASSWORD,
    SIGN_IN,
    Form,
    Guard,
    go,
    read_form,
    tried,
    with_cookie,
)
from bot.services import desk_access
from bot.services.desk_access import SignedIn
from bot.services.errors import NotAllowed


class Entrance:
    """Pages before the desk. `hide` gives an address a name that does not give it away."""

    def __init__(self, guard: Guard, hide: Callable[[str], str]) -> None:
        self._guard = guard
        self._hide = hide

    def routes(self) -> list[Route]:
        guard = self._guard
        return [
            Route("/sign-in", self.show, methods=["GET"]),
            Route("/sign-in", self.enter, methods=["POST"]),
            Route("/sign-out", guard.act(self.leave, before_password=True), methods=["POST"]),
            Route("/password", guard.page(self.password, before_password=True), methods=["GET"]),
            Route("/password", guard.act(self.change, before_password=True), methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        if await self._guard.signed_in(request) is not None:
            return go(HOME)
        return self._guard.render(request, "sign_in.html", None)

    async def enter(self, request: Request) -> Response:
        require_same_origin(request)
        form = await read_form(request)
        login, password = form.get("login", ""), form.get("password", "")
        source = self._hide(source_of(request))
        try:
            token = await self._guard.call(desk_access.sign_in, login, password, source)
        except NotAllowed as error:
            return go(SIGN_IN, note=error.reason)
        return with_cookie(go(HOME), request, token)

    async def leave(self, request: Request, _signed: SignedIn, _form: Form) -> Response:
        await self._guard.call(desk_access.sign_out, request.cookies[COOKIE])
        response = go(SIGN_IN)
        response.delete_cookie(COOKIE, path="/desk")
        return response

    async def password(self, request: Request, signed: SignedIn) -> Response:
        return self._guard.render(request, "password.html", signed)

    async def change(self, request: Request, signed: SignedIn, form: Form) -> Response:
        new = form.get("new", "")
        if new != form.get("again", ""):
            return go(PASSWORD, note="not_alike")
        change = self._guard.call(
            desk_access.change_password,
            signed.colleague,
            request.cookies[COOKIE],
            form.get("old", ""),
            new,
        )
        note = await tried(change, "changed")
        return go(HOME if note == "changed" else PASSWORD, note=note)
