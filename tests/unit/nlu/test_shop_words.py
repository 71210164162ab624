"""The shop's own words in a message, by a small catalogue made for these tests."""

from __future__ import annotations

import pytest

from bot.nlu.shop_words import ShopWords

CATALOGUE = {
    "service_item": {
        "minor_service": ["小保养", "小保", "做个小保", "换机油机滤"],
        "maintenance": ["保养", "做保养", "做个保养"],
        "wheel_alignment": ["四轮定位"],
        "battery_health_check": ["电池健康检测"],
        "replace_spark_plugs": ["换火花塞"],
        "replace_tyre": ["更换轮胎", "换轮胎"],
        "repair": ["检修", "修车"],
    },
    "part": {
        "oil_filter": ["机油滤芯", "机滤", "机率"],
        "spark_plug": ["火花塞"],
        "air_conditioner": ["空调"],
        "ac_compressor": ["空调压缩机"],
        "tyre": ["轮胎"],
        "engine": ["发动机"],
    },
    "vehicle_model": {
        "volkswagen": ["大众"],
        "sagitar": ["大众速腾", "速腾"],
        "gs7": ["传祺GS7", "GS7"],
        "f_pace": ["捷豹F-PACE", "F-PACE"],
        "mercedes": ["奔驰"],
        "x5": ["宝马X5", "X5"],
    },
    "warning_light": {"engine_fault": ["发动机故障灯", "发动机灯"], "abs": ["ABS灯", "ABS"]},
    "store": {"CY": ["朝阳店", "朝阳", "星驰朝阳店"]},
    "service_line": {"parking": ["停车场", "停车"]},
    "complaint_topic": {"damage": ["划痕"], "attitude": ["态度"]},
}


@pytest.fixture(scope="module")
def words() -> ShopWords:
    return ShopWords(CATALOGUE)


def named(words: ShopWords, text: str, intent: str | None = None) -> list[tuple[str, str, str]]:
    return [(f.entity, text[f.start : f.end], f.value) for f in words.find(text, intent)]


@pytest.mark.parametrize(
    ("text", "entity", "said", "code"),
    [
        ("约个小保养", "service_item", "小保养", "minor_service"),
        ("想做个小保", "service_item", "小保", "minor_service"),
        ("来做保养的", "service_item", "保养", "maintenance"),
        ("机油 滤芯有货吗", "part", "机油 滤芯", "oil_filter"),
        ("空调压缩机响", "part", "空调压缩机", "ac_compressor"),
        ("速腾多少钱保养", "vehicle_model", "速腾", "sagitar"),
        ("gs 7 的轮毂", "vehicle_model", "gs 7", "gs7"),
        ("捷豹f pace没劲", "vehicle_model", "捷豹f pace", "f_pace"),
        ("发动机故障灯亮了", "warning_light", "发动机故障灯", "engine_fault"),
        ("abs亮着", "warning_light", "abs", "abs"),
        ("去朝阳店", "store", "朝阳店", "CY"),
    ],
)
def test_the_longest_name_counts(
    words: ShopWords, text: str, entity: str, said: str, code: str
) -> None:
    assert (entity, said, code) in named(words, text)


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        ("做四轮订位", "四轮订位", "wheel_alignment"),
        ("那个大众速藤", "大众速藤", "sagitar"),
        ("空调压速机坏了", "空调压速机", "ac_compressor"),
        ("约电池健康检查", "电池健康检查", "电池健康检查"),
        ("这机率是正品吗", "机率", "oil_filter"),
        ("空調壓縮機", "空調壓縮機", "ac_compressor"),
    ],
)
def test_slips_and_homophones_are_understood(
    words: ShopWords, text: str, said: str, code: str
) -> None:
    assert (said, code) in [(stretch, value) for _, stretch, value in named(words, text)]


@pytest.mark.parametrize(
    ("text", "entity", "said"),
    [
        ("换个右后翼子板", "part", "翼子板"),
        ("节温器坏了", "part", "节温器"),
        ("做个底盘装甲", "service_item", "底盘装甲"),
    ],
)
def test_what_the_shop_has_not_listed_keeps_its_plain_name(
    words: ShopWords, text: str, entity: str, said: str
) -> None:
    ((kind, stretch, value),) = named(words, text)
    assert kind == entity
    assert stretch.endswith(said)
    assert value.endswith(said)


