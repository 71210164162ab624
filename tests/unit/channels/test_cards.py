"""What the bot sends becomes safe, bounded and readable without its look."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels import cards
from bot.services.transcript import Utterance

ORDER: dict[str, Any] = {
    "type": "order",
    "title": "京N3K587 空调不制冷",
    "number": "RO20261123001",
    "badge": {"text": "维修中", "tone": "good"},
    "steps": [{"text": "接车", "state": "done"}, {"text": "维修", "state": "now"}],
    "rows": [{"label": "门店", "value": "星驰朝阳店"}],
    "groups": [
        {"title": "明天（周二）", "actions": [{"title": "09:00", "payload": "明天上午九点"}]}
    ],
    "actions": [{"title": "请同事联系我", "payload": "转人工"}],
    "note": "以现场检测为准",
}


def one(*messages: dict[str, Any]) -> Utterance:
    utterances = cards.from_rasa(messages)
    assert len(utterances) == 1
    return utterances[0]


def test_a_button_gets_an_id_and_the_browser_never_sees_its_words() -> None:
    said = one({"text": "哪天？", "buttons": [{"title": "周六", "payload": "周六上午九点"}]})
    assert said.payload is not None
    (button,) = said.payload["buttons"]
    assert button["title"] == "周六"
    assert said.payload["choices"] == {button["id"]: "周六上午九点"}
    assert "周六上午九点" not in json.dumps(cards.for_browser(said.payload), ensure_ascii=False)


def test_ids_differ_from_button_to_button_and_time_to_time() -> None:
    message = {"text": "?", "buttons": [{"title": "好"}, {"title": "好"}]}
    ids = [button["id"] for _ in range(3) for button in (one(message).payload or {})["buttons"]]
    assert len(set(ids)) == 6
    assert all(len(choice) >= 10 for choice in ids)


def test_a_button_can_hold_no_command() -> None:
    said = one({"text": "?", "buttons": [{"title": "重来", "payload": "/restart"}]})
    assert list((said.payload or {})["choices"].values()) == ["restart"]


def test_a_card_belongs_to_the_sentence_before_it() -> None:
    said = one(
        {"text": "您的车正在维修。", "buttons": [{"title": "好的"}]},
        {"custom": ORDER},
    )
    assert said.text == "您的车正在维修。"
    assert said.payload is not None
    assert said.payload["card"]["title"] == ORDER["title"]
    assert sorted(said.payload["choices"].values()) == ["好的", "明天上午九点", "转人工"]


def test_what_a_card_offers_is_not_offered_twice() -> None:
    """Doors without cards need the buttons; in the browser the card has them."""
    said = one(
        {"text": "哪天？", "buttons": [{"title": "明天上午九点"}, {"title": "换家店"}]},
        {"custom": ORDER},
    )
    payload = said.payload or {}
    assert [button["title"] for button in payload["buttons"]] == ["换家店"]
    assert sorted(payload["choices"].values()) == ["换家店", "明天上午九点", "转人工"]
    only = one({"text": "哪天？", "buttons": [{"title": "明天上午九点"}]}, {"custom": ORDER})
    assert "buttons" not in (only.payload or {})


def test_two_cards_stay_two() -> None:
    said = cards.from_rasa([{"text": "两张"}, {"custom": ORDER}, {"custom": ORDER}])
    assert [bool(each.text) for each in said] == [True, False]


def test_a_card_keeps_what_the_schema_knows_and_nothing_else() -> None:
    said = one({"custom": {**ORDER, "html": "<script>", "onclick": "x"}})
    card = (said.payload or {})["card"]
    assert set(card) == set(ORDER)
    assert "html" not in json.dumps(card)


@pytest.mark.parametrize(
    "custom",
    [
        {},
        {"title": ""},
        {"title": None, "rows": []},
        {"type": "order", "rows": [{"label": "a", "value": "b"}]},
        "a string",
        ["a", "list"],
    ],
)
def test_a_card_without_a_title_is_dropped(custom: Any) -> None:
    assert cards.from_rasa([{"custom": custom}]) == []


@pytest.mark.parametrize("wrong", ["text", 5, None, {"a": 1}, [1, "b", None], [[]]])
def test_parts_of_a_wrong_kind_are_left_out(wrong: Any) -> None:
    parts = dict.fromkeys(("rows", "steps", "groups", "actions", "badge"), wrong)
    said = one({"text": "好", "buttons": wrong, "custom": {"title": "卡片", **parts}})
    assert (said.payload or {})["card"] == {"type": "plain", "title": "卡片"}


def test_sizes_are_bounded() -> None:
    many = [{"title": "长" * 500, "payload": "词" * 5000}] * 50
    said = one({"text": "好", "buttons": many, "custom": {"title": "题" * 500, "actions": many}})
    payload = said.payload or {}
    assert len(payload["buttons"]) == 12 and len(payload["card"]["actions"]) == 6
    assert len(payload["card"]["title"]) == 60
    assert max(map(len, payload["choices"].values())) == 1000


def test_unknown_states_and_tones_become_plain_ones() -> None:
    badge, steps = {"text": "?", "tone": "neon"}, [{"text": "?", "state": "maybe"}]
    card = (one({"custom": {"title": "卡", "badge": badge, "steps": steps}}).payload or {})["card"]
    assert card["badge"]["tone"] == "plain"
    assert card["steps"][0]["state"] == "next"


def test_a_card_can_be_read_as_text() -> None:
    card = (one({"custom": ORDER}).payload or {})["card"]
    assert cards.as_text(card).splitlines() == [
        "京N3K587 空调不制冷（维修中）",
        "RO20261123001",
        "现在：维修",
        "门店：星驰朝阳店",
        "明天（周二）：09:00",
        "以现场检测为准",
    ]


def test_an_excuse_offers_to_send_again_what_was_said() -> None:
    said = cards.excuse("抱歉", {"再发一次": "我想约保养", "转人工": "转人工"}, missed=7)
    payload = said.payload or {}
    assert sorted(payload["choices"].values()) == ["我想约保养", "转人工"]
    assert cards.for_browser(payload)["missed"] == 7
