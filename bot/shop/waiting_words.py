"""What a customer who waits for a person says about the waiting: 「还要等多久」, 「算了不等了」.

Half of it means something else from who does not wait (the car, the booking), so it is read by the
situation, not by the words alone.
"""

from __future__ import annotations

import re

ASK = "ask_queue"
LEAVE = "leave_queue"
VENT = "vent"
TELL = "request_human"
"""Something for the colleague who calls: asked for once more, a person is only told it."""

_PERSON = r"(?:人工|真人|客服|顾问|坐席|同事|经理)"
_NO_MORE = r"(?:不用|不要|不必|不需要|不找|不转|不等|别找|别转|取消|撤销|先不)"
_SURELY_LEAVES = re.compile(
    rf"{_NO_MORE}了?(?:再|给我|帮我|去)?(?:转|接|找|等|请|叫|排)?(?:接|到)?{_PERSON}(?:服务)?"
    rf"|{_PERSON}(?:服务)?(?:就|也|那边)?{_NO_MORE}"
    rf"|(?:不|别|退出|取消)(?:用|再|想)?排队?了?"
)
_SURELY_ASKS = re.compile(
    r"前[面头]?(?:还|现在)?(?:有|排了?)(?:几|多少)(?![台辆])|排(?:到|在)?(?:第几|几号|哪了?|多少)|[轮排]到我(?!的?车)"
    r"|(?:排队|排号).{0,6}(?:多久|多长|几|到哪)"
    rf"|{_PERSON}.{{0,6}}(?:多久|多长时间|几分钟|什么时候|啥时候|怎么还没|咋还没)"
    rf"|(?:多久|多长时间|几分钟|什么时候|啥时候).{{0,8}}{_PERSON}"
)
_MAYBE_LEAVES = re.compile(
    r"(?:那就?|我)*(?:算了|算了不等|(?:还是)?不(?:想|用)?等了?|等不了了?)"
    r"(?:吧|啦|了)?(?:(?:还是|就)?(?:你来|你帮我|跟你说|你跟我说|找你|你给我).{0,8})?"
)
_MAYBE_ASKS = re.compile(
    r"(?:还|大概|大约|那|得|要|我|到底)*"
    r"(?:等|要)(?:等|上)?(?:多久|多长时间|几分钟|多少时间|到什么时候|到啥时候)(?:啊|呀|呢|才行|了|嘛|吗)*"
    r"|(?:还|那|大概)*(?:要)?多久(?:啊|呀|呢|了)*|(?:人|有人)呢|怎么还没(?:人|来).{0,4}|有人吗"
)
_URGES = re.compile(
    r"(?:现在|马上|立刻|立即)就(?:要|得)|(?:快|快点|赶紧|赶快|马上)(?:来人|叫人|接|让他?)|等了?半天|还没(?:有)?人"
)
_THREATENS = re.compile(r"曝光|举报|12315|媒体|记者|发到?(?:抖音|网上|朋友圈|微博)")
_TELLS = re.compile(
    r"(?:打给|联系|回电|找)我|(?:打|来|回)个?电话|回电|[上下]午打|[点以]后?[再]?打|不要打电话|别打电话"
)
_WHEN = re.compile(
    r"(?:那|我|大概|大约|还|得|要|申请了?|约的?|师傅|救援|拖车|车|同事|你们)*(?:是|在)?"
    r"(?:多久|多长时间|几点钟?|什么时候|啥时候|几分钟|哪天|几号)"
    r"(?:来着|能|可以|会|才|给我|跟我|有|到|来|联系|打电话|打给我|回复|答复|结果|消息|信儿|赶到|我|过来|啊|呀|呢|了|吗)*"
)
_AROUND = re.compile(r"[\s。，,！!？?~～…、]+")
_FILLERS = re.compile(r"那个|这个|[嗯呃喂哎唉]|就是说?|请问")


def read_waiting(text: str, waits: bool) -> str | None:
    """`ask_queue`, `leave_queue`, `request_human` (something for whoever calls), `vent` or None.

    `waits`: the customer has asked for a person.

    >>> read_waiting("算了，不用人工了", waits=False)
    'leave_queue'
    >>> read_waiting("我不等，现在就要", waits=True), read_waiting("四点以后打给我", waits=True)
    ('ask_queue', 'request_human')
    >>> read_waiting("还要等多久", waits=False) is None
    True
    """
    core = _AROUND.sub("", text)
    if _SURELY_LEAVES.search(core):
        return LEAVE
    if _SURELY_ASKS.search(core):
        return ASK
    core = _FILLERS.sub("", core)
    if waits and _MAYBE_LEAVES.fullmatch(core):
        return LEAVE
    if waits and _THREATENS.search(core):
        return VENT
    if waits and (_MAYBE_ASKS.fullmatch(core) or _URGES.search(core)):
        return ASK
    return TELL if waits and _TELLS.search(core) else None


def asks_when(text: str) -> bool:
    """A question of when or how long and nothing else: 「多久到」, 「几点来着」.

    >>> asks_when("申请了多久有回复"), asks_when("多久做一次保养")
    (True, False)
    """
    return bool(_WHEN.fullmatch(_FILLERS.sub("", _AROUND.sub("", text))))
