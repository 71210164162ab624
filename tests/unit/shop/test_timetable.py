"""The day's timetable: who stands in which bay, and the rows of half hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.shop.calendar import SHANGHAI
from bot.shop.timetable import Block, lay_rows, place

OPENS = datetime(2026, 11, 23, 8, 30, tzinfo=SHANGHAI)
CLOSES = datetime(2026, 11, 23, 18, 0, tzinfo=SHANGHAI)
BAYS = {1: "general", 2: "general", 3: "ev"}


def at(clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return OPENS.replace(hour=int(hours), minute=int(minutes))


def block(key: str, begins: str, ends: str, kind: str = "general", bay: int | None = None) -> Block:
    return Block(key, at(begins), at(ends), kind, bay)


def keys(placed: dict) -> dict:
    return {bay: [each.key for each in blocks] for bay, blocks in placed.items()}


def row(cells) -> str:
    return "".join((cell.block.key if cell.block else ".") * cell.span for cell in cells)


def test_who_has_a_bay_keeps_it_and_others_find_one_of_their_kind():
    blocks = [
        block("a", "9:00", "10:00"),
        block("b", "9:30", "10:30"),
        block("c", "10:00", "11:00"),
        block("d", "9:00", "12:00", bay=1),
        block("e", "9:00", "10:00", kind="ev"),
    ]
    placed = keys(place(BAYS, blocks))
    assert placed == {1: ["d"], 2: ["a", "c"], 3: ["e"], None: ["b"]}


def test_a_bay_of_another_store_is_no_place():
    assert keys(place(BAYS, [block("a", "9:00", "10:00", bay=9)])) == {None: ["a"]}


def test_rows_are_half_hours_from_opening_to_closing():
    blocks = [block("a", "8:30", "9:15"), block("b", "9:30", "10:00"), block("c", "17:30", "20:00")]
    (cells,) = lay_rows(blocks, OPENS, CLOSES)
    assert row(cells) == "aab" + "." * 15 + "c"


def test_what_shares_a_half_hour_gets_a_row_of_its_own():
    blocks = [block("a", "9:00", "9:40"), block("b", "9:40", "10:30"), block("c", "7:00", "8:30")]
    first, second = lay_rows(blocks, OPENS, CLOSES)
    assert row(first)[1:3] == "aa" and row(second)[2:4] == "bb"
    assert "c" not in row(first) + row(second)


def test_an_empty_day_is_one_free_row():
    ((*cells,),) = lay_rows([], OPENS, CLOSES)
    assert len(cells) == 19 and all(cell.block is None for cell in cells)


SPANS = st.lists(st.tuples(st.integers(-60, 700), st.integers(1, 300)), max_size=12)


@given(SPANS)
def test_every_row_fills_the_day_and_nothing_within_it_is_lost(spans):
    blocks = sorted(
        (
            Block(str(n), OPENS + timedelta(minutes=a), OPENS + timedelta(minutes=a + d), "general")
            for n, (a, d) in enumerate(spans)
        ),
        key=lambda each: each.starts_at,
    )
    rows = lay_rows(blocks, OPENS, CLOSES)
    assert all(sum(cell.span for cell in cells) == 19 for cells in rows)
    shown = {cell.block.key for cells in rows for cell in cells if cell.block}
    assert shown == {b.key for b in blocks if b.starts_at < CLOSES and b.ends_at > OPENS}


@given(SPANS)
def test_no_bay_holds_two_at_once(spans):
    blocks = [
        Block(str(n), OPENS + timedelta(minutes=a), OPENS + timedelta(minutes=a + d), "general")
        for n, (a, d) in enumerate(spans)
    ]
    placed = place(BAYS, blocks)
    assert sum(map(len, placed.values())) == len(blocks)
    for bay in (1, 2):
        times = placed.get(bay, [])
        assert all(a.ends_at <= b.starts_at for a, b in pairwise(times))
