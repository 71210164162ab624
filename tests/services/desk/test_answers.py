"""Canned answers: who writes them, who gets which, and two managers at the same one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.services.desk_answers import list_answers, list_drafts, remove_answer, save_answer
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.storage import tables


@pytest.fixture
def admin(colleague):
    return colleague("admin")


def titles(workshop, who, store=None):
    return {draft.title for draft in list_drafts(workshop, who, "王女士", store)}


def test_everybody_gets_those_of_their_store_and_role(workshop, admin, gu, he, colleague):
    save_answer(workshop, admin, "朝阳停车", "停门口就行", store_code="CY")
    save_answer(workshop, admin, "只给客诉", "我来跟进", role="complaints")
    assert "朝阳停车" in titles(workshop, gu) and "朝阳停车" not in titles(workshop, he)
    assert "只给客诉" not in titles(workshop, gu)
    assert "只给客诉" in titles(workshop, colleague("kefu"))
    assert {"朝阳停车", "只给客诉"} <= titles(workshop, admin)
    assert "朝阳停车" not in titles(workshop, admin, "HD"), "not in a talk with another store"


def test_names_are_filled_in(workshop, admin, gu):
    save_answer(workshop, admin, "到店", "{称呼}，我是{门店}的{我}")
    drafts = {draft.title: draft.text for draft in list_drafts(workshop, gu, "王女士", None)}
    assert drafts["到店"] == "王女士，我是星驰朝阳店的顾晓"
    assert all("{" not in text for text in drafts.values())


def test_only_managers_write_and_only_for_their_store(workshop, admin, gu):
    with pytest.raises(NotAllowed, match="role"):
        list_answers(workshop, gu)
    with pytest.raises(NotAllowed, match="role"):
        save_answer(workshop, gu, "x", "y")
    of_hd = replace(admin, store_code="HD")
    for_all = list_answers(workshop, admin)[0]
    with pytest.raises(NotFound, match="store"):
        save_answer(workshop, of_hd, "x", "y", store_code="CY")
    with pytest.raises(NotFound, match="store"):
        save_answer(workshop, of_hd, "x", "y")
    with pytest.raises(NotFound, match="answer"):
        remove_answer(workshop, of_hd, for_all.id, for_all.version)
    mine = save_answer(workshop, of_hd, "x", "y", store_code="HD")
    assert mine in {each.id for each in list_answers(workshop, of_hd)}


def test_the_second_of_two_changes_is_told(workshop, admin, rows):
    kept = save_answer(workshop, admin, "停车", "停门口")
    save_answer(workshop, admin, "停车", "停后院", answer_id=kept, seen=1)
    with pytest.raises(NotAllowed, match="outdated"):
        save_answer(workshop, admin, "停车", "停路边", answer_id=kept, seen=1)
    with pytest.raises(NotAllowed, match="outdated"):
        remove_answer(workshop, admin, kept, 1)
    (row,) = rows(tables.CannedAnswer, id=kept)
    assert (row.text, row.version) == ("停后院", 2)
    remove_answer(workshop, admin, kept, 2)
    assert rows(tables.CannedAnswer, id=kept) == []


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        (" ", "x", "empty"),
        ("x", "\n", "empty"),
        ("长" * 21, "x", "too_long_answer"),
        ("x", "长" * 501, "too_long_answer"),
        ("x", "{车牌}好了", "unknown_name"),
    ],
)
def test_what_is_no_answer_is_refused(workshop, admin, title, text, reason):
    with pytest.raises(InvalidValue, match=reason):
        save_answer(workshop, admin, title, text)
    with pytest.raises(InvalidValue, match="unknown_role"):
        save_answer(workshop, admin, "x", "y", role="boss")
