"""Starts the Rasa server as this project needs it: `python -m bot.dialogue.serve MODEL`.

It calls what the command `rasa run` calls, and keeps the token out of the process list, opens the
port only to this machine, leaves connections to the actions open, and is warm before the first
customer comes.
"""

from __future__ import annotations

import gc
import logging
import sys
from asyncio import AbstractEventLoop

from sanic import Sanic

from bot.masking import set_up_logging
from bot.settings import LOOPBACK, load_settings

logger = logging.getLogger("bot.dialogue.serve")


def main() -> None:
    """Serves the model named on the command line until the process is told to stop."""
    settings = load_settings()
    # TensorFlow imports JAX, if it is there, for a converter that nobody calls here: 65 MB less.
    sys.modules.setdefault("jax", None)  # type: ignore[arg-type]

    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    from bot.dialogue.action_endpoint import OpenEndpoint
    from bot.dialogue.rasa_patches import patch_rasa

    patch_rasa(is_debugging=settings.log_level.upper() == "DEBUG")
    _set_up_logging(settings.log_level.upper())
    endpoints = AvailableEndpoints.read_endpoints("endpoints.yml")
    endpoints.action = actions = OpenEndpoint.like(endpoints.action)

    async def close_connections(_app: Sanic, _loop: AbstractEventLoop) -> None:
        await actions.close()

    serve_application(
        sys.argv[1],
        endpoints=endpoints,
        credentials="credentials.yml",
        interface=LOOPBACK,
        port=settings.rasa_port,
        enable_api=True,
        auth_token=settings.internal_token,
        server_listeners=[
            (warm_up, "after_server_start"),
            (close_connections, "after_server_stop"),
        ],
    )


def _set_up_logging(level: str) -> None:
    """As Rasa's command line does, but masked: unconfigured, Rasa writes every message it reads."""
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    set_up_logging(level)
    rasa_level = max(logging.getLevelName(level), logging.INFO)  # below, every message is written
    configure_structlog(rasa_level)
    configure_logging_and_warnings(rasa_level, filter_repeated_logs=False)


async def warm_up(app: Sanic, _loop: AbstractEventLoop) -> None:
    """Understands one message, so that what is made at first use is made before a customer waits."""
    if app.ctx.agent is not None and app.ctx.agent.is_ready():
        await app.ctx.agent.parse_message("你好")
    # What is loaded by now stays: the collector need not look at half a million objects again, a
    # pause of 0.2 s each time.
    gc.collect()
    gc.freeze()
    logger.info("Rasa is ready.")


if __name__ == "__main__":
    main()
