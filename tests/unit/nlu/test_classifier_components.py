"""The pipeline's components on a few sentences: train, store, load, read anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.classifier import IntentClassifier
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.noise_twin import TWIN_OF, NoiseTwin, catalogue_words

SAID = {
    "book_service": "想约个保养 周六给我留个工位 明天能过去修车吗 帮我排个换机油 约一下年检 我要预约洗车",
    "check_progress": "车修好了没 今天能提车吗 修到哪一步了 我的车弄完没 还要等多久能取 进度怎么样了",
    "ask_price": "小保养多少钱 换刹车片要多少 洗车什么价 四轮定位贵吗 喷漆一个面多少钱 收费标准发我",
    "ask_warranty": "质保还有多久 变速箱保几年 三包管不管 过保了没有 电池保多久 这个在保修里吗",
    "thank": "谢谢 多谢了 太感谢了 谢谢你啊 非常感谢 辛苦了谢谢",
    "out_of_scope": "帮我订机票 明天天气怎么样 放首歌听 股票涨了吗 红烧肉怎么做 打开导航",
}
CONTEXT = ExecutionContext(GraphSchema({}), node_name="under_test")


class Pipeline:
    """What config.yml puts together, without Rasa's engine around it."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        folder.mkdir(exist_ok=True)
        self.storage = LocalModelStorage.create(folder)
        self.resource = Resource("classifier")
        self.noise = self._create(NoiseTwin, catalogue=str(folder / "none.json"))
        self.encoder = self._create(SentenceEncoder)
        self.classifier = self._create(IntentClassifier, landmarks=50, **settings)

    def train(self, said: dict[str, str]) -> TrainingData:
        messages = [
            Message({"text": text, "intent": intent})
            for intent, line in said.items()
            for text in line.split()
        ]
        data = self.noise.process_training_data(TrainingData(messages))
        data = self.encoder.process_training_data(data)
        self.classifier.train(data)
        return data

    def load(self) -> None:
        config = {**IntentClassifier.get_default_config()}
        self.classifier = IntentClassifier.load(config, self.storage, self.resource, CONTEXT)

    def read(self, text: str) -> dict[str, Any]:
        message = Message({"text": text})
        for component in (self.noise, self.encoder, self.classifier):
            component.process([message])
        return message.as_dict(only_output_properties=True)

    def _create(self, component: Any, **config: Any) -> Any:
        config = {**component.get_default_config(), **config}
        return component.create(config, self.storage, self.resource, CONTEXT)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    trained = Pipeline(tmp_path_factory.mktemp("model"))
    trained.train(SAID)
    trained.load()
    return trained


def test_a_message_gets_intent_ranking_and_decision(pipeline: Pipeline) -> None:
    read = pipeline.read("我想預約保養，謝謝")
    assert read["intent"]["name"] == "book_service"
    assert read["intent_ranking"][0] == read["intent"]
    confidences = [entry["confidence"] for entry in read["intent_ranking"]]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1, abs=1e-3)
    assert read["decision"] in ("sure", "unsure", "not_ours")
    assert read["wishes"] == []
    json.dumps(read)  # Rasa sends it as JSON


def test_a_strangers_request_is_not_ours(pipeline: Pipeline) -> None:
    read = pipeline.read("帮我订张机票")
    assert (read["intent"]["name"], read["decision"]) == ("out_of_scope", "not_ours")


def test_two_wishes_come_in_order_and_the_first_is_the_main_one(pipeline: Pipeline) -> None:
    text = "想约个保养，另外变速箱质保还有多久"
    read = pipeline.read(text)
    assert read["intent"]["name"] == "book_service"
    (further,) = read["wishes"]
    assert further["intent"]["name"] == "ask_warranty"
    assert text[further["start"] : further["end"]] == further["text"] == "变速箱质保还有多久"


