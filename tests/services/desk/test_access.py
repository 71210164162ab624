"""Signing in at the desk, its limits, sessions and passwords."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from bot.services import desk_access
from bot.services.desk_access import change_password, find_signed_in, sign_in, sign_out
from bot.services.errors import InvalidValue, NotAllowed
from bot.storage import tables
from tests.services.desk.conftest import PASSWORD


@pytest.fixture(autouse=True)
def known_password(database, stored_password):
    with database.transaction() as session:
        session.execute(update(tables.Staff).values(password_hash=stored_password))


def enter(workshop, login="cy.gu", password=PASSWORD, source="here"):
    return sign_in(workshop, login, password, source)


def refusal(workshop, **given):
    with pytest.raises(NotAllowed) as caught:
        enter(workshop, **given)
    return caught.value.reason


def test_a_session_stands_for_who_signed_in(workshop, rows):
    token = enter(workshop)
    signed_in = find_signed_in(workshop, token)
    assert (signed_in.colleague.name, signed_in.colleague.store_code) == ("顾晓", "CY")
    assert signed_in.colleague.must_change_password
    (stored,) = rows(tables.StaffSession)
    assert token not in (stored.token_hash, stored.form_key)
    assert find_signed_in(workshop, token + "x") is None
    assert find_signed_in(workshop, None) is None


def test_a_session_ends_with_the_working_day_and_when_signed_out(workshop, clock):
    first, second = enter(workshop), enter(workshop)
    sign_out(workshop, first)
    assert find_signed_in(workshop, first) is None
    clock.let_pass(hours=11, minutes=59)
    assert find_signed_in(workshop, second) is not None
    clock.let_pass(minutes=1)
    assert find_signed_in(workshop, second) is None


def test_an_unknown_login_is_refused_like_a_wrong_password(workshop):
    assert refusal(workshop, login="nobody") == refusal(workshop, password="wrong") == "wrong"


def test_a_locked_colleague_is_out_at_once(workshop, database):
    token = enter(workshop)
    with database.transaction() as session:
        session.execute(update(tables.Staff).values(is_locked=True))
    assert find_signed_in(workshop, token) is None
    assert refusal(workshop) == "wrong"


def test_after_five_failures_even_the_right_password_rests(workshop, clock):
    assert [refusal(workshop, password="guess") for _ in range(5)] == ["wrong"] * 5
    assert refusal(workshop) == "rests"
    assert enter(workshop, source="elsewhere"), "a stranger cannot lock the colleague out"
    clock.let_pass(minutes=15, seconds=1)
    assert enter(workshop)


def test_a_login_that_does_not_exist_rests_as_well(workshop):
    reasons = [refusal(workshop, login="nobody", password="guess") for _ in range(6)]
    assert reasons == ["wrong"] * 5 + ["rests"]


def test_many_places_together_cannot_guess_one_login(workshop, monkeypatch):
    monkeypatch.setattr(desk_access, "MOST_TRIES_OF_LOGIN", 3)
    reasons = [refusal(workshop, password="guess", source=f"at{n}") for n in range(4)]
    assert reasons == ["wrong"] * 3 + ["rests"]


def test_one_place_cannot_go_through_many_logins(workshop, monkeypatch):
    monkeypatch.setattr(desk_access, "MOST_TRIES_OF_SOURCE", 3)
    reasons = [refusal(workshop, login=f"user{n}", password="guess") for n in range(4)]
    assert reasons == ["wrong"] * 3 + ["rests"]


def test_guessing_at_the_same_moment_gains_nothing(workshop):
    with ThreadPoolExecutor(12) as pool:
        guesses = [pool.submit(refusal, workshop, password="guess") for _ in range(12)]
        reasons = [guess.result() for guess in guesses]
    assert sorted(reasons) == ["rests"] * 7 + ["wrong"] * 5


def test_a_new_password_replaces_the_old_one_and_ends_other_sessions(workshop, gu):
    mine, other = enter(workshop), enter(workshop)
    change_password(workshop, gu, mine, PASSWORD, "一个全新的密码-2026")
    assert find_signed_in(workshop, other) is None
    assert not find_signed_in(workshop, mine).colleague.must_change_password
    assert refusal(workshop) == "wrong"
    assert enter(workshop, password="一个全新的密码-2026")


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("short", "too_short"),
        ("x" * 129, "too_long"),
        (PASSWORD, "same"),
        ("my-CY.GU-password", "like_login"),
    ],
)
def test_a_poor_new_password_is_refused(workshop, gu, new, reason):
    token = enter(workshop)
    with pytest.raises(InvalidValue, match=reason):
        change_password(workshop, gu, token, PASSWORD, new)
    assert enter(workshop)


def test_a_new_password_needs_the_old_one(workshop, gu):
    token = enter(workshop)
    with pytest.raises(NotAllowed, match="wrong"):
        change_password(workshop, gu, token, "not-the-old-one", "a-new-password")
    assert enter(workshop)
