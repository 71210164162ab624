"""A day's timetable: what stands in which bay, and as rows of half hours to be looked at.

Visits are booked for a kind of bay, not for a bay; a car that is worked on may be put into one. So who
has a bay keeps it, and the others get the first free one of their kind, as they would in the shop.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.shop.capacity import GRAIN


@dataclass(frozen=True)
class Block:
    """Something that takes a bay for a while. Moments are aware."""

    key: str
    starts_at: datetime
    ends_at: datetime
    bay_kind: str
    bay_id: int | None = None
    """The bay that it was put into."""


@dataclass(frozen=True)
class Cell:
    """Some half hours of a row; without a block they are free (and one each)."""

    block: Block | None
    span: int


def place(bays: Mapping[int, str], blocks: Iterable[Block]) -> dict[int | None, list[Block]]:
    """Which blocks stand in which bay (bays as id: kind), each list in order of time.

    Under None stands what has no place: more than there are bays of the kind.
    """
    placed: dict[int | None, list[Block]] = defaultdict(list)
    in_order = sorted(blocks, key=lambda block: (block.bay_id is None, block.starts_at, block.key))
    for block in in_order:
        placed[_bay_of(block, bays, placed)].append(block)
    return {bay: sorted(found, key=lambda b: b.starts_at) for bay, found in placed.items()}


def lay_rows(
    blocks: Sequence[Block], opens_at: datetime, closes_at: datetime
) -> tuple[tuple[Cell, ...], ...]:
    """The blocks (in order of time) as rows over the half hours of a day.

    A row holds what does not overlap in half hours, so that there may be more than one. What lies
    outside the day is cut off.
    """
    columns = -((opens_at - closes_at) // GRAIN)
    rows: list[list[tuple[int, int, Block]]] = []
    for block in blocks:
        first = max(0, (block.starts_at - opens_at) // GRAIN)
        last = min(columns, -((opens_at - block.ends_at) // GRAIN))
        if first >= last:
            continue
        row = next((row for row in rows if row[-1][1] <= first), None)
        if row is None:
            rows.append(row := [])
        row.append((first, last, block))
    return tuple(tuple(_cells(row, columns)) for row in rows or [[]])


def _bay_of(
    block: Block, bays: Mapping[int, str], placed: Mapping[int | None, list[Block]]
) -> int | None:
    if block.bay_id is not None:
        return block.bay_id if block.bay_id in bays else None
    for bay, kind in bays.items():
        if kind == block.bay_kind and not any(_overlap(block, b) for b in placed.get(bay, ())):
            return bay
    return None


def _overlap(one: Block, other: Block) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _cells(row: Sequence[tuple[int, int, Block]], columns: int) -> list[Cell]:
    cells: list[Cell] = []
    at = 0
    for first, last, block in row:
        cells += [Cell(None, 1)] * (first - at) + [Cell(block, last - first)]
        at = last
    return cells + [Cell(None, 1)] * (columns - at)
