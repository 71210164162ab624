"""Plates, telephone, order and frame numbers said aloud, brought into written form.

京恩三 K 五八七 is 京N3K587, 幺三八零零幺三八零零幺 is 13800138001, R O 二零二六… is RO2026….
A code is a run of symbols (a digit, a letter, or the sound of one) with blanks, dots or hums between
them; the shape of the whole decides whether it is a code at all, so a sound alone means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.nlu.aligned import Edit
from bot.shop.digits import SPOKEN_DIGITS
from bot.shop.phone import parse_mobile
from bot.shop.plate import PROVINCES, parse_plate
from bot.shop.vin import is_vin

DIGIT_SOUNDS = SPOKEN_DIGITS | {"妖": "1"}
LETTER_SOUNDS = {
    "A": "诶 欸 埃 艾 爱 哎", "B": "逼 比 毕 必", "C": "西 希 斯伊", "D": "弟 迪 地 第", "E": "伊 易",
    "F": "艾弗 弗 爱福 艾福 爱夫 艾付", "G": "鸡 机 基 吉 寄", "H": "爱吃 艾取 爱曲",
    "J": "街 杰 接 姐 贼伊", "K": "开 凯 剋",
    "L": "艾欧 爱偶 艾勒 爱欧 哎欧 艾洛 爱儿 艾儿", "M": "艾姆 爱姆 唉姆", "N": "恩 嗯 摁 恁",
    "P": "屁 皮 批 匹 劈", "Q": "秋 球 丘 扣 抠 邱", "R": "阿尔 啊尔 阿 啊", "S": "艾斯 爱思 艾丝 爱斯",
    "T": "踢 提 梯 题", "U": "优 由 悠 友", "V": "微 威 维 喂", "O": "欧 偶 哦",
    "W": "达不溜 大不溜 答不溜 打不溜 达布溜 大布溜 搭布溜", "X": "艾克斯 爱克斯 埃克斯 叉", "Y": "歪 外 崴",
    "Z": "贼 贼的 泽",
}  # fmt: skip
PROVINCE_SOUNDS = {
    "精": "京", "经": "京", "晶": "京", "户": "沪", "护": "沪", "月": "粤", "越": "粤", "悦": "粤",
    "金": "津", "冀北": "冀", "酥": "苏", "这": "浙",
}  # fmt: skip

_SOUND = DIGIT_SOUNDS | {s: char for char, sounds in LETTER_SOUNDS.items() for s in sounds.split()}
_SYMBOL = "(?:" + "|".join(sorted(_SOUND, key=len, reverse=True)) + "|[0-9A-Za-z])"
_GAP = r"(?:[\s·•.,，、\-—_]|呃|嗯(?=[\s,，、])|杠)*"
_SPOKEN_DIGIT = f"[0-9{''.join(DIGIT_SOUNDS)}]"
_DIGIT = rf"(?:{_SPOKEN_DIGIT}|[三两二四]个{_SPOKEN_DIGIT})"
_UNIT = "十百千万亿点半第"

ORDER_NUMBER = re.compile(r"(?:RO|AP|CP|CL)(?:20)?\d\d(?:0[1-9]|1[0-2])\d{4,6}")
"""Kind, year, month and at least four running digits, as the shop prints it."""

_ONE_SYMBOL = re.compile(_SYMBOL)
_SEVERAL = re.compile(rf"([三两二四])个({_SPOKEN_DIGIT})")
_THREE_SYMBOLS = re.compile(rf"{_SYMBOL}(?:{_GAP}{_SYMBOL}){{2}}")
_PLATE = re.compile(
    rf"(?P<province>[{PROVINCES}]|{'|'.join(PROVINCE_SOUNDS)}){_GAP}"
    rf"(?P<body>{_SYMBOL}(?:{_GAP}{_SYMBOL}){{4,6}})(?:{_GAP}(?P<tail>[警学挂港澳领]))?"
)
_ORDER = re.compile(
    r"(?<![A-Za-z])(?:(?P<RO>(?:[Rr]|阿尔?|啊尔?)\s?(?:[Oo0]|欧|偶|哦|零))"
    r"|(?P<AP>(?:[Aa]|诶|欸|埃|唉)\s?(?:[Pp]|屁|皮|批))"
    r"|(?P<CP>(?:[Cc]|西|希)\s?(?:[Pp]|屁|皮|批))"
    r"|(?P<CL>(?:[Cc]|西|希)\s?(?:[Ll]|艾欧|爱偶|爱欧|哎欧|艾勒|艾洛)))"
    rf"{_GAP}(?P<digits>(?:{_DIGIT}|[Oo])(?:{_GAP}(?:{_DIGIT}|[Oo])){{7,11}})(?![0-9])"
)
_FRAME = re.compile(
    rf"(?<![0-9A-Za-z{PROVINCES}])[Ll艾爱]?{_SYMBOL}(?:{_GAP}{_SYMBOL}){{15,16}}(?![0-9A-Za-z])"
)
_DIGITS = re.compile(rf"(?<![0-9A-Za-z.])\+?{_DIGIT}(?:{_GAP}{_DIGIT}){{6,16}}(?![0-9A-Za-z])")
_DIGITS_NEXT = re.compile(rf"{_GAP}\+?(?P<digits>{_DIGIT}(?:{_GAP}{_DIGIT}){{6,16}})")
_CLOSE_RUN = re.compile(
    rf"(?<![{_UNIT}0-9A-Za-z])[{''.join(DIGIT_SOUNDS)}]{{3,}}(?![{_UNIT}0-9A-Za-z])"
)


_NUMBER_FOLLOWS = re.compile(r"(?:尾号|后四位|末四位|号码?是?|编号)\s*$")


def write_codes(text: str) -> list[Edit]:
    """Each code in `text` in written form; where two overlap, the kind that comes first in _FINDERS."""
    edits: list[Edit] = []
    if not _THREE_SYMBOLS.search(text):
        return edits
    for find in _FINDERS:
        for edit in find(text):
            if all(edit.end <= other.start or other.end <= edit.start for other in edits):
                edits.append(edit)
    return sorted(edit for edit in edits if text[edit.start : edit.end] != edit.new)


def _orders(text: str) -> Iterator[Edit]:
    for found in _ORDER.finditer(text):
        number = _prefix(found) + _written(found["digits"])
        if ORDER_NUMBER.fullmatch(number):
            yield Edit(*found.span(), number)


def _prefix(found: re.Match[str]) -> str:
    return next(kind for kind in ("RO", "AP", "CP", "CL") if found[kind])


def _frames(text: str) -> Iterator[Edit]:
    for found in _FRAME.finditer(text):
        written = _written(found.group())
        if is_vin(written):
            yield Edit(*found.span(), written)


def _plates(text: str) -> Iterator[Edit]:
    """One plate at each province sign: that which leaves a whole telephone behind it, else the longest.

    A telephone that follows without a pause is set apart.
    """
    for found in _PLATE.finditer(text):
        province = PROVINCE_SOUNDS.get(found["province"], found["province"])
        if province != found["province"] and len(re.findall(r"[0-9]", _written(found["body"]))) < 3:
            continue
        plates = list(_plates_of(text, found, province))
        if beside := [edit for edit in plates if _phone_follows(text, edit.end)]:
            apart = " " if _ONE_SYMBOL.match(text, beside[0].end) else ""
            yield beside[0]._replace(new=beside[0].new + apart)
        elif plates:
            yield plates[0]


def _plates_of(text: str, found: re.Match[str], province: str) -> Iterator[Edit]:
    """The longest first; a longer run of written characters is none, unless it ends in a telephone."""
    for end, body in _shorter_and_shorter(text, *found.span("body")):
        tail = found["tail"] if found["tail"] and end == found.end("body") else ""
        plate = parse_plate(province + body + tail)
        cut = re.match(r"[0-9A-Za-z]", text[end : end + 1]) and not _phone_follows(text, end)
        if plate and has_digits(plate) and not cut:
            yield Edit(found.start(), found.end("tail") if tail else end, plate)


def _phone_follows(text: str, end: int) -> bool:
    """Whether the next digits begin as a mobile number: 京AD一二三四，幺三八… is not 京AD12341."""
    found = _DIGITS_NEXT.match(text, end)
    digits = re.sub(r"^(?:00?)?86(?=1)", "", _written(found["digits"])) if found else ""
    return parse_mobile(digits[:11]) is not None


def _shorter_and_shorter(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    symbols = list(_ONE_SYMBOL.finditer(text, start, end))
    for count in range(len(symbols), 4, -1):
        yield symbols[count - 1].end(), "".join(_sign(s.group()) for s in symbols[:count])


def _phones(text: str) -> Iterator[Edit]:
    """Eleven digits of a mobile number; what was begun and then said anew counts once."""
    for found in _DIGITS.finditer(text):
        digits = _written(found.group())
        phone, begun = digits[-11:], digits[:-11]
        if parse_mobile(phone) and (phone.startswith(begun) or begun in ("86", "086", "0086")):
            yield Edit(*found.span(), phone)


def _runs(text: str) -> Iterator[Edit]:
    """Digits said one by one without a pause: no counted number (五六七八月) has a 幺 or a naked 零."""
    for found in _CLOSE_RUN.finditer(text):
        run = found.group()
        alone = len(run) == len(text.strip()) and "两" not in run
        announced = alone or _NUMBER_FOLLOWS.search(text[: found.start()])
        if "幺" in run or (len(run) > 3 and (set(run) & set("零〇") or announced)) or len(run) > 5:
            yield Edit(*found.span(), _written(run))


# A plate's six signs and a telephone's eleven digits are as many as a frame number's, and one such pair
# in eleven has its check digit: the frame comes after both.
_FINDERS: tuple[Callable[[str], Iterator[Edit]], ...] = (_orders, _plates, _phones, _frames, _runs)


def has_digits(plate: str) -> bool:
    """At least two: a plate has never fewer, a word behind a province sign often has."""
    return sum(char.isdigit() for char in plate) >= 2


def _written(spoken: str) -> str:
    """Symbols joined: 三个八 is 888, gaps fall away."""
    several = _SEVERAL.sub(lambda m: _sign(m[2]) * int(_sign(m[1])), spoken)
    return "".join(_sign(symbol.group()) for symbol in _ONE_SYMBOL.finditer(several))


def _sign(symbol: str) -> str:
    return _SOUND.get(symbol, symbol).upper()
