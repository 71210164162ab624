"""Questions that name nothing and so are about what was spoken of last: 「有货吗」, 「换一对多少」."""

from __future__ import annotations

import re
from collections.abc import Iterable

STOCK, PRICE, TIME, DOES = "stock", "price", "time", "does"

_KINDS = (
    (
        STOCK,
        r"有(?:没有)?(?:现|存)?货|现货|有没有|有(?=[吗么没不嘛])|到货|(?:多久|几天|啥时候|什么时候)(?:能|会|才)?到"
        r"|要订|订货|副厂件?|品牌件|原厂件?|正品|拆车件",
    ),
    (
        PRICE,
        r"多少钱?|几个钱|几块钱?|什么价|啥价|价格|价钱|报个?价|费用|咋卖|怎么卖|怎么收费?|收费|收不收钱?|[要收]钱|贵不贵|贵吗|[换装](?:[一二两三四].呢|的话)",
    ),
    (DOES, r"(?:能|可以|给)(?:换|做|装|弄|修)(?=[吗么不没嘛])"),
    (TIME, r"多久|多长时间|几个?(?:小时|钟头)|几天|一天能好|耗时"),
)
_NOTHING = (
    r"[那这它个的车次呢啊呀吧吗么没不嘛了是要得就我给你您们再还也都来对副条只块支套组一两二三四俩嗯哦换装弄做修整能用花放去家店里件]"
    r"|没有|大概|大约|左右|总共|一共|合计|全套|全部|下来|工时费?|人工费?|材料费?|包工包料|连工带料|请问|什么|啥|配件|零件|东西"
    r"|更换|安装|来着|如果|要是|的话"
)
_ANY = "|".join(pattern for _, pattern in _KINDS)
_WHOLE = re.compile(rf"(?:{_ANY}|{_NOTHING})+")
_SIGNS = re.compile(r"[\s。，,！!？?、~～…]+")


def asks_on(text: str, named: Iterable[str] = ()) -> str | None:
    """`stock`, `price`, `does` or `time`, if nothing else is in the words but values `named` (a store).

    >>> asks_on("换一对多少"), asks_on("海淀有吗", ["海淀"]), asks_on("多久到"), asks_on("那要多久")
    ('price', 'stock', 'stock', 'time')
    >>> asks_on("打蜡多少钱") is None, asks_on("不要了") is None
    (True, True)
    """
    core = _SIGNS.sub("", text)
    for words in named:
        core = core.replace(words, "")
    if not _WHOLE.fullmatch(core):
        return None
    return next((kind for kind, pattern in _KINDS if re.search(pattern, core)), None)
