"""What the shop sees to every minute, in this order; one job that fails stops none of the others."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.services.promises import mark_broken, set_aside_missed
from bot.services.waiting_steps import move_on
from bot.services.workshop import Workshop

logger = logging.getLogger(__name__)

JOBS: tuple[Callable[[Workshop], int], ...] = (
    mark_broken,  # promises whose time has passed
    set_aside_missed,  # visits that nobody came for
    move_on,  # customers whom nobody takes on
)


def run_round(workshop: Workshop, jobs: tuple[Callable[[Workshop], int], ...] = JOBS) -> None:
    """Runs every job once; safe from several processes at once."""
    for job in jobs:
        try:
            job(workshop)
        except Exception as error:
            # No traceback: SQLAlchemy writes the values of a statement into it.
            logger.error("The job %s failed: %s", job.__name__, type(error).__name__)
