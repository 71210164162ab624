"""The action server: `python -m actions`, on loopback, with the internal token."""

from __future__ import annotations

import gc
import hmac

from rasa_sdk.endpoint import create_app
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.masking import set_up_logging
from bot.settings import Settings, load_settings

LOOPBACK = "127.0.0.1"


def build_app(settings: Settings) -> Sanic:
    """Rasa's action app, closed to whoever does not know the internal token."""
    app = create_app("actions", cors_origins=[])

    @app.middleware("request")
    def check_token(request: Request) -> HTTPResponse | None:
        token = request.args.get("token", "")
        if request.path == "/health" or hmac.compare_digest(token, settings.internal_token):
            return None
        return json({"error": "not allowed"}, status=403)

    return app


def main() -> None:
    settings = load_settings()
    set_up_logging(settings.log_level)
    app = build_app(settings)
    # What is loaded by now stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    app.run(LOOPBACK, settings.actions_port, access_log=False, motd=False)


if __name__ == "__main__":
    main()
