"""Nothing that a customer types reaches Rasa as a command."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.typed_text import NOTHING_LEFT, clean, defuse


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/restart", "restart"),
        ("／restart", "restart"),
        ("  /restart", "restart"),
        ("\u3000／restart", "restart"),
        ("\x00\x07/restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\u200d／restart", "restart"),
        ("\ufeff/inform", "inform"),
        ("\u202e/restart", "restart"),
        ("/ /／/restart", "restart"),
        ("∕restart", "restart"),
        ("\n/restart", "restart"),
        ("/", NOTHING_LEFT),
        ("/ ／ /", NOTHING_LEFT),
        ("我想约保养", "我想约保养"),
        ("京A/12345 明天/后天都行", "京A/12345 明天/后天都行"),
        ("第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_slashes_at_the_beginning_go_and_words_stay(typed: str, heard: str) -> None:
    assert defuse(typed) == heard


@given(st.text(alphabet=st.sampled_from("/／∕⁄⧸ \u3000\t\n\x00\u200b\u200d\ufeff\u202e约a")))
@example("\ud800/restart")
def test_no_text_can_be_taken_for_a_command(typed: str) -> None:
    heard = defuse(typed)
    assert heard
    assert not heard.strip().startswith("/")
    assert not unicodedata.normalize("NFKC", heard).strip().startswith("/")


@given(st.text())
def test_defusing_twice_changes_nothing_more(typed: str) -> None:
    assert defuse(defuse(typed)) == defuse(typed)


def test_what_is_kept_can_be_stored_and_shown() -> None:
    assert clean("\ud83d 你好\x00\x1b[31m\r\n ") == "你好[31m"
    assert clean("👨\u200d👩\u200d👧 来店") == "👨\u200d👩\u200d👧 来店"
    clean("".join(map(chr, range(0x3000)))).encode("utf-8")