def test_unsure_names_two_candidates(tmp_path: Path) -> None:
    undecided = {
        "ask_price": "多少钱 价格 收费 怎么收",
        "ask_part": "多少钱啊 价格呢 收费吗 怎么收啊",
    }
    both = Pipeline(tmp_path / "undecided")
    both.train(undecided)
    readings = [both.read(text) for text in ("多少钱吗", "价格吗", "收费呢", "怎么收呢", "价钱")]
    asked = [read for read in readings if read["decision"] == "unsure"]
    assert asked
    assert all(sorted(read["candidates"]) == ["ask_part", "ask_price"] for read in asked)


ODD = {
    "empty": "",
    "blanks": " \n\t ",
    "emoji": "😀🚗💥",
    "control": "\x00\x07\u200b\ufeff",
    "marks": "？？？！！！。。。",
    "digits": "13800138001",
    "english": "I would like to book a service please",
    "cantonese": "架車死火喺路邊，幾時整得返",
    "endless": "我的车坏了。" * 900,
    "half a character": "\ud83d 保养",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_any_message_gets_a_complete_answer(pipeline: Pipeline, text: str) -> None:
    read = pipeline.read(text)
    assert read["intent"]["name"] in SAID
    assert 0 <= read["intent"]["confidence"] <= 1
    assert {"intent_ranking", "decision", "wishes"} <= read.keys()


def test_training_twice_gives_the_same_readings(pipeline: Pipeline, tmp_path: Path) -> None:
    again = Pipeline(tmp_path / "again")
    again.train(SAID)
    for text in ("保养啥价", "我的车咋样了", "多谢", "质保期几年"):
        one, other = pipeline.read(text), again.read(text)
        assert one["intent"]["name"] == other["intent"]["name"]
        assert one["intent"]["confidence"] == pytest.approx(other["intent"]["confidence"], abs=1e-4)
        assert one["decision"] == other["decision"]


def test_twins_join_the_training_only_and_carry_no_entities(tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path / "twins")
    data = pipeline.train({"book_service": "想约个小保养周六上午行吗", "thank": "谢谢你们了啊"})
    twins = [m for m in data.training_examples if m.get(TWIN_OF)]
    written = [m for m in data.training_examples if not m.get(TWIN_OF)]
    assert len(written) == 2
    assert all(m.get("text") != m.get(TWIN_OF) and not m.get("entities") for m in twins)
    message = Message({"text": "想约个小保养周六上午行吗"})
    assert pipeline.noise.process([message])[0].get("text") == "想约个小保养周六上午行吗"


def test_the_noise_knows_every_name_of_the_exported_catalogue(tmp_path: Path) -> None:
    exported = tmp_path / "catalogue.json"
    exported.write_text(
        '{"part": {"p1": ["大灯总成", "灯"]}, "store": {"CY": ["朝阳店"]}}', "utf-8"
    )
    assert catalogue_words(str(exported)) == ["大灯总成", "朝阳店"]
    assert catalogue_words(str(tmp_path / "none.json")) == []


def test_untrained_and_one_sided_data_leave_messages_without_an_intent(tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path / "one")
    pipeline.train({"thank": "谢谢 多谢"})
    assert pipeline.read("谢谢")["intent"]["name"] is None
    pipeline.load()
    assert pipeline.read("谢谢")["intent"]["name"] is None


def test_without_an_encoder_training_says_what_is_missing(tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path / "bare")
    messages = [
        Message({"text": t, "intent": i}) for t, i in (("谢谢", "thank"), ("在吗", "greet"))
    ]
    with pytest.raises(ValueError, match="SentenceEncoder"):
        pipeline.classifier.train(TrainingData(messages))


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"threads": 0}, "threads"),
        ({"cache": "x"}, "cache"),
        ({"encoder": "/no/where"}, "/no/where"),
    ],
)
def test_a_bad_encoder_setting_is_refused(
    config: dict[str, Any], words: str, tmp_path: Path
) -> None:
    whole = {**SentenceEncoder.get_default_config(), **config}
    storage = LocalModelStorage.create(tmp_path)
    with pytest.raises(InvalidConfigException, match=words):
        SentenceEncoder.create(whole, storage, Resource("encoder"), CONTEXT)
