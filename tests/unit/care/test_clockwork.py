"""A round of the shop's clockwork."""

from __future__ import annotations

import logging

from bot.care.clockwork import JOBS, run_round
from bot.services.promises import mark_broken
from bot.services.waiting_steps import move_on


def test_a_job_that_fails_stops_none_of_the_others_and_shows_no_values(caplog) -> None:
    ran = []

    def first(workshop):
        raise ValueError("13800138001")

    def second(workshop):
        ran.append(workshop)
        return 1

    with caplog.at_level(logging.ERROR):
        run_round("shop", (first, second))
    assert ran == ["shop"]
    assert "first" in caplog.text and "13800138001" not in caplog.text


def test_broken_promises_are_marked_before_new_ones_are_made() -> None:
    assert JOBS.index(mark_broken) < JOBS.index(move_on)
