"""Words for parts of the day and the clock; each pattern stands above its reader."""

from __future__ import annotations

import re

from bot.nlu.chinese_time.atoms import Rule
from bot.nlu.chinese_time.fragments import ALONE, EARLIER, LATER, RANGE_MARK
from bot.nlu.chinese_time.meanings import Bound, Clock, Meaning, Part
from bot.nlu.numbers import SMALL, to_int

DAWN = Part(0, 6, first_hour=0, last_hour=7)
EARLY = Part(6, 9, first_hour=4, last_hour=12)
MORNING = Part(6, 12, first_hour=5, last_hour=12)
NOON = Part(11, 13, first_hour=10, last_hour=15)
AFTERNOON = Part(12, 18, first_hour=12, last_hour=19)
DUSK = Part(17, 19, first_hour=16, last_hour=20)
EVENING = Part(18, 24, first_hour=17, last_hour=28)  # 晚上一点 is the night that follows
AFTER_WORK = Part(18, 20, first_hour=17, last_hour=23)
DAYTIME = Part(6, 18, first_hour=6, last_hour=19)

_NAMES = {
    DAWN: "凌晨 后半夜 下半夜 大半夜 半夜里 半夜",
    EARLY: "一大清早 一大早上 一大早 大清早 大早上 清早 清晨 早晨 早上 一早上 一早 朝头早 朝早",
    MORNING: "上午 上昼 头午 午前 上半天 前晌",
    NOON: "大中午 中午 晌午 正午 午间",
    AFTERNOON: "下午 下昼 午后 后晌 下半天 过午 后半天 晏昼",
    DUSK: "傍晚 天擦黑 擦黑儿 擦黑 黄昏 傍黑 傍晚儿",
    EVENING: "晚上 晚间 夜里 夜晚 夜间 夜头 晚黑",
    AFTER_WORK: "下班以后 下班之后 下班后 下了班以后 下了班 收工以后 收工后 放工之后 放工后",
    DAYTIME: "大白天 白天",
}
_SHORT_NAMES = {"早": EARLY, "晨": EARLY, "朝": EARLY, "午": NOON, "晚": EVENING, "夜": EVENING}
_PARTS = {name: part for part, names in _NAMES.items() for name in names.split()} | _SHORT_NAMES
_LONGEST_FIRST = "|".join(sorted(set(_PARTS) - set(_SHORT_NAMES), key=len, reverse=True))

PART = rf"(?:{_LONGEST_FIRST})(?![好茶安饭]|啊?\s*$(?<=^早晨))"  # 早上好 is a greeting
SHORT_PART = (  # 早八点, 明早, 周六晚, 8号早, but not 早点
    rf"(?:(?<![一-龥])[早晚](?!一点)(?=(?:{SMALL})点)|(?<=[昨今明听后])[早晚晨朝夜午]|(?<=[周期拜][一二三四五六日天末])[早晚]|(?<=[天日号])[早晚])"
    r"(?![点些已期会就起])"
)
OFF_WORK = r"(?<=[天日儿晚])下班(?![时早晚吗没]|几点|了没)"  # 今天下班过去


def _part(match: re.Match[str]) -> Meaning:
    return _PARTS[match["all"]]


def _off_work(match: re.Match[str]) -> Meaning:
    return AFTER_WORK


_STARTS = rf"(?:{ALONE}|(?<=[周期拜][一二三四五六]))"  # 周三四点 is Wednesday, four o'clock
_COUNTS = (  # 三点建议, 两点多万
    r"(?!\s*(?:建议|意见|要求|问题|原因|不满|小|钱|[多少]?(?:万|公里|千|升|米)|儿?[东啥什么]))"
)
_MINUTES = (
    rf"(?:(?P<half>半)|(?P<quarter>[一三])刻|过?(?P<minute>[零〇]?(?:{SMALL}))分"
    r"|(?P<bare_minute>[零〇][一二三四五六七八九]|[一二三四五]?十[一二三四五六七八九]?)(?![\d万千百个])"
    r"|来?钟|整|多(?!少))"
)
CLOCK = rf"{_STARTS}(?P<hour>{SMALL}|[俩仨])(?:点(?!点){_COUNTS}|(?<=\d)时(?=[\s,。到至整]|$)){_MINUTES}?"
_QUARTERS = {"一": 15, "三": 45}
_LAST_HOUR = 24


