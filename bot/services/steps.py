"""A row takes one step: what repair orders and complaints share."""

from __future__ import annotations

from typing import Any, TypeVar

from bot.services.errors import NotAllowed
from bot.shop.states import ComplaintStatus, RepairOrderStatus, StepError, check_step

Status = TypeVar("Status", RepairOrderStatus, ComplaintStatus)


def take_step(row: Any, to: Status, seen: Status | None) -> Status:
    """Set the row's status to `to`; gives the status before.

    `seen` is what whoever decided this had before them. Raises NotAllowed("moved_on"),
    NotAllowed("step").
    """
    before = type(to)(row.status)
    if seen is not None and seen is not before:
        raise NotAllowed("moved_on")
    try:
        check_step(before, to)
    except StepError as error:
        raise NotAllowed("step", str(error)) from error
    row.status = to.value
    return before
