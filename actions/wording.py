"""How dates, money and lists are said in Chinese, so that they also read aloud well."""

from __future__ import annotations

from datetime import date, datetime

from bot.clock import SHANGHAI

WEEKDAYS = "一二三四五六日"


def say_day(day: date, today: date) -> str:
    """A day with its weekday: 今天（周一）, 明天（周二）, 12月5日（周六）."""
    near = {0: "今天", 1: "明天", 2: "后天"}.get((day - today).days)
    plain = f"{day.month}月{day.day}日"
    if day.year != today.year:
        plain = f"{day.year}年{plain}"
    return f"{near or plain}（周{WEEKDAYS[day.weekday()]}）"


def say_moment(moment: datetime, now: datetime) -> str:
    """A moment with its weekday: 明天（周二）15:00, 12月5日（周六）09:30."""
    local = moment.astimezone(SHANGHAI)
    return f"{say_day(local.date(), now.astimezone(SHANGHAI).date())}{local:%H:%M}"


def say_yuan(fen: int) -> str:
    """An amount in yuan: 380元, 26,803.70元."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan:,}.{rest:02d}元" if rest else f"{yuan:,}元"


def say_list(names: list[str]) -> str:
    """小保养、洗车和四轮定位"""
    return names[0] if len(names) == 1 else "、".join(names[:-1]) + "和" + names[-1]
