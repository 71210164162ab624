"""A dialogue and its noisy twin: the same customer typing, and as a hotline's recogniser writes them down."""

from __future__ import annotations

import pytest


def twins(typed: str | list[str], heard: str | list[str]) -> pytest.MarkDecorator:
    """Runs a test twice, with `said` as typed and as heard: fillers, homophones, spoken digits."""
    return pytest.mark.parametrize("said", [typed, heard], ids=["typed", "heard"])
