"""Mileage and money: a number becomes one or the other by its unit or, without one, by its company.

`mileage` is in whole kilometres, `amount` in integer fen. A number that could be anything (怠速到两千,
3个, 十年, 5W30) is neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.numbers import QUANTITY, to_number
from bot.nlu.values.found import Found

_STARTS = r"(?<![\dA-Za-z:第零一二两三四五六七八九十百千万])(?<!\d\.)"
_NUMBER = re.compile(rf"{_STARTS}[¥￥]?\s?(?P<number>{QUANTITY})")
_OIL_GRADE = re.compile(r"\d{1,2}[wW]-?\d{2}")
_RANGE_FOLLOWS = re.compile(r"\s*(?:到|至|~|-|—)\s*[\d一二两三四五六七八九十]")
_RANGE_BEFORE = re.compile(r"[\d一二两三四五六七八九十百千万]\s*(?:到|至|~|-|—)\s*$")

_KILOMETRES = re.compile(r"\s*(?:公里|千米|[kK][mM](?![A-Za-z])|公理)")
_MONEY = re.compile(
    r"(?P<unit>块钱|元钱|元|圆|[rR][mM][bB]|块)(?P<tenths>[1-9一二三四五六七八九])?(?![\d个年月天号条])"
)
_ENDS = re.compile(r"[\s,。!?的吗左出就吧啊呢嘛能够]|多(?!少)|一[次个条]|工时|$")
_NO_MONEY = re.compile(r"三元(?!钱)")  # 三元催化, 三元锂

_OTHER_UNIT = re.compile(
    r"\s*(?:[年月日号天点转迈码度分秒个台次人瓦伏升条米岁星颗名位家层折倍级缸速挡档门座轮款版系周斤寸只支根套桶枚遍趟回届项种块面辆]"
    r"|千瓦|毫|小时|分钟|像素|安|火急|[A-Za-z%/:·-]|[\d])"
)

_NOT_DRIVEN = re.compile(
    r"(?:[时车]速|速度|续航|充满电?|满电|[能会可]跑|还?剩|[每百离距]|方圆|相距|减到|升到|跑上|加到)[^,。!?]{0,4}$"
)
_SPEED_OR_RANGE = re.compile(r"\s*(?:每|一?个?小时|/|的?时速|油耗|远|开外|之?外|续航|一充)")
_DRIVEN = re.compile(
    r"(?:跑|开|行驶|走|里程|公里数?|表[上显里]|码表|刚过|才过|快到|(?<!裸)车|[到过满近]|新车|不到|首保|[多少][写打按填输]?了?一?个[0零],?)"
    r"(?:[了过有才刚大概差不多将近已经其实就是约显示的我:：\s]){0,5}$"
)
_SPINNING = re.compile(r"(?:怠速|转速|转数|油门|排量|年款|功率|扭矩)[^,。!?]{0,5}$")
_PAID = re.compile(
    r"(?:价[位格钱]?|报价?|花|收|付|掏|赔|退|转|费用?|额|首付|贷款?|预算|卖|值|损失|落地|裸车|要价?|便宜|贵|优惠|补贴?|砍到"
    r"|到手|结账|余额|现金|少|给|听说|看到|写的|退休金一个月|洗一[回次])"
    r"(?:[了我你们过的是也就都大概差不多只才顶多总共一共莫名修\s]){0,5}$"
)
_PAID_FOR = re.compile(
    r"\s*(?:落地|的?(?:手续费|工时费|费用?|押金|定金|补贴|优惠|预算|损失|红包|现金)|[^,。]{0,4}(?:拍照|够不够|贵|便宜)|含)"
)
_BARGAIN = re.compile(r"(?:才|要|只要|就要|卖)\s*$")
_TALK_OF_MONEY = re.compile(
    r"[钱价卖元贵掏赔]|(?<!刚)买(?![来了的过])|预算|落地|贷款|首付|保费|费用|手续费|工时费|便宜|花了|差的谁出"
)
_TALK_OF_DRIVING = re.compile(r"公里|里程|保养|[开跑]了|首保|行驶")
_AROUND = re.compile(
    r"[\s,。!?.啊呃嗯哦吧了呢嘛的是有大概差不多左右出头刚才就也都约将近快多在已经目前现在只其实不止没到一共以内之应该不对口误说错看记填写我]*"
)
_HOTLINE = re.compile(r"95\d{3}|123\d\d|100\d\d")

_FIRST_SERVICE = re.compile(r"[刚才]过了?首(?:保|次保养)")
FIRST_SERVICE_KM = 10_000
"""What 刚过首保 stands for: the first interval of a car with an engine."""

_LEAST_BY_ITSELF = 1000  # a bare number from here on may be a mileage
_MOST_KILOMETRES = 2_000_000
_FEN = 100
_FEW_OTHERS = 8


def find_quantities(text: str) -> Iterator[Found]:
    """All mileages and amounts of a normalised text."""
    for match in _FIRST_SERVICE.finditer(text):
        yield Found("mileage", *match.span(), FIRST_SERVICE_KM)
    for match in _NUMBER.finditer(text):
        number = to_number(match["number"])
        if number is not None and not _OIL_GRADE.fullmatch(match["number"]):
            yield from _counted(text, match, number)


def _counted(text: str, match: re.Match[str], number: float) -> Iterator[Found]:
    start, end = match.span("number")
    if unit := _KILOMETRES.match(text, end):
        if _is_driven(text, start, unit.end(), number):
            yield Found("mileage", start, unit.end(), int(number))
    elif (unit := _MONEY.match(text, end)) and _is_money(text, start, unit, number):
        yield Found("amount", start, unit.end(), _fen(number, unit["tenths"]))
    elif match.group()[0] in "¥￥":
        yield Found("amount", match.start(), end, _fen(number))
    elif _RANGE_FOLLOWS.match(text, end) or _RANGE_BEFORE.search(text[:start]):
        return  # 18到20万 is a stretch
    elif not _OTHER_UNIT.match(text, end):
        yield from _by_company(text, start, end, number)


def _is_driven(text: str, start: int, end: int, number: float) -> bool:
    """18,600公里 is a mileage; 40公里每小时, 续航500公里 and 离你们20公里 are not."""
    if _NOT_DRIVEN.search(text[:start]) or _SPEED_OR_RANGE.match(text, end):
        return False
    is_much = number >= 100 or (number >= 10 and bool(_DRIVEN.search(text[:start])))
    return is_much and number == int(number) and number <= _MOST_KILOMETRES


def _is_money(text: str, start: int, unit: re.Match[str], number: float) -> bool:
    """十块 is money, 两块玻璃 are two and 凹进去一块 is a place."""
    if _NO_MONEY.match(text, start):
        return False
    if unit["unit"] != "块" or number >= 10 or unit["tenths"]:
        return True
    return number > 1 and _ENDS.match(text, unit.end()) is not None


def _by_company(text: str, start: int, end: int, number: float) -> Iterator[Found]:
    kind = _kind(text, start, end, number)
    if kind == "mileage" and number == int(number) and number <= _MOST_KILOMETRES:
        yield Found("mileage", start, end, int(number))
    elif kind == "amount":
        yield Found("amount", start, end, _fen(number))


def _kind(text: str, start: int, end: int, number: float) -> str | None:
    """What a number without a unit counts: its neighbours say it, else the talk as a whole."""
    before, said = text[:start], text[start:end]
    if _SPINNING.search(before) or number < 10:
        return None
    if number >= _LEAST_BY_ITSELF and _DRIVEN.search(before) and not _PAID_FOR.match(text, end):
        return "mileage"
    if _PAID.search(before) or _PAID_FOR.match(text, end):
        return "amount"
    if said.isdigit():
        is_bargain = _BARGAIN.search(before) and re.match(r"\s*(?:[,。!?的吗]|$)", text[end:])
        return "amount" if is_bargain else _kind_of_digits(text, said)
    return _kind_of_words(text, said, number)


def _kind_of_digits(text: str, said: str) -> str | None:
    """Four digits alone may be the end of a telephone number; five or six are what the dial shows."""
    if len(said) > 3 and _TALK_OF_DRIVING.search(text) and not _TALK_OF_MONEY.search(text):
        return "mileage"
    is_dial = len(said) in (5, 6) and said[0] != "0" and not _HOTLINE.fullmatch(said)
    return "mileage" if is_dial and len(text) - len(said) <= _FEW_OTHERS else None


def _kind_of_words(text: str, said: str, number: float) -> str | None:
    """三万二, 五千, 三百八: a mileage from a thousand on, unless money is talked of."""
    counted = re.search("[百千万wWkK]", said)
    if not counted:
        return None
    if _AROUND.fullmatch(re.sub(QUANTITY, "", text)):  # nothing but numbers is said
        return "mileage" if number >= _LEAST_BY_ITSELF else "amount"
    if number < _LEAST_BY_ITSELF:
        return "amount" if _TALK_OF_MONEY.search(text) and len(said) > 1 else None
    if _TALK_OF_MONEY.search(text) and not _TALK_OF_DRIVING.search(text):
        return "amount"
    return "mileage" if re.search("[万wW]", said) or _TALK_OF_DRIVING.search(text) else None


def _fen(yuan: float, tenths: str | None = None) -> int:
    return round(yuan * _FEN) + (round((to_number(tenths) or 0) * 10) if tenths else 0)
