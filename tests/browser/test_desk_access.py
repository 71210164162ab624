"""Everybody can use the desk: what axe finds on its pages, on a desktop and on a phone."""

from __future__ import annotations

import pytest

from bot.services import desk_conversations as desk
from bot.services.desk_access import list_colleagues
from bot.services.desk_notes import add_note
from tests.browser.test_access import violations
from tests.browser.test_desk import ask, at_the_desk, sign_in

__all__ = ["ask", "at_the_desk"]


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_axe_finds_nothing_at_the_desk(at_the_desk, front, ask, device):
    browser, workshop = at_the_desk, front.workshop
    if device == "phone":
        browser.be_a_phone()
    sign_in(browser, "admin")
    number = ask()
    admin = next(each for each in list_colleagues(workshop, None) if each.login == "admin")
    desk.take(workshop, admin, number, "您好")
    add_note(workshop, admin, number, "先别打电话", "k")
    for page in ("", f"talk/{number}", "board?store=CY", "answers", "password"):
        browser.driver.get(f"{front.url}/desk/{page}")
        browser.one("main")
        browser.js("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert violations(browser) == [], page
