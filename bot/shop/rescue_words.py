"""What is said after a rescue was called in this conversation: 「到哪了」, 「快点」, 「拖车不用了」.

Without a rescue under way the same words are about the car in the workshop or a booking.
"""

from __future__ import annotations

import re

CHECK = "check_lead"
CANCEL = "cancel_lead"

_HELP = r"(?:救援|拖车|师傅|搭电的?|换胎的?|开锁的?|人)"
_CALLS_OFF = re.compile(
    rf"(?:取消|撤销|退掉?|不用|不要|不需要|甭|别)(?:再|叫|派|让|给我)?{_HELP}.{{0,6}}$"
    rf"|{_HELP}(?:就|可以|先|也)?(?:取消|撤销|不用|不要|不需要|甭|别|退)(?:了|来|派|吧|掉|叫|过来)*$"
    r"|(?:不用|甭|别|不要)(?:再)?(?:过来|派|来|拖|救)(?:了|人|啦|吧)*$"
    r"|(?:又|自己|现在|已经|车)(?:又|自己|已经)*(?:好了|能开了|打着了|着了|能走了|开走了|修好了|换好了|弄好了|没事了)"
    r"|^取消(?:吧|了|掉)?$|^(?:我|那)?(?:不等了|没事[了啦])$|^我?(?:自己)(?:走|开走|回去)了$"
    r"|^我?(?:已经)?[叫找]了?(?:别人|别家|保险).{0,3}了$"
)
_ASKS_BACK = re.compile(r"[吗么？?]|能不能|怎么|多少|没[有]?$")
_HURRIES = re.compile(
    r"快(?:点|些|一点)|赶[紧快]|催|抓紧|(?:怎么|咋)还(?:没|不)|急死|等不及|加急|派人来|来人|人呢"
)
_ASKS = re.compile(
    r"(?:到|走到|开到)(?:哪|什么地方)|多久|多长时间|几点|什么时候|啥时候|几分钟|还有多远|来了[吗没]|出发了|派了[吗没]|"
    r"(?:谁|电话).{0,3}(?:来|联系|打给)|进度"
)
_PAYS = re.compile(r"收费|要钱|收钱|多少钱|费用|免费|贵不贵|怎么收|咋收|价[格钱]")
_OTHER_MATTER = re.compile(
    r"保养|预约|质保|保修|[换修].{0,4}(?:片|油|件)|订单|工单|投诉|门店|营业|召回|另(?:外)?一|还有一"
)
LONGEST = 16
"""Longer words tell something of their own."""


def read_rescue(text: str) -> str | None:
    """What words said while a rescue is under way mean for it; None when they are about something else.

    >>> [read_rescue(t) for t in ("快点", "到哪了", "收费吗", "拖车不用了", "不用了又好了", "做个保养多少钱")]
    ['check_lead', 'check_lead', 'check_lead', 'cancel_lead', 'cancel_lead', None]
    """
    if _OTHER_MATTER.search(text) or len(text) > LONGEST:
        return None
    if calls_off(text):
        return CANCEL
    return CHECK if hurries(text) or asks_price(text) or _ASKS.search(text) else None


def calls_off(text: str) -> bool:
    """Whether the help is not needed any more: 「不用了又好了」, 「别来了，我叫了保险」."""
    clauses = re.split(r"[\s。，,！!~～…、]+|(?<=了)", text)
    off = any(_CALLS_OFF.search(clause) for clause in (*clauses, "".join(clauses)))
    return off and not _ASKS_BACK.search(text)


def names_rescue(text: str) -> bool:
    """Whether the help on its way is named: 「拖车到哪了」."""
    return bool(re.search(r"救援|拖车|师傅", text))


def names_another(text: str) -> bool:
    """Another car: 「还有一台也趴窝了」."""
    return bool(re.search(r"另(?:外)?一|还有一|别的车|朋友的?车", text))


def hurries(text: str) -> bool:
    """「快点」, 「怎么还没来」."""
    return bool(_HURRIES.search(text))


def asks_price(text: str) -> bool:
    """「收费吗」."""
    return bool(_PAYS.search(text))
