"""Times in Chinese, read on Wednesday 14 October 2026 at 14:30 in Shanghai."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from bot.nlu.chinese_time import TimeWindow, parse

WEDNESDAY = datetime(2026, 10, 14, 14, 30, tzinfo=SHANGHAI)


def read(text: str, now: datetime = WEDNESDAY) -> TimeWindow:
    """The one window of `text`."""
    (window,) = parse(text, now)
    return window


def told(window: TimeWindow) -> str:
    """As the tables below write it: `10-15 09:00 > 10-15 12:00 part_of_day`."""
    start, end = (f"{moment:%Y-%m-%d %H:%M}" for moment in (window.start, window.end))
    return f"{start} > {end} {window.grain}".replace("2026-", "")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("今天", "10-14 00:00 > 10-15 00:00 day"),
        ("明儿个", "10-15 00:00 > 10-16 00:00 day"),
        ("后儿", "10-16 00:00 > 10-17 00:00 day"),
        ("听日", "10-15 00:00 > 10-16 00:00 day"),
        ("大后天", "10-17 00:00 > 10-18 00:00 day"),
        ("前天", "10-12 00:00 > 10-13 00:00 day"),
        ("五天后", "10-19 00:00 > 10-20 00:00 day"),
        ("过三天", "10-17 00:00 > 10-18 00:00 day"),
        ("一个星期以后", "10-21 00:00 > 10-22 00:00 day"),
        ("明后天", "10-15 00:00 > 10-17 00:00 day"),
        ("周五", "10-16 00:00 > 10-17 00:00 day"),
        ("周三", "10-14 00:00 > 10-15 00:00 day"),
        ("星期一", "10-19 00:00 > 10-20 00:00 day"),
        ("礼拜天", "10-18 00:00 > 10-19 00:00 day"),
        ("这周二", "10-13 00:00 > 10-14 00:00 day"),
        ("下周二", "10-20 00:00 > 10-21 00:00 day"),
        ("下个礼拜六", "10-24 00:00 > 10-25 00:00 day"),
        ("下下周一", "10-26 00:00 > 10-27 00:00 day"),
        ("上周五", "10-09 00:00 > 10-10 00:00 day"),
        ("周末", "10-17 00:00 > 10-19 00:00 day"),
        ("下周末", "10-24 00:00 > 10-26 00:00 day"),
        ("周六日", "10-17 00:00 > 10-19 00:00 day"),
        ("这个礼拜五", "10-16 00:00 > 10-17 00:00 day"),
        ("下周三四", "10-21 00:00 > 10-23 00:00 day"),
        ("下个星期", "10-19 00:00 > 10-26 00:00 week"),
        ("月底", "10-27 00:00 > 11-01 00:00 day"),
        ("下个月初", "11-01 00:00 > 11-06 00:00 day"),
        ("十一月中旬", "11-11 00:00 > 11-21 00:00 day"),
        ("这个月", "10-01 00:00 > 11-01 00:00 month"),
        ("十二月", "12-01 00:00 > 2027-01-01 00:00 month"),
        ("20号", "10-20 00:00 > 10-21 00:00 day"),
        ("十号", "11-10 00:00 > 11-11 00:00 day"),
        ("11月3日", "11-03 00:00 > 11-04 00:00 day"),
        ("１月５号", "2027-01-05 00:00 > 2027-01-06 00:00 day"),
        ("二零二六年十一月十一号", "11-11 00:00 > 11-12 00:00 day"),
        ("2026/11/03", "11-03 00:00 > 11-04 00:00 day"),
        ("11.3上午", "11-03 06:00 > 11-03 12:00 part_of_day"),
        ("下个月的8号", "11-08 00:00 > 11-09 00:00 day"),
        ("11月第二个周六", "11-14 00:00 > 11-15 00:00 day"),
    ],
)
def test_days(text: str, meaning: str) -> None:
    assert told(read(text)) == meaning
    assert not read(text).ambiguous


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("下午", "10-14 12:00 > 10-14 18:00 part_of_day"),
        ("上午", "10-15 06:00 > 10-15 12:00 part_of_day"),
        ("明天晌午", "10-15 11:00 > 10-15 13:00 part_of_day"),
        ("后天一早", "10-16 06:00 > 10-16 09:00 part_of_day"),
        ("今儿擦黑", "10-14 17:00 > 10-14 19:00 part_of_day"),
        ("周五晚", "10-16 18:00 > 10-17 00:00 part_of_day"),
        ("明早", "10-15 06:00 > 10-15 09:00 part_of_day"),
        ("听日下昼", "10-15 12:00 > 10-15 18:00 part_of_day"),
        ("周五下班后", "10-16 18:00 > 10-16 20:00 part_of_day"),
        ("今天下班过去", "10-14 18:00 > 10-14 20:00 part_of_day"),
        ("周末下午", "10-17 12:00 > 10-18 18:00 part_of_day"),
        ("明天中午以前", "10-15 08:00 > 10-15 11:00 part_of_day"),
        ("三点", "10-14 15:00 > 10-14 16:00 hour"),
        ("两点", "10-15 14:00 > 10-15 15:00 hour"),
        ("九点", "10-15 09:00 > 10-15 10:00 hour"),
        ("七点半", "10-14 19:30 > 10-14 19:31 minute"),
        ("后天中午十二点", "10-16 12:00 > 10-16 13:00 hour"),
        ("中午一点", "10-15 13:00 > 10-15 14:00 hour"),
        ("明天下午四点一刻", "10-15 16:15 > 10-15 16:16 minute"),
        ("周六上午十点零五分", "10-17 10:05 > 10-17 10:06 minute"),
        ("差十分五点", "10-14 16:50 > 10-14 16:51 minute"),
        ("明早十点", "10-15 10:00 > 10-15 11:00 hour"),
        ("周五晚八点", "10-16 20:00 > 10-16 21:00 hour"),
        ("今晚十二点", "10-15 00:00 > 10-15 01:00 hour"),
        ("16:45", "10-14 16:45 > 10-14 16:46 minute"),
        ("周四四点", "10-15 16:00 > 10-15 17:00 hour"),
        ("周四12点", "10-15 12:00 > 10-15 13:00 hour"),
        ("早九点", "10-15 09:00 > 10-15 10:00 hour"),
        ("晚8点", "10-14 20:00 > 10-14 21:00 hour"),
        ("下午三四点", "10-14 15:00 > 10-14 16:00 hour"),
        ("四十分钟后", "10-14 15:10 > 10-14 15:11 minute"),
        ("两个半小时以后", "10-14 17:00 > 10-14 17:01 minute"),
        ("明天下午三点以后", "10-15 15:00 > 10-15 18:00 hour"),
        ("周五下午四点前", "10-16 12:00 > 10-16 16:00 hour"),
    ],
)
def test_hours(text: str, meaning: str) -> None:
    assert told(read(text)) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("周四到周六", "10-15 00:00 > 10-18 00:00 day"),
        ("周四至周六上午", "10-15 06:00 > 10-17 12:00 part_of_day"),
        ("明天上午九点到十一点半", "10-15 09:00 > 10-15 11:30 minute"),
        ("下午三到五点", "10-14 15:00 > 10-14 17:00 hour"),
        ("20号到22号", "10-20 00:00 > 10-23 00:00 day"),
        ("11月3到5号", "11-03 00:00 > 11-06 00:00 day"),
        ("明天十点到两点", "10-15 10:00 > 10-15 14:00 hour"),
        ("周五晚上十点到一点", "10-16 22:00 > 10-17 01:00 hour"),
        ("10:00-11:30", "10-15 10:00 > 10-15 11:30 minute"),
    ],
)
def test_ranges_borrow_from_each_other(text: str, meaning: str) -> None:
    assert told(read(text)) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("元旦上午", "2027-01-01 06:00 > 2027-01-01 12:00 part_of_day"),
        ("明年清明节当天", "2027-04-05 00:00 > 2027-04-06 00:00 day"),
        ("端午那天", "2027-06-09 00:00 > 2027-06-10 00:00 day"),
        ("年初八", "2027-02-13 00:00 > 2027-02-14 00:00 day"),
        ("大年初三", "2027-02-08 00:00 > 2027-02-09 00:00 day"),
        ("腊月二十", "2027-01-27 00:00 > 2027-01-28 00:00 day"),
        ("立冬", "11-07 00:00 > 11-08 00:00 day"),
        ("双十一", "11-11 00:00 > 11-12 00:00 day"),
        ("平安夜晚上", "12-24 18:00 > 12-25 00:00 part_of_day"),
        ("春节后第一个周日", "2027-02-14 00:00 > 2027-02-15 00:00 day"),
    ],
)
def test_festivals(text: str, meaning: str) -> None:
    assert told(read(text)) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("去年", "2025-01-01 00:00 > 01-01 00:00 year"),
        ("去年国庆节当天", "2025-10-01 00:00 > 2025-10-02 00:00 day"),
        ("三年前", "2023-01-01 00:00 > 2024-01-01 00:00 year"),
        ("2019年买的", "2019-01-01 00:00 > 2020-01-01 00:00 year"),
        ("21年6月提的车", "2021-06-01 00:00 > 2021-07-01 00:00 month"),
        ("零九年三月", "2009-03-01 00:00 > 2009-04-01 00:00 month"),
        ("三月份买的", "03-01 00:00 > 04-01 00:00 month"),
        ("上个月15号", "09-15 00:00 > 09-16 00:00 day"),
        ("9月8号提的车", "09-08 00:00 > 09-09 00:00 day"),
    ],
)
def test_owners_tell_when_they_bought(text: str, meaning: str) -> None:
    assert told(read(text)) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "这两天",
        "过几天",
        "国庆",
        "八点",
        "9月1号",
        "年底",
        "周三以后",
        "明天周六",
        "今天八点",
        "月中",
    ],
)
def test_what_has_two_likely_readings_says_so(text: str) -> None:
    assert read(text).ambiguous


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("周四啊不对周五下午", "周五下午"),
        ("下周一，哦不，下周二", "下周二"),
        ("不是周五是周六", "周六"),
        ("16点不是6点", "16点"),
        ("明天说错了后天上午", "后天上午"),
    ],
)
def test_of_a_correction_only_the_last_counts(text: str, kept: str) -> None:
    assert [window.text for window in parse(text, WEDNESDAY)] == [kept]


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("周六上午或者下午", ["10-17 06:00 > 10-17 12:00", "10-17 12:00 > 10-17 18:00"]),
        ("下周三或者周四", ["10-21 00:00 > 10-22 00:00", "10-22 00:00 > 10-23 00:00"]),
        ("我约的周五改到周日", ["10-16 00:00 > 10-17 00:00", "10-18 00:00 > 10-19 00:00"]),
    ],
)
def test_several_times_stay_apart(text: str, meanings: list[str]) -> None:
    assert [told(window).rsplit(" ", 1)[0] for window in parse(text, WEDNESDAY)] == meanings


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("嗯 那个 礼拜五 呃 下午 三点 吧", "10-16 15:00 > 10-16 16:00 hour"),
        ("下周 下周四的上午", "10-22 06:00 > 10-22 12:00 part_of_day"),
        ("１０月２０號下午", "10-20 12:00 > 10-20 18:00 part_of_day"),
        ("10月17号星期六下午", "10-17 12:00 > 10-17 18:00 part_of_day"),
        ("下周，周四", "10-22 00:00 > 10-23 00:00 day"),
    ],
)
def test_what_a_hotline_hears(text: str, meaning: str) -> None:
    assert told(read(text)) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "麻烦快一点", "有一点漏油", "说两点建议吧有三点意见", "92号汽油", "2号工位", "地铁3号线",
        "荣华中路10号", "一周一次", "每周一开会", "早上好", "晚安", "前天窗漏水", "后轮异响", "胎压2.3",
        "1.5T的", "十分满意", "停了三天后打不着", "13年的朗逸", "2016年别克英朗", "日产轩逸", "周到的服务",
        "第三天", "白天得跑车", "中秋快乐", "2月30号", "今年六十八了", "早点来", "晚一点没关系",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert parse(text, WEDNESDAY) == []


def test_a_window_tells_where_it_was_said() -> None:
    text = "师傅，嗯那个 周五下午３点 行不"
    window = read(text)
    assert window.text == "周五下午３点"
    assert text[slice(*window.at)] == window.text


def test_windows_are_aware_and_in_shanghai() -> None:
    assert read("明天").start.utcoffset() == WEDNESDAY.utcoffset()


def test_now_may_come_from_another_zone_or_none() -> None:
    in_utc = datetime.fromisoformat("2026-10-14T20:00:00+00:00")  # Thursday 04:00 in Shanghai
    assert told(read("今天", in_utc)).startswith("10-15")
    assert told(read("今天", WEDNESDAY.replace(tzinfo=None))).startswith("10-14")


@pytest.mark.parametrize("text", ["明天", "五百年后", "9999年底", "春节", "大年初一", "过九十九年"])
@pytest.mark.parametrize("year", [1, 1999, 2100, 9999])
def test_no_year_is_too_far(text: str, year: int) -> None:
    for window in parse(text, datetime(year, 12, 31, 23, 59, tzinfo=SHANGHAI)):
        assert window.start < window.end
