"""Words for months, years and dates of the calendar; each pattern stands above its reader."""

from __future__ import annotations

import re

from bot.nlu.chinese_time.atoms import Rule
from bot.nlu.chinese_time.fragments import ALONE, MONTH_BEHIND, RANGE_MARK, SHIFT, SHIFTS
from bot.nlu.chinese_time.meanings import (
    DayOfMonth,
    Edge,
    Meaning,
    Month,
    MonthDay,
    Year,
    YearEdge,
)
from bot.nlu.numbers import SMALL, to_int

_YEAR_SHIFTS = {"大前": -3, "前": -2, "去": -1, "今": 0, "本": 0, "明": 1, "后": 2}
_BOUGHT = r"提|买|上牌|上的牌|购|落户|入手"

RELATIVE_YEAR = (
    r"(?P<shift>大前|(?<!之)前|去|今|明|后|本)年(?![轮轻级]|[一二三四五六七八九十\d]+[了岁])"
)


def _relative_year(match: re.Match[str]) -> Meaning:
    return Year(shift=_YEAR_SHIFTS[match["shift"]])


# 2016年别克英朗 is a model year and no time; 2016年买的 and 2016年底 are.
YEAR = (
    r"(?<![\d.])(?P<year>(?:19[89]|20[0-4])\d)年份?"
    rf"(?=\s*(?:$|[,。!?~到至-]|[^,。]{{0,4}}(?:{_BOUGHT}|出厂|生产|过户|换|修|保养)"
    rf"|{MONTH_BEHIND}|[年春国五元中端底初清]|左右|之?前|之?后|以))"
)
SHORT_YEAR = (
    rf"(?<![\d.])(?P<year>[0-4]\d|9\d)年份?"
    rf"(?={MONTH_BEHIND}|[年春国五元中端底初]|{_BOUGHT}|[^,。]{{0,3}}?买的)"
)
SPOKEN_YEAR = (
    r"(?P<year>[零〇][一二三四五六七八九]|一[零一二三四五六七八九]|二[零一二三四五六七八九])年"
    rf"(?={MONTH_BEHIND}|{_BOUGHT})"
)


def _year(match: re.Match[str]) -> Meaning:
    number = int(match["year"])
    return Year(number if number > 99 else 2000 + number if number < 60 else 1900 + number)


def _spoken_year(match: re.Match[str]) -> Meaning:
    return Year(2000 + (to_int(match["year"].lstrip("零〇")) or 0))


YEAR_EDGE = r"(?P<edge>年底|年末|年尾|年初|(?<![\d一二两三四五六七八九十几多半])年[前后])"


def _year_edge(match: re.Match[str]) -> Meaning:
    return YearEdge(match["edge"])


RELATIVE_MONTH = rf"(?P<shift>{SHIFT}|当)一?个?月份?"


def _relative_month(match: re.Match[str]) -> Meaning:
    return Month(shift=SHIFTS[match["shift"]])


MONTH = rf"{ALONE}(?P<month>{SMALL})月份?(?!\d)"


def _month(match: re.Match[str]) -> Meaning | None:
    number = to_int(match["month"])
    return Month(number) if number and number <= 12 else None


EDGE = r"(?:(?<=月)|(?<=月份)|月)的?(?P<edge>中旬|上旬|下旬|[底末尾初头]|中(?![午国]))"
PART_OF_MONTH = r"(?P<edge>[上中下]旬)"
_EDGES = {
    "底": Edge(-5, -1), "末": Edge(-5, -1), "尾": Edge(-5, -1), "初": Edge(1, 5), "头": Edge(1, 5),
    "上旬": Edge(1, 10), "中旬": Edge(11, 20), "下旬": Edge(21, -1), "中": Edge(11, 20, ambiguous=True),
}  # fmt: skip


def _edge(match: re.Match[str]) -> Meaning:
    return _EDGES[match["edge"]]


