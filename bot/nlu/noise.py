"""What speech recognition and thumbs do to a sentence, for training only.

`NoiseMaker(seed).twin(text)` gives the same twin for the same seed and text, whatever else is in
the data, so that training is repeatable. A twin is either *heard* (homophones, fillers, repeats,
lost punctuation, spoken numerals) or *typed* (homophones from the pinyin keyboard, full width,
traditional characters, lost punctuation, a dropped or swapped character). Its meaning, and so its
intent, stays.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

_WORD_LIST = """
保养 质保 保修 机油 机滤 滤芯 刹车 刹车片 轮胎 补胎 变速箱 发动机
电瓶 电池 底盘 空调 压缩机 大灯 火花塞 雨刮 四轮定位 动平衡 喷漆
钣金 洗车 年检 拖车 救援 代步车 召回 索赔 理赔 定损 续保 保险 投诉
预约 工位 工时 配件 原厂 里程 公里 充电 续航 充电桩 质量 退车 提车
送车 取车 人工 客服 提醒 短信 门店 地址 报价 多少钱 维修 检修 故障
异响 抖动 漏油 漏水 熄火 打不着 抛锚 三包
"""
SHOP_WORDS = tuple(_WORD_LIST.split())
"""Words whose homophones matter, besides the catalogue's: the trade's own."""

FILLERS = ("嗯", "呃", "那个", "就是", "就是说", "这个", "啊", "哎", "然后", "那个什么", "喂")
TAILS = ("啊", "呢", "嘛", "呗", "哈", "哦", "啦", "吧")
PUNCTUATION = "，。！？、；：,.!?;:~～…"
SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
CONFUSED_SOUNDS = (
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("ing", "in"),
    ("eng", "en"),
    ("ang", "an"),
)

_DIGITS = re.compile(r"\d{3,}")
_WORDS = re.compile(r"[\u4e00-\u9fff]{1,2}")

Change = Callable[[str, random.Random], str]


@lru_cache(maxsize=1)
def _sounds() -> dict[str, tuple[str, ...]]:
    """Common characters (GB 2312, first level) by their toneless pinyin."""
    from pypinyin import lazy_pinyin

    table: dict[str, list[str]] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                char = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            table.setdefault(lazy_pinyin(char)[0], []).append(char)
    return {sound: tuple(chars) for sound, chars in table.items()}


def near_sounds(sound: str) -> list[str]:
    """The sound itself, then those that southern speakers and recognisers take it for."""
    near = [sound]
    for long, short in CONFUSED_SOUNDS:
        if sound.startswith(long) or (long in ("ing", "eng", "ang") and sound.endswith(long)):
            near.append(sound.replace(long, short))
        elif (sound.startswith(short) and len(short) == 1) or (
            len(short) > 1 and sound.endswith(short)
        ):
            near.append(sound.replace(short, long, 1))
    return [candidate for candidate in near if candidate in _sounds()]


def homophone(char: str, rng: random.Random) -> str:
    """Another common character that sounds alike, mostly exactly alike; itself if there is none."""
    from pypinyin import lazy_pinyin

    sounds = near_sounds(lazy_pinyin(char)[0])
    if not sounds:
        return char
    sound = sounds[0] if rng.random() < 0.8 else rng.choice(sounds)
    others = [other for other in _sounds()[sound] if other != char]
    return rng.choice(others) if others else char


def add_filler(text: str, rng: random.Random) -> str:
    """A filler at the start or behind a comma, or a particle at the end."""
    place = rng.random()
    if place < 0.25:
        return text.rstrip(PUNCTUATION) + rng.choice(TAILS)
    breaks = [match.end() for match in re.finditer(r"[，,、 ]", text)]
    at = rng.choice(breaks) if breaks and place > 0.6 else 0
    return text[:at] + rng.choice(FILLERS) + text[at:]


def repeat_word(text: str, rng: random.Random) -> str:
    """One or two characters said twice: 我我想, 那个那个."""
    words = list(_WORDS.finditer(text))
    if not words:
        return text
    word = rng.choice(words[:3])
    return text[: word.end()] + word.group() + text[word.end() :]


def lose_punctuation(text: str, rng: random.Random) -> str:
    """All marks gone, each leaving nothing or a blank."""
    blank = " " if rng.random() < 0.4 else ""
    return re.sub(f"[{re.escape(PUNCTUATION)}]+", blank, text).strip() or text


def speak_digits(text: str, rng: random.Random) -> str:
    """Runs of three and more digits read out one by one."""
    return _DIGITS.sub(lambda match: match.group().translate(SPOKEN), text)


def full_width(text: str, rng: random.Random) -> str:
    """ASCII letters and digits as a Chinese keyboard in full-width mode gives them."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def slip(text: str, rng: random.Random) -> str:
    """A character lost or two swapped, as on a small screen; short texts are left whole."""
    if len(text) < 8:
        return text
    at = rng.randrange(len(text) - 1)
    if rng.random() < 0.5:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def traditional(text: str, rng: random.Random) -> str:
    """As written in Hong Kong or Taiwan."""
    return _converter("s2hk" if rng.random() < 0.5 else "s2tw").convert(text)


@lru_cache(maxsize=2)
def _converter(config: str) -> Any:
    from opencc import OpenCC

    return OpenCC(config)


class NoiseMaker:
    """Makes twins, seeded; homophones fall on the shop's words first."""

    def __init__(self, seed: int = 20261123, shop_words: Iterable[str] = ()) -> None:
        self._seed = seed
        words = sorted({*SHOP_WORDS, *shop_words}, key=len, reverse=True)
        self._shop_words = re.compile("|".join(map(re.escape, words)))

    def twin(self, text: str, number: int = 0) -> str:
        """The noisy twin of a text; other numbers give other twins of the same text."""
        rng = random.Random(f"{self._seed}:{number}:{text}")
        heard = rng.random() < 0.6
        for share, change in self._heard() if heard else self._typed():
            if rng.random() < share:
                text = change(text, rng)
        return text

    def _heard(self) -> list[tuple[float, Change]]:
        return [
            (0.75, self.mishear),
            (0.50, add_filler),
            (0.25, repeat_word),
            (0.80, lose_punctuation),
            (0.70, speak_digits),
        ]

    def _typed(self) -> list[tuple[float, Change]]:
        return [
            (0.40, self.mishear),
            (0.30, slip),
            (0.40, lose_punctuation),
            (0.35, full_width),
            (0.35, traditional),
        ]

    def mishear(self, text: str, rng: random.Random) -> str:
        """One character becomes a homophone, in a long text maybe two; a shop word's by choice."""
        for _ in range(2 if len(text) > 16 and rng.random() < 0.5 else 1):
            at = self._place(text, rng)
            if at is not None:
                text = text[:at] + homophone(text[at], rng) + text[at + 1 :]
        return text

    def _place(self, text: str, rng: random.Random) -> int | None:
        words = list(self._shop_words.finditer(text))
        if words and rng.random() < 0.7:
            word = rng.choice(words)
            return rng.randrange(word.start(), word.end())
        places = [i for i, char in enumerate(text) if "\u4e00" <= char <= "\u9fff"]
        # A bare 对 or 谢谢 has no context that would tell what was meant: leave it whole.
        return rng.choice(places) if len(places) > 3 else None
