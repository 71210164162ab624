"""An owner who wants the car back unrepaired: 「我不修了，把车还我」.

Read only after the car in the workshop was spoken of: elsewhere 「把车开走」 asks for a pick-up, and
「不修了」 is about another car.
"""

from __future__ import annotations

import re

PATTERN = (
    r"车(?:子)?(?:先|就|赶紧)*(?:还给?我|退给?我|给我(?![们送开修洗换发])|(?:开|拖|拉|提|领)走)"
    r"|还我车|(?:不想?|别|甭|停止|终止|取消)(?:再|给我|帮我|继续)*维?修理?(?!好|坏)"
    r"|(?:去|到|找|上)(?:外面|外头|别家|别的店|别处|其他店|路边店)(?:去)?(?:修|做|弄|换)"
)


def takes_car_back(text: str) -> bool:
    """Whether the words ask that the repair ends and the car is handed out.

    >>> takes_car_back("我不修了，把车还我"), takes_car_back("能取消维修吗"), takes_car_back("那我去外面做了")
    (True, True, True)
    >>> takes_car_back("车修好了没"), takes_car_back("怎么还不修好"), takes_car_back("把车给我送回来")
    (False, False, False)
    """
    return re.search(PATTERN, text) is not None
