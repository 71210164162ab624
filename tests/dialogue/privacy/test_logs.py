"""What customers say and who they are is in no log, whatever they talk about."""

from __future__ import annotations

import re

from tests.dialogue.conftest import Begin


def test_no_log_holds_a_word_or_a_number_of_a_customer(begin: Begin) -> None:
    talk = begin()
    for words in (
        "我叫欧阳明月，电话13711112222",
        "京N3K587，13800138001，明天下午三点做个小保养",
        "幺三八零零幺三八零零幺",
        "刹车失灵差点撞树上，我要投诉你们",
        "车架号lsvaa4182e2184847，使014578",
        "Fang Wang lives in Elm Street",
        "转人工",
    ):
        talk.say(words)
    logs = talk.system.settings.log_dir.glob("*.log*")
    written = {log.name: log.read_text(encoding="utf-8") for log in logs}
    assert {"rasa.log", "actions.log"} <= set(written)
    for name, text in written.items():
        for secret in ("13800138001", "13711112222", "N3K587", "lsvaa4182e2184847", "Elm Street"):
            assert secret not in text, (name, secret)
        if name != "train.log":  # what is trained on was written by us
            assert not re.search(r"[\u4e00-\u9fff]", text), name