def _clock(match: re.Match[str]) -> Meaning | None:
    hour, minute = to_int(match["hour"]), _minute(match)
    if hour is None or hour > _LAST_HOUR or (minute or 0) > 59:
        return None
    if match["all"].endswith("点") and _is_no_hour(match, hour):
        return None
    return Clock(hour, minute)


def _minute(match: re.Match[str]) -> int | None:
    if match["half"]:
        return 30
    if match["quarter"]:
        return _QUARTERS[match["quarter"]]
    said = match["minute"] or match["bare_minute"]
    return to_int(said.lstrip("零〇") or "0") if said else None


_REMARKS_FOLLOW = re.compile(r"(?:[有提]|以下|补充|这|那|下面)$")
_DAY_BEFORE = re.compile(
    r"(?:[午夜上晨]|[今明昨后听天日号周期拜一二三四五六末][早晚]|饭后|[周期拜].|[天日号到约])$"
)
_GOES_ON = re.compile(r"\s*(?:$|左右|以后|之后|以前|之前|前后|到|至|多|来|[去过行吧,。])")


def _is_no_hour(match: re.Match[str], hour: int) -> bool:
    """有两点 are remarks; 快一点 is a little: 一点 is an hour only behind a day or alone."""
    before = match.string[: match.start()].rstrip()
    if _REMARKS_FOLLOW.search(before):
        return True
    if hour != 1 or _DAY_BEFORE.search(before):
        return False
    return bool(before) or not _GOES_ON.match(match.string[match.end("all") :])


DIGITAL = r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4])[:点时](?P<minute>[0-5]\d)分?(?![\d:])"


def _digital(match: re.Match[str]) -> Meaning | None:
    hour = match["hour"]
    return Clock(int(hour), int(match["minute"]), exact=hour.startswith("0"))


MINUTES_TO = rf"{ALONE}差(?P<minutes>(?:{SMALL})分?|一刻)钟?[到就]?(?P<hour>{SMALL})点[钟整]?"
TO_MINUTES = rf"{ALONE}(?P<hour>{SMALL})点钟?差(?P<minutes>(?:{SMALL})分|一刻)"


def _minutes_to(match: re.Match[str]) -> Meaning | None:
    """差五分四点 is 3:55."""
    hour = to_int(match["hour"])
    short = 15 if "刻" in match["minutes"] else to_int(match["minutes"].rstrip("分"))
    if not hour or not short or hour > _LAST_HOUR or short > 59:
        return None
    return Clock(hour - 1, 60 - short)


PAIR = rf"{_STARTS}(?P<first>[一二两三四五六七八九十])(?P<last>[二两三四五六七八九十])点(?:来?钟)?(?!半)"
LISTED_PAIR = rf"{_STARTS}(?P<first>{SMALL})[、,](?P<last>{SMALL})点(?:来?钟)?(?!半)"


def _pair(match: re.Match[str]) -> Meaning | None:
    """三四点, 7、8点: from the one to the other."""
    first, last = to_int(match["first"]), to_int(match["last"])
    return Clock(first, until=last) if first and last == first + 1 else None


HOUR_OF_RANGE = rf"{ALONE}(?P<hour>{SMALL})(?={RANGE_MARK}(?:{SMALL})(?:点|:\d\d))"


def _bare_hour(match: re.Match[str]) -> Meaning | None:
    hour = to_int(match["hour"])
    return Clock(hour) if hour is not None and hour <= _LAST_HOUR else None


BOUND = rf"{LATER}|{EARLIER}"


def _bound(match: re.Match[str]) -> Meaning:
    return Bound(after="后" in match["all"])


RULES: tuple[Rule, ...] = (
    (PART, _part),
    (SHORT_PART, _part),
    (OFF_WORK, _off_work),
    (DIGITAL, _digital),
    (MINUTES_TO, _minutes_to),
    (TO_MINUTES, _minutes_to),
    (PAIR, _pair),
    (LISTED_PAIR, _pair),
    (CLOCK, _clock),
    (HOUR_OF_RANGE, _bare_hour),
    (BOUND, _bound),
)
