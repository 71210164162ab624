"""Conversations: the queue, one conversation, and what a colleague does with it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels import cards, wording
from bot.desk import words
from bot.desk.guard import HOME, Form, Guard, go, tried
from bot.services import (
    desk_access,
    desk_answers,
    desk_conversations,
    desk_notes,
    desk_view,
)
from bot.services.desk_access import Colleague, SignedIn
from bot.services.desk_view import Conversation
from bot.services.transcript import Line

KEY_LENGTH = 40


class Talks:
    """Pages about conversations. `tell` lets an open chat window look at once."""

    def __init__(self, guard: Guard, tell: Callable[[str], None]) -> None:
        self._guard = guard
        self._tell = tell

    def routes(self) -> list[Route]:
        page, act = self._guard.page, self._guard.act
        talk = "/talk/{number}"
        return [
            Route("/", page(self.queue), methods=["GET"]),
            Route("/live", page(self.queue_live), methods=["GET"]),
            Route(talk, page(self.show), methods=["GET"]),
            Route(f"{talk}/live", page(self.live), methods=["GET"]),
            Route(f"{talk}/side/live", page(self.side), methods=["GET"]),
            Route(f"{talk}/note", act(self.note), methods=["POST"]),
            Route(f"{talk}/take", act(self.take), methods=["POST"]),
            Route(f"{talk}/reply", act(self.reply), methods=["POST"]),
            Route(f"{talk}/hand-back", act(self.hand_back), methods=["POST"]),
            Route(f"{talk}/close", act(self.close), methods=["POST"]),
            Route(f"{talk}/pass-on", act(self.pass_on), methods=["POST"]),
            Route("/tone", act(self.tone), methods=["POST"]),
        ]

    async def queue(self, request: Request, signed: SignedIn) -> Response:
        return await self._queue(request, signed, "queue.html")

    async def queue_live(self, request: Request, signed: SignedIn) -> Response:
        return await self._queue(request, signed, "queue_live.html")

    async def show(self, request: Request, signed: SignedIn) -> Response:
        me, number = signed.colleague, request.path_params["number"]
        talk, opened = await self._guard.call(desk_view.look, me, number)
        colleagues = await self._guard.call(desk_access.list_colleagues, talk.store_code)
        salutation = opened.card.owner.salutation if opened.card.owner else None
        drafts = await self._guard.call(desk_answers.list_drafts, me, salutation, talk.store_code)
        return self._guard.render(
            request,
            "talk.html",
            signed,
            opened=opened,
            talk_number=number,
            drafts=drafts,
            colleagues=[each for each in colleagues if each.login != me.login],
            reply_key=secrets.token_urlsafe(12),
            note_key=secrets.token_urlsafe(12),
            longest=desk_conversations.LONGEST_REPLY,
            longest_note=desk_notes.NOTE_LENGTH,
            close_reasons=desk_conversations.CLOSE_REASONS,
            **_facts(talk),
        )

    async def live(self, request: Request, signed: SignedIn) -> Response:
        number = request.path_params["number"]
        talk = await self._guard.call(desk_view.follow, signed.colleague, number)
        return self._guard.render(request, "talk_live.html", signed, **_facts(talk))

    async def side(self, request: Request, signed: SignedIn) -> Response:
        number = request.path_params["number"]
        opened = await self._guard.call(desk_view.follow_side, signed.colleague, number)
        return self._guard.render(
            request, "talk_side.html", signed, opened=opened, talk_number=number
        )

    async def note(self, request: Request, signed: SignedIn, form: Form) -> Response:
        number, text = request.path_params["number"], form.get("text", "")
        key = form.get("key", "")[:KEY_LENGTH] or secrets.token_urlsafe(12)
        add = self._guard.call(desk_notes.add_note, signed.colleague, number, text, key)
        return go(f"/desk/talk/{number}", note=await tried(add, "noted"))

    async def take(self, request: Request, signed: SignedIn, _form: Form) -> Response:
        says = _say("desk_taken", signed.colleague)
        return await self._do(request, signed, desk_conversations.take, says, done="taken_now")

    async def reply(self, request: Request, signed: SignedIn, form: Form) -> Response:
        text, key = form.get("text", ""), form.get("key", "")[:KEY_LENGTH]
        return await self._do(
            request, signed, desk_conversations.reply, text, key or secrets.token_urlsafe(12)
        )

    async def hand_back(self, request: Request, signed: SignedIn, form: Form) -> Response:
        given = _say("desk_handed_back", signed.colleague), form.get("confirmed", "")
        return await self._do(
            request, signed, desk_conversations.hand_back, *given, done="handed_back", leaves=True
        )

    async def close(self, request: Request, signed: SignedIn, form: Form) -> Response:
        says = _say("desk_closed", signed.colleague)
        reason = form.get("reason", "")
        return await self._do(
            request, signed, desk_conversations.close, reason, says, done="closed", leaves=True
        )

    async def pass_on(self, request: Request, signed: SignedIn, form: Form) -> Response:
        login = form.get("to", "")
        everybody = await self._guard.call(desk_access.list_colleagues, None)
        to = next((each for each in everybody if each.login == login), signed.colleague)
        says = _say("desk_taken", to)
        return await self._do(
            request, signed, desk_conversations.pass_on, login, says, done="passed_on", leaves=True
        )

    async def tone(self, _request: Request, _signed: SignedIn, form: Form) -> Response:
        found = desk_conversations.tone_hints(form.get("text", ""))
        hints = [f"“{each.word}”{words.name(each.fault, 'tone')}" for each in found]
        return JSONResponse({"hints": hints})

    async def _queue(self, request: Request, signed: SignedIn, template: str) -> Response:
        talks = await self._guard.call(desk_conversations.list_conversations, signed.colleague)
        return self._guard.render(
            request,
            template,
            signed,
            mine=[each for each in talks if each.is_mine],
            waiting=[each for each in talks if each.status == "waiting"],
            others=[each for each in talks if each.status == "taken" and not each.is_mine],
        )

    async def _do(
        self,
        request: Request,
        signed: SignedIn,
        service: Any,
        *given: str,
        done: str = "",
        leaves: bool = False,
    ) -> Response:
        """One step in a conversation; afterwards its page again, or the queue."""
        number = request.path_params["number"]
        note = await tried(self._guard.call(service, signed.colleague, number, *given), done)
        page = go(HOME if leaves and note == done else f"/desk/talk/{number}", note=note)
        if note == done:
            talk = await self._guard.call(desk_view.find_conversation_id, number)
            self._tell(talk)
        return page


def _say(name: str, colleague: Colleague) -> str:
    """The customer's words for what a colleague did."""
    return wording.say(name).format(name=colleague.name)


def _facts(talk: Conversation) -> dict[str, Any]:
    return {"talk": talk, "lines": [_line(line, talk.conversation_id) for line in talk.lines]}


def _line(line: Line, here: str) -> dict[str, Any]:
    """A line with its card and buttons in words."""
    card = line.payload.get("card")
    return {
        "author": line.author,
        "who": line.payload.get("author") or words.name(line.author, "author"),
        "text": line.text,
        "card": cards.as_text(card) if card else "",
        "buttons": [button["title"] for button in line.payload.get("buttons", [])],
        "at": line.created_at,
        "key": (line.client_key or "").removeprefix("¤") if line.author == "staff" else "",
        "missed": line.answer == "missed",
        "door": "" if line.conversation_id == here else words.door(line.conversation_id),
    }