FULL_DATE = (
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
    r"[号日]?"
)
MONTH_DAY = (
    rf"{ALONE}(?P<month>{SMALL})月份?(?P<day>{SMALL})"
    rf"(?:[号日]|(?={RANGE_MARK})|(?![\d点时个月年多万千百号日]))"
)


def _full_date(match: re.Match[str]) -> Meaning | None:
    return _date(match, int(match["year"]))


def _month_day(match: re.Match[str]) -> Meaning | None:
    return _date(match, None)


def _date(match: re.Match[str], year: int | None) -> Meaning | None:
    month, day = to_int(match["month"]), to_int(match["day"])
    if not month or not day or month > 12 or day > 31:
        return None
    return MonthDay(month, day, year)


SHORT_DATE = (
    r"(?<![\d./:-])(?P<month>1[0-2]|0?[1-9])[./-](?P<day>3[01]|[12]\d|0?[1-9])[号日]?(?![\d./%:-])"
)
_DATE_MAY_FOLLOW = re.compile(
    r"(?:^|[约改订定换推挪延前][到在成]?|[,;:]|[周期拜][一二三四五六日天]|\()\s*$"
)
_MAY_FOLLOW_DATE = re.compile(
    r"\s*(?:$|[,。!?)]|[上下中]午|早|晚|傍晚|周|星期|礼拜|[去来到过行吧可有能还那这]|\d{1,2}[点:])"
)


def _short_date(match: re.Match[str]) -> Meaning | None:
    """12.3 is a date when it stands like one; else it is a number (胎压2.3, 排量1.6)."""
    before, behind = match.string[: match.start()], match.string[match.end("all") :]
    stands_like_one = _DATE_MAY_FOLLOW.search(before) and _MAY_FOLLOW_DATE.match(behind)
    return _date(match, None) if stands_like_one else None


_THINGS_WITH_NUMBERS = (  # 一号店, 3号线, 92号汽油, 2号工位
    "店|线|楼|门|工位|车|机|电池|汽油|柴油|油|院|库|位|厅|桥|柜|出口|停车|路|公路|缸|轮|气缸|喷|针|脚|孔|保险"
    "|档|技师|师傅|单|桩|枪|充电"
)
DAY_OF_MONTH = (
    rf"(?<![路街道巷弄型第编单接孚]){ALONE}(?P<day>{SMALL})号(?!\s*(?:{_THINGS_WITH_NUMBERS}))"
)
WRITTEN_DAY_OF_MONTH = rf"{ALONE}(?P<day>{SMALL})日(?![产本元系常子志后前程均])"
DAY_OF_RANGE = rf"{ALONE}(?P<day>{SMALL})(?={RANGE_MARK}(?:{SMALL})[号日])"
MOVED_TO = (  # 换到二十八: a number too high for an hour
    r"(?<=[改换挪推移]到)(?P<day>1[3-9]|2\d|3[01]|十[三四五六七八九]|二十[一-九]?|三十一?)(?=$|[\s,。!?吧行中])"
)


def _day_of_month(match: re.Match[str]) -> Meaning | None:
    day = to_int(match["day"])
    return DayOfMonth(day) if day and day <= 31 else None


RULES: tuple[Rule, ...] = (
    (RELATIVE_YEAR, _relative_year),
    (YEAR, _year),
    (SHORT_YEAR, _year),
    (SPOKEN_YEAR, _spoken_year),
    (YEAR_EDGE, _year_edge),
    (RELATIVE_MONTH, _relative_month),
    (MONTH, _month),
    (EDGE, _edge),
    (PART_OF_MONTH, _edge),
    (FULL_DATE, _full_date),
    (MONTH_DAY, _month_day),
    (SHORT_DATE, _short_date),
    (DAY_OF_MONTH, _day_of_month),
    (WRITTEN_DAY_OF_MONTH, _day_of_month),
    (DAY_OF_RANGE, _day_of_month),
    (MOVED_TO, _day_of_month),
)
