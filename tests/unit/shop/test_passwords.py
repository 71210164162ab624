"""Passwords are random, kept as salted hashes, and compared without being known."""

from __future__ import annotations

import pytest

from bot.shop.passwords import hash_password, make_password, verify_password


def test_a_password_is_verified_by_its_hash_only():
    password = make_password()
    stored = hash_password(password)
    assert password not in stored
    assert verify_password(password, stored)
    assert not verify_password(password + "x", stored)
    assert not verify_password("", stored)


def test_the_same_password_never_has_the_same_hash():
    assert hash_password("same") != hash_password("same")


def test_no_two_passwords_are_alike():
    assert len({make_password() for _ in range(50)}) == 50


@pytest.mark.parametrize("stored", ["", "plain", "scrypt$", "scrypt$abc", "md5$a$b"])
def test_what_is_no_hash_lets_nobody_in(stored):
    assert not verify_password("plain", stored)
