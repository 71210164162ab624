"""Where somebody who needs help says they are: what names a place, and what only sounds like an answer."""

from __future__ import annotations

import re

from bot.shop.places import find_place

#: A road, a quarter, a building, a marker: 「机场高速」, 「西二旗地铁站」, 「K78」.
NAMED = (
    r"(?:(?![在上到停走是了我])[\u4e00-\u9fff]){2}(?:路(?![上边口]?$)|街|大道|胡同|桥|村|镇|乡|县|区|市|小区|家园|花园|苑|大厦|广场|医院|学校|"
    r"[小中大]学|商场|超市|公园|机场|车站|地铁站|加油站|收费站|服务区|停车场|酒店|宾馆|隧道|立交|国道|省道|环岛|高速|高架)"
    r"|[东西南北]?[二三四五六]环|[GSK]\d+|\d+(?:公里|号|千米)|[一二三四五六七八九零百十]+公里(?!就|了|远)"
    r"|(?:地库|停车场|楼下|门口|路口|出口|入口|匝道|应急车道)$|T[123]|附近|对面|旁边"
)
_NAMED = re.compile(NAMED, re.IGNORECASE)
#: How things stand, and no place: 「备胎没有」, 「孩子在车上」, 「停路边了」.
_STATE = re.compile(
    r"没|备胎|下车|等着?|孩子|宝宝|老[人伴婆公]|媳妇|车[里上]|里[面头]|火|烟|[冷热怕疼急晕]|快|赶紧|派|来人|别|坏|爆|漏"
    r"|[多几咋啥哪吗么？?]|怎么|行不|能不能|要不要|自己|拖|轮胎|电话|号码|手机|不[知会敢能用要想]"
)
PLACE = rf"^(?!.*[吗么？?几哪咋啥])(?=.{{2,16}}$).*(?:{NAMED})"
"""A short message that names a place, as a pattern for `Talk.expect`."""
_ANYWHERE = re.compile(
    r"(?:我|人|车|现在|就|停|靠|在|已经|还|到|了)*"
    r"(?:高速(?:公路)?|马?路|半路|路[边旁上]|路中间|辅路|主路|应急车?[道带]|外[面头]|这[里儿]?|那[里儿]|车[里上]|边上)?"
    r"(?:上|边|里|中间|边上|停)*(?:了|呢|啊|呀)*"
)
_ASKS = re.compile(r"[吗么？?几哪咋啥]|多[久少]|怎么|行不|能不能|要不要")
_AROUND = re.compile(r"[\s。，,！!？?~～…、]+")
_TAKES_BACK = re.compile(r"^(?:不对|不是|错了|说错|搞错|更正|应该是|改)|换个地方|改到")


def names_place(text: str) -> bool:
    """Whether the words surely name a place, whatever was asked.

    >>> [names_place(t) for t in ("机场高速", "位置东四环", "停路边了", "到你们店要多久")]
    [True, True, False, False]
    """
    core = _AROUND.sub("", text)
    if _ANYWHERE.fullmatch(core) or _ASKS.search(text):
        return False
    return bool(_NAMED.search(core)) or find_place(core) is not None


def may_be_place(text: str) -> bool:
    """Whether words said to the question of where may be the answer: 「望京」, not 「没电了吧」."""
    core = _AROUND.sub("", text)
    return names_place(text) or not (_ANYWHERE.fullmatch(core) or _STATE.search(core))


def joined(before: str | None, told: str) -> str:
    """The place as known before with what is told now; a correction, or a better one, replaces it.

    >>> joined("京沪高速", "固安段往北"), joined("东四环", "不对，西四环")
    ('京沪高速，固安段往北', '不对，西四环')
    """
    told = told.strip()
    if not before or not names_place(before) or _TAKES_BACK.search(told) or before in told:
        return told
    return before if told in before else f"{before}，{told}"
