"""What stands before every page of the desk: the cookie, the form key, the size of a form."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from bot.channels.web_guard import read_body, require_same_origin
from bot.desk import words
from bot.services.desk_access import SESSION_LASTS, SignedIn, find_signed_in
from bot.services.errors import NotFound, ServiceError
from bot.services.workshop import Workshop

COOKIE = "aftercare_desk"
HOME = "/desk/"
SIGN_IN = "/desk/sign-in"
PASSWORD = "/desk/password"
MOST_FIELDS = 20
TEMPLATES = Path(__file__).parent / "templates"

Form = Mapping[str, str]
Page = Callable[[Request, SignedIn], Awaitable[Response]]
Act = Callable[[Request, SignedIn, Form], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


class Guard:
    """Lets only colleagues in, and only by their own hand."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._templates = Jinja2Templates(TEMPLATES)  # escapes whatever customers wrote
        self._templates.env.filters.update(
            named=words.name,
            when=lambda moment: words.when(moment, workshop.now()),
            day=words.day,
            recipient=words.recipient,
            how_long=words.how_long,
        )

    def page(self, handler: Page, before_password: bool = False) -> Endpoint:
        """A page for who is signed in; others are led to the entrance.

        Nothing but the new password is open to who still has the one-time one.
        """

        async def endpoint(request: Request) -> Response:
            signed = await self.signed_in(request)
            if signed is None:
                if request.url.path.endswith("/live"):
                    raise HTTPException(401, "请重新登录")
                return go(SIGN_IN)
            if signed.colleague.must_change_password and not before_password:
                return go(PASSWORD)
            return await _found(handler(request, signed))

        return endpoint

    def act(self, handler: Act, before_password: bool = False) -> Endpoint:
        """An action by a form of ours, sent from a page of ours by who is signed in."""

        async def endpoint(request: Request) -> Response:
            require_same_origin(request)
            signed = await self.signed_in(request)
            if signed is None:
                return go(SIGN_IN)
            form = await read_form(request)
            if not hmac.compare_digest(form.get("form_key", "").encode(), signed.form_key.encode()):
                raise HTTPException(403, "页面放得太久了，请返回刷新后再试。")
            if signed.colleague.must_change_password and not before_password:
                return go(PASSWORD)
            return await _found(handler(request, signed, form))

        return endpoint

    async def signed_in(self, request: Request) -> SignedIn | None:
        """Who is signed in at this browser."""
        return await self.call(find_signed_in, request.cookies.get(COOKIE))

    async def call(self, service: Any, *args: Any, **options: Any) -> Any:
        """A use case, in a thread of its own."""
        return await asyncio.to_thread(service, self.workshop, *args, **options)

    def render(
        self, request: Request, template: str, signed: SignedIn | None, **facts: Any
    ) -> Response:
        """A page, with the note that the last action left in the address."""
        code = request.query_params.get("note", "")
        facts.setdefault("note", words.NOTES.get(code))
        facts.setdefault("note_is_good", code in words.GOOD)
        if signed is not None:
            facts.update(me=signed.colleague, form_key=signed.form_key)
        return self._templates.TemplateResponse(request, template, facts)


async def _found(answer: Awaitable[Response]) -> Response:
    try:
        return await answer
    except NotFound:
        raise HTTPException(404) from None


async def tried(action: Awaitable[Any], done: str) -> str:
    """The note of an action: `done`, or why it was refused. What does not exist stays an error."""
    try:
        await action
    except NotFound as error:
        if error.reason != "colleague":
            raise
        return error.reason
    except ServiceError as error:
        return error.reason
    return done


async def read_form(request: Request) -> Form:
    """The fields of a form, each once. Raises HTTPException for anything else or too much."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "请求无法识别")
    try:
        text = (await read_body(request)).decode("ascii")
        fields = parse_qsl(
            text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except ValueError:
        raise HTTPException(400, "请求无法识别") from None
    if any("\x00" in value for _, value in fields):
        raise HTTPException(400, "请求无法识别")
    return dict(fields)


def go(path: str, **query: str) -> RedirectResponse:
    """To another page of the desk, by GET."""
    given = {name: value for name, value in query.items() if value}
    return RedirectResponse(f"{path}?{urlencode(given)}" if given else path, status_code=303)


def with_cookie(response: Response, request: Request, token: str) -> Response:
    """Gives the browser its session; scripts cannot read it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        path="/desk",
        httponly=True,
        samesite="lax",  # a link in the staff's group chat may open the desk; forms carry a key
        secure=request.url.scheme == "https",
    )
    return response