@pytest.mark.parametrize(
    ("text", "said", "value"),
    [
        ("奔驰ML350怠速抖", "奔驰ML350", "奔驰ML350"),
        ("江铃域虎多久保养", "江铃域虎", "江铃域虎"),
        ("大众4S店在哪", "大众", "volkswagen"),
        ("奔驰15年的", "奔驰", "mercedes"),
        ("速腾2万公里", "速腾", "sagitar"),
    ],
)
def test_models_take_their_codes(words: ShopWords, text: str, said: str, value: str) -> None:
    assert ("vehicle_model", said, value) in named(words, text)


def test_a_code_is_no_piece_of_a_longer_one(words: ShopWords) -> None:
    assert named(words, "CX50和AX5都行") == []


@pytest.mark.parametrize("text", ["空调", "换空调多少钱", "空调总成有货吗"])
def test_a_vague_part_counts_when_it_is_wanted(words: ShopWords, text: str) -> None:
    assert [kind for kind, _, _ in named(words, text)] == ["part"]


@pytest.mark.parametrize("text", ["开着空调的时候车抖得厉害", "你们检修要排队吗这几天"])
def test_a_vague_word_in_passing_is_none(words: ShopWords, text: str) -> None:
    assert named(words, text) == []


def test_who_books_means_the_job_who_asks_the_part(words: ShopWords) -> None:
    assert named(words, "周五换火花塞", "book_service") == [
        ("service_item", "换火花塞", "replace_spark_plugs")
    ]
    assert named(words, "多久换火花塞", "ask_maintenance") == [("part", "火花塞", "spark_plug")]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("开到停车场来接我的车", "request_pickup"),
        ("轮胎陷进去了", "request_rescue"),
        ("皮沙发怎么保养", "out_of_scope"),
        ("划痕多少钱能补", "ask_price"),
        ("发动机抖得厉害", "describe_fault"),
    ],
)
def test_a_scene_is_no_entity(words: ShopWords, text: str, intent: str) -> None:
    assert named(words, text, intent) == []


@pytest.mark.parametrize("text", ["保养期内坏的", "保养提醒别发了", "该保养了吧"])
def test_maintenance_as_a_mere_word_is_no_job(words: ShopWords, text: str) -> None:
    assert named(words, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我在朝阳", ("district", "朝阳", "朝阳")),
        ("朝阳大悦城停车楼", ("district", "朝阳", "朝阳")),
        ("改到朝阳吧", ("store", "朝阳", "CY")),
        ("朝阳区的", ("district", "朝阳区", "朝阳区")),
        ("浙江省杭州市的", ("district", "浙江省杭州市", "浙江省杭州市")),
        ("山东青岛有店吗", ("district", "山东青岛", "山东青岛")),
    ],
)
def test_places_and_the_stores_called_by_them(
    words: ShopWords, text: str, expected: tuple[str, str, str]
) -> None:
    assert named(words, text)[0] == expected


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("修了两次还是漏", "quality"),
        ("前台态度特别差", "attitude"),
        ("多收了我两百块", "price"),
        ("拖了我一个星期", "delay"),
        ("装的是副厂件", "parts"),
        ("车门被你们刮花了", "damage"),
        ("答应给我回电话没回", "promise_broken"),
        ("明明在保还让我自费", "warranty_refused"),
        ("修完刹车失灵", "safety"),
    ],
)
def test_grievances_are_sorted(words: ShopWords, text: str, topic: str) -> None:
    topics = [
        value
        for kind, _, value in named(words, text, "file_complaint")
        if kind == "complaint_topic"
    ]
    assert topics == [topic]


def test_places_are_those_of_the_original(words: ShopWords) -> None:
    text = "嗯那个 四轮 订位多少钱"
    ((_, said, code),) = named(words, text)
    assert (said, code) == ("四轮 订位", "wheel_alignment")


def test_a_catalogue_may_be_empty() -> None:
    assert named(ShopWords({}), "换节气门") == [("part", "节气门", "节气门")]
