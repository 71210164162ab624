"""Names of people, as far as they are safe: introduced (我叫…), addressed (…师傅), or set apart.

A Chinese name looks like any other word. So a name needs a surname, no everyday meaning, and either an
introduction or a clause to itself; what is only probable is left to the question that asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.nlu.values.found import Found
from bot.nlu.words import ordinary_words, read_words

_INTRODUCTIONS = (
    "我叫|名字[叫是]|名叫|姓名[是叫:]?|联系人[是叫:]?|车主[是叫:]|本人叫?|我是|叫做|人叫|称呼我|登记的?是?|投诉人|写|司机|老公|爱人|我爸|我妈"
    "|(?:打|说|写|记)错了[ ,]?是|点名要|指定|换成|改成|由|归|调度|是不是|叫|转给|谢谢"
)
_ASKED_FOR = "找一下|我?找|联系|点名|请|让|叫|跟|把|那边的|号是|不是"
_TITLES = "师傅|经理|女士|先生|小姐|顾问|技师|主管|店长|工程师|主任|老师傅|大哥|大姐|总监"
_END = r"(?=$|[\s,。!?、;的那办接]|[一-龥]的[一-龥]|[一-龥]{2}的[一-龥])"
_DOES = r"(?=$|[\s,。!?上的]|接|给我?|跟我?|说|来|就行|回|办|帮)"
_SET_APART = r"(?=\s*$|[,。\s]|的(?:预约|提醒|车|单|名)|说会|接待|该)"
_NO_GIVEN_NAME = (  # what stands in no name
    "了的得要搞弄取预投进召缺啊嘛啦喽好吗吧呢在还就有也都来去不没很我你他她是和跟给把让被到这那个么些什怎退拿打"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    surnames = list(read_words("surnames.txt"))
    one = f"[{''.join(name for name in surnames if len(name) == 1)}]"
    two = "|".join(name for name in surnames if len(name) == 2)
    given = f"(?:(?![{_NO_GIVEN_NAME}])[一-龥]){{1,2}}?"
    full = f"(?:(?:{two}){given}|{one}{given})"
    called = f"(?:{full}|[老小]{one})"
    return (
        re.compile(rf"(?:{_INTRODUCTIONS})\s*(?P<name>{called}){_END}"),
        re.compile(rf"(?:{_ASKED_FOR})(?P<name>{called}){_DOES}"),
        re.compile(rf"姓(?P<name>{two}|{one})(?=$|[\s,。!?的我你您投])"),
        re.compile(rf"(?P<name>[老小]{one}|{full})(?=(?:{_TITLES}))"),
        re.compile(rf"(?:^|(?<=[\s,。找叫请让给是个]))(?P<name>{one})(?=(?:{_TITLES}))"),
        re.compile(rf"(?:^|(?<=[,。\s]))(?P<name>{full}){_SET_APART}"),
    )


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    return frozenset(read_words("no_names.txt"))


@lru_cache(maxsize=1)
def _compounds() -> frozenset[str]:
    return frozenset(name for name in read_words("surnames.txt") if len(name) == 2)


def find_names(text: str) -> Iterator[Found]:
    """Names of people in a normalised text."""
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if _may_be_a_name(match["name"]):
                yield Found("person_name", *match.span("name"), match["name"])


def _may_be_a_name(name: str) -> bool:
    everyday = ordinary_words()
    parts = (name,) if name[:2] in _compounds() else (name, name[:2])
    return not any(part in everyday or part in _no_names() for part in parts)
