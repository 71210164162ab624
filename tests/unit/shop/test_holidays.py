"""Days off of later years: one file, for opening hours as for understanding."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.chinese_time.holidays import read_table
from bot.nlu.words import DICTIONARIES
from bot.shop.calendar import is_holiday
from bot.shop.holidays import FILE, announced_days, read_days

LINES = (
    "# off\t2027-01-01\t2027-01-09\nfestival\t元旦\t01-01\t0/3\n"
    "off\t2027-02-05\t2027-02-12\nwork\t2027-02-14\n"
)


def test_the_lines_of_the_file_are_days_off_and_working_days() -> None:
    days = read_days(LINES)
    off = [day for day in days if is_holiday(day, days)]
    assert (min(off), max(off), len(off)) == (date(2027, 2, 5), date(2027, 2, 12), 8)
    assert days[date(2027, 2, 14)].is_working and len(days) == 9


def test_understanding_reads_the_same_days() -> None:
    rows = [line.split("\t") for line in LINES.splitlines() if not line.startswith("#")]
    table, days = read_table(rows), read_days(LINES)
    assert table.days_off == {day for day, said in days.items() if not said.is_working}
    assert table.workdays == {day for day, said in days.items() if said.is_working}
    assert FILE == DICTIONARIES / "holidays.tsv"


def test_the_file_can_be_read_and_what_is_no_day_is_refused() -> None:
    assert announced_days() == read_days(FILE.read_text("utf-8"))
    with pytest.raises(ValueError):
        read_days("off\tsoon\tlater\n")
