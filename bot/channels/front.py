"""The front: the one address people use. Shop page, chat API, static files, health.

`python -m bot.channels.front` starts it from the settings.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.app import build_workshop
from bot.care.sms import SmsSettings, load_sms_settings
from bot.channels import wording
from bot.channels.chat_api import ChatApi, Limits
from bot.channels.conversations import Bot, Conversations
from bot.channels.news import News
from bot.channels.rasa_client import Patience, RasaClient
from bot.channels.sessions import Sessions
from bot.channels.shop_page import ShopPage
from bot.channels.sms_reports import SmsReports
from bot.channels.web_guard import Refusal, SecurityHeaders
from bot.desk.app import desk_routes
from bot.masking import set_up_logging
from bot.services import transcript
from bot.services.desk_idle import return_idle
from bot.services.workshop import Workshop
from bot.settings import Settings, load_settings

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
SWEEP_EVERY_SECONDS = 15.0
CLOSE_SECONDS = 5
THREADS = 12
"""Use cases at the same time; fewer than the database has connections for one process."""


def create_app(
    workshop: Workshop,
    settings: Settings,
    bot: Bot | None = None,
    patience: Patience | None = None,
    limits: Limits | None = None,
    sms: SmsSettings | None = None,
) -> Starlette:
    """The front over a shop. `bot` stands for Rasa when given; `patience` and `limits` are for
    tests. `sms` is the gateway that reports what became of text messages."""
    patience = patience or Patience()
    rasa = RasaClient(settings.rasa_url, settings.internal_token, patience)
    news = News(workshop)
    conversations = Conversations(workshop, bot or rasa, news, patience)
    sessions = Sessions(settings.internal_token)
    chat = ChatApi(workshop, sessions, conversations, news, limits or Limits())

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "shop"))
        jobs = [
            asyncio.ensure_future(news.watch()),
            asyncio.ensure_future(_sweep(workshop, conversations)),
        ]
        yield
        for job in jobs:
            job.cancel()
            with suppress(asyncio.CancelledError):
                await job
        await conversations.close()
        await rasa.close()

    async def health(_request: Request) -> Response:
        """Whether the front answers and its database does."""
        await asyncio.to_thread(transcript.newest_id, workshop)
        return JSONResponse({"status": "ok"})

    app = Starlette(
        routes=[
            *ShopPage(workshop).routes(),
            *chat.routes(),
            *(SmsReports(workshop, sms).routes() if sms else []),
            Route("/health", health),
            Mount("/static", _Static(directory=STATIC)),
            Mount("/desk", routes=desk_routes(workshop, conversations.heard, sessions.hide)),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={
            Refusal: _refused,
            HTTPException: _http_error,
            SQLAlchemyError: _broken,
            Exception: _broken,
        },
        lifespan=lifespan,
    )
    app.state.close_streams = news.close
    return app


class Server(uvicorn.Server):
    """uvicorn, but open streams end when it closes instead of being waited for and cut off."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.config.app.state.close_streams()  # type: ignore[union-attr]
        await super().shutdown(sockets)


class _Static(StaticFiles):
    """Static files that a browser keeps but asks about, so that a new version shows at once."""

    def file_response(self, *args: object, **options: object) -> Response:
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "no-cache"
        return response


async def _sweep(workshop: Workshop, conversations: Conversations) -> None:
    """Now and then excuses what a process that died left unanswered, and gives customers whom a
    colleague has left waiting back to the queue."""
    while True:
        try:
            await conversations.excuse_forgotten()
            await asyncio.to_thread(return_idle, workshop, wording.say("desk_idle"))
        except Exception:
            logger.exception("Cannot look for unanswered messages")
        await asyncio.sleep(SWEEP_EVERY_SECONDS)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    logger.info("Refused %s %s: %s", request.method, request.url.path, error.code)
    return error.response()


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api/"):
        refusal = Refusal(error.status_code, "not_readable").response()
        refusal.headers.update(error.headers or {})
        return refusal
    text = wording.say("no_page") if error.status_code == 404 else error.detail
    return PlainTextResponse(text, error.status_code, headers=error.headers)


async def _broken(request: Request, error: Exception) -> Response:
    logger.error("Failed %s %s", request.method, request.url.path, exc_info=error)
    return Refusal(503, "broken").response()


def main() -> None:
    """Serves until it is told to stop."""
    settings = load_settings()
    set_up_logging(settings.log_level)
    config = uvicorn.Config(
        create_app(build_workshop(settings), settings, sms=load_sms_settings(os.environ)),
        host=settings.host,
        port=settings.port,
        log_config=None,  # our own, masked
        ws="none",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=CLOSE_SECONDS,
        limit_concurrency=2000,
        h11_max_incomplete_event_size=32 * 1024,
    )
    Server(config).run()


if __name__ == "__main__":
    main()
