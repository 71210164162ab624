"""Times as owners of cars say them in Chinese, read against a given moment.

`parse(text, now)` takes any text and gives the windows it names, each aware in Asia/Shanghai:

    parse("下周三下午", monday_morning)  ->  [TimeWindow("下周三下午", 12:00, 18:00, "part_of_day")]

Conventions: 上午 06–12, 中午 11–13, 下午 12–18, 傍晚 17–19, 晚上 18–24, 早上 06–09, 下班后 18–20; a bare
weekday is the current week's or, when past, the next; 下周X is the week after the current; 周末 is both
days; 月底 the last five; a bare hour falls between 08:00 and 20:00; what is past today moves on; a minute
or an hour ends one grain later. A wrong date is worse than none: what has two likely readings says
`ambiguous`. Of a correction (周二啊不对周四) only the last counts.

A small grammar: words give pieces with a meaning (day_words, calendar_words, festival_words,
hour_words), neighbouring pieces make a phrase (phrases), a phrase becomes days (days) and hours (hours),
and phrases become windows (reading). Festivals and make-up workdays stand in
data/dictionaries/holidays.tsv, which a shop may extend.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.nlu.chinese_time.reading import find_times
from bot.nlu.chinese_time.window import TimeWindow
from bot.nlu.normalizer import tidy

__all__ = ["TimeWindow", "find_times", "parse"]


def parse(text: str, now: datetime) -> list[TimeWindow]:
    """The times that `text` names, seen from `now` (naive is taken as Shanghai time); never raises.

    Width, traditional characters, fillers and repeats do not matter; `text` and `at` of a window are
    those of the text given.
    """
    said = tidy(text)
    windows = []
    for window in find_times(said.text, now):
        if not window.replaced:
            at = said.span(*window.at)
            windows.append(replace(window, text=text[slice(*at)], at=at))
    return windows
