"""The canned answers: the manager's page for them."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk.guard import HOME, Form, Guard, go, tried
from bot.services import desk_answers, desk_board
from bot.services.desk_access import SignedIn
from bot.services.errors import NotAllowed
from bot.shop.canned import NAMES

ANSWERS = "/desk/answers"


class Answers:
    """Pages about canned answers."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def routes(self) -> list[Route]:
        page, act = self._guard.page, self._guard.act
        return [
            Route("/answers", page(self.show), methods=["GET"]),
            Route("/answers", act(self.save), methods=["POST"]),
            Route("/answers/{answer:int}", act(self.save), methods=["POST"]),
            Route("/answers/{answer:int}/remove", act(self.remove), methods=["POST"]),
        ]

    async def show(self, request: Request, signed: SignedIn) -> Response:
        try:
            answers = await self._guard.call(desk_answers.list_answers, signed.colleague)
        except NotAllowed as error:
            return go(HOME, note=error.reason)
        places = await self._guard.call(desk_board.list_places, signed.colleague)
        return self._guard.render(
            request,
            "answers.html",
            signed,
            answers=answers,
            places=places,
            names=NAMES,
            longest_title=desk_answers.TITLE_LENGTH,
            longest_text=desk_answers.TEXT_LENGTH,
        )

    async def save(self, request: Request, signed: SignedIn, form: Form) -> Response:
        answer_id = request.path_params.get("answer")
        save = self._guard.call(
            desk_answers.save_answer,
            signed.colleague,
            form.get("title", ""),
            form.get("text", ""),
            form.get("store_code") or None,
            form.get("role") or None,
            answer_id,
            _seen(form) if answer_id is not None else None,
        )
        return go(ANSWERS, note=await tried(save, "answer_saved"))

    async def remove(self, request: Request, signed: SignedIn, form: Form) -> Response:
        answer_id = request.path_params["answer"]
        remove = self._guard.call(
            desk_answers.remove_answer, signed.colleague, answer_id, _seen(form)
        )
        return go(ANSWERS, note=await tried(remove, "answer_removed"))


def _seen(form: Form) -> int:
    try:
        return int(form.get("seen", ""))
    except ValueError:
        raise HTTPException(400, "请求无法识别") from None
