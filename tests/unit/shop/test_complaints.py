"""How a complaint is sorted, when it is answered, and when it is the same matter."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, time, timedelta

import pytest
from ruamel.yaml import YAML

from bot.shop.calendar import SHANGHAI, Calendar, Hours
from bot.shop.complaints import (
    RULES_FILE,
    Level,
    Matter,
    Topic,
    assess,
    find_wish,
    first_reply_due,
    handler_name,
    higher,
    is_same_matter,
    read_rules,
    says_what_happened,
)

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
CALENDAR = Calendar({weekday: Hours(time(8, 30), time(18, 0)) for weekday in range(7)})


@pytest.mark.parametrize(
    ("text", "topic", "level"),
    [
        ("你们顾问态度太差了，爱答不理的", Topic.ATTITUDE, Level.NORMAL),
        ("修完车里一股异味，根本没修好", Topic.QUALITY, Level.NORMAL),
        ("说好三百八，结账收了我五百，乱收费", Topic.PRICE, Level.NORMAL),
        ("拖了半个月还没修好，一直让我等", Topic.DELAY, Level.NORMAL),
        ("给我换的是副厂件，不是原厂的", Topic.PARTS, Level.NORMAL),
        ("把我车门刮花了，掉漆一大块", Topic.DAMAGE, Level.NORMAL),
        ("答应今天给我回电话，到现在没人联系", Topic.PROMISE_BROKEN, Level.NORMAL),
        ("在保期内你们拒保，凭什么不给质保", Topic.WARRANTY_REFUSED, Level.NORMAL),
        ("刚提的车刹车失灵，差点撞上前面的车", Topic.SAFETY, Level.SAFETY),
        ("轮毂螺丝没拧紧就让我开走了", Topic.SAFETY, Level.SAFETY),
        ("刹车突然失灵了，我要投诉啊", Topic.SAFETY, Level.SAFETY),
        ("昨天开着开着刹车就没了", Topic.SAFETY, Level.SAFETY),
        ("刚保养完发动机舱就冒烟", Topic.SAFETY, Level.SAFETY),
        ("换的刹车片太贵，明细也不给", Topic.PRICE, Level.NORMAL),
        ("我就是要投诉", Topic.OTHER, Level.NORMAL),
        ("同一个毛病修了四次都没修好，我要找12315", Topic.QUALITY, Level.SERIOUS),
        ("态度恶劣，我要找媒体曝光", Topic.ATTITUDE, Level.SERIOUS),
    ],
)
def test_topic_and_level_come_from_the_words(text: str, topic: Topic, level: Level) -> None:
    assessment = assess(text)
    assert (assessment.topic, assessment.level) == (topic, level)
    assert assessment.handler_name == handler_name(topic)


def test_a_topic_that_is_known_stands_unless_the_words_speak_of_safety() -> None:
    assert assess("收费的时候爱答不理", Topic.PRICE).topic is Topic.PRICE
    assert assess("刹车失灵了，你们还收费", Topic.PRICE).topic is Topic.SAFETY


@pytest.mark.parametrize(
    ("level", "due"),
    [
        (Level.SAFETY, "2026-11-23 10:30"),
        (Level.SERIOUS, "2026-11-23 12:00"),
        (Level.NORMAL, "2026-11-23 14:00"),
    ],
)
def test_the_first_answer_comes_the_sooner_the_more_pressing_it_is(level: Level, due: str) -> None:
    expected = datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)
    assert first_reply_due(level, NOW, CALENDAR.open_between) == expected


def test_the_first_answer_to_a_complaint_at_night_comes_in_working_hours() -> None:
    due = first_reply_due(Level.NORMAL, NOW.replace(hour=23), CALENDAR.open_between)
    assert due == datetime(2026, 11, 24, 12, 30, tzinfo=SHANGHAI)


def test_the_higher_level_wins() -> None:
    assert higher(Level.NORMAL, Level.SERIOUS) is Level.SERIOUS
    assert higher(Level.SAFETY, Level.SERIOUS) is Level.SAFETY


@pytest.mark.parametrize(
    ("topic", "plate", "days", "same"),
    [
        (Topic.QUALITY, "京AF67890", 2, True),
        (Topic.QUALITY, None, 2, True),
        (Topic.OTHER, "京AF67890", 2, True),
        (Topic.ATTITUDE, "京AF67890", 2, False),
        (Topic.QUALITY, "京N3K587", 2, False),
        (Topic.QUALITY, "京AF67890", 30, True),
        (Topic.QUALITY, "京AF67890", 31, False),
    ],
)
def test_the_same_matter_told_again(topic: Topic, plate: str | None, days: int, same: bool) -> None:
    first = Matter(Topic.QUALITY, "京AF67890", NOW)
    again = Matter(topic, plate, NOW + timedelta(days=days))
    assert is_same_matter(first, again) is same


def test_no_word_stands_for_two_topics() -> None:
    topics = YAML(typ="safe").load(RULES_FILE.read_text(encoding="utf-8"))["topics"]
    words = [word for fields in topics.values() for word in fields["words"]]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        ("levels", "normal", {"first_reply_minutes": 0}),
        ("levels", "urgent", {"first_reply_minutes": 5}),
        ("topics", "weather", {"handler": "store_manager", "words": []}),
        ("topics", "price", {"handler": "nobody", "words": []}),
    ],
)
def test_a_wrong_rule_file_is_refused(where: str, key: str, value: dict[str, object]) -> None:
    content = deepcopy(YAML(typ="safe").load(RULES_FILE.read_text(encoding="utf-8")))
    content[where][key] = value
    with pytest.raises(ValueError, match=RULES_FILE.name):
        read_rules(content)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("我要投诉", False),
        ("刹车失灵，我要投诉", True),
        ("投诉！", False),
        ("你好，我想反映个问题", False),
        ("怎么投诉你们", False),
        ("投诉接待态度", False),
        ("你们洗车把我的漆刮花了", True),
        ("空调修了三次还不凉", True),
        ("前台当着我面翻白眼，我要投诉她", True),
    ],
)
def test_a_complaint_is_told_from_its_announcement(text: str, tells: bool) -> None:
    assert says_what_happened(text) is tells


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("你们多收了我两百四，把钱退给我", "把钱退给我"),
        ("前台态度太差，让她给我道歉", "让她给我道歉"),
        ("洗车把漆刮了，必须重新补漆。", "必须重新补漆"),
        ("要你们赔钱", "要你们赔钱"),
        ("他们不给退钱", None),
        ("说好免费重做的，到现在没动静", None),
        ("叫我重新排队，等了三个小时", None),
        ("修了三回还是响", None),
    ],
)
def test_what_they_wish_is_found_in_what_they_tell(text: str, wish: str | None) -> None:
    assert find_wish(text) == wish
