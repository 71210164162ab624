"""Puts the desk together; the front mounts it at /desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.desk.answers import Answers
from bot.desk.board import DayBoard
from bot.desk.entrance import Entrance
from bot.desk.floor import ShopFloor
from bot.desk.guard import Guard
from bot.desk.talks import Talks
from bot.services.workshop import Workshop

STATIC = Path(__file__).parent / "static"


def desk_routes(
    workshop: Workshop, tell: Callable[[str], None], hide: Callable[[str], str]
) -> list[BaseRoute]:
    """All pages of the desk.

    `tell` is called with a conversation id when something was said in it; `hide` gives an address
    a stable name that does not give it away.
    """
    guard = Guard(workshop)
    return [
        *Entrance(guard, hide).routes(),
        *Talks(guard, tell).routes(),
        *DayBoard(guard).routes(),
        *ShopFloor(guard).routes(),
        *Answers(guard).routes(),
        Mount("/static", _Static(directory=STATIC)),
    ]


class _Static(StaticFiles):
    """Files that a browser keeps but asks about, so that a new version shows at once."""

    def file_response(self, *args: object, **options: object) -> Response:
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "no-cache"
        return response
