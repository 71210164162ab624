"""The lives of a repair order and of a complaint: which step may follow which.

The words stored in the tables are the values of the two enums. Only the steps listed here exist; a
service asks `check_step` before it writes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar


class RepairOrderStatus(str, Enum):
    """Where a car stands in the workshop (工单状态)."""

    BOOKED = "booked"  # 已预约
    RECEIVED = "received"  # 已接车
    INSPECTING = "inspecting"  # 检查中
    AWAITING_APPROVAL = "awaiting_approval"  # 待确认
    REPAIRING = "repairing"  # 维修中
    WAITING_PARTS = "waiting_parts"  # 等待配件
    QUALITY_CHECK = "quality_check"  # 质检中
    READY = "ready"  # 待交车
    DELIVERED = "delivered"  # 已交车
    CANCELLED = "cancelled"  # 已取消


class ComplaintStatus(str, Enum):
    """How far a complaint is (投诉状态)."""

    ACCEPTED = "accepted"  # 已受理
    INVESTIGATING = "investigating"  # 调查中
    PROPOSED = "proposed"  # 已提方案
    AGREED = "agreed"  # 已同意
    CARRYING_OUT = "carrying_out"  # 执行中
    AWAITING_FOLLOW_UP = "awaiting_follow_up"  # 待回访
    CLOSED = "closed"  # 已关闭


class StepError(ValueError):
    """A step that the state machine does not know."""

    def __init__(self, current: Enum, wanted: Enum) -> None:
        super().__init__(f"no step leads from {current.value} to {wanted.value}")
        self.current = current
        self.wanted = wanted


_RO = RepairOrderStatus
_CP = ComplaintStatus

REPAIR_ORDER_STEPS: Mapping[RepairOrderStatus, frozenset[RepairOrderStatus]] = {
    _RO.BOOKED: frozenset({_RO.RECEIVED, _RO.CANCELLED}),
    _RO.RECEIVED: frozenset({_RO.INSPECTING, _RO.CANCELLED}),
    _RO.INSPECTING: frozenset({_RO.AWAITING_APPROVAL, _RO.REPAIRING, _RO.CANCELLED}),
    # The owner may decline the repair: the car is then ready to be fetched as it came.
    _RO.AWAITING_APPROVAL: frozenset({_RO.REPAIRING, _RO.READY, _RO.CANCELLED}),
    _RO.REPAIRING: frozenset(
        {_RO.WAITING_PARTS, _RO.AWAITING_APPROVAL, _RO.QUALITY_CHECK, _RO.CANCELLED}
    ),
    _RO.WAITING_PARTS: frozenset({_RO.REPAIRING, _RO.CANCELLED}),
    _RO.QUALITY_CHECK: frozenset({_RO.REPAIRING, _RO.READY}),
    _RO.READY: frozenset({_RO.DELIVERED}),
    _RO.DELIVERED: frozenset(),
    _RO.CANCELLED: frozenset(),
}

COMPLAINT_STEPS: Mapping[ComplaintStatus, frozenset[ComplaintStatus]] = {
    _CP.ACCEPTED: frozenset({_CP.INVESTIGATING}),
    _CP.INVESTIGATING: frozenset({_CP.PROPOSED}),
    _CP.PROPOSED: frozenset({_CP.AGREED, _CP.INVESTIGATING}),
    _CP.AGREED: frozenset({_CP.CARRYING_OUT}),
    _CP.CARRYING_OUT: frozenset({_CP.AWAITING_FOLLOW_UP}),
    _CP.AWAITING_FOLLOW_UP: frozenset({_CP.CLOSED, _CP.INVESTIGATING}),
    _CP.CLOSED: frozenset(),
}

#: The way of a repair as an owner follows it. Approval and waiting for parts are stops on this
#: way, not stages of their own: most cars never make them.
REPAIR_STAGES: tuple[RepairOrderStatus, ...] = (
    _RO.BOOKED,
    _RO.RECEIVED,
    _RO.INSPECTING,
    _RO.REPAIRING,
    _RO.QUALITY_CHECK,
    _RO.READY,
    _RO.DELIVERED,
)

_STAGE_OF_STOP = {_RO.AWAITING_APPROVAL: _RO.INSPECTING, _RO.WAITING_PARTS: _RO.REPAIRING}
_NEXT_OF_STOP = {_RO.AWAITING_APPROVAL: _RO.REPAIRING, _RO.WAITING_PARTS: _RO.REPAIRING}

Status = TypeVar("Status", RepairOrderStatus, ComplaintStatus)


def may_step(current: Status, wanted: Status) -> bool:
    """Whether `wanted` may directly follow `current`."""
    return wanted in _following(current)


def check_step(current: Status, wanted: Status) -> None:
    """Raise StepError unless `wanted` may directly follow `current`."""
    if not may_step(current, wanted):
        raise StepError(current, wanted)


def is_final(status: RepairOrderStatus | ComplaintStatus) -> bool:
    """Whether no step leads on: delivered, cancelled, closed."""
    return not _following(status)


def in_workshop(status: RepairOrderStatus) -> bool:
    """Whether the car is with the shop: handed in and not yet fetched."""
    return status is not _RO.BOOKED and not is_final(status)


def stage(status: RepairOrderStatus) -> RepairOrderStatus | None:
    """The owner's stage that a status belongs to; None for a cancelled order."""
    if status is _RO.CANCELLED:
        return None
    return _STAGE_OF_STOP.get(status, status)


def next_stage(status: RepairOrderStatus) -> RepairOrderStatus | None:
    """What usually comes next for the owner; None when nothing does."""
    if is_final(status):
        return None
    stop = _NEXT_OF_STOP.get(status)
    return stop or REPAIR_STAGES[REPAIR_STAGES.index(status) + 1]


def _following(status: RepairOrderStatus | ComplaintStatus) -> frozenset[Enum]:
    if isinstance(status, RepairOrderStatus):
        return frozenset(REPAIR_ORDER_STEPS[status])
    return frozenset(COMPLAINT_STEPS[status])
